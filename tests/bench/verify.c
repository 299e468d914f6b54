/*
 * Verifying a whole ledger beside what `sha256sum` takes for the same bytes.
 *
 *     verify [--short] [ENTRIES]
 *
 * The ledger is made of entries of about 400 bytes in transactions of 100, with an epoch every 10,000. Everything is
 * in the page cache for both. Prints how much memory the audit took too: it must not grow with the ledger.
 */
#include "base/alloc.h"
#include "base/clock.h"
#include "ledger/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static struct err err;
static const struct ledger_place place = {"ledger.db", "keys", "head"};

static _Noreturn void give_up(const char *sentence)
{
  printf("Bail out! %s\n", sentence);
  exit(1);
}

static void append(struct ledger *ledger, enum entry_type type, const char *incident, const char *body)
{
  const struct entry_draft draft = {.type = type, .incident = incident, .commit = ENTRY_NO_COMMIT, .body = body,
                                    .body_length = strlen(body), .is_unsigned = type != ENTRY_GENESIS};
  if (ledger_append(ledger, &draft, NULL, &err))
    give_up(err.text);
}

static int copy_out(void *context, uint64_t seq, const char *bytes, size_t length, struct err *why)
{
  return fwrite(bytes, 1, length, context) == length ? 0 : -1;
}

static void make(int entries)
{
  struct ledger *ledger;
  if (ledger_create(&place, "bench", &ledger, &err) || ledger_begin(ledger, &err))
    give_up(err.text);
  char *genesis = xasprintf("{\"name\":\"bench\",\"origin\":\"%s\",\"people\":[],\"semantics\":1}",
                            ledger_origin(ledger));
  char body[256];
  snprintf(body, sizeof body, "{\"text\":\"%0200d\"}", 0);
  append(ledger, ENTRY_GENESIS, NULL, genesis);
  free(genesis);
  for (int i = 1; i < entries; i++) {
    if (i % 100 == 0 && (ledger_commit(ledger, &err) || ledger_begin(ledger, &err)))
      give_up(err.text);
    if (i % 10000 == 0)
      ledger_rotate(ledger, "a benchmark");
    append(ledger, ENTRY_NOTE, i % 3 ? "I-1" : "I-2", body);
  }
  FILE *copy = fopen("entries", "w");
  if (ledger_commit(ledger, &err) || !copy || ledger_each(ledger, 0, UINT64_MAX, copy_out, copy, &err) ||
      fclose(copy) != 0)
    give_up(err.text);
  ledger_close(ledger);
}

static double audit(void)
{
  const struct verify_options options = {0};
  struct verify_report report;
  int64_t start = clock_read().monotonic_ns;
  if (ledger_verify(&place, &options, &report, &err))
    give_up(err.text);
  double milliseconds = (double)(clock_read().monotonic_ns - start) / 1e6;
  if (!report.is_ok)
    give_up(buf_string(&report.findings));
  verify_finish(&report);
  return milliseconds;
}

static double sum(void)
{
  int64_t start = clock_read().monotonic_ns;
  if (system("sha256sum entries > sum") != 0)
    give_up("no sha256sum");
  return (double)(clock_read().monotonic_ns - start) / 1e6;
}

static double least(double (*measure)(void), int rounds)
{
  double best = measure();
  while (--rounds > 0) {
    double now = measure();
    best = now < best ? now : best;
  }
  return best;
}

static long memory_kib(void)
{
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

int main(int count, char **words)
{
  bool is_short = count > 1 && strcmp(words[1], "--short") == 0;
  int entries = count > 1 && !is_short ? atoi(words[count - 1]) : is_short ? 20000 : 1000000;
  const char *base = getenv("TMPDIR");
  char *folder = xasprintf("%s/tocsin-bench-XXXXXX", base ? base : "/tmp");
  if (!mkdtemp(folder) || chdir(folder) != 0)
    give_up("no folder to measure in");
  make(entries);
  long before = memory_kib();
  double floor = least(sum, 3), own = least(audit, 3), ratio = own / floor, limit = is_short ? 8 : 2;
  long grown = memory_kib() - before;
  printf("# %d entries: sha256sum %.1f ms, verify %.1f ms; memory grew by %ld KiB\n1..2\n", entries, floor, own, grown);
  printf("%s 1 - verify takes %.2f times as long as sha256sum, at most %.0f\n", ratio <= limit ? "ok" : "not ok", ratio,
         limit);
  printf("%s 2 - memory stays flat\n", grown < 16384 ? "ok" : "not ok");
  char *command = xasprintf("rm -rf '%s'", folder);
  int result = system(command);
  free(command);
  free(folder);
  return result != 0;
}
