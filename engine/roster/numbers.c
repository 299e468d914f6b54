/*
 * Numbers in memory, and the two lists they are kept in. Plain text is wiped as soon as it was read or encrypted, and
 * never touches a disk.
 */
#include "roster/inside.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/cms.h"
#include "base/file.h"
#include "base/json.h"

#include <string.h>

const char *const roster_list_files[2] = {ROSTER_NUMBERS_FILE, ROSTER_SENIOR_FILE};

/** Which of the two lists holds their numbers: 1 for senior management. */
static int list_of(const struct roster_person *person)
{
  return person->roles & (role_set)1 << ROLE_SENIOR_MANAGEMENT ? 1 : 0;
}

/* ---- one number ---- */

static void wipe(char **number)
{
  if (*number)
    explicit_bzero(*number, strlen(*number));
  free(*number);
  *number = NULL;
}

void roster_forget_numbers(struct roster *roster)
{
  for (size_t i = 0; i < roster->count; i++)
    for (int means = 0; means < ROSTER_MEANS_COUNT; means++)
      wipe(&roster->list[i].numbers[means]);
}

int roster_set_number(struct roster *roster, const char *id, enum roster_means means, const char *number,
                      struct err *err)
{
  size_t place = roster_place(roster, id);
  if (place == roster->count)
    return err_set(err, "%s is not in the roster; add a line to %s first.", id, ROSTER_FILE);
  if (number && *number && !strpbrk(number, "0123456789"))
    return err_set(err, "that is no number for %s of %s: it has no digit.", roster_means_name(means), id);
  wipe(&roster->list[place].numbers[means]);
  if (number && *number)
    roster->list[place].numbers[means] = xstrdup(number);
  return 0;
}

bool roster_has_number(const struct roster *roster, const char *id, enum roster_means means)
{
  size_t place = roster_place(roster, id);
  return place < roster->count && roster->list[place].has[means];
}

static bool has_lists(const struct roster *roster)
{
  return roster->index.version > 0 || roster->index.is_damaged;
}

bool roster_is_open_for(const struct roster *roster, const char *id)
{
  const struct roster_person *person = roster_find(roster, id);
  return !has_lists(roster) || (person && roster->is_open[list_of(person)]);
}

bool roster_is_open(const struct roster *roster)
{
  return !has_lists(roster) || (roster->is_open[0] && roster->is_open[1]);
}

int roster_version(const struct roster *roster)
{
  return roster->index.version;
}

const char *roster_written(const struct roster *roster)
{
  return roster->index.written;
}

/* ---- reading a list ---- */

static int read_person(struct roster *roster, const struct yaml *key, const struct yaml *map, struct err *err)
{
  static const char *const known[] = {"phone", "pager", "home"};
  if (roster_place(roster, key->text) == roster->count)
    return yaml_error(key, err, "\"%s\" has numbers, but is not in the roster.", key->text);
  if (yaml_check_keys(map, "a person's numbers", known, COUNT(known), err) < 0)
    return -1;
  for (int means = 0; means < ROSTER_MEANS_COUNT; means++) {
    const struct yaml *value = yaml_get(map, roster_means_name((enum roster_means)means));
    const char *text;
    struct err why = {0};
    if (value && yaml_as_text(value, &text, err) < 0)
      return -1;
    if (value && roster_set_number(roster, key->text, (enum roster_means)means, text, &why) < 0)
      return yaml_error(value, err, "%-s", why.text);
  }
  return 0;
}

static int read_list(struct roster *roster, const char *name, const char *bytes, size_t length, struct err *err)
{
  static const char *const known[] = {"numbers"};
  struct yaml *root = yaml_parse(name, bytes, length, err);
  const struct yaml *map = yaml_get(root, "numbers");
  int result = !root || yaml_check_keys(root, "the list of numbers", known, COUNT(known), err) < 0 ||
                       (map && yaml_as_map(map, err) < 0)
                   ? -1
                   : 0;
  for (size_t i = 0; result == 0 && map && i < map->count; i++)
    result = read_person(roster, map->keys[i], map->items[i], err);
  yaml_free(root);
  return result;
}

int roster_take_numbers(struct roster *roster, const char *name, const char *bytes, size_t length, struct err *err)
{
  roster_forget_numbers(roster);
  if (read_list(roster, name, bytes, length, err) < 0)
    return -1;
  roster->is_open[0] = roster->is_open[1] = true; /* there is nothing else to be lost */
  return 0;
}

/** Numbers of people who are no longer in the roster are passed over: the list was written before they went. */
static int open_list(struct roster *roster, int list, const char *key_path, key_passphrase ask, void *context,
                     struct err *err)
{
  _cleanup_(freep) char *path = file_join(roster->folder, roster_list_files[list]);
  _cleanup_(buf_finish) struct buf sealed = {0};
  struct buf plain = {0};
  if (!file_exists(path))
    return 0;
  int result = file_read(path, ROSTER_SIZE_MAX, &sealed, err);
  if (result == 0 && cms_decrypt(&plain, buf_string(&sealed), sealed.length, key_path, ask, context, err) < 0)
    result = err_prefix(err, "%s cannot be opened: ", roster_list_files[list]);
  struct yaml *root = result == 0 ? yaml_parse(roster_list_files[list], buf_string(&plain), plain.length, err) : NULL;
  const struct yaml *map = yaml_get(root, "numbers");
  if (result == 0 && !root)
    result = -1;
  for (size_t i = 0; result == 0 && map && i < map->count; i++)
    if (roster_place(roster, map->keys[i]->text) < roster->count)
      result = read_person(roster, map->keys[i], map->items[i], err);
  yaml_free(root);
  cms_wipe(&plain);
  roster->is_open[list] = result == 0;
  return result;
}

int roster_open_numbers(struct roster *roster, const char *key_path, key_passphrase ask, void *context,
                        struct err *err)
{
  struct err why[2] = {0};
  if (!has_lists(roster))
    return err_set(err, "no numbers have been written down yet: tocsin roster set PERSON");
  for (int list = 0; list < 2; list++)
    open_list(roster, list, key_path, ask, context, &why[list]);
  return roster->is_open[0] || roster->is_open[1] ? 0 : err_set(err, "%s", why[0].text);
}

/* ---- writing ---- */

static void put_person(const struct roster_entry *entry, struct buf *out)
{
  const char *glue = "";
  buf_format(out, "  %s: {", entry->person.id);
  for (int means = 0; means < ROSTER_MEANS_COUNT; means++) {
    struct json quoted;
    if (!entry->numbers[means])
      continue;
    buf_format(out, "%s%s: ", glue, roster_means_name((enum roster_means)means));
    json_begin(&quoted, out);
    json_put_text(&quoted, entry->numbers[means]);
    glue = ", ";
  }
  buf_text(out, "}   # ");
  buf_text(out, entry->person.name);
  for (int role = 0, is_first = 1; role < ROLE_COUNT; role++)
    if (entry->person.roles & (role_set)1 << role) {
      buf_format(out, "%s%s", is_first ? ": " : ", ", role_name((enum role)role));
      is_first = 0;
    }
  buf_format(out, "%s%s\n", entry->person.backup ? "; then " : "", entry->person.backup ? entry->person.backup : "");
}

/** One list as text: what stands in the file once it is opened. Wipe it (cms_wipe). */
static void numbers_text(const struct roster *roster, const char *site_name, bool is_senior, struct buf *out)
{
  buf_reserve(out, 65536); /* so that growing leaves no copies behind */
  buf_format(out, "# Private numbers%s of %s, version %d of %s, in order of call. Confidential.\n",
             is_senior ? " of senior management" : "", site_name, roster->index.version, roster->index.written);
  size_t count = 0;
  for (size_t i = 0; i < roster->count; i++)
    count += list_of(&roster->list[i].person) == is_senior;
  buf_text(out, count ? "numbers:\n" : "numbers: {}\n");
  for (size_t i = 0; i < roster->count; i++)
    if (list_of(&roster->list[i].person) == is_senior)
      put_person(&roster->list[i], out);
}

static bool holds(const struct roster_person *person, enum role role)
{
  return !person->has_left && person->roles & (role_set)1 << role;
}

/** The team reads both. Where there is no team yet, its senior management has to. */
bool roster_may_read(const struct roster *roster, const struct roster_person *person, int list)
{
  bool has_team = false;
  for (size_t i = 0; i < roster->count; i++)
    has_team |= holds(&roster->list[i].person, ROLE_IRT);
  return holds(person, ROLE_IRT) || ((list == 1 || !has_team) && holds(person, ROLE_SENIOR_MANAGEMENT));
}

char *roster_certificate_path(const struct roster *roster, const char *id)
{
  _cleanup_(freep) char *name = xasprintf("%s/%s.pem", ROSTER_CERTIFICATES_FOLDER, id);
  return file_join(roster->folder, name);
}

static int write_list(struct roster *roster, const char *site_name, int list, struct err *err)
{
  _cleanup_(buf_finish) struct buf sealed = {0};
  _cleanup_(freep) char *path = file_join(roster->folder, roster_list_files[list]);
  struct buf plain = {0};
  const char **certificates = xcalloc(roster->count + 1, sizeof *certificates);
  size_t count = 0;
  for (size_t i = 0; i < roster->count; i++) {
    char *certificate = roster_certificate_path(roster, roster->list[i].person.id);
    if (roster_may_read(roster, &roster->list[i].person, list) && file_exists(certificate))
      certificates[count++] = certificate;
    else
      free(certificate);
  }
  numbers_text(roster, site_name, list == 1, &plain);
  int result = cms_encrypt(&sealed, plain.bytes, plain.length, certificates, count, err);
  cms_wipe(&plain);
  if (count == 0)
    err_prefix(err, "%s: nobody who may read it has a certificate in %s (tocsin roster key PERSON): ",
               roster_list_files[list], ROSTER_CERTIFICATES_FOLDER);
  if (result == 0)
    result = file_write(path, sealed.bytes, sealed.length, 0600, err);
  roster->index.lists[list] = digest_of(sealed.bytes, sealed.length);
  for (size_t i = 0; i < count; i++)
    free((void *)(uintptr_t)certificates[i]);
  free(certificates);
  return result;
}

int roster_seal_numbers(struct roster *roster, const char *site_name, struct err *err)
{
  char now[CLOCK_TEXT_SIZE];
  clock_text(clock_read().wall, now);
  if (!roster_is_open(roster))
    return err_set(err, "not all numbers are open, and those that are not would be lost.");
  roster->index.version++;
  memcpy(roster->index.written, now, 10);
  for (int list = 0; list < 2; list++)
    if (write_list(roster, site_name, list, err) < 0)
      return -1;
  roster->is_open[0] = roster->is_open[1] = true;
  return roster_write_index(roster, err);
}
