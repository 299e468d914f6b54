/*
 * A new site. Whatever way it is made, somebody in it can approve: else it would be a site where nothing may be done.
 */
#include "base/alloc.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "run/run.h"
#include "site/make.h"
#include "site/site.h"

#include <stdio.h>
#include <string.h>

static void tell_demo(const struct site_plan *plan, const struct site_made *made)
{
  say("%zu people with open keys (for trying out only). Procedure approved by senior1.\n", made->people);
  say("  name      %s\n  safe      %s/auditors-safe.txt\n            %s\n", made->origin, made->folder, made->vkey);
  say("  machine   %s/machine: an invented web server. Its files are captured instead of this machine's;\n"
      "            of what programs print here, 1 MB each at most\n", plan->folder);
  say("  next      tocsin --site %s --as technical1 declare FILE\n", plan->folder);
}

static void tell(const struct site_plan *plan, const struct site_made *made)
{
  say("%s is a site now, and %s can approve.\n", made->folder, plan->senior);
  say("  name      %s\n", made->origin);
  say("  safe      %s/auditors-safe.txt: print it, and give it to the auditors\n            %s\n", made->folder,
      made->vkey);
  say("  then      tocsin.yaml: your networks and domains; the head and a second copy on another volume\n");
  say("            roster/: whom to call, in which order, at which numbers\n");
  say("            policies/ and playbooks/: until %s approves them, nothing is done; all is recorded\n", plan->senior);
}

static int check_person(const struct site_plan *plan, struct err *err)
{
  if (!plan->senior || !plan->senior_name)
    return err_set(err,
                   "a site needs somebody who can approve, the first senior manager:\n"
                   "  tocsin init %s --senior ID --name \"FIRST LAST\"\n"
                   "To try it out with invented people:  tocsin init --demo %s",
                   plan->folder, plan->folder);
  if (plan->senior[strspn(plan->senior, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")])
    return err_set(err, "\"%s\" cannot be an id: letters, digits, '-', '_' and '.'.", plan->senior);
  if (strpbrk(plan->senior_name, "\"\\\n"))
    return err_set(err, "a name has no quotation mark and no backslash in it.");
  return 0;
}

struct remembered {
  char *passphrase;
  size_t size;
};

static int ask_and_remember(void *context, const char *path, char *passphrase, size_t size)
{
  const struct remembered *remembered = context;
  int length = ask_passphrase(NULL, path, passphrase, size);
  if (length >= 0 && (size_t)length < remembered->size)
    snprintf(remembered->passphrase, remembered->size, "%.*s", length, passphrase);
  return length;
}

/**
 * The senior manager's key: the one given, or a passphrase for a new one. What opens the one also opens the key he
 * reads private numbers with.
 */
static int prepare_key(const struct cli *cli, struct site_plan *plan, struct key **key, char *passphrase, size_t size,
                       struct err *err)
{
  if (!cli->key) {
    plan->passphrase = passphrase;
    return ask_new_passphrase(plan->senior, passphrase, size, err);
  }
  struct remembered remembered = {passphrase, size};
  *key = key_load(cli->key, ask_and_remember, &remembered, err);
  plan->senior_key = *key;
  plan->passphrase = *passphrase ? passphrase : NULL;
  return *key ? 0 : -1;
}

static int make(const struct cli *cli, struct site_plan *plan, struct err *err)
{
  struct site_made made;
  if (site_make(plan, &made, err) < 0)
    return -1;
  if (cli->is_json)
    say_json(json_pack("{s:s, s:s, s:s, s:b, s:i}", "site", made.folder, "name", made.origin, "vkey", made.vkey, "demo",
                       plan->is_demo, "people", (int)made.people));
  else if (plan->is_demo)
    tell_demo(plan, &made);
  else
    tell(plan, &made);
  site_made_finish(&made);
  return STATUS_DONE;
}

static int run(struct cli *cli, struct err *err)
{
  struct site_plan plan = {
      .folder = cli->arguments[0],
      .is_demo = cli_has(cli, "demo"),
      .senior = cli_option(cli, "senior"),
      .senior_name = cli_option(cli, "name"),
      .domain = cli_option(cli, "domain"),
      .semantics = RUN_SEMANTICS,
  };
  if (plan.is_demo)
    return make(cli, &plan, err);
  char passphrase[256] = "";
  struct key *key = NULL;
  int result = check_person(&plan, err);
  if (result == 0)
    result = prepare_key(cli, &plan, &key, passphrase, sizeof passphrase, err);
  if (result == 0)
    result = make(cli, &plan, err);
  explicit_bzero(passphrase, sizeof passphrase);
  key_free(key);
  return result;
}

const struct verb verb_init = {
    .name = "init",
    .group = VERB_BEFORE,
    .arguments = "DIR",
    .least = 1,
    .most = 1,
    .help = "make a site: procedure, roster, keys and ledger in a new folder",
    .story = "  A site needs one person who can approve: its first senior manager. His key is made\n"
             "  and a passphrase asked for, or an existing one is taken with --key FILE.\n"
             "\n"
             "  With --demo everything is invented and all keys lie open: for trying out only.\n",
    .options =
        (const struct option[]){
            {"demo", NULL, "a company to try it on, with eleven people"},
            {"senior", "ID", "the first senior manager: an id, like senior1"},
            {"name", "NAME", "and that person's name"},
            {"domain", "NAME", "our own domain; also names the site"},
            {0},
        },
    .run = run,
};
