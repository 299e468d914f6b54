/*
 * Decisions per second through the public interface, by names: nine facts and two roles, all as strings, over many
 * requests in turn. Beside it the floor: a table that already holds the answer, found by two looked-up strings.
 *
 *     decide SOURCE [--short]
 *
 * The same to somebody: destinations of every kind, an attacker of 50 identities, 200 contacts. Both again with 1,000
 * rules of a site beside the shipped ones.
 *
 * Also what one cold decision costs: reading the four files, compiling them, deciding once.
 */
#include "base/alloc.h"
#include "base/clock.h"
#include "base/err.h"
#include "policy/policy.h"

#include <stdio.h>
#include <string.h>

#define REQUESTS 4096
#define FACTS 9
#define SOURCES 50
#define CONTACTS 200
#define RULES 1000

static struct err err;

static _Noreturn void give_up(const char *sentence)
{
  printf("Bail out! %s\n", sentence);
  exit(1);
}

static double now(void)
{
  return (double)clock_read().monotonic_ns / 1e9;
}

/* ---- the requests ---- */

struct request {
  const char *action;
  struct policy_given facts[FACTS];
  const char *roles[2];
};

static struct request requests[REQUESTS];

static unsigned dice(unsigned sides)
{
  static uint64_t state = 42;
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (unsigned)(state >> 33) % sides;
}

/* ---- whom it reaches ---- */

struct people {
  struct source source;
  struct known_party contacts[CONTACTS];
  struct policy_home home;
  struct policy_known *known;
  struct policy_attacker *attacker;
};

static char *destinations[REQUESTS];

/* @ in a pattern is the number. */
static char *numbered(const char *pattern, int number)
{
  const char *at = strchr(pattern, '@');
  return xasprintf("%.*s%d%s", (int)(at - pattern), pattern, number, at + 1);
}

/* A party has a name, a number and a host; the attacker an identity of each kind in turn. */
static void make_people(struct people *people)
{
  static const char *const attacker[] = {"203.0.113.@", "evil@.example", "+1 555 02@", "evil@", "Evil Number @"};
  for (int i = 0; i < SOURCES; i++) {
    char *text = numbered(attacker[i % 5], i + 10);
    source_add(&people->source, (enum source_kind[]){SOURCE_ADDRESS, SOURCE_NAME, SOURCE_PHONE, SOURCE_ACCOUNT,
                                                     SOURCE_PARTY}[i % 5], text);
    free(text);
  }
  for (int i = 0; i < CONTACTS; i++) {
    struct known_party *party = &people->contacts[i];
    *party = (struct known_party){.id = xasprintf("party%d", i), .name = xasprintf("Example Party %d", i),
                                  .kind = xstrdup("provider"), .way_count = 2, .number_count = 1};
    party->ways = xcalloc(2, sizeof *party->ways);
    party->ways[0] = xasprintf("+1 555 7%03d", i);
    party->ways[1] = xasprintf("isp%d.example.net", i);
  }
  people->home = (struct policy_home){.contact_count = CONTACTS, .contacts = people->contacts};
  people->known = policy_known_new(&people->home);
  people->attacker = policy_attacker_new(&people->source, people->known);
  for (int i = 0; i < REQUESTS; i++) {
    static const char *const kinds[] = {"Example Party @", "+1 555 7@00", "noc.isp@.example.net", "198.51.100.@",
                                        "203.0.113.@", "https://isp@.example.net/x", "2001:db8::@", "adam-@ Ltd."};
    destinations[i] = numbered(kinds[dice(8)], (int)dice(CONTACTS));
  }
}

static void free_people(struct people *people)
{
  policy_attacker_free(people->attacker);
  policy_known_free(people->known);
  source_finish(&people->source);
  for (int i = 0; i < CONTACTS; i++) {
    struct known_party *party = &people->contacts[i];
    char *const texts[] = {party->id, party->name, party->kind, party->ways[0], party->ways[1]};
    for (size_t k = 0; k < COUNT(texts); k++)
      free(texts[k]);
    free(party->ways);
  }
  for (int i = 0; i < REQUESTS; i++)
    free(destinations[i]);
}

static const char *const roles[] = {"irt", "technical", "management", "legal", "owner"};

static void make_requests(const struct catalogue *catalogue)
{
  static const char *const names[FACTS] = {
    "kind", "active", "serious", "liability", "compromised", "origin", "confirmed", "management_available",
    "contact_verified",
  };
  for (int i = 0; i < REQUESTS; i++) {
    struct request *request = &requests[i];
    request->action = catalogue->actions[dice((unsigned)catalogue->action_count)].name;
    for (int k = 0; k < FACTS; k++) {
      const struct fact *fact = &catalogue->facts[catalogue_fact(catalogue, names[k])];
      unsigned value = dice((unsigned)fact->value_count + 1);
      request->facts[k] = (struct policy_given){names[k], value < fact->value_count ? fact->values[value] : "unknown"};
    }
    request->roles[0] = roles[dice(2)];
    request->roles[1] = roles[2 + dice(3)];
  }
}

/* ---- ours ---- */

static double decide_all_to(const struct policy *policy, const struct people *people, int rounds)
{
  unsigned unknown = 0;
  double began = now();
  for (int round = 0; round < rounds; round++)
    for (int i = 0; i < REQUESTS; i++) {
      struct decision decision;
      struct policy_to to = {destinations[i], people->known, people->attacker};
      if (policy_decide_named_to(policy, requests[i].action, requests[i].facts, FACTS, requests[i].roles, 2, &to,
                                 &decision, &err))
        give_up(err.text);
      unknown += strcmp(decision.rule, "unknown-party") == 0;
    }
  double took = now() - began;
  if (unknown == 0)
    give_up("nobody was a stranger, so nobody was looked for");
  return took / rounds / REQUESTS;
}

static double decide_all(const struct policy *policy, int rounds)
{
  unsigned forbidden = 0;
  double began = now();
  for (int round = 0; round < rounds; round++)
    for (int i = 0; i < REQUESTS; i++) {
      struct decision decision;
      if (policy_decide_named(policy, requests[i].action, requests[i].facts, FACTS, requests[i].roles, 2, &decision,
                              &err))
        give_up(err.text);
      forbidden += decision.verdict == VERDICT_FORBIDDEN;
    }
  double took = now() - began;
  if (forbidden == 0)
    give_up("nothing was forbidden, so nothing was decided");
  return took / rounds / REQUESTS;
}

/* ---- the floor ---- */

struct word {
  const char *text;
  size_t length;
  unsigned number;
};

static struct word words[256];

static unsigned look_up(const char *text)
{
  size_t length = strlen(text);
  unsigned hash = (unsigned)length * 31u + (unsigned char)text[0] * 7u + (unsigned char)text[length / 2] * 13u +
                  (unsigned char)text[length - 1] * 17u;
  for (;; hash++) {
    struct word *word = &words[hash & 255];
    if (!word->text)
      *word = (struct word){text, length, hash & 255};
    if (word->length == length && memcmp(word->text, text, length) == 0)
      return word->number;
  }
}

static double look_up_all(int rounds)
{
  static uint8_t table[256][256];
  unsigned sum = 0;
  double began = now();
  for (int round = 0; round < rounds; round++)
    for (int i = 0; i < REQUESTS; i++)
      sum += table[look_up(requests[i].action)][look_up(requests[i].roles[0])];
  double took = now() - began;
  __asm__ volatile("" : : "r"(sum)); /* the sum counts as used */
  return took / rounds / REQUESTS;
}

/* ---- cold ---- */

static double decide_cold(const char *source)
{
  double began = now();
  struct files files = {0};
  struct decision decision;
  if (files_read_folder(&files, source, &err))
    give_up(err.text);
  struct policy *policy = policy_load(&files, &err);
  if (!policy || policy_decide_named(policy, "network.disconnect", NULL, 0, NULL, 0, &decision, &err))
    give_up(err.text);
  policy_free(policy);
  files_finish(&files);
  return now() - began;
}

static double least(double a, double b)
{
  return a < b ? a : b;
}

/* ---- a thousand rules ---- */

/* Of the site's own: each about one shipped action, in one priority, and each stricter. */
static struct policy *load_with_rules(const struct files *files)
{
  struct files more = {0};
  struct buf rules = {0};
  static const char *const named[] = {"isp.contact", "network.block", "system.patch", "evidence.copy",
                                      "disclose.media"};
  for (size_t i = 0; i < files->count; i++) {
    const struct file *file = &files->list[i];
    buf_finish(&rules);
    buf_add(&rules, file->bytes, file->length);
    for (int k = 0; strcmp(file->name, "policies/rules.yaml") == 0 && k < RULES; k++)
      buf_format(&rules, "\n  - {id: site-%d, require_approval: [%s], from: [legal],\n"
                 "     when: {priority: %d, active: %s}, because: b, cites: c}\n", k, named[k % 5], k % 6,
                 k % 2 ? "true" : "false");
    files_add(&more, file->name, buf_string(&rules), rules.length);
  }
  struct policy *policy = policy_load(&more, &err);
  if (!policy)
    give_up(err.text);
  buf_finish(&rules);
  files_finish(&more);
  return policy;
}

/* ---- the whole ---- */

struct figures {
  double plain, to;
};

static struct figures measure(const struct policy *policy, const struct people *people, int repeats)
{
  struct figures figures = {1, 1};
  decide_all(policy, 20); /* every request has been asked often enough to be remembered */
  decide_all_to(policy, people, 20);
  for (int i = 0; i < repeats; i++) {
    figures.plain = least(figures.plain, decide_all(policy, 2));
    figures.to = least(figures.to, decide_all_to(policy, people, 2));
  }
  return figures;
}

static void judge(int number, const char *what, double took, double target)
{
  printf("# %-42s %6.2f M/s\n", what, 1e-6 / took);
  printf("%s %d - %s: at least %.1f M a second\n", 1e-6 / took >= target ? "ok" : "not ok", number, what, target);
}

int main(int count, char **arguments)
{
  if (count < 2)
    give_up("name the source folder");
  bool is_short = count > 2 && strcmp(arguments[2], "--short") == 0;
  int repeats = is_short ? 40 : 400; /* of few milliseconds each: the fastest one is the one nobody disturbed */
  struct files files = {0};
  static struct people people;
  if (files_read_folder(&files, arguments[1], &err))
    give_up(err.text);
  struct policy *policy = policy_load(&files, &err);
  if (!policy)
    give_up(err.text);
  struct policy *large = load_with_rules(&files);
  make_requests(policy_catalogue(policy));
  make_people(&people);
  struct figures usual = measure(policy, &people, repeats), many = measure(large, &people, repeats);
  double floor = 1, cold = 1;
  for (int i = 0; i < repeats; i++) {
    floor = least(floor, look_up_all(2));
    cold = least(cold, decide_cold(arguments[1]));
  }
  double part = is_short ? 0.25 : 1; /* a machine that does other things as well */
  printf("1..4\n# a table behind two looked-up strings      %6.2f M/s\n", 1e-6 / floor);
  printf("# ratio %.3f\n", floor / usual.plain);
  printf("# cold: read, compile, decide once          %6.2f ms\n", cold * 1e3);
  judge(1, "decisions by names, 9 facts and 2 roles", usual.plain, 4 * part);
  judge(2, "the same to somebody", usual.to, 1 * part);
  judge(3, "with 1,000 rules more", many.plain, 4 * part);
  judge(4, "with 1,000 rules more, to somebody", many.to, 1 * part);
  free_people(&people);
  policy_free(policy);
  policy_free(large);
  files_finish(&files);
  return 0;
}
