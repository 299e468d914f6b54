/*
 * Changing private numbers. They are typed or read from stdin, never given as arguments, which everybody on a machine
 * can see; what is written to a disk is encrypted.
 */
#include "cli/before/roster.h"

#include "base/alloc.h"
#include "base/cms.h"
#include "base/file.h"
#include "cli/ask.h"
#include "cli/out.h"
#include "cli/place.h"

#include <stdio.h>
#include <string.h>

/** Encrypts what is in memory as the next version, and states it. Takes `body`. */
static int seal(struct site *site, struct roster *roster, json_t *body, struct err *err)
{
  if (roster_seal_numbers(roster, site_settings(site)->name, err) < 0) {
    json_decref(body);
    return -1;
  }
  json_object_set_new(body, "version", json_integer(roster_version(roster)));
  if (site_state_roster(site, body, err) < 0)
    return err_add(err, "The numbers were changed all the same.");
  roster_remark_unsigned(site);
  return 0;
}

/* ---- one person ---- */

static int take_line(struct roster *roster, const char *id, const char *line, struct err *err)
{
  char name[32];
  const char *value = cli_pair(line, name, sizeof name);
  int means = value ? roster_means_find(name) : -1;
  if (means < 0)
    return err_set(err, "a line of stdin is phone=..., pager=... or home=...; empty takes the number away.");
  return roster_set_number(roster, id, (enum roster_means)means, value, err);
}

static int take_stdin(struct roster *roster, const char *id, struct err *err)
{
  char *line = NULL;
  size_t size = 0;
  int result = 0, count = 0;
  for (ssize_t length; result == 0 && (length = getline(&line, &size, stdin)) >= 0;) {
    if (length > 0 && line[length - 1] == '\n')
      line[--length] = '\0';
    if (length == 0)
      continue;
    result = take_line(roster, id, line, err);
    count++;
  }
  if (line)
    explicit_bzero(line, size);
  free(line);
  return result == 0 && count == 0 ? err_set(err, "stdin said nothing, so nothing was changed.") : result;
}

static int ask_numbers(struct roster *roster, const char *id, struct err *err)
{
  static const char *const asked[ROSTER_MEANS_COUNT] = {
      [ROSTER_PHONE] = "telephone at work or in the pocket", [ROSTER_PAGER] = "pager", [ROSTER_HOME] = "at home"};
  remark("The numbers of %s. Empty keeps what is there, - takes it away.", id);
  for (int means = 0; means < ROSTER_MEANS_COUNT; means++) {
    bool has = roster_number(roster, id, (enum roster_means)means) != NULL;
    _cleanup_(freep) char *question = xasprintf("  %s (%s):", asked[means], has ? "there is one" : "none yet");
    char *typed = ask_line(question);
    int result = 0;
    if (!typed)
      return err_set(err, "nothing was changed.");
    if (*typed)
      result = roster_set_number(roster, id, (enum roster_means)means, strcmp(typed, "-") == 0 ? NULL : typed, err);
    explicit_bzero(typed, strlen(typed));
    free(typed);
    if (result < 0)
      return -1;
  }
  return 0;
}

static int set_person(struct site *site, struct roster *roster, const char *id, struct err *err)
{
  if (roster_check_people(roster, &id, 1, err) < 0 || site_open_numbers(site, true, err) < 0)
    return -1;
  if (!roster_is_open(roster))
    return err_set(err, "the list of the whole team is not yours to open; somebody of the team changes numbers.");
  if ((ask_can() ? ask_numbers(roster, id, err) : take_stdin(roster, id, err)) < 0)
    return -1;
  return seal(site, roster, json_pack("{s:s, s:[s]}", "change", "numbers", "people", id), err);
}

/* ---- all at once ---- */

static int set_all(struct site *site, struct roster *roster, const char *file, struct err *err)
{
  struct buf bytes = {0};
  json_t *people = json_array();
  int result = cli_read_file(file, &bytes, err);
  if (result == 0)
    result = roster_take_numbers(roster, file, buf_string(&bytes), bytes.length, err);
  cms_wipe(&bytes);
  for (size_t i = 0; i < roster_count(roster); i++)
    json_array_append_new(people, json_string(roster_at(roster, i)->id));
  json_t *body = json_pack("{s:s, s:o}", "change", "numbers", "people", people);
  if (result < 0) {
    json_decref(body);
    return -1;
  }
  return seal(site, roster, body, err);
}

int roster_word_set(const struct cli *cli, const char *const *arguments, size_t count, struct err *err)
{
  const char *file = cli_option(cli, "from");
  struct roster *roster;
  if (file ? count != 0 : count != 1)
    return err_set(err, "whose? tocsin roster set PERSON, which asks for the numbers (they are never arguments: those "
                        "can be seen), or all of a plain file: tocsin roster set --from FILE");
  struct site *site = roster_site(cli, SITE_WRITE, &roster, err);
  int result = !site ? -1 : file ? set_all(site, roster, file, err) : set_person(site, roster, arguments[0], err);
  if (result == 0 && cli->is_json)
    say_json(json_pack("{s:i}", "version", roster_version(roster)));
  else if (result == 0)
    say("Encrypted as version %d: %s, %s.\n", roster_version(roster), ROSTER_NUMBERS_FILE, ROSTER_SENIOR_FILE);
  if (result == 0 && file && strcmp(file, "-") != 0)
    say("%s still holds them in the clear. Erase it: shred -u %s\n", file, file);
  if (result == 0 && !cli->is_json)
    say("The printed copies are out of date now: tocsin roster print\n");
  site_close(site);
  return result < 0 ? -1 : STATUS_DONE;
}

int roster_word_seal(const struct cli *cli, const char *const *arguments, size_t count, struct err *err)
{
  (void)arguments;
  struct roster *roster;
  if (count)
    return err_set(err, "seal takes no name: everybody who may read the numbers now, and nobody else, can afterwards.");
  struct site *site = roster_site(cli, SITE_WRITE, &roster, err);
  int result = site ? site_open_numbers(site, true, err) : -1;
  if (result == 0)
    result = seal(site, roster, json_pack("{s:s}", "change", "sealed"), err);
  if (result == 0 && cli->is_json)
    say_json(json_pack("{s:i}", "version", roster_version(roster)));
  else if (result == 0)
    say("Encrypted as version %d, to whoever may read it now.\n", roster_version(roster));
  site_close(site);
  return result < 0 ? -1 : STATUS_DONE;
}

/* ---- keys ---- */

static int take_certificate(const char *file, const char *path, struct err *err)
{
  _cleanup_(buf_finish) struct buf bytes = {0};
  struct buf unused = {0};
  const char *const certificates[] = {file};
  int result = cms_encrypt(&unused, "", 0, certificates, 1, err); /* can be encrypted to? */
  buf_finish(&unused);
  if (result < 0 || cli_read_file(file, &bytes, err) < 0)
    return -1;
  return file_write(path, bytes.bytes, bytes.length, 0644, err);
}

static int make_key(const struct site *site, const char *id, const char *path, struct err *err)
{
  char passphrase[256] = "";
  _cleanup_(freep) char *name = xasprintf("keys/%s-read.pem", id), *key = site_path(site, name);
  if (file_exists(key))
    return err_set(err, "%s is there already; take it away first, if it is lost or stolen.", name);
  int result = 0;
  if (!site_is_demo(site))
    result = ask_new_passphrase(id, passphrase, sizeof passphrase, err);
  if (result == 0)
    result = cms_make_key(id, key, path, *passphrase ? passphrase : NULL, err);
  explicit_bzero(passphrase, sizeof passphrase);
  return result;
}

int roster_word_key(const struct cli *cli, const char *const *arguments, size_t count, struct err *err)
{
  const char *file = cli_option(cli, "certificate");
  struct roster *roster;
  if (count != 1)
    return err_set(err, "whose? tocsin roster key PERSON");
  struct site *site = roster_site(cli, SITE_WRITE, &roster, err);
  if (!site)
    return -1;
  _cleanup_(freep) char *name = xasprintf("%s/%s.pem", ROSTER_CERTIFICATES_FOLDER, arguments[0]);
  _cleanup_(freep) char *path = site_path(site, name);
  _cleanup_(freep) char *folder = site_path(site, ROSTER_CERTIFICATES_FOLDER);
  int result = roster_check_people(roster, arguments, 1, err);
  if (result == 0)
    result = file_make_folder(folder, 0700, err);
  if (result == 0)
    result = file ? take_certificate(file, path, err) : make_key(site, arguments[0], path, err);
  if (result == 0)
    result = site_state_roster(site, json_pack("{s:s, s:[s]}", "change", "key", "people", arguments[0]), err);
  if (result == 0 && cli->is_json)
    say_json(json_pack("{s:s}", "certificate", name));
  else if (result == 0)
    say("%s is encrypted to from now on. So that the numbers there are now open too: tocsin roster seal\n",
        arguments[0]);
  site_close(site);
  return result < 0 ? -1 : STATUS_DONE;
}
