/* drivers/command: the site's own commands, and everything somebody might put into an argument. */
#include "base/file.h"
#include "stage.h"

#include <sys/stat.h>

static const struct action block = {.name = "network.block", .driver = DRIVER_COMMAND};

/** A program of the site: a script, as sites have them. */
static void write_program(const char *script)
{
  char *path = file_join(folder, "program");
  struct buf text = {0};
  buf_format(&text, "#!/bin/sh\n%s\n", script);
  ck_assert_int_eq(file_write(path, text.bytes, text.length, 0700, &err), 0);
  buf_finish(&text);
  free(path);
}

static void write_commands(const char *argv, const char *parameters)
{
  write_policy("policies/commands.yaml",
               "commands:\n  network.block:\n    argv: [%s/program%s]\n    %s\n    seconds: 1\n", folder, argv,
               parameters);
}

static void run(json_t *arguments)
{
  run_job(DRIVER_COMMAND, &block, arguments);
}

START_TEST(exit_status_0_is_done_and_the_program_known_by_its_hash)
{
  char text[DIGEST_TEXT_SIZE];
  struct digest digest;
  write_program("echo blocked $1; exit 0");
  write_commands(", \"{target}\"", "parameters: {target: cidr}");
  run(json_pack("{s:s}", "target", "203.0.113.0/24"));
  ck_assert_int_eq(result.status, OUTCOME_DONE);
  ck_assert_int_eq(field("exit"), 0);
  ck_assert_str_eq(kept(item_named("network.block"), "stdout"), "blocked 203.0.113.0/24\n");
  digest = digest_of("#!/bin/sh\necho blocked $1; exit 0\n", 34);
  digest_text(&digest, text);
  ck_assert_ptr_nonnull(strstr(result.body, text));
}
END_TEST

START_TEST(any_other_exit_status_is_failed)
{
  write_program("echo no rights >&2; exit 4");
  write_commands("", "");
  run(json_object());
  ck_assert_int_eq(result.status, OUTCOME_FAILED);
  ck_assert_int_eq(field("exit"), 4);
  ck_assert_str_eq(kept(item_named("network.block"), "stderr"), "no rights\n");
}
END_TEST

START_TEST(a_killed_command_may_have_done_it)
{
  write_program("kill -KILL $$");
  write_commands("", "");
  run(json_object());
  ck_assert_int_eq(result.status, OUTCOME_UNKNOWN);
  ck_assert_int_eq(field("signal"), 9);
}
END_TEST

START_TEST(a_command_out_of_time_may_have_done_it_even_if_it_then_exits_with_0)
{
  write_program("trap 'exit 0' TERM; while :; do sleep 0.01; done");
  write_commands("", "");
  run(json_object());
  ck_assert_int_eq(result.status, OUTCOME_UNKNOWN);
  ck_assert_ptr_nonnull(strstr(result.body, "its time ran out"));
}
END_TEST

START_TEST(a_program_that_cannot_be_run_has_failed_and_a_missing_one_does_not_start)
{
  write_commands("", "");
  ck_assert_ptr_null(start_job(DRIVER_COMMAND, &block, json_object()));
  ck_assert_ptr_nonnull(strstr(err.text, "nothing was started"));
  err = (struct err){0};
  write_program("true");
  char *path = file_join(folder, "program");
  ck_assert_int_eq(chmod(path, 0600), 0);
  free(path);
  run(json_object());
  ck_assert_int_eq(result.status, OUTCOME_FAILED);
  ck_assert_ptr_nonnull(strstr(result.body, "cannot be run"));
}
END_TEST

START_TEST(output_beyond_what_is_kept_does_not_end_a_command_that_acts)
{
  write_program("head -c 20000000 /dev/zero; exit 0");
  write_commands("", "");
  run(json_object());
  ck_assert_int_eq(result.status, OUTCOME_DONE);
  ck_assert(json_get_boolean(item_named("network.block"), "truncated"));
}
END_TEST

START_TEST(an_argument_stays_one_argument)
{
  write_program("echo $#; printf '<%s>' \"$@\"");
  write_commands(", -m, \"{why}\", \"{\", \"}\"", "parameters: {why: text}");
  run(json_pack("{s:s}", "why", "a b  c=/etc,x:y@z.org +1"));
  ck_assert_str_eq(kept(item_named("network.block"), "stdout"), "4\n<-m><a b  c=/etc,x:y@z.org +1><{><}>");
}
END_TEST

START_TEST(the_key_of_the_act_reaches_the_program)
{
  write_program("echo $TOCSIN_IDEMPOTENCY_KEY $TOCSIN_ATTEMPT; env | wc -l");
  write_commands("", "");
  run(json_object());
  ck_assert_ptr_nonnull(strstr(kept(item_named("network.block"), "stdout"), "abc 1\n"));
}
END_TEST

static void check_value(const char *type, const char *value, bool is_good)
{
  char parameters[64];
  snprintf(parameters, sizeof parameters, "parameters: {target: %s}", type);
  write_commands(", \"{target}\"", parameters);
  err = (struct err){0};
  struct driver_job *job = start_job(DRIVER_COMMAND, &block, json_pack("{s:s}", "target", value));
  ck_assert_msg((job != NULL) == is_good, "%s as %s: %s", value, type, err.text);
  if (job)
    finish_job(DRIVER_COMMAND, job);
  else
    ck_assert_ptr_nonnull(strstr(err.text, "network.block: target must be "));
}

START_TEST(values_must_be_of_their_type)
{
  static const struct {
    const char *type, *good[4], *bad[12];
  } cases[] = {
    {"address", {"203.0.113.7", "2001:db8::1"}, {"203.0.113", "203.0.113.7/24", "0x7f.1", "fe80::1%eth0", "evil.test"}},
    {"cidr", {"203.0.113.0/24", "2001:db8::/32", "10.0.0.1", "0.0.0.0/0"},
     {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "2001:db8::/129", "/24", "10.0.0.0/8 ", "10.0.0.0/8,10.1.0.0/16"}},
    {"hostname", {"web1", "a-b.example.org", "xn--bcher-kva.test"},
     {"-f", "a-", "a..b", ".a", "a.", "a_b", "a b", "$(id)", "b\xc3\xbc" "cher", "a;b", ""}},
    {"integer", {"0", "42", "9007199254740991"}, {"-1", "1e3", "0x10", "", "9007199254740992", " 1", "4 2"}},
    {"text", {"plain text", "a=b", "10:30"},
     {"-rf", "--force", "a\nb", "a\tb", "`id`", "$(id)", "a;b", "a|b", "a\x1b[0m", "", "\xc3\xa4", "a'b"}},
  };
  write_program("true");
  for (size_t i = 0; i < COUNT(cases); i++) {
    for (size_t j = 0; j < 4 && cases[i].good[j]; j++)
      check_value(cases[i].type, cases[i].good[j], true);
    for (size_t j = 0; j < 12 && cases[i].bad[j]; j++)
      check_value(cases[i].type, cases[i].bad[j], false);
  }
}
END_TEST

START_TEST(a_value_that_is_missing_or_no_single_value_is_refused)
{
  json_t *const wrong[] = {
    json_object(),
    json_pack("{s:[s]}", "target", "10.0.0.1"),
    json_pack("{s:b}", "target", 1),
    json_pack("{s:n}", "target"),
    json_pack("{s:s#}", "target", "10.0.0.1\0-x", 11),
  };
  write_program("true");
  write_commands(", \"{target}\"", "parameters: {target: address}");
  for (size_t i = 0; i < COUNT(wrong); i++) {
    err = (struct err){0};
    ck_assert_ptr_null(start_job(DRIVER_COMMAND, &block, wrong[i]));
    ck_assert_ptr_nonnull(strstr(err.text, "network.block: target "));
  }
}
END_TEST

START_TEST(an_action_without_a_command_is_refused)
{
  write_policy("policies/commands.yaml", "commands: {}\n");
  ck_assert_ptr_null(start_job(DRIVER_COMMAND, &block, json_object()));
  ck_assert_ptr_nonnull(strstr(err.text, "has no command for network.block"));
}
END_TEST

int main(void)
{
  const TTest *const tests[] = {
    exit_status_0_is_done_and_the_program_known_by_its_hash,
    any_other_exit_status_is_failed,
    a_killed_command_may_have_done_it,
    a_command_out_of_time_may_have_done_it_even_if_it_then_exits_with_0,
    a_program_that_cannot_be_run_has_failed_and_a_missing_one_does_not_start,
    output_beyond_what_is_kept_does_not_end_a_command_that_acts,
    an_argument_stays_one_argument,
    the_key_of_the_act_reaches_the_program,
    values_must_be_of_their_type,
    a_value_that_is_missing_or_no_single_value_is_refused,
    an_action_without_a_command_is_refused,
  };
  return run_suite("command", tests, COUNT(tests));
}
