/*
 * `roster` alone shows whom to call in which order, without any number; its words do the rest.
 */
#include "cli/before/roster.h"

#include "base/alloc.h"
#include "base/suggest.h"
#include "cli/out.h"
#include "cli/place.h"

#include <string.h>

struct site *roster_site(const struct cli *cli, enum site_mode mode, struct roster **roster, struct err *err)
{
  struct site *site = cli_site(cli, mode, err);
  *roster = site ? site_roster(site, err) : NULL;
  if (*roster)
    return site;
  site_close(site);
  return NULL;
}

int roster_check_people(const struct roster *roster, const char *const *people, size_t count, struct err *err)
{
  for (size_t i = 0; i < count; i++)
    if (!roster_find(roster, people[i]))
      return err_set(err, "nobody in %s is called %s.", ROSTER_FILE, people[i]);
  return 0;
}

void roster_remark_unsigned(const struct site *site)
{
  if (*site_unsigned_because(site))
    remark("unsigned: %s", site_unsigned_because(site));
}

void roster_numbers_in_words(const struct roster *roster, const char *id, struct buf *out)
{
  static const struct {
    enum roster_means means;
    const char *words;
  } order[] = {{ROSTER_PHONE, ""}, {ROSTER_HOME, "at home "}, {ROSTER_PAGER, "pager "}};
  const char *glue = "";
  for (size_t i = 0; i < COUNT(order); i++) {
    const char *number = roster_number(roster, id, order[i].means);
    if (number)
      buf_format(out, "%s%s%s", glue, order[i].words, number);
    glue = number ? ", " : glue;
  }
}

/* ---- roster alone ---- */

static json_t *person_json(const struct roster *roster, const struct roster_person *person)
{
  json_t *has = json_array(), *one = json_pack("{s:s, s:s, s:s}", "id", person->id, "name", person->name, "when",
                                               person->when);
  for (int means = 0; means < ROSTER_MEANS_COUNT; means++)
    if (roster_has_number(roster, person->id, (enum roster_means)means))
      json_array_append_new(has, json_string(roster_means_name((enum roster_means)means)));
  json_object_set_new(one, "has", has);
  if (person->backup)
    json_object_set_new(one, "backup", json_string(person->backup));
  return one;
}

static void say_person(const struct roster *roster, const struct roster_person *person, size_t place)
{
  char roles[200];
  role_set_text(person->roles, roles, sizeof roles);
  say("%2zu  %-12s %-20s %s", place, person->id, person->name, roles);
  if (person->has_left)
    say("; left on %s", person->left);
  else if (strcmp(person->when, "at once") != 0)
    say("; %s", person->when);
  if (!person->has_left && person->backup)
    say("; then %s", person->backup);
  say("\n");
}

static int list(const struct cli *cli, struct err *err)
{
  struct roster *roster;
  struct site *site = roster_site(cli, SITE_FILES, &roster, err);
  json_t *people = cli->is_json ? json_array() : NULL;
  for (size_t i = 0; site && i < roster_count(roster); i++) {
    if (people)
      json_array_append_new(people, person_json(roster, roster_at(roster, i)));
    else
      say_person(roster, roster_at(roster, i), i + 1);
  }
  if (site && people)
    say_json(json_pack("{s:O, s:i}", "people", people, "version", roster_version(roster)));
  else if (site && roster_version(roster))
    say("Numbers: version %d of %s. tocsin roster show, or on paper: %s\n", roster_version(roster),
        roster_written(roster), site_settings(site)->printed_numbers);
  else if (site)
    say("No numbers are known yet: tocsin roster set PERSON\n");
  json_decref(people);
  site_close(site);
  return site ? STATUS_DONE : -1;
}

static const struct roster_word words[] = {
    {"show", roster_word_show},         {"print", roster_word_print},     {"set", roster_word_set},
    {"seal", roster_word_seal},         {"key", roster_word_key},         {"received", roster_word_received},
    {"history", roster_word_history},   {"check", roster_word_check},     {"test", roster_word_test},
    {"enrol", roster_word_enrol},       {"revoke", roster_word_revoke},
};

static int run(struct cli *cli, struct err *err)
{
  const char *names[COUNT(words)];
  if (cli->argument_count == 0)
    return list(cli, err);
  for (size_t i = 0; i < COUNT(words); i++) {
    names[i] = words[i].name;
    if (strcmp(words[i].name, cli->arguments[0]) == 0)
      return words[i].run(cli, cli->arguments + 1, cli->argument_count - 1, err);
  }
  const char *near = suggest(cli->arguments[0], names, COUNT(names));
  return err_unknown(err, near, "What it knows: tocsin help roster", "roster knows no \"%s\"", cli->arguments[0]);
}

const struct verb verb_roster = {
    .name = "roster",
    .group = VERB_BEFORE,
    .arguments = "[WORD [PERSON ...]]",
    .most = -1,
    .help = "whom to call: in which order, at which numbers",
    .story = "  roster                  the order of call, without numbers\n"
             "  roster show [PERSON]    private numbers; that you read them goes into the ledger\n"
             "  roster set PERSON       asks for the numbers of one person (stdin: phone=..., home=...)\n"
             "  roster set --from FILE  all numbers from a plain file; erase it afterwards\n"
             "  roster key PERSON       makes the key one reads private numbers with\n"
             "  roster seal             encrypts them anew, to whoever may read them now\n"
             "  roster print            everything on paper, for the sealed envelope\n"
             "  roster received PERSON  signs that a printed copy was received\n"
             "  roster test [PERSON]    tries whether people can be reached, by telephone or --pager\n"
             "  roster enrol PERSON     senior management signs who he is, as roster.yaml says, and his key\n"
             "  roster revoke PERSON    his key counts no more: senior management signs that, or he himself\n"
             "  roster check            what is missing, before somebody needs it\n"
             "  roster history          who read, changed, printed, received and tried what\n"
             "\n"
             "  At any hour without this program, with openssl and the key you read with:\n"
             "    openssl cms -decrypt -inform PEM -in roster/numbers.cms -inkey keys/NAME-read.pem\n",
    .options =
        (const struct option[]){
            {"because", "TEXT", "why the numbers are read, or the key is revoked"},
            {"public", "FILE", "with enrol: the public half of the key he signs with (PEM)"},
            {"from", "FILE", "with set: all numbers, {numbers: {ID: {phone: ..., pager: ..., home: ...}}}"},
            {"copies", "N", "with print: how many are made"},
            {"certificate", "FILE", "with key: a certificate that somebody else made, instead of a new key"},
            {"pager", NULL, "with test: by the pager program of tocsin.yaml"},
            {"reached", "YES", "with test: yes or no, where nobody can be asked"},
            {0},
        },
    .run = run,
};
