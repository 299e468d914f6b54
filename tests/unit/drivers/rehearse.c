/* drivers/rehearse, linked without the half that acts; and the lists both halves read. */
#include "base/alloc.h"
#include "base/file.h"
#include "drivers/rehearse.h"

#include <check.h>
#include <string.h>

static struct files procedure;
static struct buf words;
static struct err err;

static void set_up(void)
{
  err = (struct err){0};
  buf_clear(&words);
  files_finish(&procedure);
}

static void write_policy(const char *name, const char *text)
{
  files_add(&procedure, name, text, strlen(text));
}

static int rehearse(enum driver_kind driver, json_t *arguments)
{
  const struct outcome_field fields[] = {{.name = "reached", .ask = "Did you reach him himself?"}, {.name = "quiet"}};
  const struct action action = {.name = "network.block", .driver = driver, .hint = "Ask at the border.",
                                .fields = fields, .field_count = 2};
  int result = driver_rehearse(&action, arguments, &procedure, &words, &err);
  json_decref(arguments);
  return result;
}

START_TEST(a_capture_says_what_would_be_run_in_which_order)
{
  write_policy("policies/capture.yaml", "items:\n"
                                        "  - {name: processes, argv: [/usr/bin/ps, -aux], seconds: 5}\n"
                                        "  - {name: w, argv: [/usr/bin/find, '* (deleted)'], megabytes: 1}\n"
                                        "  - {name: wtmp, path: /var/log/wtmp, sensitivity: personal}\n");
  ck_assert_msg(rehearse(DRIVER_CAPTURE, json_object()) == 0, "%s", err.text);
  ck_assert_str_eq(buf_string(&words),
                   "1 of 3  /usr/bin/ps -aux  at most 5 s, 16 MB\n"
                   "2 of 3  /usr/bin/find \"* (deleted)\"  at most 10 s, 1 MB\n"
                   "3 of 3  copy /var/log/wtmp  at most 10 s, 16 MB, only if personal matters are asked for\n");
}
END_TEST

START_TEST(a_copy_says_which_files)
{
  write_policy("policies/capture.yaml", "logs: [{name: mail, path: /var/log/mail*}]\n");
  ck_assert_int_eq(rehearse(DRIVER_COPY, json_pack("{s:[s,s]}", "files", "mail", "/etc/passwd")), 0);
  ck_assert_str_eq(buf_string(&words), "1 of 2  copy /var/log/mail*  at most 10 s, 16 MB\n"
                                       "2 of 2  copy /etc/passwd  at most 600 s, 4096 MB\n");
}
END_TEST

START_TEST(a_command_is_shown_with_its_arguments_filled_in)
{
  write_policy("policies/commands.yaml", "commands:\n  network.block:\n    argv: [/usr/sbin/nft, add, '{target}']\n"
                                         "    parameters: {target: cidr}\n");
  ck_assert_int_eq(rehearse(DRIVER_COMMAND, json_pack("{s:s}", "target", "203.0.113.7")), 0);
  ck_assert_str_eq(buf_string(&words), "1 of 1  /usr/sbin/nft add 203.0.113.7  at most 30 s\n");
  ck_assert_int_eq(rehearse(DRIVER_COMMAND, json_pack("{s:s}", "target", "-x")), -1);
}
END_TEST

START_TEST(a_manual_step_says_what_is_asked)
{
  ck_assert_int_eq(rehearse(DRIVER_MANUAL, json_object()), 0);
  ck_assert_str_eq(buf_string(&words), "Ask at the border.\nDid you reach him himself?\n");
}
END_TEST

static const struct {
  const char *list, *sentence;
} bad_lists[] = {
  {"", "policies/capture.yaml"},
  {"items: [{name: ps, argv: [ps, -aux]}]", ":1:27: \"ps\" must be an absolute path"},
  {"items: [{name: x, argv: [/bin/sh, -c, ls]}]", "is a shell"},
  {"items: [{name: x, argv: [/usr/bin/bash]}]", "is a shell"},
  {"items: [{name: x, argv: []}]", "argv is empty"},
  {"items: [{name: x}]", "needs either argv"},
  {"items: [{name: x, argv: [/a], path: /b}]", "needs either argv"},
  {"items: [{argv: [/a]}]", "without a name"},
  {"items: [{name: x, path: var/log}]", "must be an absolute path"},
  {"items: [{name: x, path: /a, seconds: 0}]", ":1:38"},
  {"items: [{name: x, path: /a, seconds: soon}]", ":1:38"},
  {"items: [{name: x, path: /a, megabytes: -1}]", ":1:40"},
  {"items: [{name: x, path: /a, sensitivity: secret}]", "\"log\" or \"personal\""},
  {"items: [{name: x, path: /a, quite: true}]", "did you mean \"quiet\"?"},
  {"items: [{name: x, path: /a}, {name: x, path: /b}]", "a second time"},
  {"itmes: []", "did you mean \"items\"?"},
  {"logs: [{name: x, argv: [ps]}]", "must be an absolute path"},
};

START_TEST(a_mistake_in_the_capture_list_is_found_wherever_it_stands)
{
  if (bad_lists[_i].list[0])
    write_policy("policies/capture.yaml", bad_lists[_i].list);
  ck_assert_int_eq(rehearse(DRIVER_CAPTURE, json_object()), -1);
  ck_assert_msg(strstr(err.text, bad_lists[_i].sentence) != NULL, "%s", err.text);
}
END_TEST

static const struct {
  const char *command, *sentence;
} bad_commands[] = {
  {"{argv: [nft]}", "must be an absolute path"},
  {"{argv: [/bin/dash, -c, '{target}']}", "is a shell"},
  {"{argv: [/a, '{target}']}", "is no parameter"},
  {"{argv: [/a, '--to={target}'], parameters: {target: cidr}}", "is no parameter"},
  {"{argv: [/a, '{target}{target}'], parameters: {target: cidr}}", "is no parameter"},
  {"{argv: ['/{target}'], parameters: {target: cidr}}", "is no parameter"},
  {"{argv: [/a], parameters: {target: cidr}}", "is used nowhere"},
  {"{argv: [/a, '{target}'], parameters: {target: adress}}", "no type is called \"adress\""},
  {"{parameters: {}}", "has no argv"},
  {"{argv: [/a], shell: true}", "shell"},
};

START_TEST(a_mistake_in_the_list_of_commands_is_found_whatever_is_asked_for)
{
  _cleanup_(freep) char *text = xasprintf("commands:\n  host.isolate: %s\n  network.block: {argv: [/usr/bin/true]}\n",
                                          bad_commands[_i].command);
  write_policy("policies/commands.yaml", text);
  ck_assert_int_eq(rehearse(DRIVER_COMMAND, json_object()), -1);
  ck_assert_msg(strstr(err.text, bad_commands[_i].sentence) != NULL, "%s", err.text);
}
END_TEST

START_TEST(the_shipped_lists_can_be_read)
{
  static const char *const names[] = {"policies/capture.yaml", "policies/commands.yaml"};
  for (size_t i = 0; i < COUNT(names); i++) {
    struct buf bytes = {0};
    _cleanup_(freep) char *path = file_join(SOURCE_ROOT, names[i]);
    ck_assert_msg(file_read(path, 1 << 20, &bytes, &err) == 0, "%s", err.text);
    files_add(&procedure, names[i], bytes.bytes, bytes.length);
    buf_finish(&bytes);
  }
  ck_assert_msg(rehearse(DRIVER_CAPTURE, json_object()) == 0, "%s", err.text);
  ck_assert_ptr_nonnull(strstr(buf_string(&words), "/usr/bin/ps -aux"));   /* R137 */
  ck_assert_ptr_nonnull(strstr(buf_string(&words), "/usr/bin/ls -laR /tmp")); /* R136 */
  ck_assert_int_eq(rehearse(DRIVER_COMMAND, json_object()), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "has no command for"));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("rehearse");
  TCase *chapter = tcase_create("rehearse");
  tcase_add_checked_fixture(chapter, set_up, NULL);
  tcase_add_test(chapter, a_capture_says_what_would_be_run_in_which_order);
  tcase_add_test(chapter, a_copy_says_which_files);
  tcase_add_test(chapter, a_command_is_shown_with_its_arguments_filled_in);
  tcase_add_test(chapter, a_manual_step_says_what_is_asked);
  tcase_add_loop_test(chapter, a_mistake_in_the_capture_list_is_found_wherever_it_stands, 0, COUNT(bad_lists));
  tcase_add_loop_test(chapter, a_mistake_in_the_list_of_commands_is_found_whatever_is_asked_for, 0,
                      COUNT(bad_commands));
  tcase_add_test(chapter, the_shipped_lists_can_be_read);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
