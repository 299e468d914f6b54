/* model/alarms: what is taken from a sensor's line, and what never is. */
#include "model/alarms.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <check.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const struct fact facts[] = {
    {"kind", false, 2, {"penetration", "violation"}, "What is it?", FACT_BY_PEOPLE},
    {"active", true, 2, {"false", "true"}, "Is it still going on?", FACT_BY_PEOPLE},
    {"confirmed", false, 2, {"suspected", "confirmed"}, "Is it sure?", FACT_BY_PEOPLE},
    {"management_available", true, 2, {"false", "true"}, "Is a manager in reach?", FACT_BY_STEPS},
};
static const struct catalogue catalogue = {.fact_count = 4, .facts = facts};

static const char mapping[] =
    "window: 30m\n"
    "triage: suspicion\n"
    "sensors:\n"
    "  - {id: ids, format: json, only: {event_type: alert}, class: alert.category, says: alert.signature,\n"
    "     sensor: host, address: src_ip, system: dest_ip, cannot_see: what is encrypted}\n"
    "  - {id: door, format: json, class: kind, cannot_see: windows, others: ignored}\n"
    "  - {id: ssh, format: syslog, program: sshd, address_after: ' from ', others: ignored, cannot_see: the rest}\n"
    "alarms:\n"
    "  - {class: attempt, sensor: ids, when: [Attempt, Attack], means: Somebody tries, facts: {kind: penetration},\n"
    "     important: true, triage: suspicion}\n"
    "  - {class: opened, sensor: door, when: [opened], means: A door is open}\n"
    "  - {class: failed-login, sensor: ssh, when: [Failed password], means: Logins fail, triage: nowhere}\n";

static struct alarms alarms;

static int load(const char *text, struct err *err)
{
  struct files procedure = {0};
  files_add(&procedure, ALARMS_FILE, text, strlen(text));
  files_add(&procedure, "playbooks/suspicion.lua", "", 0);
  alarms_finish(&alarms);
  int result = alarms_load(&procedure, &catalogue, &alarms, err);
  files_finish(&procedure);
  return result;
}

static void set_up(void)
{
  struct err err = {0};
  ck_assert_msg(load(mapping, &err) == 0, "%s", err.text);
}

static void tear_down(void)
{
  alarms_finish(&alarms);
}

static bool read_line(const char *line, struct alarm *alarm)
{
  return alarm_read(&alarms, NULL, line, strlen(line), alarm);
}

/* ---- what is taken ---- */

START_TEST(an_alert_is_of_its_class_and_names_where_it_comes_from)
{
  struct alarm alarm;
  ck_assert(read_line("{\"event_type\":\"alert\",\"src_ip\":\"203.0.113.7\",\"dest_ip\":\"2001:db8::1\","
                      "\"host\":\"s-1\","
                      "\"alert\":{\"category\":\"Attempt\",\"signature\":\"ET SCAN\",\"severity\":1.5}}\n", &alarm));
  ck_assert_str_eq(alarm_class_id(&alarm), "attempt");
  ck_assert_str_eq(alarm.address, "203.0.113.7");
  ck_assert_str_eq(alarm.system, "2001:db8::1");
  ck_assert_str_eq(alarm.name, "s-1");
  ck_assert_str_eq(alarm.says, "ET SCAN");
  ck_assert_str_eq(alarm.sensor->cannot_see, "what is encrypted");
}
END_TEST

START_TEST(a_line_of_syslog_is_of_its_class_in_each_of_its_forms)
{
  static const char *const lines[] = {
      "Nov  2 03:00:01 web9 sshd[12]: Failed password for root from 198.51.100.77 port 22",
      "<38>Nov 22 03:00:01 web9 sshd[12]: Failed password for root from 198.51.100.77 port 22",
      "2026-11-22T03:00:01.5+00:00 web9 sshd: Failed password for root from 198.51.100.77 port 22",
      "<38>1 2026-11-22T03:00:01Z web9 sshd 12 - - Failed password for root from 198.51.100.77 port 22"};
  for (size_t i = 0; i < COUNT(lines); i++) {
    struct alarm alarm;
    ck_assert(read_line(lines[i], &alarm));
    ck_assert_msg(!strcmp(alarm_class_id(&alarm), "failed-login"), "%s", lines[i]);
    ck_assert_str_eq(alarm.address, "198.51.100.77");
    ck_assert_str_eq(alarm.system, "web9");
  }
}
END_TEST

START_TEST(what_the_mapping_sets_aside_is_no_alarm)
{
  struct alarm alarm;
  ck_assert(!read_line("{\"event_type\":\"flow\",\"src_ip\":\"203.0.113.7\"}", &alarm));
  ck_assert(!read_line("{\"kind\":\"shut\"}", &alarm));
  ck_assert(!read_line("Nov 22 03:00:01 web9 sshd[12]: Accepted publickey for root", &alarm));
  ck_assert(!read_line("", &alarm));
  ck_assert(!read_line("  \r\n", &alarm));
}
END_TEST

START_TEST(what_nobody_listed_is_an_alarm_of_class_unknown)
{
  static const char *const lines[] = {
      "{\"event_type\":\"alert\",\"alert\":{\"category\":\"New\"}}", "{\"event_type\":\"alert\"}", "{\"alert\":1}",
      "{\"event_type\":", "[1,2]", "free text", "Nov 22 03:00:01 web9 cron: nothing", "{\"a\":1,\"a\":2}"};
  for (size_t i = 0; i < COUNT(lines); i++) {
    struct alarm alarm;
    ck_assert_msg(read_line(lines[i], &alarm), "%s", lines[i]);
    ck_assert_str_eq(alarm_class_id(&alarm), "unknown");
    ck_assert(!alarm.class && alarm.says[0]);
    ck_assert_str_eq(alarm_triage(&alarms, &alarm), "suspicion");
  }
}
END_TEST

/* ---- what never is ---- */

START_TEST(no_name_is_taken_that_could_be_a_path_an_option_or_a_command)
{
  static const char *const hostile[] = {"../../etc/passwd", "-rf", "--help", "$(id)", "`id`", "a b",  "a;b",   "a|b",
                                        "a/b",              ".ssh", "a..b",  "<b>",   "a\\nb", "{x}", "%{x}", ""};
  for (size_t i = 0; i < COUNT(hostile); i++) {
    struct alarm alarm;
    char line[512];
    snprintf(line, sizeof line,
             "{\"event_type\":\"alert\",\"src_ip\":\"%s\",\"dest_ip\":\"%s\",\"host\":\"%s\",\"alert\":{\"category\":"
             "\"Attempt\"}}", hostile[i], hostile[i], hostile[i]);
    ck_assert(read_line(line, &alarm));
    ck_assert_str_eq(alarm_class_id(&alarm), "attempt");
    ck_assert_msg(!alarm.address[0] && !alarm.system[0] && !alarm.name[0], "%s", hostile[i]);
  }
}
END_TEST

START_TEST(its_words_steer_no_terminal)
{
  struct alarm alarm;
  ck_assert(read_line("\033[2J\033]0;x\007 \302\233 \342\200\256 \377 end", &alarm));
  ck_assert_str_eq(alarm.says, "?[2J?]0;x? ? ? ? end");
}
END_TEST

START_TEST(a_line_of_a_megabyte_or_of_a_thousand_brackets_is_unknown)
{
  struct alarm alarm;
  char *line = xcalloc(1, 1 << 20);
  memset(line, '{', (1 << 20) - 1);
  ck_assert(alarm_read(&alarms, NULL, line, (1 << 20) - 1, &alarm));
  ck_assert(alarm_read(&alarms, NULL, line, 60000, &alarm));
  ck_assert_str_eq(alarm_class_id(&alarm), "unknown");
  memset(line, '[', 1000);
  ck_assert(alarm_read(&alarms, NULL, line, 1000, &alarm));
  ck_assert(alarm_read(&alarms, NULL, "\0{\0", 3, &alarm));
  free(line);
}
END_TEST

/* ---- a hundred thousand lines nobody ever wrote ---- */

static uint64_t state = 7;

static unsigned dice(unsigned sides)
{
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (unsigned)(state >> 33) % sides;
}

static size_t mutate(char *line, size_t length, size_t room)
{
  for (unsigned i = 1 + dice(6); i > 0; i--) {
    size_t at = length ? dice((unsigned)length) : 0;
    switch (dice(4)) {
    case 0:
      line[at] = (char)dice(256);
      break;
    case 1:
      memmove(line + at, line + at + (length > at), length - at - (length > at));
      length -= length > at;
      break;
    case 2:
      if (length + 1 < room) {
        memmove(line + at + 1, line + at, length - at);
        line[at] = "{}[]\",:\\\n\0$`;../-<>\033\377"[dice(22)];
        length++;
      }
      break;
    default:
      length = length > 4 ? length - dice(4) : length;
    }
  }
  return length;
}

static void check_plain(const char *name)
{
  for (const char *c = name; *c; c++)
    ck_assert_msg(isalnum((unsigned char)*c) || strchr(".:-_", *c), "taken over: %s", name);
  ck_assert_msg(name[0] != '-' && name[0] != '.' && !strstr(name, ".."), "taken over: %s", name);
}

static bool is_clean(const char *says)
{
  for (size_t left = strlen(says), width; left; says += width, left -= width) {
    width = utf8_length(says, left);
    if (!width || utf8_is_steering(says, width) || (width == 1 && ((unsigned char)*says < 0x20 || *says == 0x7F)))
      return false;
  }
  return true;
}

START_TEST(whatever_comes_is_read_without_harm)
{
  static const char *const seeds[] = {
      "{\"event_type\":\"alert\",\"src_ip\":\"203.0.113.7\",\"dest_ip\":\"192.0.2.1\",\"host\":\"s1\",\"alert\":"
      "{\"category\":\"Attempt\",\"signature\":\"ET \\u00e9 \\ud83d\\ude00\"}}",
      "<38>Nov 22 03:00:01 web9 sshd[12]: Failed password for root from 198.51.100.77 port 22",
      "<38>1 2026-11-22T03:00:01Z web9 sshd 12 - - Failed password for root from 198.51.100.77",
      "{\"kind\":\"opened\"}"};
  size_t known = 0, unknown = 0, none = 0;
  for (int i = 0; i < 100000; i++) {
    char line[1024];
    struct alarm alarm;
    const char *seed = seeds[dice(COUNT(seeds))];
    size_t length = strlen(seed);
    memcpy(line, seed, length);
    length = mutate(line, length, sizeof line);
    char *exact = xcalloc(1, length + 1); /* so that a sanitizer sees every step beyond it */
    memcpy(exact, line, length);
    bool is_alarm = alarm_read(&alarms, NULL, exact, length, &alarm);
    check_plain(alarm.address);
    check_plain(alarm.system);
    check_plain(alarm.name);
    ck_assert(is_clean(alarm.says));
    *(!is_alarm ? &none : alarm.class ? &known : &unknown) += 1;
    free(exact);
  }
  ck_assert(known > 1000 && unknown > 1000 && none > 100);
}
END_TEST

/* ---- the mapping ---- */

static void refuse(const char *text, const char *sentence)
{
  struct err err = {0};
  ck_assert_int_eq(load(text, &err), -1);
  ck_assert_msg(strstr(err.text, sentence) != NULL, "expected \"%s\" in \"%s\"", sentence, err.text);
}

#define SENSOR "sensors:\n  - {id: ids, format: json, class: c, cannot_see: x}\n"

START_TEST(mistakes_in_the_mapping_are_refused_with_their_place)
{
  refuse("sensor: 1\n", "policies/alarms.yaml:1:1");
  refuse("sensors: [{id: x, format: xml, cannot_see: y}]\n", "format json or syslog, not \"xml\"");
  refuse("sensors: [{id: x, format: json, class: c}]\n", "needs its \"cannot_see\"");
  refuse("sensors: [{id: x, format: syslog, cannot_see: y}]\n", "needs its \"program\"");
  refuse(SENSOR "alarms: [{class: a, sensor: idz, when: [x], means: y}]\n", "no sensor above is called \"idz\"");
  refuse(SENSOR "alarms: [{class: a, sensor: ids, means: y}]\n", "needs its \"when\"");
  refuse(SENSOR "alarms: [{class: a, sensor: ids, when: [''], means: y}]\n", "fits every alarm");
  refuse(SENSOR "alarms: [{class: unknown, sensor: ids, when: [x], means: y}]\n", "all that is not listed");
  refuse(SENSOR "alarms: [{class: a, sensor: ids, when: [x], means: y, facts: {kindd: penetration}}]\n",
         "did you mean \"kind\"?");
  refuse(SENSOR "alarms: [{class: a, sensor: ids, when: [x], means: y, facts: {active: maybe}}]\n",
         "active cannot be \"maybe\"");
}
END_TEST

START_TEST(no_alarm_proves_what_only_people_or_calls_can_say)
{
  refuse(SENSOR "alarms: [{class: a, sensor: ids, when: [x], means: y, facts: {confirmed: confirmed}}]\n",
         "no alarm proves \"confirmed\"");
  refuse(SENSOR "alarms: [{class: a, sensor: ids, when: [x], means: y, facts: {management_available: false}}]\n",
         "no alarm proves \"management_available\"");
}
END_TEST

START_TEST(a_procedure_without_a_mapping_knows_no_class)
{
  struct files none = {0};
  struct err err = {0};
  struct alarm alarm;
  alarms_finish(&alarms);
  ck_assert_int_eq(alarms_load(&none, &catalogue, &alarms, &err), 0);
  ck_assert(read_line("{\"event_type\":\"alert\"}", &alarm));
  ck_assert_str_eq(alarm_class_id(&alarm), "unknown");
}
END_TEST

static void note(void *context, int line, const char *sentence)
{
  char *found = context;
  size_t used = strlen(found);
  snprintf(found + used, 2000 - used, "%d: %s\n", line, sentence);
}

START_TEST(classes_that_nobody_is_told_how_to_look_at_are_found)
{
  char found[2000] = "";
  struct files procedure = {0};
  files_add(&procedure, "playbooks/suspicion.lua", "", 0);
  alarms_lint(&alarms, &procedure, note, found);
  files_finish(&procedure);
  ck_assert_str_eq(found,
                   "11: Nobody is told what to look at when the alarm \"opened\" goes off: triage: NAME OF A "
                   "PLAYBOOK.\n12: the alarm \"failed-login\" is to be looked at with the playbook \"nowhere\", "
                   "and there is none.\n");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("alarms");
  TCase *chapter = tcase_create("alarms");
  tcase_add_checked_fixture(chapter, set_up, tear_down);
  tcase_set_timeout(chapter, 120);
  tcase_add_test(chapter, an_alert_is_of_its_class_and_names_where_it_comes_from);
  tcase_add_test(chapter, a_line_of_syslog_is_of_its_class_in_each_of_its_forms);
  tcase_add_test(chapter, what_the_mapping_sets_aside_is_no_alarm);
  tcase_add_test(chapter, what_nobody_listed_is_an_alarm_of_class_unknown);
  tcase_add_test(chapter, no_name_is_taken_that_could_be_a_path_an_option_or_a_command);
  tcase_add_test(chapter, its_words_steer_no_terminal);
  tcase_add_test(chapter, a_line_of_a_megabyte_or_of_a_thousand_brackets_is_unknown);
  tcase_add_test(chapter, whatever_comes_is_read_without_harm);
  tcase_add_test(chapter, mistakes_in_the_mapping_are_refused_with_their_place);
  tcase_add_test(chapter, no_alarm_proves_what_only_people_or_calls_can_say);
  tcase_add_test(chapter, a_procedure_without_a_mapping_knows_no_class);
  tcase_add_test(chapter, classes_that_nobody_is_told_how_to_look_at_are_found);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
