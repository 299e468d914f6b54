/*
 * Gathering, and writing in batches. An alarm is said by whoever runs the intake, on the word of a sensor: it opens a
 * suspicion with the facts that the mapping says this class proves, and adds to an open one without making any decision
 * there milder (incident/classification.c).
 */
#include "statements/intake.h"

#include "archive/archive.h"
#include "base/alloc.h"
#include "base/json.h"
#include "model/declaration.h"
#include "statements/dossier.h"
#include "statements/intake_open.h"
#include "statements/opening.h"
#include "statements/listed.h"
#include "statements/sides.h"

#include <string.h>

#define SECOND ((clock_us)1000000)
#define FLUSH (60 * SECOND)         /* beyond the limit of a window: so often at most */
#define KEPT_MAX ((size_t)65536)    /* bytes of lines that are kept for one entry */

/* All that came of one class since it was written last. */
struct gathered {
  const struct alarm_class *class;  /* NULL: unknown */
  const struct alarm_sensor *sensor;
  uint64_t count;
  clock_us first_at;
  char name[ALARM_NAME_SIZE], says[ALARM_SAYS_SIZE]; /* of the last one */
  struct few_names addresses, systems;
  struct buf kept;
  uint64_t kept_count;
  clock_us window_at, written_at;   /* when its window began; its last entry */
  int64_t written;                  /* entries within it */
};

struct said_one {
  char *incident;
  struct gathered *gathered;
  uint64_t count;
  bool is_new;
};

struct intake {
  struct site *site;
  const struct policy *policy;
  const struct alarms *alarms;
  struct policy_home home;
  struct policy_known *known;       /* made of it */
  const char *sensor;
  struct gathered *classes;         /* one for each of the mapping, and the unknown one behind them */
  struct open_incidents open;
  uint64_t seen, aside;
  size_t unread_count;
  char **unread;                    /* that may be open, while the beginning is read */
  size_t said_count;
  struct said_one *said;
};

static size_t class_total(const struct intake *intake)
{
  return intake->alarms->class_count + 1;
}

struct intake *intake_new(struct site *site, const struct policy *policy, const struct alarms *alarms,
                          const char *sensor)
{
  struct intake *intake = xcalloc(1, sizeof *intake);
  *intake = (struct intake){.site = site, .policy = policy, .alarms = alarms, .sensor = sensor};
  struct err unused = {0};
  site_home(site, &intake->home, &unused);
  intake->known = policy_known_new(&intake->home);
  intake->classes = xcalloc(class_total(intake), sizeof *intake->classes);
  for (size_t i = 0; i < alarms->class_count; i++)
    intake->classes[i].class = &alarms->classes[i];
  return intake;
}

static void forget_said(struct intake *intake)
{
  for (size_t i = 0; i < intake->said_count; i++)
    free(intake->said[i].incident);
  free(intake->said);
  intake->said = NULL;
  intake->said_count = 0;
}

void intake_free(struct intake *intake)
{
  if (!intake)
    return;
  for (size_t i = 0; i < class_total(intake); i++)
    buf_finish(&intake->classes[i].kept);
  free(intake->classes);
  policy_known_free(intake->known);
  forget_said(intake);
  open_incidents_finish(&intake->open);
  free(intake);
}

uint64_t intake_aside(const struct intake *intake)
{
  return intake->aside;
}

/* ---- gathering ---- */

void intake_line(struct intake *intake, const char *line, size_t length, bool is_cut)
{
  struct alarm alarm;
  if (!alarm_read(intake->alarms, intake->sensor, line, is_cut ? ALARM_LINE_MAX + 1 : length, &alarm)) {
    intake->aside++;
    return;
  }
  sides_take(intake->known, &alarm);
  struct gathered *gathered =
      &intake->classes[alarm.class ? (size_t)(alarm.class - intake->alarms->classes) : intake->alarms->class_count];
  if (gathered->count++ == 0)
    gathered->first_at = ledger_now(site_ledger(intake->site));
  gathered->sensor = alarm.sensor;
  memcpy(gathered->name, alarm.name, sizeof alarm.name);
  memcpy(gathered->says, alarm.says, sizeof alarm.says);
  few_names_add(&gathered->addresses, alarm.address);
  few_names_add(&gathered->systems, alarm.system);
  if (gathered->kept.length + length + 1 > KEPT_MAX && gathered->kept_count)
    return;
  buf_add(&gathered->kept, line, length < KEPT_MAX ? length : KEPT_MAX);
  buf_char(&gathered->kept, '\n');
  gathered->kept_count++;
}

bool intake_is_waiting(const struct intake *intake)
{
  for (size_t i = 0; i < class_total(intake); i++)
    if (intake->classes[i].count)
      return true;
  return false;
}

/* ---- catching up with the ledger ---- */

static const char *class_id(const struct gathered *gathered)
{
  return gathered->class ? gathered->class->id : ALARM_CLASS_UNKNOWN;
}

/* Entries of a class count whoever wrote them: an intake started anew for each alarm is bounded too. */
static void count_entry(struct intake *intake, const json_t *alarm, clock_us at)
{
  const char *class = json_get_string(alarm, "class");
  for (size_t i = 0; class && i < class_total(intake); i++) {
    struct gathered *gathered = &intake->classes[i];
    if (strcmp(class_id(gathered), class))
      continue;
    if (at - gathered->window_at > intake->alarms->window_s * SECOND) {
      gathered->window_at = at;
      gathered->written = 0;
    }
    gathered->written++;
    gathered->written_at = at;
    return;
  }
}

static int see(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  struct intake *intake = context;
  struct entry_scan scan;
  struct entry entry;
  intake->seen = seq + 1;
  if (entry_scan(bytes, length, &scan, err) < 0)
    return -1;
  if (scan.type != ENTRY_DECLARE && scan.type != ENTRY_ALARM && scan.type != ENTRY_CLOSE &&
      scan.type != ENTRY_MILESTONE && scan.type != ENTRY_FACT)
    return 0;
  if (entry_read(bytes, length, &entry, err) < 0)
    return -1;
  open_incidents_take(&intake->open, &entry);
  if (entry.type == ENTRY_DECLARE)
    count_entry(intake, json_object_get(entry.body, "alarm"), entry.at);
  else if (entry.type == ENTRY_ALARM)
    count_entry(intake, entry.body, entry.at);
  entry_finish(&entry);
  return 0;
}

static int gather_open(void *context, const struct ledger_listed *listed, struct err *err)
{
  (void)err;
  struct intake *intake = context;
  if (!listed->row || !memmem(listed->row, listed->length, "\"closed\":true", 13))
    *APPEND(intake->unread, intake->unread_count) = xstrdup(listed->incident);
  return 0;
}

/* At first, those that lists do not call closed; what they are, their own entries say. */
static int begin(struct intake *intake, struct err *err)
{
  struct ledger *ledger = site_ledger(intake->site);
  int result = ledger_each_listed(ledger, gather_open, intake, err);
  for (size_t i = 0; i < intake->unread_count && result == 0; i++) {
    struct err unread = {0}; /* nothing is joined to what cannot be read; it is recorded all the same */
    ledger_each_in(ledger, intake->unread[i], 0, see, intake, &unread);
  }
  while (intake->unread_count > 0)
    free(intake->unread[--intake->unread_count]);
  free(intake->unread);
  intake->unread = NULL;
  intake->seen = ledger_size(ledger);
  return result;
}

static int catch_up(struct intake *intake, struct err *err)
{
  return intake->seen ? ledger_each(site_ledger(intake->site), intake->seen, UINT64_MAX, see, intake, err)
                      : begin(intake, err);
}

/* ---- the text, kept as it came ---- */

static int seal(struct intake *intake, const struct buf *kept, struct digest *digest, uint64_t *length,
                struct err *err)
{
  struct archive *archive = site_archive(intake->site, err);
  if (!archive)
    return -1;
  struct archive_item *item = archive_start(archive);
  if (archive_add(item, kept->bytes, kept->length, err) < 0) {
    archive_drop(item);
    return -1;
  }
  return archive_seal(item, digest, length, err);
}

static int append_evidence(struct intake *intake, const char *incident, const struct gathered *gathered,
                           const struct digest *digest, uint64_t length, struct err *err)
{
  char text[DIGEST_TEXT_SIZE], at[CLOCK_TEXT_SIZE], ended[CLOCK_TEXT_SIZE];
  struct buf bytes = {0};
  digest_text(digest, text);
  clock_text(gathered->first_at, at);
  clock_text(ledger_now(site_ledger(intake->site)), ended);
  json_t *body = json_pack("{s:s+, s:s, s:s, s:{s:s, s:I}}", "item", "alarms of class ", class_id(gathered), "started",
                           at, "ended", ended, "file", "sha256", text, "size", (json_int_t)length);
  int result = json_write_tree(&bytes, body, err);
  json_decref(body);
  struct entry_draft draft = {.type = ENTRY_EVIDENCE, .incident = incident, .commit = ENTRY_NO_COMMIT,
                              .actor = site_actor_or_account(intake->site), .body = buf_string(&bytes),
                              .body_length = bytes.length};
  if (!result)
    result = ledger_append(site_ledger(intake->site), &draft, NULL, err);
  buf_finish(&bytes);
  return result;
}

/* ---- one entry ---- */

static json_t *names_json(const struct few_names *names)
{
  json_t *list = json_array();
  for (size_t i = 0; i < names->count; i++)
    json_array_append_new(list, json_string(names->names[i]));
  return list;
}

/* What an `alarm` entry says, and a declaration under `alarm`. */
static json_t *alarm_json(const struct intake *intake, const struct gathered *gathered, const struct source *source)
{
  const char *triage = gathered->class ? gathered->class->triage : intake->alarms->triage;
  json_t *body = json_pack("{s:s, s:s, s:I, s:o, s:o, s:s, s:b, s:O*, s:s*, s:s*, s:s*, s:s*}", "class",
                           class_id(gathered), "says", gathered->says, "count", (json_int_t)gathered->count,
                           "addresses", names_json(&gathered->addresses), "systems", names_json(&gathered->systems),
                           "sensor", gathered->sensor ? gathered->sensor->id : ALARM_CLASS_UNKNOWN, "important",
                           gathered->class && gathered->class->is_important, "facts",
                           gathered->class ? gathered->class->facts : NULL, "name",
                           gathered->name[0] ? gathered->name : NULL, "cannot_see",
                           gathered->sensor ? gathered->sensor->cannot_see : NULL, "triage", triage, "means",
                           gathered->class ? gathered->class->means : NULL);
  uint64_t more = gathered->addresses.more + gathered->systems.more;
  if (more)
    json_object_set_new(body, "more", json_integer((json_int_t)more));
  json_t *doubtful = json_array();
  for (size_t i = 0; i < source->count; i++)
    if (source->items[i].is_doubtful)
      json_array_append_new(doubtful, json_string(source->items[i].text));
  json_object_set_new(body, "doubtful", doubtful);
  return body;
}

static void put_sources(struct intake *intake, const struct gathered *gathered, struct source *source)
{
  struct err unused = {0};
  for (size_t i = 0; i < gathered->addresses.count; i++)
    if (policy_check_destination(gathered->addresses.names[i], &unused) == 0)
      source_add(source, SOURCE_ADDRESS, gathered->addresses.names[i]);
  policy_doubt(source, intake->known);
}

static void declare(struct intake *intake, const struct gathered *gathered, struct source *source, json_t *alarm,
                    struct declaration *declaration)
{
  const struct catalogue *catalogue = policy_catalogue(intake->policy);
  const char *name;
  json_t *value;
  struct err unused = {0};
  *declaration = (struct declaration){
      .title = gathered->class ? xasprintf("Alarm: %s", gathered->class->means)
                               : xstrdup("Alarm of a class that " ALARMS_FILE " does not list"),
      .discovered = xstrdup("alarm"),
      .source = *source,
      .alarm = alarm,
  };
  *source = (struct source){0};
  if (gathered->class)
    json_object_foreach(gathered->class->facts, name, value)
        declaration_set_fact(declaration, catalogue, name, json_string_value(value), &unused);
  declaration_set_fact(declaration, catalogue, "confirmed", "suspected", &unused);
  for (size_t i = 0; i < gathered->systems.count; i++)
    APPEND(declaration->systems, declaration->system_count)->name = xstrdup(gathered->systems.names[i]);
  declaration_prepare(intake->site, intake->policy, declaration, &unused);
}

static int open_new(struct intake *intake, const struct gathered *gathered, struct source *source, json_t *alarm,
                    char **id, struct err *err)
{
  struct declaration declaration;
  struct declared declared;
  declare(intake, gathered, source, alarm, &declaration);
  int result = declaration_append(intake->site, intake->policy, &declaration, &declared, err);
  declaration_finish(&declaration);
  *id = declared.id;
  return result;
}

static int write_one(struct intake *intake, struct gathered *gathered, clock_us now, struct err *err)
{
  struct err unkept = {0};
  struct digest digest;
  uint64_t length = 0;
  struct source source = {0};
  const struct open_incident *open =
      open_incidents_find(&intake->open, class_id(gathered), &gathered->addresses, &gathered->systems,
                          now - intake->alarms->window_s * SECOND);
  char *id = open ? xstrdup(open->id) : NULL;
  bool is_new = !open, is_kept = seal(intake, &gathered->kept, &digest, &length, &unkept) == 0;
  put_sources(intake, gathered, &source);
  json_t *alarm = alarm_json(intake, gathered, &source);
  if (!is_kept)
    json_object_set_new(alarm, "unkept", json_string(unkept.text));
  int result = is_new ? open_new(intake, gathered, &source, alarm, &id, err)
                      : site_append_tree(intake->site, ENTRY_ALARM, id, alarm, NULL, err);
  source_finish(&source);
  if (!result && is_kept)
    result = append_evidence(intake, id, gathered, &digest, length, err);
  *APPEND(intake->said, intake->said_count) = (struct said_one){id, gathered, gathered->count, is_new};
  return result < 0 ? -1 : catch_up(intake, err);
}

/* ---- a batch ---- */

static bool may_write(const struct intake *intake, const struct gathered *gathered, clock_us now, bool is_end)
{
  bool is_new_window = now - gathered->window_at > intake->alarms->window_s * SECOND;
  return gathered->count && (is_end || is_new_window || gathered->written < intake->alarms->entries ||
                             now - gathered->written_at >= FLUSH);
}

static bool has_any(const struct intake *intake, clock_us now, bool is_end)
{
  for (size_t i = 0; i < class_total(intake); i++)
    if (may_write(intake, &intake->classes[i], now, is_end))
      return true;
  return false;
}

static int write_all(struct intake *intake, clock_us now, bool is_end, struct err *err)
{
  int result = catch_up(intake, err);
  for (size_t i = 0; i < class_total(intake) && !result; i++)
    if (may_write(intake, &intake->classes[i], now, is_end))
      result = write_one(intake, &intake->classes[i], now, err);
  return result;
}

/* It is on record: what was gathered makes room for what comes. */
/* What lists say of what was opened, or added to. */
static int list_said(struct intake *intake, struct err *err)
{
  int result = 0;
  for (size_t i = 0; i < intake->said_count && result == 0; i++) {
    struct dossier dossier = {0};
    struct err unread = {0};
    if (dossier_read(intake->site, intake->said[i].incident, &dossier, &unread) == 0)
      result = listed_keep(site_ledger(intake->site), dossier.incident, dossier.policy, err);
    dossier_finish(&dossier);
  }
  return result;
}

static void let_go(struct gathered *gathered)
{
  gathered->count = gathered->kept_count = 0;
  gathered->addresses.count = gathered->systems.count = 0;
  gathered->addresses.more = gathered->systems.more = 0;
  buf_finish(&gathered->kept);
  gathered->kept = (struct buf){0};
}

static void tell_all(struct intake *intake, intake_tell tell, void *context)
{
  for (size_t i = 0; i < intake->said_count; i++) {
    const struct said_one *one = &intake->said[i];
    const struct gathered *gathered = one->gathered;
    struct intake_said said = {
        .incident = one->incident,
        .class = class_id(gathered),
        .means = gathered->class ? gathered->class->means : NULL,
        .triage = gathered->class ? gathered->class->triage : intake->alarms->triage,
        .cannot_see = gathered->sensor ? gathered->sensor->cannot_see : NULL,
        .count = one->count,
        .is_new = one->is_new,
        .is_important = gathered->class && gathered->class->is_important,
    };
    tell(context, &said);
  }
}

int intake_commit(struct intake *intake, clock_us now, bool is_end, intake_tell tell, void *context, struct err *err)
{
  struct ledger *ledger = site_ledger(intake->site);
  struct err unused = {0};
  forget_said(intake);
  if (!has_any(intake, now, is_end))
    return 0;
  site_key(intake->site, &unused); /* may ask for a passphrase: before others have to wait for us */
  if (ledger_begin(ledger, err) < 0)
    return -1;
  if (write_all(intake, now, is_end, err) < 0 || list_said(intake, err) < 0) {
    ledger_abort(ledger);
    return -1;
  }
  int result = ledger_commit(ledger, err) < 0 ? -1 : ledger_publish(ledger, err);
  if (result < 0 && err->kind != ERR_WRITTEN)
    return -1;
  for (size_t i = 0; i < intake->said_count; i++)
    let_go(intake->said[i].gathered);
  tell_all(intake, tell, context);
  return result;
}
