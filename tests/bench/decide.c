/*
 * Decisions per second through the public interface, by names: nine facts and two roles, all as strings, over many
 * requests in turn. Beside it the floor: a table that already holds the answer, found by two looked-up strings.
 *
 *     decide SOURCE [--short]
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

int main(int count, char **arguments)
{
  if (count < 2)
    give_up("name the source folder");
  bool is_short = count > 2 && strcmp(arguments[2], "--short") == 0;
  int repeats = is_short ? 40 : 400; /* of few milliseconds each: the fastest one is the one nobody disturbed */
  struct files files = {0};
  if (files_read_folder(&files, arguments[1], &err))
    give_up(err.text);
  struct policy *policy = policy_load(&files, &err);
  if (!policy)
    give_up(err.text);
  make_requests(policy_catalogue(policy));
  decide_all(policy, 20); /* every request has been asked often enough to be remembered */
  double ours = 1, floor = 1, cold = 1;
  for (int i = 0; i < repeats; i++) {
    ours = least(ours, decide_all(policy, 2));
    floor = least(floor, look_up_all(2));
    cold = least(cold, decide_cold(arguments[1]));
  }
  double target = is_short ? 1.0 : 4.0;
  printf("1..1\n# decisions by names, 9 facts and 2 roles   %6.2f M/s\n", 1e-6 / ours);
  printf("# a table behind two looked-up strings      %6.2f M/s\n# ratio %.3f\n", 1e-6 / floor, floor / ours);
  printf("# cold: read, compile, decide once          %6.2f ms\n", cold * 1e3);
  printf("%s 1 - at least %.1f M decisions a second\n", 1e-6 / ours >= target ? "ok" : "not ok", target);
  policy_free(policy);
  files_finish(&files);
  return 0;
}
