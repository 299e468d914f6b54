/* policy/load: every mistake in the four files is refused, with its place and what was meant. */
#include "base/alloc.h"
#include "shipped.h"
#include "suite.h"

#include <string.h>

#define FACTS "policies/facts.yaml"
#define PRIORITIES "policies/priorities.yaml"
#define ACTIONS "policies/actions.yaml"
#define RULES "policies/rules.yaml"
#define OBLIGATIONS "policies/obligations.yaml"
#define LIMITS "policies/limits.yaml"

struct mistake {
  const char *file, *text, *sentence; /* the whole file, and how its refusal begins */
};

static const struct mistake mistakes[] = {
  /* limits.yaml */
  {LIMITS, "limits: {management_wait: 5}\n", LIMITS ":1:27: expected a time from 1s"},
  {LIMITS, "limits: {management_wait: 0m}\n", LIMITS ":1:27: expected a time from 1s to 366d"},
  {LIMITS, "limits: {capture_grace: 5w}\n", LIMITS ":1:25: expected a time"},
  {LIMITS, "limits: {managment_wait: 5m}\n", LIMITS ":1:10: limits has no \"managment_wait\"; did you mean"},
  {LIMITS, "limit: {management_wait: 5m}\n", LIMITS ":1:1: "},
  /* rules.yaml */
  {RULES, "rules:\n  - id: a\n    preauthorize: [network.disconect]\n    to: [irt]\n    because: b\n    cites: c\n",
   RULES ":3:20: no action is called \"network.disconect\"; did you mean \"network.disconnect\"?"},
  {RULES, "rules:\n  - {id: a, forbid: [nothing.*], because: b, cites: c}\n",
   RULES ":2:22: no action is called \"nothing.*\"."},
  {RULES, "rules:\n  - {id: a, preauthorize: [notify.irt], to: [itr], because: b, cites: c}\n",
   RULES ":2:46: no role is called \"itr\"; did you mean \"irt\"? Known: irt technical "},
  {RULES, "rules:\n  - {id: a, require_approval: [notify.irt], from: [managment], because: b, cites: c}\n",
   RULES ":2:52: no role is called \"managment\"; did you mean \"management\"?"},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], when: {seriuos: true}, because: b, cites: c}\n",
   RULES ":2:42: no fact is called \"seriuos\"; did you mean \"serious\"? Known: kind active serious "},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], when: {priority: 7}, because: b, cites: c}\n",
   RULES ":2:52: there is no priority \"7\"; there are 1 to 5, and 0 for what is outside."},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], when: {priority: [1, 6]}, because: b, cites: c}\n",
   RULES ":2:56: there is no priority \"6\""},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], when: {active: yes}, because: b, cites: c}\n",
   RULES ":2:50: active is true or false, not \"yes\"."},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], when: {kind: penetratoin}, because: b, cites: c}\n",
   RULES ":2:48: no value of this fact is called \"penetratoin\"; did you mean \"penetration\"?"},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], when: {kind: both}, because: b, cites: c}\n",
   RULES ":2:48: \"both\" counts as several values of kind; name those."},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], when: {content: logs}, because: b, cites: c}\n",
   RULES ":2:51: no content is called \"logs\"; did you mean \"log\"?"},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], when: {destination: attacker}, because: b, cites: c}\n",
   RULES ":2:55: no destination is called \"attacker\"."},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], when: {priority: []}, because: b, cites: c}\n",
   RULES ":2:52: an empty list; nothing is ever one of none."},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], when: {}, because: b, cites: c}\n",
   RULES ":2:41: nothing is written here"},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], when: [priority], because: b, cites: c}\n",
   RULES ":2:41: expected a map, found a list."},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], when: {active: {not: true}}, because: b, cites: c}\n",
   RULES ":2:50: expected a text, found a map."},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], because: b, cites: c}\n"
          "  - {id: a, forbid: [notify.irt], because: b, cites: c}\n",
   RULES ":3:10: a rule \"a\" stands in line 2 already."},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], becuase: b, cites: c}\n",
   RULES ":2:35: a rule has no \"becuase\"; did you mean \"because\"?"},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], cites: c}\n", RULES ":2:5: \"because\" is missing here."},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], because: b}\n", RULES ":2:5: \"cites\" is missing here."},
  {RULES, "rules:\n  - {forbid: [notify.irt], because: b, cites: c}\n", RULES ":2:5: \"id\" is missing here."},
  {RULES, "rules:\n  - {id: a, because: b, cites: c}\n", RULES ":2:5: a rule says exactly one of "},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], preauthorize: [notify.irt], because: b, cites: c}\n",
   RULES ":2:5: a rule says exactly one of forbid, require_approval, preauthorize; this one says several."},
  {RULES, "rules:\n  - {id: a, preauthorize: [notify.irt], because: b, cites: c}\n",
   RULES ":2:5: \"to\" is missing here; who may?"},
  {RULES, "rules:\n  - {id: a, require_approval: [notify.irt], because: b, cites: c}\n",
   RULES ":2:5: \"from\" is missing here; who is asked?"},
  {RULES, "rules:\n  - {id: a, require_approval: [notify.irt], from: anybody, because: b, cites: c}\n",
   RULES ":2:51: expected a list, found \"anybody\"."},
  {RULES, "rules:\n  - {id: a, forbid: [notify.irt], to: [irt], because: b, cites: c}\n",
   RULES ":2:39: \"to\" belongs to preauthorize only."},
  {RULES, "rules:\n  - {id: a, preauthorize: [notify.irt], to: [irt], from: [legal], because: b, cites: c}\n",
   RULES ":2:58: \"from\" belongs to require_approval only."},
  {RULES, "rules:\n  - {id: a, preauthorize: [notify.irt], to: [irt], strength: key, because: b, cites: c}\n",
   RULES ":2:62: \"strength\" belongs to require_approval only."},
  {RULES, "rules:\n  - {id: a, require_approval: [notify.irt], from: [legal], strength: kay, because: b, cites: c}\n",
   RULES ":2:70: no strength is called \"kay\"; did you mean \"key\"?"},
  {RULES, "rules:\n  - {id: a, preauthorize: [notify.irt], to: [], because: b, cites: c}\n",
   RULES ":2:45: an empty list; name the roles."},
  {RULES, "rules:\n  - {id: a, forbid: notify.irt, because: b, cites: c}\n",
   RULES ":2:21: expected a list, found \"notify.irt\"."},
  {RULES, "rules:\n  - {id: default, forbid: [notify.irt], because: b, cites: c}\n",
   RULES ":2:10: \"default\" would look like something built in"},
  {RULES, "rules:\n  - {id: 'built-in:x', forbid: [notify.irt], because: b, cites: c}\n",
   RULES ":2:10: \"built-in:x\" would look like something built in"},
  {RULES, "rules:\n  - forbid everything\n", RULES ":2:5: expected a map, found \"forbid everything\"."},
  {RULES, "rule: []\n", RULES ":1:1: this file has no \"rule\"; did you mean \"rules\"?"},
  {RULES, "", RULES ":1:1: \"rules\" is missing here."},
  {RULES, "rules: [", RULES ":2:1: this is not YAML"},
  /* facts.yaml */
  {FACTS, "facts:\n  Kind: {question: q}\n", FACTS ":2:3: \"Kind\": a fact is named with small letters"},
  {FACTS, "facts:\n  priority: {question: q}\n", FACTS ":2:3: \"priority\" means something already"},
  {FACTS, "facts:\n  kind: {}\n", FACTS ":2:9: \"question\" is missing here."},
  {FACTS, "facts:\n  kind: {question: q, values: [a]}\n", FACTS ":2:31: a fact has 2 to 16 values."},
  {FACTS, "facts:\n  kind: {question: q, values: [a, unknown]}\n", FACTS ":2:35: every fact can be unknown"},
  {FACTS, "facts:\n  kind: {question: q, values: [a, a]}\n", FACTS ":2:35: \"a\" stands here a second time."},
  {FACTS, "facts:\n  kind: {question: q, values: [a, b], counts_as: {b: [a, c]}}\n",
   FACTS ":2:58: no value is called \"c\"."},
  {FACTS, "facts:\n  kind: {question: q, values: [a, b, c, d], counts_as: {c: [a, b], d: [a, c]}}\n",
   FACTS ":2:71: \"c\" counts as others itself."},
  {FACTS, "facts:\n  kind: {question: q, by: chance}\n", FACTS ":2:27: no source of facts is called \"chance\"."},
  {FACTS, "facts:\n  kind: {question: q, says: {maybe: x}}\n", FACTS ":2:30: kind has no \"maybe\"."},
  {FACTS, "facts: [kind]\n", FACTS ":1:8: expected a map, found a list."},
  /* priorities.yaml */
  {PRIORITIES, "priorities:\n  - {priority: 6, title: t, says: s}\n",
   PRIORITIES ":2:16: expected a whole number from 0 to 5, found \"6\"."},
  {PRIORITIES, "priorities:\n  - {priority: '1', title: t, says: s}\n",
   PRIORITIES ":2:16: expected a whole number from 0 to 5, found \"1\"."},
  {PRIORITIES, "priorities:\n  - {priority: 1, title: t, says: s, when: {priority: 1}}\n",
   PRIORITIES ":2:45: the priority follows from other facts; name those."},
  {PRIORITIES, "priorities:\n  - {priority: 1, title: t, says: s, when: {content: log}}\n",
   PRIORITIES ":2:45: no fact is called \"content\""},
  {PRIORITIES, "priorities:\n  - {priority: 1, title: t, says: s, when: {active: true}}\n",
   PRIORITIES ":2:3: no line gives a priority for this case: active=false."},
  {PRIORITIES, "priorities:\n  - {priority: 1, title: t, says: s}\n"
               "  - {priority: 2, title: t, says: s, when: {active: true, serious: false}}\n",
   PRIORITIES ":3:5: an earlier line gives another priority for this case: active=true serious=false."},
  {PRIORITIES, "priorities: []\n", PRIORITIES ":1:13: no line gives a priority for this case: ."},
  /* actions.yaml */
  {ACTIONS, "actions:\n  strike: {wording: w, class: record}\n",
   ACTIONS ":2:3: \"strike\": an action is called domain.verb_object"},
  {ACTIONS, "actions:\n  a.b: {class: record}\n", ACTIONS ":2:8: \"wording\" is missing here."},
  {ACTIONS, "actions:\n  a.b: {wording: w}\n", ACTIONS ":2:8: \"class\" is missing here."},
  {ACTIONS, "actions:\n  a.b: {wording: w, class: ofensive}\n",
   ACTIONS ":2:28: no class is called \"ofensive\"; did you mean \"offensive\"?"},
  {ACTIONS, "actions:\n  a.b: {wording: w, class: record, driver: coppy}\n",
   ACTIONS ":2:44: no driver is called \"coppy\"; did you mean \"copy\"? Known: manual capture command copy."},
  {ACTIONS, "actions:\n  a.b: {wording: w, class: record, effect: twice}\n",
   ACTIONS ":2:44: no effect is called \"twice\"."},
  {ACTIONS, "actions:\n  a.b: {wording: w, class: containment, effect: read}\n",
   ACTIONS ":2:49: \"read\" is for class evidence and record"},
  {ACTIONS, "actions:\n  a.b: {wording: 'Cut {what}', class: record}\n",
   ACTIONS ":2:18: {what} is no parameter of a.b."},
  {ACTIONS, "actions:\n  a.b: {wording: 'Cut {x', class: record}\n", ACTIONS ":2:18: the braces of this wording "},
  {ACTIONS, "actions:\n  a.b: {wording: 'Cut [x', class: record}\n", ACTIONS ":2:18: the brackets of this wording "},
  {ACTIONS, "actions:\n  a.b: {wording: 'Cut {x}', class: record, parameters: {x: {type: text, optional: true}}}\n",
   ACTIONS ":2:18: {x} may be missing; put what depends on it into [...]."},
  {ACTIONS, "actions:\n  a.b: {wording: w, class: record, parameters: {x: {type: txt}}}\n",
   ACTIONS ":2:59: no type is called \"txt\"; did you mean \"text\"?"},
  {ACTIONS, "actions:\n  a.b: {wording: w, class: record, parameters: {x: {type: text, role: content}}}\n",
   ACTIONS ":2:49: a parameter with \"role: content\" is called content."},
  {ACTIONS, "actions:\n  a.b: {wording: w, class: record, outcomes: [done, denied]}\n",
   ACTIONS ":2:53: no outcome is called \"denied\"."},
  {ACTIONS, "actions:\n  a.b: {wording: w, class: record, fields: {status: {type: text}}}\n",
   ACTIONS ":2:45: every outcome has a status already"},
  {ACTIONS, "actions:\n  a.b: {wording: w, class: record, reverse: a.c}\n",
   ACTIONS ":2:45: no action is called \"a.c\"."},
  {ACTIONS, "actions:\n  notify.nobody: {wording: w, class: notification}\n",
   ACTIONS ":2:3: no role is called \"nobody\""},
  {ACTIONS, "actions:\n  a.b: {wording: w, class: contact}\n", ACTIONS ":2:8: a.b reaches somebody"},
  {ACTIONS, "domains:\n  a: {wording: w}\nactions: {}\n", ACTIONS ":2:7: a domain has no \"wording\"."},
  {ACTIONS, "actions:\n  a.b: {wording: w, class: contact, parameters: {d: {type: party, role: destination}}}\n",
   ACTIONS ":2:3: isp.send_logs is missing"},
  /* what a site cannot soften */
  {ACTIONS, "actions:\n  retaliate.attack: {wording: w, class: containment}\n",
   ACTIONS ":2:41: what is called retaliate is of class \"offensive\"."},
  {ACTIONS, "actions:\n  retaliate.ddos: {wording: w, class: containment}\n",
   ACTIONS ":2:39: what is called retaliate is of class \"offensive\"."},
  {ACTIONS, "actions:\n  contact.attacker: {wording: w, class: record}\n",
   ACTIONS ":2:41: contact.attacker is of class \"offensive\"; that is built in and cannot be changed."},
  {ACTIONS, "actions:\n  message.email: {wording: w, class: notification}\n",
   ACTIONS ":2:38: message.email is of class \"mail\"; that is built in"},
  {ACTIONS, "actions:\n  isp.send_logs: {wording: w, class: disclosure,\n"
            "    parameters: {x: {type: party, role: destination}}}\n",
   ACTIONS ":2:18: isp.send_logs gives \"content: log\"; that is built in"},
  {ACTIONS, "actions:\n  evidence.transfer: {wording: w, class: evidence}\n",
   ACTIONS ":2:22: evidence.transfer reaches somebody, so it needs a parameter with \"role: destination\"."},
  {ACTIONS, "domains:\n  contact: {class: record}\nactions:\n  contact.attacker: {wording: w}\n",
   ACTIONS ":2:20: contact.attacker is of class \"offensive\""},
  {ACTIONS, "actions:\n  contact.attacker: {wording: w, class: offensive, driver: command}\n",
   ACTIONS ":2:60: what can never be done needs no driver."},
};

START_TEST(every_mistake_is_refused_with_its_place)
{
  const struct mistake *mistake = &mistakes[_i];
  struct err err = {0};
  struct policy *policy = shipped_with(mistake->file, mistake->text, &err);
  ck_assert_msg(policy == NULL, "this was accepted:\n%s", mistake->text);
  ck_assert_msg(strncmp(err.text, mistake->sentence, strlen(mistake->sentence)) == 0, "said:     %s\nexpected: %s",
                err.text, mistake->sentence);
}
END_TEST

START_TEST(a_missing_file_is_said)
{
  struct files files = {0};
  struct err err = {0};
  ck_assert_ptr_null(policy_load(&files, &err));
  ck_assert_str_eq(err.text, FACTS " is missing; without it nobody knows who may do what.");
}
END_TEST

START_TEST(rules_that_read_too_much_are_refused_before_they_are_slow)
{
  struct buf facts = {0}, rule = {0};
  struct err err = {0};
  buf_text(&facts, "facts:\n");
  buf_text(&rule, "rules:\n  - {id: a, forbid: [notify.irt], because: b, cites: c, when: {");
  for (int i = 0; i < 20; i++) {
    buf_format(&facts, "  fact_%d: {question: q}\n", i);
    buf_format(&rule, "%sfact_%d: true", i ? ", " : "", i);
  }
  buf_text(&rule, "}}\n");
  struct files files = shipped_files();
  files_add(&files, FACTS, facts.bytes, facts.length);
  files_add(&files, RULES, rule.bytes, rule.length);
  const char *one = "priorities:\n  - {priority: 1, title: t, says: s}\n";
  files_add(&files, PRIORITIES, one, strlen(one));
  files_add(&files, OBLIGATIONS, "obligations: []\n", strlen("obligations: []\n"));
  ck_assert_ptr_null(policy_load(&files, &err));
  ck_assert_msg(strstr(err.text, "the rules for notify.irt read so many facts"), "%s", err.text);
  files_finish(&files);
  buf_finish(&facts);
  buf_finish(&rule);
}
END_TEST

/* ---- the catalogue ---- */

START_TEST(the_catalogue_holds_what_the_files_say)
{
  struct policy *policy = shipped_policy();
  const struct catalogue *catalogue = policy_catalogue(policy);
  const struct action *action = catalogue_action(catalogue, "network.disconnect");
  ck_assert_str_eq(action->wording, "Cut off {what} from the Internet");
  ck_assert_str_eq(action->class, "containment");
  ck_assert_int_eq(action->driver, DRIVER_MANUAL);
  ck_assert_int_eq(action->effect, EFFECT_ONCE);
  ck_assert_str_eq(action->reverse, "network.reconnect");
  ck_assert_uint_eq(action->outcome_count, 3);
  ck_assert_int_eq(action_parameter(action, "what")->role, PARAMETER_TARGET);
  action = catalogue_action(catalogue, "notify.legal");
  ck_assert_str_eq(action->person_role, "legal");
  ck_assert_int_eq(action->effect, EFFECT_IDEMPOTENT);
  ck_assert_str_eq(action->fields[0].name, "reached");
  ck_assert_uint_eq(action->fields[0].value_count, 2);
  ck_assert_int_eq(catalogue_action(catalogue, "evidence.capture")->driver, DRIVER_CAPTURE);
  ck_assert_str_eq(catalogue_action(catalogue, "isp.send_logs")->content, "log");
  ck_assert_ptr_null(catalogue_action(catalogue, "isp.send"));
  const struct fact *fact = &catalogue->facts[catalogue_fact(catalogue, "management_available")];
  ck_assert_int_eq(fact->source, FACT_BY_STEPS);
  ck_assert(fact->is_boolean);
  ck_assert_str_eq(fact->says[0], "no manager is in reach");
  fact = &catalogue->facts[catalogue_fact(catalogue, "kind")];
  ck_assert_uint_eq(fact->stands_for[fact_value(fact, "both")],
                    1u << fact_value(fact, "penetration") | 1u << fact_value(fact, "violation"));
  ck_assert_int_eq(catalogue->facts[catalogue_fact(catalogue, "priority")].source, FACT_DERIVED);
  policy_free(policy);
}
END_TEST

START_TEST(a_site_may_add_actions_and_reword_shipped_ones)
{
  struct err err = {0};
  char *shipped = shipped_text(ACTIONS);
  char *more = xasprintf("%s\n  site.lock_door:\n    wording: Lock {door}\n    class: containment\n"
                         "    parameters: {door: {type: text}}\n", shipped);
  struct policy *policy = shipped_with(ACTIONS, more, &err);
  ck_assert_msg(policy != NULL, "%s", err.text);
  struct decision decision;
  ck_assert_int_eq(policy_decide_named(policy, "site.lock_door", NULL, 0, NULL, 0, &decision, &err), 0);
  ck_assert_int_eq(decision.verdict, VERDICT_APPROVAL);
  policy_free(policy);
  free(more);
  free(shipped);
}
END_TEST

START_TEST(every_shipped_action_reads_well_and_asks_for_what_it_needs)
{
  struct policy *policy = shipped_policy();
  const struct catalogue *catalogue = policy_catalogue(policy);
  ck_assert_uint_ge(catalogue->action_count, 41);
  for (size_t i = 0; i < catalogue->action_count; i++) {
    const struct action *action = &catalogue->actions[i];
    struct buf words = {0};
    json_t *samples = json_object();
    for (size_t k = 0; k < action->parameter_count; k++) {
      const struct parameter *parameter = &action->parameters[k];
      ck_assert_msg(parameter->is_optional || (parameter->ask && parameter->sample), "%s asks nothing for %s",
                    action->name, parameter->name);
      json_object_set_new(samples, parameter->name, parameter->sample ? json_string(parameter->sample) : json_null());
    }
    action_words(action, samples, &words);
    ck_assert_msg(!strpbrk(words.bytes, "{}[]") && !strstr(words.bytes, "..."), "%s: %s", action->name, words.bytes);
    ck_assert_msg(words.bytes[0] >= 'A' && words.bytes[0] <= 'Z', "%s: %s", action->name, words.bytes);
    ck_assert(!action->reverse || catalogue_action(catalogue, action->reverse));
    json_decref(samples);
    buf_finish(&words);
  }
  policy_free(policy);
}
END_TEST

/* What people do by hand leaves nothing behind but what they are asked. */
START_TEST(what_must_be_known_afterwards_is_asked_by_the_shipped_actions)
{
  static const char *const asked[][2] = {
      {"evidence.backup", "medium"},   {"evidence.backup", "checksum"},     {"evidence.seal", "place"},
      {"isp.send_logs", "checksum"},   {"isp.send_logs", "person"},         {"system.analyze", "cause"},
      {"system.reinstall", "media"},   {"system.patch", "patches"},         {"system.change_passwords", "open"},
      {"audit.external", "result"},    {"system.return_to_service", "prevention"},
      {"postmortem.hold", "present"},  {"postmortem.hold", "changes"},      {"disclose.media", "number"},
      {"evidence.label", "label"},     {"evidence.write_protect", "how"},   {"evidence.copy_altered", "files"},
      {"contact.second_source", "said"}, {"containment.choose", "mode"},    {"containment.choose", "why"},
      {"containment.accept_risk", "watched"}, {"system.check_neighbours", "found"}, {"system.state_cause", "cause"},
      {"system.state_cause", "hole"},  {"system.state_cause", "first_seen"}, {"system.vouch", "certain_because"},
      {"system.reinstall", "applications"}, {"system.choose_backup", "made_on"}, {"system.restore", "compared"},
      {"system.return_to_service", "downtime"}, {"system.return_to_service", "owner_told"},
      {"suspicion.triage", "seen"},    {"suspicion.conclude", "why"},       {"logs.watch", "until_day"},
      {"logs.review", "found"},        {"personnel.follow_guidelines", "guideline"}, {"agency.identify", "names"},
      {"agency.read_paper", "paper"},  {"agency.list_taken", "taken"},      {"agency.get_receipt", "receipt"},
      {"postmortem.invite", "for_when"}, {"postmortem.hold", "happened"},   {"postmortem.hold", "went_badly"},
  };
  struct policy *policy = shipped_policy();
  for (size_t i = 0; i < COUNT(asked); i++) {
    const struct action *action = catalogue_action(policy_catalogue(policy), asked[i][0]);
    ck_assert_ptr_nonnull(action);
    bool is_asked = false;
    for (size_t k = 0; k < action->field_count; k++)
      is_asked |= strcmp(action->fields[k].name, asked[i][1]) == 0 && action->fields[k].ask;
    ck_assert_msg(is_asked, "%s does not ask for its %s", asked[i][0], asked[i][1]);
  }
  policy_free(policy);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("load");
  TCase *chapter = tcase_create("load");
  tcase_add_loop_test(chapter, every_mistake_is_refused_with_its_place, 0, COUNT(mistakes));
  tcase_add_test(chapter, a_missing_file_is_said);
  tcase_add_test(chapter, rules_that_read_too_much_are_refused_before_they_are_slow);
  tcase_add_test(chapter, the_catalogue_holds_what_the_files_say);
  tcase_add_test(chapter, a_site_may_add_actions_and_reword_shipped_ones);
  tcase_add_test(chapter, every_shipped_action_reads_well_and_asks_for_what_it_needs);
  tcase_add_test(chapter, what_must_be_known_afterwards_is_asked_by_the_shipped_actions);
  suite_add_tcase(suite, chapter);
  return suite_run(suite);
}
