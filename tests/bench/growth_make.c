/*
 * Incidents in quantity, as the program itself would leave them: runs are derived by run/, statements signed with the
 * demo's keys, lists written from the fold. Only the transactions are larger than any real one, to save time.
 */
#include "growth.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/key.h"
#include "run/run.h"
#include "site/begin.h"
#include "site/record.h"
#include "site/site.h"
#include "statements/listed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STEPS 25
#define OPEN_STEPS 20      /* after so many answers an incident that stays open waits */
#define ASIDES 46          /* what is said beside: notes, calls, facts, evidence */
#define SIGNED_EVERY 6     /* of what is said, so many a one is signed; declaring and closing always */
#define BATCH 25           /* incidents a transaction */

static struct err err;

static _Noreturn void give_up(const char *sentence)
{
  printf("Bail out! %s\n", sentence);
  exit(1);
}

struct making {
  struct site *site;
  struct ledger *ledger;
  struct policy *policy;
  struct site_approved approved;
  struct record people; /* /site: what every incident folds first */
  char *begin;
  struct run *run;
  struct incident *incident;
  int aside, said;
};

/* ---- one entry ---- */

static void append(struct making *making, struct entry_draft *draft, struct entry *written)
{
  size_t length;
  bool is_statement = entry_type_row(draft->type)->is_statement;
  bool is_signed = draft->type == ENTRY_DECLARE || draft->type == ENTRY_CLOSE || ++making->said % SIGNED_EVERY == 0;
  draft->is_unsigned = is_statement && !is_signed;
  draft->actor = "technical1";
  draft->incident = making->incident->id;
  draft->body_length = draft->body ? strlen(draft->body) : 0;
  struct buf dsse = {0};
  if (draft->type == ENTRY_RUN_BEGIN && site_sign(making->site, draft, &dsse, &err) == 0) {
    draft->dsse = dsse.bytes;
    draft->dsse_length = dsse.length;
  }
  if (is_statement && is_signed ? site_append_statement(making->site, draft, NULL, &err)
                                : ledger_append(making->ledger, draft, NULL, &err))
    give_up(err.text);
  buf_finish(&dsse);
  const char *bytes = ledger_last_bytes(making->ledger, &length);
  if (entry_read(bytes, length, written, &err))
    give_up(err.text);
}

static void say(struct making *making, enum entry_type type, const char *step, const char *body)
{
  struct entry written;
  struct entry_draft draft = {.type = type, .step = step, .commit = ENTRY_NO_COMMIT, .body = body,
                              .run = step ? making->incident->run : 0};
  append(making, &draft, &written);
  if (making->incident->run ? run_take(making->run, &written, &err) : incident_take(making->incident, &written, &err))
    give_up(err.text);
  entry_finish(&written);
}

static void say_aside(struct making *making)
{
  static const struct {
    enum entry_type type;
    const char *body;
  } asides[] = {
      {ENTRY_NOTE,
       "{\"text\":\"Logins as root from 203.0.113.7 every four minutes; sshd has been started anew at 02:14, "
       "and nobody of us did that. wtmp and lastlog disagree by seven sessions.\"}"},
      {ENTRY_NOTE, "{\"text\":\"The web server goes on answering. Toni looks at the firewall, Rob at the backups.\"}"},
      {ENTRY_SPOKE, "{\"direction\":\"out\",\"means\":\"telephone\",\"organisation\":\"Example Net\",\"said\":\"they "
                    "look at their routers and call back within the hour\",\"who\":\"the night desk\"}"},
      {ENTRY_EVIDENCE,
       "{\"absent\":true,\"argv\":[\"/usr/bin/last\",\"-Faiwx\",\"-f\",\"/var/log/btmp\"],\"ended\":"
       "\"2026-11-28T02:31:07.120000Z\",\"item\":\"logins.failed\",\"path\":\"/var/log/btmp\",\"started\":"
       "\"2026-11-28T02:31:07.020000Z\"}"},
      {ENTRY_NOTE, "{\"text\":\"Nothing new.\"}"},
  };
  int at = making->aside++ % (int)COUNT(asides);
  say(making, asides[at].type, NULL, asides[at].body);
}

/* ---- one run ---- */

static int emit(void *context, const struct entry_draft *draft, const char *where, struct entry *written,
                struct err *unused)
{
  (void)where;
  (void)unused;
  struct entry_draft own = *draft;
  append(context, &own, written);
  return 0;
}

static void decide(struct making *making)
{
  if (run_decide(making->run, (int64_t)ledger_size(making->ledger), emit, making, &err))
    give_up(err.text);
}

static void begin_run(struct making *making)
{
  const struct run_setup setup = {.world = &world_live, .policy = making->policy,
                                  .procedure = &making->approved.files, .incident = making->incident};
  struct entry written;
  struct entry_draft draft = {.type = ENTRY_RUN_BEGIN, .commit = (int64_t)ledger_size(making->ledger), .run = 1,
                              .body = making->begin};
  if (making->run)
    run_restart(making->run, &setup);
  else if (!(making->run = run_new(&setup, &err)))
    give_up(err.text);
  append(making, &draft, &written);
  if (run_take(making->run, &written, &err) || run_decide(making->run, draft.commit, emit, making, &err))
    give_up(err.text);
  entry_finish(&written);
}

static void answer(struct making *making, int number)
{
  char step[32];
  snprintf(step, sizeof step, "main.%d", number);
  say(making, ENTRY_ANSWER, step, "{\"action\":\"logs.watch\",\"fields\":{\"until_day\":\"2026-12-24\",\"watched_by\":"
                                  "\"technical1, every morning\"},\"status\":\"done\"}");
  decide(making);
}

/* ---- one incident ---- */

static void make_incident(struct making *making, int number, bool stays_open)
{
  char *id = xasprintf("I-%d", number);
  making->incident = incident_new(policy_catalogue(making->policy), id, ledger_origin(making->ledger));
  for (size_t i = 0; i < making->people.count; i++)
    if (incident_take(making->incident, &making->people.entries[i], &err))
      give_up(err.text);
  say(making, ENTRY_DECLARE, NULL,
      "{\"declared_by\":\"technical1\",\"discovered\":\"alarm\",\"doubtful\":[],\"facility\":\"web1, the public web "
      "server\",\"facts\":{\"active\":\"true\",\"confirmed\":\"suspected\",\"kind\":\"penetration\",\"origin\":"
      "\"outside\",\"serious\":\"true\"},\"people\":[],\"source\":{\"accounts\":[],\"addresses\":[\"203.0.113.7\"],"
      "\"names\":[],\"parties\":[],\"phones\":[]},\"subjects\":[],\"systems\":[{\"address\":\"192.0.2.10\",\"name\":"
      "\"web1\",\"owner\":\"manager2\"}],\"title\":\"Repeated root logins on web1\"}");
  making->aside = 0;
  begin_run(making);
  for (int i = 1; i <= (stays_open ? OPEN_STEPS : STEPS); i++) {
    say_aside(making);
    answer(making, i);
  }
  while (making->aside < ASIDES)
    say_aside(making);
  if (!stays_open)
    say(making, ENTRY_CLOSE, NULL, "{\"because\":\"the hole is closed\",\"state\":\"closed\"}");
  if (making->incident->is_closed == stays_open || making->incident->is_run_ended == stays_open)
    give_up("an incident does not end as it should");
  if (listed_keep(making->ledger, making->incident, making->policy, &err))
    give_up(err.text);
  incident_free(making->incident);
  free(id);
}

/* ---- many ---- */

static int keep(void *context, uint64_t seq, const char *bytes, size_t length, struct err *why)
{
  (void)seq;
  struct record *record = context;
  return entry_read(bytes, length, APPEND(record->entries, record->count), why);
}

static void open_site(struct making *making, const char *folder)
{
  const struct site_entrance entrance = {.folder = folder, .as = "technical1"};
  struct buf begin = {0};
  making->site = site_open(&entrance, SITE_WRITE, &err);
  if (!making->site || site_approved(making->site, &making->approved, &err))
    give_up(err.text);
  making->ledger = site_ledger(making->site);
  making->policy = site_approved_policy(making->site, &err);
  json_t *body = making->policy ? site_run_begin(making->site, making->policy, "priority-1", &making->approved.digest,
                                                 RUN_SEMANTICS, &err)
                                : NULL;
  if (!body || json_write_tree(&begin, body, &err) || !site_key(making->site, &err) ||
      ledger_each_in(making->ledger, CHAIN_SITE, 0, keep, &making->people, &err))
    give_up(err.text);
  json_decref(body);
  making->begin = buf_take(&begin);
}

static void close_site(struct making *making)
{
  run_free(making->run);
  record_finish(&making->people);
  policy_free(making->policy);
  site_approved_finish(&making->approved);
  free(making->begin);
  site_close(making->site);
}

static int count_incident(void *context, const char *incident, struct err *unused)
{
  (void)incident;
  (void)unused;
  ++*(int *)context;
  return 0;
}

/* A new process now and then, as in life; here it is the ledger that is opened anew, and an epoch that ends. */
static void make_batch(const char *folder, int first, int last, int first_open)
{
  struct making making = {0};
  open_site(&making, folder);
  if (ledger_begin(making.ledger, &err))
    give_up(err.text);
  for (int i = first; i <= last; i++)
    make_incident(&making, i, i >= first_open);
  ledger_rotate(making.ledger, "close");
  if (ledger_commit(making.ledger, &err))
    give_up(err.text);
  close_site(&making);
}

void growth_make(const char *folder, int incidents, int open)
{
  struct making making = {0};
  int before = 0;
  open_site(&making, folder);
  if (ledger_each_name(making.ledger, count_incident, &before, &err))
    give_up(err.text);
  close_site(&making);
  for (int i = 0; i < incidents; i += BATCH) {
    int count = incidents - i < BATCH ? incidents - i : BATCH;
    make_batch(folder, before + i + 1, before + i + count, before + incidents - open + 1);
  }
}

/* ---- what it comes to ---- */

struct copying {
  FILE *out;
  struct growth_size size;
};

static int copy_one(void *context, uint64_t seq, const char *bytes, size_t length, struct err *why)
{
  (void)seq;
  struct copying *copying = context;
  struct entry_scan scan;
  if (entry_scan(bytes, length, &scan, why))
    return -1;
  copying->size.entries++;
  copying->size.signed_ones += scan.is_signed;
  copying->size.bytes += length;
  return fwrite(bytes, 1, length, copying->out) == length ? 0 : err_set(why, "the copy cannot be written");
}

struct growth_size growth_copy_out(const char *folder, const char *file)
{
  const struct site_entrance entrance = {.folder = folder};
  struct copying copying = {.out = fopen(file, "w")};
  struct site *site = site_open(&entrance, SITE_READ, &err);
  if (!site || !copying.out || ledger_each(site_ledger(site), 0, UINT64_MAX, copy_one, &copying, &err) ||
      fclose(copying.out) != 0)
    give_up(err_is_set(&err) ? err.text : "no copy of the entries");
  site_close(site);
  return copying.size;
}

double growth_signature_us(void)
{
  static const char message[700] = "what an ordinary statement signs";
  const int rounds = 500;
  uint8_t signature[KEY_SIGNATURE_SIZE], public_half[KEY_PUBLIC_SIZE];
  struct timespec from, to;
  struct key *key = key_generate();
  key_public(key, public_half);
  if (key_sign(key, message, sizeof message, signature, &err))
    give_up(err.text);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
  for (int i = 0; i < rounds; i++)
    if (!key_verify(public_half, message, sizeof message, signature))
      give_up("a signature that is none");
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
  key_free(key);
  return ((double)(to.tv_sec - from.tv_sec) * 1e6 + (double)(to.tv_nsec - from.tv_nsec) / 1e3) / rounds;
}
