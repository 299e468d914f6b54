/*
 * The plug is pulled at random moments, and the record must still be the truth.
 *
 *     crash TOCSIN [--rounds N] [--seed N] [--keep]
 *
 * Prints TAP: a point for each claim over all rounds, then one for each violation that is planted on purpose and has to
 * be noticed. The seed repeats what is chosen here; what the machine does at that moment nobody repeats, so a failure
 * is to be looked for with more rounds. `--keep` leaves the folder of the last round.
 */
#include "crash.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *const sentences[CLAIM_COUNT] = {
    [KEPT] = "what was acknowledged is in the ledger",
    [ONCE] = "what may happen once happened at most once, unless somebody signed that it be done again",
    [INTENDED] = "each act has an earlier intent",
    [TRUE] = "what is recorded as done was done, what as failed was not",
    [ASKED_ONCE] = "nobody is asked twice",
    [ALONE] = "an attempt begins when nothing of the one before lives",
    [GONE] = "nothing that was started outlives the runner",
    [GENUINE] = "the ledger is genuine after every kill",
    [REPLAYS] = "the record replays after every kill",
    [GOES_ON] = "it always goes on",
    [ENDS] = "left in peace, it comes to its end",
};

struct options {
  int rounds;
  unsigned seed;
  bool is_kept;
};

static int points, bad;

static void point(bool is_good, const char *before, const char *sentence, const char *findings)
{
  printf("%s %d - %s%s\n", is_good ? "ok" : "not ok", ++points, before, sentence);
  bad += !is_good;
  for (const char *line = findings; *line; line += *line == '\n') {
    size_t length = strcspn(line, "\n");
    fputs("# ", stdout);
    fwrite(line, 1, length, stdout);
    puts("");
    line += length;
  }
  fflush(stdout);
}

static struct options read_options(int argc, char **argv)
{
  struct options options = {.rounds = 7, .seed = (unsigned)time(NULL)};
  for (int i = 2; i < argc; i++) {
    if (!strcmp(argv[i], "--keep"))
      options.is_kept = true;
    else if (i + 1 < argc && !strcmp(argv[i], "--rounds"))
      options.rounds = atoi(argv[++i]);
    else if (i + 1 < argc && !strcmp(argv[i], "--seed"))
      options.seed = (unsigned)strtoul(argv[++i], NULL, 10);
    else
      give_up("unknown: %s", argv[i]);
  }
  return options;
}

static void pull_plugs(const struct options *options, struct round *last, struct findings *findings,
                       struct counts *counts)
{
  for (int i = 1; i <= options->rounds; i++) {
    round_finish(last);
    *last = (struct round){.findings = findings, .counts = counts, .number = i};
    round_run(last);
  }
  for (int claim = 0; claim < CLAIM_COUNT; claim++)
    point(!findings->of[claim].length, "", sentences[claim], buf_string(&findings->of[claim]));
  printf("# %d rounds, %d kills, %d statements acknowledged, %d acts, %d doubts settled, %d by doing it again\n",
         options->rounds, counts->kills, counts->statements, counts->acts, counts->doubts, counts->again);
  point(counts->kills && counts->statements && counts->acts, "", "all this was really tried", "");
}

int main(int argc, char **argv)
{
  if (argc > 1 && !strcmp(argv[1], "act"))
    return act(argc, argv);
  if (argc > 1 && !strcmp(argv[1], "linger"))
    return linger();
  if (argc < 2)
    give_up("usage: crash TOCSIN [--rounds N] [--seed N] [--keep]");
  struct options options = read_options(argc, argv);
  struct findings findings = {0};
  struct counts counts = {0};
  struct round last = {0};
  tocsin_path = realpath(argv[1], NULL);
  own_path = realpath("/proc/self/exe", NULL);
  printf("# seed %u\n", options.seed);
  srandom(options.seed);
  ground_make();
  pull_plugs(&options, &last, &findings, &counts);
  for (size_t i = 0; i < violation_count; i++)
    point(violation_is_noticed(&violations[i], &last), "noticed: ", violations[i].sentence, "");
  printf("1..%d\n", points);
  if (options.is_kept)
    printf("# kept: %s\n", place);
  else
    ground_remove();
  round_finish(&last);
  violations_finish(&findings);
  free((char *)(uintptr_t)tocsin_path);
  free((char *)(uintptr_t)own_path);
  return bad != 0;
}
