/*
 * Opening an incident: what somebody says is recorded as it was said; what it means (priority, what is not known yet)
 * is said back at once. Nothing here decides whether it is an incident.
 */
#include "base/alloc.h"
#include "base/json.h"
#include "cli/now/alarms.h"
#include "cli/now/declare.h"
#include "cli/out.h"
#include "cli/place.h"
#include "drivers/host.h"
#include "identity/identity.h"
#include "statements/opening.h"

#include <string.h>

/* ---- what was said ---- */

static int read_file(const char *name, const struct policy *policy, struct declaration *declaration, struct err *err)
{
  _cleanup_(buf_finish) struct buf bytes = {0};
  if (cli_read_file(name, &bytes, err) < 0)
    return -1;
  return declaration_read(declaration, policy_catalogue(policy), policy_check_destination, name, buf_string(&bytes),
                          bytes.length, err);
}

static int check_drill(const char *drill, struct err *err)
{
  for (const char *const *known = declaration_drills; drill && *known; known++)
    if (strcmp(drill, *known) == 0)
      return 0;
  return drill ? err_set(err, "there is no drill \"%s\"; there are: tabletop callout capture", drill) : 0;
}

static int read_declaration(const struct cli *cli, const struct policy *policy, struct declaration *declaration,
                            struct err *err)
{
  const char *drill = cli_option(cli, "drill");
  if (check_drill(drill, err) < 0)
    return -1;
  int result = cli->argument_count ? read_file(cli->arguments[0], policy, declaration, err)
                                   : declare_ask(policy, declaration, err);
  if (result == 0)
    declaration->drill = xstrdup(drill);
  return result;
}

/** Out of a report, as 203[.]0[.]113[.]7: recorded as what it means, which is shown. */
static void refang(struct source *source)
{
  for (size_t i = 0; i < source->count; i++) {
    struct reading reading;
    char meant[IDENTITY_SIZE];
    identity_read(source->items[i].text, NULL, &reading);
    if (!reading.count || !reading.was_rewritten || reading.as[0].type == IDENTITY_PARTY)
      continue;
    identity_show(&reading.as[0], meant);
    remark("%s is taken as %s.", source->items[i].text, meant);
    free(source->items[i].text);
    source->items[i].text = xstrdup(meant);
  }
}

/** Our own addresses among the attacker's are recorded, and each is said in a sentence. */
static void tell_doubtful(const struct source *source, const char *incident)
{
  for (size_t i = 0; i < source->count; i++)
    if (source->items[i].is_doubtful)
      remark("%s is ours, or too wide to be one attacker: it is recorded, but counts as the attacker only\n"
             "once somebody has confirmed it:  tocsin fact %s source.confirmed=%s --because TEXT",
             source->items[i].text, incident, source->items[i].text);
}

/* ---- what it means ---- */

static void learn(const struct policy *policy, const struct declaration *declaration, struct facts *facts)
{
  struct err unused = {0};
  facts_forget(facts);
  for (size_t i = 0; i < declaration->fact_count; i++)
    facts_set(policy_catalogue(policy), facts, declaration->facts[i].name, declaration->facts[i].value, &unused);
}

/* Recording never refuses; but whoever is at this machine reads along, keys and calls and all (R100). */
static void tell_here(const struct declaration *declaration)
{
  for (size_t i = 0; i < declaration->system_count; i++) {
    const struct declared_system *system = &declaration->systems[i];
    if (!host_is_here(system->name) && !(system->address && host_is_here(system->address)))
      continue;
    remark("This machine is %s, which the incident is about: whoever got in there reads what is written here, and can "
           "use the keys that lie here. Move this folder to another machine, and go on there.", system->name);
    return;
  }
}

/* Where the ledger failed, what is on record is said for all verbs alike; whatever failed before it opened nothing. */
static void tell_whether_opened(const char *id, struct err *err)
{
  if (id)
    err_add(err, "%s is open.", id);
  else if (!*out_recorded(err))
    err_add(err, "Nothing was opened.");
}

static int run(struct cli *cli, struct err *err)
{
  if (cli_has(cli, "alarm"))
    return alarms_declare(cli, err);
  struct declaration declaration = {0};
  struct declared declared = {0};
  struct facts facts;
  int status = -1;
  struct site *site = cli_site(cli, SITE_RECORD, err);
  struct policy *policy = site ? cli_policy_to_record(site) : NULL;
  if (policy && read_declaration(cli, policy, &declaration, err) == 0) {
    struct err roster = {0};
    refang(&declaration.source);
    site_assume_actor(site, declaration.declared_by);
    if (declaration_prepare(site, policy, &declaration, &roster) < 0)
      remark("%-s", roster.text);
    status = declaration_state(site, policy, &declaration, &declared, err) < 0 ? -1 : STATUS_DONE;
    if (declared.readable[0])
      remark("The names and numbers of people you gave stand in the record where everybody who may open it reads "
             "them: %s", declared.readable);
  }
  if (status == STATUS_DONE) {
    learn(policy, &declaration, &facts);
    declare_tell(cli, policy, declared.id, &declaration, &facts);
    tell_doubtful(&declaration.source, declared.id);
    tell_here(&declaration);
    if (*site_unsigned_because(site))
      remark("unsigned: %s", site_unsigned_because(site));
    status = cli_recorded(site);
  } else {
    tell_whether_opened(declared.id, err);
  }
  free(declared.id);
  declaration_finish(&declaration);
  policy_free(policy);
  site_close(site);
  return status;
}

const struct verb verb_declare = {
    .name = "declare",
    .group = VERB_NOW,
    .arguments = "[FILE]",
    .most = 1,
    .help = "open an incident; asks if there is no FILE",
    .story = "  FILE is YAML; only the title must be there. - reads it from stdin.\n"
             "\n"
             "    title: Repeated root logins on web1\n"
             "    declared_by: technical1\n"
             "    facts: {kind: penetration, active: true}        # others are not known yet\n"
             "    source: {addresses: [203.0.113.7]}\n"
             "    systems: [{name: web1, address: 192.0.2.10}, {name: mail1, suspect: true}]\n"
             "    organisations: [Example Net]                    # who else is involved\n"
             "    facility: web1                                  # none: nothing of ours was used\n"
             "    unauthorized_because: nobody logs in from outside\n"
             "    policy_clause: \"4.2\"\n"
             "\n"
             "  A system that is suspect is not to be trusted: say nothing about it through it.\n"
             "\n"
             "    tail -F eve.json | tocsin declare --alarm -\n"
             "\n"
             "  opens a suspicion for an alarm, or counts it to what is open: the same class, source\n"
             "  or system within the time that policies/alarms.yaml sets. What each class of alarms\n"
             "  proves, and how to look at it, is written there. What is printed is on record.\n",
    .options =
        (const struct option[]){
            {"alarm", "FILE", "alarms of a sensor instead, a line each; - reads them from a pipe to its end"},
            {"sensor", "NAME", "of policies/alarms.yaml: which sensor's lines they are"},
            {"drill", "KIND", "an exercise for ever: tabletop, callout or capture"},
            {0},
        },
    .run = run,
};
