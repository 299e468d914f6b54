/*
 * The first ten seconds. Needs no incident, no key, and in the worst case no site: then the cards are those this
 * program came with.
 */
#include "base/alloc.h"
#include "base/shown.h"
#include "base/suggest.h"
#include "calling/cards.h"
#include "calling/parties.h"
#include "cli/out.h"
#include "cli/place.h"
#include "site/shipped.h"

#include <string.h>

#define SCREEN_WIDTH 78

/* What a card is made of, and a line on where it comes from. */
struct deck {
  struct site *site;        /* NULL: there is none here */
  struct files files;
  char *origin;
};

static void deck_open(const struct cli *cli, struct deck *deck)
{
  struct err err = {0};
  struct site_approved approved = {0};
  char at[CLOCK_TEXT_SIZE];
  deck->site = cli_site(cli, SITE_READ, &err);
  int found = deck->site ? site_approved(deck->site, &approved, &err) : 1;
  if (!found) {
    clock_text(approved.at, at);
    deck->origin = xasprintf("approved by %s on %.10s", approved.by, at);
    deck->files = approved.files;
    approved.files = (struct files){0};
  } else {
    deck->origin = xstrdup(found > 0 ? "as this program came; approved by nobody here"
                                     : "as this program came; what was approved here cannot be read");
    shipped_procedure(&deck->files);
  }
  if (found < 0)
    remark("%-s", err.text);
  site_approved_finish(&approved);
}

static void deck_finish(struct deck *deck)
{
  files_finish(&deck->files);
  free(deck->origin);
  site_close(deck->site);
}

/* ---- a role's card, from the roster (R37) ---- */

static void add_chain(const struct roster *roster, int width, struct buf *out)
{
  size_t count;
  const enum role *chain = roster_chain(roster, &count);
  struct buf line = {0};
  for (size_t i = 0; i < count; i++)
    buf_format(&line, "%s%s", i ? ", then " : "", role_name(chain[i]));
  if (count)
    card_paragraph("reports go", buf_string(&line), width, out);
  buf_finish(&line);
}

static void add_holders(const struct roster *roster, int role, int width, struct buf *out)
{
  struct buf line = {0};
  for (size_t i = 0; i < roster_count(roster); i++) {
    const struct roster_person *person = roster_at(roster, i);
    if (person->roles & 1u << role && !person->has_left)
      buf_format(&line, "%s%s", line.length ? ", " : "", person->name);
  }
  card_paragraph("held by", line.length ? buf_string(&line) : "nobody", width, out);
  buf_finish(&line);
}

static int write_role(struct site *site, int role, int width, struct buf *out, struct err *err)
{
  const struct roster *roster = site ? site_roster(site, err) : NULL;
  if (!site)
    return err_set(err, "what %s is there for stands in the roster of a site, and there is none here.",
                   role_name((enum role)role));
  if (!roster)
    return -1;
  const char *what = roster_responsibility(roster, (enum role)role);
  card_paragraph(role_name((enum role)role), what ? what : "Nobody wrote down what this role is there for "
                 "(responsibilities, in roster/roster.yaml).", width, out);
  add_holders(roster, role, width, out);
  add_chain(roster, width, out);
  card_paragraph("may", "tocsin tasks shows what waits for you; tocsin decide ACTION answers before you act", width,
                 out);
  return 0;
}

/* ---- the page of parties (R52) ---- */

static void add_disagreement(void *context, int line, int column, const char *sentence)
{
  shown_format(context, "%s:%d:%d: %s\n", PARTIES_FILE, line, column, sentence);
}

/* The page, and below it where the rules say something else. */
static int write_parties(const struct files *files, struct buf *out, struct err *err)
{
  struct policy *policy = policy_load(files, err);
  struct parties *parties = policy ? parties_load(files, policy_catalogue(policy), err) : NULL;
  size_t findings = 0;
  if (parties) {
    parties_write(parties, out);
    findings = parties_lint(parties, policy, add_disagreement, out);
  }
  int result = !parties ? -1 : findings ? STATUS_FINDINGS : STATUS_DONE;
  parties_free(parties);
  policy_free(policy);
  return result;
}

/* ---- which card ---- */

static int find_card(const struct cards *cards, const char *name)
{
  for (size_t i = 0; i < cards_count(cards); i++)
    if (!strcmp(card_name(cards, i), name))
      return (int)i;
  return -1;
}

static int refuse(const struct cards *cards, const char *name, struct err *err)
{
  const char **known = xcalloc(cards_count(cards) + ROLE_COUNT + 1, sizeof *known);
  size_t count = 0;
  struct buf names = {0};
  for (size_t i = 0; i < cards_count(cards); i++) {
    known[count++] = card_name(cards, i);
    buf_format(&names, " %s", card_name(cards, i));
  }
  known[count++] = "parties";
  for (int role = 0; role < ROLE_COUNT; role++)
    known[count++] = role_name((enum role)role);
  const char *near = suggest(name, known, count);
  _cleanup_(freep) char *more = xasprintf("There are:%s, parties, and one for each role.", buf_string(&names));
  err_unknown(err, near, more, "there is no card \"%s\"", name);
  buf_finish(&names);
  free(known);
  return -1;
}

static int write_card(const struct deck *deck, const struct cards *cards, const char *name, int width,
                      struct buf *out, struct err *err)
{
  int card = find_card(cards, name), role = role_find(name);
  if (!strcmp(name, "parties"))
    return write_parties(&deck->files, out, err);
  if (card >= 0)
    card_write(cards, (size_t)card, width, out);
  else if (role >= 0)
    return write_role(deck->site, role, width, out, err);
  return card < 0 ? refuse(cards, name, err) : 0;
}

static void list(const struct cli *cli, const struct cards *cards)
{
  json_t *names = json_array();
  for (size_t i = 0; i < cards_count(cards); i++)
    json_array_append_new(names, json_pack("{s:s, s:s}", "card", card_name(cards, i), "title", card_title(cards, i)));
  if (cli->is_json) {
    say_json(names);
    return;
  }
  json_decref(names);
  for (size_t i = 0; i < cards_count(cards); i++)
    say("  %-10s  %s\n", card_name(cards, i), card_title(cards, i));
  say("  parties     who else is told in which priority, on whose word\n"
      "  ROLE        what a role is there for: irt, technical, management, legal ...\n"
      "to have one at hand: tocsin card agency --print\n");
}

static int show(const struct cli *cli, const struct deck *deck, const struct cards *cards, struct err *err)
{
  struct buf out = {0};
  int width = cli_has(cli, "print") ? CARD_WIDTH : SCREEN_WIDTH;
  int result = write_card(deck, cards, cli->arguments[0], width, &out, err);
  if (result >= 0 && cli->is_json)
    say_json(json_pack("{s:s, s:s, s:s}", "card", cli->arguments[0], "text", buf_string(&out), "from", deck->origin));
  else if (result >= 0)
    say("%-s", buf_string(&out));
  if (result >= 0 && !cli->is_json && cli_has(cli, "print"))
    say("\n%s\n", deck->origin);
  buf_finish(&out);
  return result;
}

static int run(struct cli *cli, struct err *err)
{
  struct deck deck = {0};
  deck_open(cli, &deck);
  struct cards *cards = cards_load(&deck.files, err);
  int result = cards ? 0 : -1;
  if (cards && cli->argument_count)
    result = show(cli, &deck, cards, err);
  else if (cards)
    list(cli, cards);
  cards_free(cards);
  deck_finish(&deck);
  return result;
}

const struct verb verb_card = {
    .name = "card",
    .group = VERB_NOW,
    .arguments = "[NAME]",
    .most = 1,
    .help = "what to say, and never to say, when police, press or another site call",
    .story = "  Without NAME: which cards there are. They are part of the approved procedure\n"
             "  (policies/cards.yaml); the name of a role gives what that role is there for.\n",
    .options = (const struct option[]){{"print", NULL, "for paper: a page of A5, with where it comes from"}, {0}},
    .run = run,
};
