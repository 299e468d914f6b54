/*
 * The minimum, as two tables and four questions.
 */
#include "explore/minimum.h"

#include "base/alloc.h"
#include "policy/obligations.h"
#include "site/shipped.h"

#include <string.h>

#define PRIORITY(n) (1u << (n))
#define ATTACK (PRIORITY(1) | PRIORITY(3))
#define VIOLATION (PRIORITY(2) | PRIORITY(4))
#define EACH 0x3fu

/* Some path of the playbook asks for one of these. */
static const struct need {
  unsigned priorities;
  const char *actions[3];
  const char *cites;
} needs[] = {
    {EACH, {"notify.management", "notify.senior_management"}, "R85"},
    {EACH, {"notify.irt"}, "R40"},
    {EACH, {"evidence.capture", "evidence.copy"}, "R71, R128"},
    {ATTACK, {"evidence.capture"}, "R128, R136, R137"},
    {ATTACK, {"evidence.copy"}, "R129-R131"},
    {ATTACK, {"isp.contact", "isp.send_logs"}, "R145"},
    {ATTACK, {"network.disconnect"}, "R146"},
    {ATTACK, {"isp.request_disconnect"}, "R147"},
    {ATTACK, {"evidence.backup"}, "R152"},
    {ATTACK, {"host.isolate"}, "R157"},
    {ATTACK, {"system.analyze"}, "R157"},
    {ATTACK, {"system.reinstall"}, "R158"},
    {ATTACK, {"system.patch"}, "R159"},
    {ATTACK, {"system.change_passwords"}, "R160"},
    {ATTACK, {"audit.external"}, "R161"},
    {VIOLATION, {"notify.senior_management"}, "R121, R164"},
    {VIOLATION, {"notify.human_resources"}, "R121, R165"},
    {VIOLATION, {"notify.legal"}, "R121"},
    {VIOLATION, {"evidence.copy"}, "R166"},
    {VIOLATION, {"evidence.write_protect"}, "R97, R166"},
    {PRIORITY(5), {"logs.watch"}, "R177"},
};

static const char *const never[] = {"contact.attacker", "retaliate.attack", "message.email"};

/* ---- rules and obligations ---- */

static void find_disclosure(const struct policy *policy, struct findings *findings)
{
  const struct catalogue *catalogue = policy_catalogue(policy);
  for (size_t i = 0; i < catalogue->action_count; i++) {
    const struct action *action = &catalogue->actions[i];
    bool is_said_outside = !strncmp(action->name, "disclose.", 9) || !strcmp(action->name, "audit.external");
    if (is_said_outside && !policy_always_asks(policy, action, 1u << ROLE_SENIOR_MANAGEMENT))
      findings_add(findings, "policies/rules.yaml", 0, 0, true, "missing-prohibition",
                   "%s would in some case be done without senior management; who outside hears of it is senior "
                   "management's to say (R150).", action->name);
  }
}

static void find_never(const struct policy *policy, struct findings *findings)
{
  for (size_t i = 0; i < COUNT(never); i++) {
    const struct action *action = catalogue_action(policy_catalogue(policy), never[i]);
    if (action && !policy_never_allows(policy, action))
      findings_add(findings, "policies/rules.yaml", 0, 0, true, "missing-prohibition",
                   "%s would in some case be allowed; it never is (R75, R148, R151).", never[i]);
  }
}

/* A site may word ours otherwise and add its own; what has to be done stays. */
static void find_obligations(const struct policy *policy, struct findings *findings)
{
  struct files files = {0};
  struct err err = {0};
  const struct obligation *list;
  shipped_procedure(&files);
  struct policy *shipped = policy_load(&files, &err);
  size_t count = shipped ? policy_obligations(shipped, &list) : 0;
  for (size_t i = 0; i < count; i++) {
    const struct obligation *own = policy_obligation(policy, list[i].id);
    if (!own)
      findings_add(findings, "policies/obligations.yaml", 0, 0, true, "missing-obligation",
                   "the obligation %s is missing: %s (%s)", list[i].id, list[i].because, list[i].cites);
    else if (list[i].act && (!own->act || strcmp(own->act->name, list[i].act->name)))
      findings_add(findings, own->file, own->line, 0, true, "missing-obligation", "%s no longer asks for %s (%s).",
                   own->id, list[i].act->name, list[i].cites);
  }
  policy_free(shipped);
  files_finish(&files);
}

void minimum_of_policy(const struct policy *policy, struct findings *findings)
{
  find_disclosure(policy, findings);
  find_never(policy, findings);
  find_obligations(policy, findings);
}

/* ---- a playbook ---- */

static bool is_asked(const struct dry_run_report *report, const struct need *need)
{
  for (size_t i = 0; i < report->step_count; i++)
    for (size_t k = 0; k < COUNT(need->actions) && need->actions[k]; k++)
      if (!strcmp(report->steps[i].action->name, need->actions[k]))
        return true;
  return false;
}

static void find_missing(const char *file, int priority, const struct dry_run_report *report,
                         struct findings *findings)
{
  for (size_t i = 0; i < COUNT(needs); i++) {
    const struct need *need = &needs[i];
    if (need->priorities & PRIORITY(priority) && !is_asked(report, need))
      findings_add(findings, file, 0, 0, true, "missing-step", "no path of it asks for %s%s%s; priority %d needs it "
                   "(%s).", need->actions[0], need->actions[1] ? " or " : "", need->actions[1] ? need->actions[1] : "",
                   priority, need->cites);
  }
}

static void add_at(struct findings *findings, const struct dry_run_step *step, const char *code, const char *sentence)
{
  char *whole = xasprintf("%s: %s", step->where, sentence);
  findings_add_told(findings, code, whole);
  free(whole);
}

static void find_forbidden(const struct dry_run_report *report, struct findings *findings)
{
  for (size_t i = 0; i < report->step_count; i++) {
    const struct dry_run_step *step = &report->steps[i];
    if (!(step->verdicts & 1u << VERDICT_FORBIDDEN))
      continue;
    char *sentence = xasprintf("%s is asked for, and never allowed: %s", step->action->name, step->because);
    add_at(findings, step, "forbidden", sentence);
    free(sentence);
  }
}

static bool is_manual(const struct dry_run_step *step)
{
  return step->action->driver == DRIVER_MANUAL;
}

/* The first thing asked of people is to inform management (R85); in 2 and 4 senior management. */
static void find_who_is_first(int priority, const struct dry_run_report *report, struct findings *findings)
{
  for (size_t i = 0; i < report->step_count; i++) {
    const struct dry_run_step *step = &report->steps[i];
    if (!is_manual(step))
      continue;
    bool is_violation = priority == 2 || priority == 4;
    bool is_senior = !strcmp(step->action->name, "notify.senior_management");
    if (!is_senior && (is_violation || strcmp(step->action->name, "notify.management")))
      add_at(findings, step, "management-first", is_violation
                 ? "senior management is to hear of it before anything else is asked of people (R85, R164)."
                 : "management is to hear of it before anything else is asked of people (R85).");
    return;
  }
}

/* "technical" of "technical.stop" and of "technical.stop.2"; main contains all. */
static bool contains(const char *outer, size_t outer_length, const char *inner, size_t inner_length)
{
  if (outer_length == 4 && !strncmp(outer, "main", 4))
    return true;
  return outer_length <= inner_length && !strncmp(outer, inner, outer_length) &&
         (outer_length == inner_length || inner[outer_length] == '.');
}

static size_t track_length(const char *step)
{
  return (size_t)(strrchr(step, '.') - step);
}

/* Nothing that waits for a person stands before the first capture: neither in its track nor around it. */
static void find_late_capture(const struct dry_run_report *report, struct findings *findings)
{
  size_t capture = 0;
  while (capture < report->step_count && strcmp(report->steps[capture].action->name, "evidence.capture") &&
         strcmp(report->steps[capture].action->name, "evidence.copy"))
    capture++;
  for (size_t i = 0; i < capture && capture < report->step_count; i++) {
    const char *own = report->steps[i].id, *saving = report->steps[capture].id;
    size_t own_length = track_length(own), saving_length = track_length(saving);
    if (is_manual(&report->steps[i]) && (contains(own, own_length, saving, saving_length) ||
                                         contains(saving, saving_length, own, own_length))) {
      add_at(findings, &report->steps[i], "late-capture",
             "this waits for a person, and evidence is saved only afterwards; save it first (R125, R132).");
      return;
    }
  }
}

void minimum_of_playbook(const char *file, int priority, const struct dry_run_report *report,
                         struct findings *findings)
{
  find_forbidden(report, findings);
  find_who_is_first(priority, report, findings);
  find_late_capture(report, findings);
  if (priority >= 0)
    find_missing(file, priority, report, findings);
}
