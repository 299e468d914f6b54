/* Scripts and fax sheets: what is given and its checksums; none for what is forbidden. */
#include "calling/script.h"

#include "../statements/stage.h"

#include "base/alloc.h"
#include "incident/checks.h"

#include <string.h>

#define LOG_SHA "4916571012bdf1990548a6b072cd6fd7ae3c424b249555d2047a3c0bd02edd61"
#define OTHER_SHA "a1c03d5fbbd9d2a9c0d5ce2fdbd2a8a2b6f1a7f3e0c4f7d2f1c3b4a5968778ef"

static struct stage stage;

static void set_up(void)
{
  stage_set(&stage, "{\"active\":true,\"kind\":\"penetration\"}", "[]");
}

static void tear_down(void)
{
  stage_strike(&stage);
}

static void save(const char *item, const char *path, const char *sha256, int size)
{
  char *body = xasprintf("{\"ended\":\"2026-11-22T02:35:16.513020Z\",\"file\":{\"sha256\":\"sha256:%s\",\"size\":%d},"
                         "\"item\":\"%s\",\"path\":\"%s\",\"started\":\"2026-11-22T02:35:16.512973Z\"}", sha256, size,
                         item, path);
  stage_append(&stage, ENTRY_EVIDENCE, "technical.1", body);
  free(body);
}

static void save_logs(void)
{
  stage_intend(&stage, "technical.1", "evidence.copy", "{\"files\":\"everything\"}");
  save("web server", "/var/log/nginx/access.log", LOG_SHA, 1200);
  save("firewall", "/var/log/ulog.log", OTHER_SHA, 34);
  save("empty", "/var/log/empty.log", OTHER_SHA, 0);
}

static int write(const char *step, bool is_fax, struct buf *out, role_set *waits, struct err *err)
{
  const struct incident *incident = stage_look(&stage);
  *err = (struct err){0};
  *waits = 0;
  buf_clear(out);
  if (script_may_be_said(&stage.dossier, incident_step(incident, step), waits, err) < 0)
    return -1;
  struct calling *calling = calling_open(stage.site, incident, err);
  ck_assert_msg(calling != NULL, "%s", err->text);
  (is_fax ? script_write_fax : script_write)(&stage.dossier, calling, incident_step(incident, step), "technical1", out);
  calling_free(calling);
  return 0;
}

static void must_have(const struct buf *out, const char *text)
{
  ck_assert_msg(strstr(out->bytes, text) != NULL, "not there: %s\n%s", text, out->bytes);
}

static void must_not_have(const struct buf *out, const char *text)
{
  ck_assert_msg(strstr(out->bytes, text) == NULL, "there: %s\n%s", text, out->bytes);
}

START_TEST(what_is_given_stands_there_with_its_checksum)
{
  struct buf out = {0};
  struct err err;
  role_set waits;
  save_logs();
  stage_intend(&stage, "main.1", "isp.send_logs", "{\"destination\":\"Example Net\",\"logs\":\"the logs\"}");
  ck_assert_msg(!write("main.1", false, &out, &waits, &err), "%s", err.text);
  must_have(&out, "web server, /var/log/nginx/access.log, 1200 bytes");
  must_have(&out, LOG_SHA);
  must_have(&out, OTHER_SHA);
  must_not_have(&out, "empty");
  buf_finish(&out);
}
END_TEST

START_TEST(only_what_is_named_is_given)
{
  struct buf out = {0};
  struct err err;
  role_set waits;
  save_logs();
  stage_intend(&stage, "main.1", "isp.send_logs",
               "{\"destination\":\"Example Net\",\"logs\":\"the log of the web server\"}");
  ck_assert_msg(!write("main.1", true, &out, &waits, &err), "%s", err.text);
  must_have(&out, LOG_SHA);
  must_not_have(&out, OTHER_SHA);
  must_have(&out, "1 file is given");
  buf_finish(&out);
}
END_TEST

START_TEST(a_sheet_fits_its_columns_and_says_from_whom_to_whom)
{
  struct buf out = {0};
  struct err err;
  role_set waits;
  save_logs();
  stage_intend(&stage, "main.1", "isp.send_logs", "{\"destination\":\"Example Net\",\"logs\":\"the logs\"}");
  ck_assert_msg(!write("main.1", true, &out, &waits, &err), "%s", err.text);
  must_have(&out, "to          Example Net");
  must_have(&out, "Toni Berg, incident response team of");
  must_have(&out, "our number  I-1");
  must_have(&out, "signature");
  must_have(&out, "never by e-mail");
  for (char *rest = out.bytes, *line; (line = strsep(&rest, "\n"));)
    ck_assert_msg(strlen(line) <= 80, "%s", line);
  buf_finish(&out);
}
END_TEST

START_TEST(for_what_waits_it_says_whose_yes_is_missing)
{
  struct buf out = {0};
  struct err err;
  role_set waits;
  stage_wait(&stage, "main.1", "disclose.media", "{\"destination\":\"a paper\",\"what\":\"an incident\"}",
             "[\"senior_management\"]");
  ck_assert(!write("main.1", false, &out, &waits, &err));
  ck_assert_uint_eq(waits, 1u << ROLE_SENIOR_MANAGEMENT);
  must_have(&out, "I have been authorized to tell you an incident.");
  buf_finish(&out);
}
END_TEST

START_TEST(there_is_none_for_the_attacker_also_if_he_is_known_only_since)
{
  struct buf out = {0};
  struct err err;
  role_set waits;
  struct fact_change change;
  struct given confirmed = {FACT_SOURCE_CONFIRMED, "192.0.2.66"};
  stage_intend(&stage, "main.1", "contact.technical_contact", "{\"destination\":\"203.0.113.7\"}");
  ck_assert_int_eq(write("main.1", false, &out, &waits, &err), -1);
  ck_assert_int_eq(err.kind, ERR_REFUSED);
  stage_intend(&stage, "main.2", "contact.technical_contact", "{\"destination\":\"192.0.2.66\"}");
  ck_assert_msg(!write("main.2", false, &out, &waits, &err), "%s", err.text);
  ck_assert_msg(!fact_state(stage_open(&stage), &confirmed, 1, "it is he", &change, &err), "%s", err.text);
  ck_assert_int_eq(write("main.2", false, &out, &waits, &err), -1);
  ck_assert_msg(strstr(err.text, "There is nothing to say.") != NULL, "%s", err.text);
  buf_finish(&out);
}
END_TEST

/* ---- the checksum that was read out ---- */

static bool is_finding(const char *step, const char *logs, const char *checksum)
{
  struct buf wrong = {0};
  struct answered answered;
  struct err err = {0};
  struct given given[] = {{"checksum", checksum}, {"person", "the operator"}};
  char *arguments = xasprintf("{\"destination\":\"Example Net\",\"logs\":\"%s\"}", logs);
  stage_intend(&stage, step, "isp.send_logs", arguments);
  free(arguments);
  ck_assert_msg(!answer_state(stage_open(&stage), step, given, COUNT(given), &answered, &err), "%s", err.text);
  answered_finish(&answered);
  const struct incident *incident = stage_look(&stage);
  bool is_right = incident_given_is_evidence(incident, incident_step(incident, step), &wrong);
  ck_assert(is_right == !wrong.length);
  buf_finish(&wrong);
  return !is_right;
}

START_TEST(a_checksum_must_be_that_of_evidence)
{
  save_logs();
  ck_assert(!is_finding("main.1", "the logs", LOG_SHA));
  ck_assert(!is_finding("main.2", "the logs", "web: 49165710, firewall: sha256:A1C03D5FBBD9"));
  ck_assert(!is_finding("main.3", "the logs", "none on a drill"));
  ck_assert(incident_check(stage_look(&stage), CHECK_given_is_evidence, &(struct buf){0}));
  ck_assert(is_finding("main.4", "the logs", "deadbeef00112233"));
  ck_assert(is_finding("main.5", "the log of the web server", OTHER_SHA)); /* another file than was to be given */
  struct buf missing = {0};
  ck_assert(!incident_check(stage_look(&stage), CHECK_given_is_evidence, &missing));
  must_have(&missing, "main.4: deadbeef0011 is the checksum of no evidence of this incident");
  buf_finish(&missing);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("script");
  TCase *tcase = tcase_create("script");
  tcase_add_checked_fixture(tcase, set_up, tear_down);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, what_is_given_stands_there_with_its_checksum);
  tcase_add_test(tcase, only_what_is_named_is_given);
  tcase_add_test(tcase, a_sheet_fits_its_columns_and_says_from_whom_to_whom);
  tcase_add_test(tcase, for_what_waits_it_says_whose_yes_is_missing);
  tcase_add_test(tcase, there_is_none_for_the_attacker_also_if_he_is_known_only_since);
  tcase_add_test(tcase, a_checksum_must_be_that_of_evidence);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
