/*
 * May I? One decision, explained. Needs no site: then the procedure that came with the program answers.
 */
#include "cli/before/decide.h"

#include "base/alloc.h"
#include "base/suggest.h"
#include "cli/out.h"
#include "model/company.h"
#include "cli/place.h"
#include "site/shipped.h"

#include <string.h>

#define NAME_SIZE 128

/* ---- the words of the command line, as the same object a line of the batch is ---- */

static const struct {
  const char *word;
  enum source_kind kind;
} source_words[] = {
    {"source.address", SOURCE_ADDRESS}, {"source.name", SOURCE_NAME},       {"source.party", SOURCE_PARTY},
    {"source.phone", SOURCE_PHONE},     {"source.account", SOURCE_ACCOUNT},
};

/** The member `name` of an object, made by `make` if it is not there. Borrowed. */
static json_t *member(json_t *object, const char *name, json_t *(*make)(void))
{
  json_t *found = json_object_get(object, name);
  if (!found) {
    found = make();
    json_object_set_new(object, name, found);
  }
  return found;
}

static void add_content(json_t *list, const char *value)
{
  for (size_t length; *value; value += length + (value[length] == ',')) {
    length = strcspn(value, ",");
    json_array_append_new(list, json_stringn(value, length));
  }
}

/** A parameter: integers and booleans by their type; content and what is given twice is a list. */
static void add_parameter(json_t *object, const struct parameter *parameter, const char *name, const char *value)
{
  const char *type = parameter ? parameter->type : "text";
  json_t *parameters = member(object, "params", json_object), *old = json_object_get(parameters, name);
  if (strcmp(name, "content") == 0) {
    add_content(member(parameters, name, json_array), value);
  } else if (json_is_array(old)) {
    json_array_append_new(old, json_string(value));
  } else if (old) {
    json_object_set_new(parameters, name, json_pack("[O, s]", old, value));
  } else if (strcmp(type, "boolean") == 0 && (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)) {
    json_object_set_new(parameters, name, json_boolean(strcmp(value, "true") == 0));
  } else if (strcmp(type, "integer") == 0 && *value && !value[strspn(value, "0123456789")]) {
    json_object_set_new(parameters, name, json_integer(strtoll(value, NULL, 10)));
  } else {
    json_object_set_new(parameters, name, json_string(value));
  }
}

static int refuse_name(const struct catalogue *catalogue, const struct action *action, const char *name,
                       struct err *err)
{
  const char *known[FACT_MAX + 64];
  size_t count = 0;
  for (size_t i = 0; i < catalogue->fact_count && i < FACT_MAX; i++)
    known[count++] = catalogue->facts[i].name;
  for (size_t i = 0; action && i < action->parameter_count && i < 48; i++)
    known[count++] = action->parameters[i].name;
  known[count++] = "role";
  known[count++] = "subject";
  for (size_t i = 0; i < COUNT(source_words); i++)
    known[count++] = source_words[i].word;
  const char *near = suggest(name, known, count);
  _cleanup_(freep) char *more = xasprintf("\nA parameter may also be written params.%s=", name);
  return err_unknown(err, near, more, "\"%s\" is no fact, and no parameter of %s", name,
                     action ? action->name : "that action");
}

static int add_pair(const struct catalogue *catalogue, const struct action *action, json_t *object, const char *name,
                    const char *value, struct err *err)
{
  for (size_t i = 0; i < COUNT(source_words); i++)
    if (strcmp(name, source_words[i].word) == 0) {
      json_t *source = member(object, "source", json_object);
      return json_array_append_new(member(source, source_kind_name(source_words[i].kind), json_array),
                                   json_string(value));
    }
  if (strcmp(name, "role") == 0)
    return json_array_append_new(member(object, "roles", json_array), json_string(value));
  if (strcmp(name, "subject") == 0)
    return json_array_append_new(member(object, "subjects", json_array), json_string(value));
  if (strcmp(name, "by") == 0)
    return json_object_set_new(object, "by", json_string(value));
  if (catalogue_fact(catalogue, name) >= 0)
    return json_object_set_new(member(object, "facts", json_object), name, json_string(value));
  const char *parameter = strncmp(name, "params.", 7) == 0 ? name + 7 : name;
  const struct parameter *known = action ? action_parameter(action, parameter) : NULL;
  if (parameter == name && !known && strcmp(name, "destination") != 0 && strcmp(name, "target") != 0 &&
      strcmp(name, "content") != 0)
    return refuse_name(catalogue, action, name, err);
  add_parameter(object, known, parameter, value);
  return 0;
}

static json_t *read_words(const struct cli *cli, const struct catalogue *catalogue, struct err *err)
{
  json_t *object = json_pack("{s:s}", "action", cli->arguments[0]);
  const struct action *action = catalogue_action(catalogue, cli->arguments[0]);
  if (cli->as)
    json_object_set_new(object, "by", json_string(cli->as));
  for (size_t i = 1; object && i < cli->argument_count; i++) {
    char name[NAME_SIZE];
    const char *value = cli_pair(cli->arguments[i], name, sizeof name);
    if (!value)
      err_set(err, "\"%s\" is not name=value: tocsin decide network.disconnect priority=3", cli->arguments[i]);
    if (!value || add_pair(catalogue, action, object, name, value, err) < 0) {
      err_set(err, "\"%s\" is not UTF-8.", cli->arguments[i]);
      json_decref(object);
      return NULL;
    }
  }
  if (!object)
    err_set(err, "\"%s\" is not UTF-8.", cli->arguments[0]);
  return object;
}

/* ---- which policy answers ---- */

/** --with DIR, else the working files of the site we are in, else what this program came with. */
static struct policy *load(const struct cli *cli, struct site *site, struct err *err)
{
  struct files files = {0};
  const char *folder = cli_option(cli, "with");
  int result = 0;
  if (folder || site)
    result = files_read_named(&files, folder ? folder : site_folder(site), policy_files, POLICY_FILE_COUNT, err);
  else
    shipped_procedure(&files);
  if (result == 0 && files.count == 0)
    result = err_set(err, "%s holds no procedure: there is no policies/ in it.", folder ? folder : site_folder(site));
  shipped_recognize(&files);
  struct policy *policy = result == 0 ? policy_load(&files, err) : NULL;
  files_finish(&files);
  return policy;
}

/** Asked for by name it must be there; found by walking up, or not at all, it may be missing. */
static int open_site(const struct cli *cli, struct site **site, struct err *err)
{
  struct err none = {0};
  *site = NULL;
  char *folder = site_find(cli->site, cli->site ? err : &none);
  if (!folder)
    return cli->site ? -1 : 0;
  free(folder);
  *site = cli_site(cli, SITE_FILES, err);
  return *site ? 0 : -1;
}

/* ---- the verb ---- */

static int answer(const struct cli *cli, const struct decide_context *context, struct err *err)
{
  static const int statuses[] = {[VERDICT_PREAUTHORIZED] = STATUS_DONE,
                                 [VERDICT_APPROVAL] = STATUS_WAITING,
                                 [VERDICT_FORBIDDEN] = STATUS_FORBIDDEN};
  struct decide_asked asked;
  struct decision decision;
  int status = -1;
  json_t *object = read_words(cli, policy_catalogue(context->policy), err);
  if (object && decide_read(context, object, &asked, err) == 0) {
    if (decide_ask(context, &asked, &decision, err) == 0) {
      status = statuses[decision.verdict];
      if (cli->is_json)
        say_json(decide_to_json(context->policy, &asked, &decision));
      else
        decide_tell(context, &asked, &decision);
    }
    decide_asked_finish(&asked);
  }
  json_decref(object);
  return status;
}

/** Facts and roles alone are decided without the roster; who somebody is by name, only with it. */
static bool needs_people(const struct cli *cli, const struct policy *policy)
{
  char name[64];
  if (cli->as)
    return true;
  for (size_t i = 1; i < cli->argument_count; i++)
    if (!cli_pair(cli->arguments[i], name, sizeof name) ||
        (strcmp(name, "role") && catalogue_fact(policy_catalogue(policy), name) < 0))
      return true;
  return cli_has(cli, "batch");
}

/** Without a site, the company in which the shipped procedure's scenarios happen: its people, and whom it knows. */
static void add_company(struct decide_context *context, struct company *company, struct policy_home *home)
{
  const struct shipped_file *file = shipped_file_find(COMPANY_FILE);
  struct err unused = {0};
  if (company_read(company, file->name, (const char *)file->bytes, file->length, &unused) < 0)
    return;
  *home = (struct policy_home){.contact_count = company->contacts.count, .contacts = company->contacts.list};
  context->home = home;
}

static void add_people(struct decide_context *context, struct site *site, struct policy_home *home)
{
  struct err roster = {0};
  if (site_home(site, home, &roster) < 0)
    remark("%-s", roster.text);
  context->home = home;
  context->roster = err_is_set(&roster) ? NULL : site_roster(site, &roster);
}

static int run(struct cli *cli, struct err *err)
{
  bool is_batch = cli_has(cli, "batch");
  if (is_batch ? cli->argument_count > 0 : cli->argument_count == 0)
    return err_set(err, is_batch ? "with --batch the questions come from stdin, not from the command line."
                                 : "decide what? tocsin decide ACTION [name=value ...]");
  struct site *site = NULL;
  struct policy_home home;
  if (open_site(cli, &site, err) < 0)
    return -1;
  int status = -1;
  struct policy *policy = load(cli, site, err);
  if (policy) {
    struct decide_context context = {.policy = policy};
    struct company company = {0};
    struct policy_known *known = NULL;
    if (needs_people(cli, policy)) {
      if (site)
        add_people(&context, site, &home);
      else
        add_company(&context, &company, &home);
      context.known = known = policy_known_new(context.home);
    }
    status = is_batch ? decide_batch(&context, err) : answer(cli, &context, err);
    policy_known_free(known);
    company_finish(&company);
  }
  policy_free(policy);
  site_close(site);
  return status;
}

const struct verb verb_decide = {
    .name = "decide",
    .group = VERB_BEFORE,
    .arguments = "ACTION [name=value ...]",
    .most = -1,
    .help = "may I? one decision, and why",
    .story = "  Facts by their names (kind=penetration active=true, or priority=3 at once); what is\n"
             "  not given is not known. Parameters by theirs (destination=203.0.113.7), role=ROLE for\n"
             "  who asks (a member of the team unless said), source.address= for the attacker's.\n"
             "  role= and source.address= may be given several times.\n"
             "\n"
             "  --batch reads one JSON object a line and answers with one a line:\n"
             "    {\"action\": \"isp.contact\", \"facts\": {\"priority\": 1}, \"roles\": [\"irt\"]}\n",
    .options =
        (const struct option[]){
            {"batch", NULL, "many questions: JSON Lines from stdin to stdout"},
            {"with", "DIR", "ask the procedure in DIR"},
            {0},
        },
    .run = run,
};
