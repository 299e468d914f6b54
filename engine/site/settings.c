/*
 * tocsin.yaml. Every member may be missing except the name; what is missing has the default of design.md section 6.
 */
#include "site/settings.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/yaml.h"

#include <string.h>

#define SETTINGS_SIZE_MAX (256 * 1024)

void settings_finish(struct site_settings *settings)
{
  free(settings->name);
  free(settings->origin);
  for (size_t i = 0; i < settings->network_count; i++)
    free(settings->networks[i]);
  for (size_t i = 0; i < settings->domain_count; i++)
    free(settings->domains[i]);
  free(settings->networks);
  free(settings->domains);
  free(settings->ledger);
  free(settings->head);
  free(settings->country);
  free(settings->archive);
  free(settings->second);
  free(settings->printed_numbers);
  for (size_t i = 0; i < settings->pager_count; i++)
    free(settings->pager[i]);
  free(settings->pager);
  for (size_t i = 0; i < settings->guideline_count; i++) {
    const struct site_guideline *guideline = &settings->guidelines[i];
    free(guideline->owner);
    free(guideline->file);
    free(guideline->sha256);
    free(guideline->by);
    free(guideline->on);
  }
  free(settings->guidelines);
  *settings = (struct site_settings){0};
}

static int read_text(const struct yaml *map, const char *key, char **text, struct err *err)
{
  const struct yaml *node = yaml_get(map, key);
  const char *read;
  if (!node)
    return 0;
  if (yaml_as_text(node, &read, err) < 0)
    return -1;
  free(*text);
  *text = xstrdup(read);
  return 0;
}

static int read_texts(const struct yaml *map, const char *key, char ***texts, size_t *count, struct err *err)
{
  const struct yaml *node = yaml_get(map, key);
  const char *read;
  if (!node)
    return 0;
  if (yaml_as_list(node, err) < 0)
    return -1;
  for (size_t i = 0; i < node->count; i++) {
    if (yaml_as_text(node->items[i], &read, err) < 0)
      return -1;
    *APPEND(*texts, *count) = xstrdup(read);
  }
  return 0;
}

static int read_duration(const struct yaml *map, const char *key, int64_t *seconds, struct err *err)
{
  const struct yaml *node = yaml_get(map, key);
  return node ? yaml_as_duration(node, seconds, err) : 0;
}

static int read_archive(const struct yaml *root, struct site_settings *settings, struct err *err)
{
  static const char *const known[] = {"master", "second"};
  const struct yaml *map = yaml_get(root, "archive");
  if (!map)
    return 0;
  if (yaml_check_keys(map, "archive", known, COUNT(known), err) < 0)
    return -1;
  return read_text(map, "master", &settings->archive, err) < 0 ? -1 : read_text(map, "second", &settings->second, err);
}

/* Once they stood here, where whoever edits this file could let something go ahead that nobody had approved. */
static int refuse_limits(const struct yaml *root, struct err *err)
{
  const struct yaml *map = yaml_get(root, "limits");
  return map ? yaml_error(map, err, "limits stand in policies/limits.yaml, and are approved with the rest of the "
                                    "procedure; take them out here.") : 0;
}

/** Words of programs that send mail. A pager that is a mailbox would carry what must not be mailed. */
static bool is_mailer(const char *word)
{
  static const char *const mailers[] = {"mail",   "mailx",     "s-nail", "nail",    "sendmail", "mutt",  "neomutt",
                                        "msmtp",  "ssmtp",     "esmtp",  "nullmailer-inject",   "exim",  "exim4",
                                        "postfix", "qmail-inject", "swaks", "mpack", "alpine",  "pine",  "elm",
                                        "bsd-mailx", "heirloom-mailx"};
  const char *slash = strrchr(word, '/');
  for (size_t i = 0; i < COUNT(mailers); i++)
    if (strcmp(slash ? slash + 1 : word, mailers[i]) == 0)
      return true;
  return strncmp(word, "mailto:", 7) == 0;
}

static int read_pager(const struct yaml *root, struct site_settings *settings, struct err *err)
{
  static const char *const known[] = {"program", "test_every"};
  const struct yaml *map = yaml_get(root, "pager"), *program = yaml_get(map, "program");
  if (!map)
    return 0;
  if (yaml_check_keys(map, "pager", known, COUNT(known), err) < 0 ||
      read_texts(map, "program", &settings->pager, &settings->pager_count, err) < 0)
    return -1;
  for (size_t i = 0; i < settings->pager_count; i++)
    if (is_mailer(settings->pager[i]))
      return yaml_error(program->items[i], err,
                        "%s sends mail, and nothing about an incident goes by mail. Name a program that reaches the "
                        "pager by itself.",
                        settings->pager[i]);
  if (settings->pager_count && settings->pager[0][0] != '/')
    return yaml_error(program->items[0], err, "the pager's program is named with its whole path, not \"%s\".",
                      settings->pager[0]);
  return read_duration(map, "test_every", &settings->pager_test_every_s, err);
}

static int read_number(const struct yaml *map, const char *key, int most, int *number, struct err *err)
{
  const struct yaml *node = yaml_get(map, key);
  int64_t read;
  if (!node)
    return 0;
  if (yaml_as_integer(node, 1, most, &read, err) < 0)
    return -1;
  *number = (int)read;
  return 0;
}

static int read_guideline(struct site_settings *settings, const struct yaml *key, const struct yaml *map,
                          struct err *err)
{
  static const char *const known[] = {"file", "sha256", "by", "on"};
  struct site_guideline *guideline = APPEND(settings->guidelines, settings->guideline_count);
  *guideline = (struct site_guideline){xstrdup(key->text), xstrdup(""), xstrdup(""), xstrdup(""), xstrdup("")};
  char **const places[] = {&guideline->file, &guideline->sha256, &guideline->by, &guideline->on};
  if (yaml_check_keys(map, "a guideline", known, COUNT(known), err) < 0)
    return -1;
  for (size_t i = 0; i < COUNT(known); i++) {
    if (!yaml_get(map, known[i]))
      return yaml_error(map, err, "a guideline has a file, its sha256, by whom it was signed off, and on which day; "
                                  "%s is missing.", known[i]);
    if (read_text(map, known[i], places[i], err) < 0)
      return -1;
  }
  return 0;
}

static int read_guidelines(const struct yaml *root, struct site_settings *settings, struct err *err)
{
  static const char *const known[] = {"legal", "human_resources"};
  const struct yaml *map = yaml_get(root, "guidelines");
  if (map && yaml_check_keys(map, "guidelines", known, COUNT(known), err) < 0)
    return -1;
  for (size_t i = 0; map && i < map->count; i++)
    if (read_guideline(settings, map->keys[i], map->items[i], err) < 0)
      return -1;
  return 0;
}

/* "+49" or "49": E.164 gives a country one to three digits. */
static int read_country(const struct yaml *root, struct site_settings *settings, struct err *err)
{
  const struct yaml *node = yaml_get(root, "country");
  const char *text;
  if (!node)
    return 0;
  if (yaml_as_text(node, &text, err) < 0)
    return -1;
  text += text[0] == '+';
  size_t length = strspn(text, "0123456789");
  if (length < 1 || length > 3 || text[length] || text[0] == '0')
    return yaml_error(node, err, "the country of our telephones is written as it is dialled from abroad: +49.");
  settings->country = xstrdup(text);
  return 0;
}

static int read_root(struct site_settings *settings, const struct yaml *root, struct err *err)
{
  static const char *const known[] = {"name",    "origin", "networks",                 "domains",
                                      "ledger",  "head",   "archive",                  "limits",
                                      "pager",   "test_every", "minimum_per_organisation", "printed_numbers",
                                      "guidelines", "review_every", "audit_every", "country"};
  if (yaml_check_keys(root, SITE_SETTINGS_FILE, known, COUNT(known), err) < 0)
    return -1;
  if (read_text(root, "name", &settings->name, err) < 0 || read_text(root, "origin", &settings->origin, err) < 0 ||
      read_texts(root, "networks", &settings->networks, &settings->network_count, err) < 0 ||
      read_texts(root, "domains", &settings->domains, &settings->domain_count, err) < 0 ||
      read_text(root, "ledger", &settings->ledger, err) < 0 || read_text(root, "head", &settings->head, err) < 0 ||
      read_country(root, settings, err) < 0 ||
      read_archive(root, settings, err) < 0 || refuse_limits(root, err) < 0 ||
      read_text(root, "printed_numbers", &settings->printed_numbers, err) < 0 ||
      read_duration(root, "test_every", &settings->test_every_s, err) < 0 || read_pager(root, settings, err) < 0 ||
      read_guidelines(root, settings, err) < 0 || read_duration(root, "review_every", &settings->review_every_s, err) ||
      read_duration(root, "audit_every", &settings->audit_every_s, err) < 0 ||
      read_number(root, "minimum_per_organisation", 100, &settings->minimum_per_organisation, err) < 0)
    return -1;
  return settings->name ? 0 : err_set(err, "%s: the site has no name (name: corp.test).", SITE_SETTINGS_FILE);
}

int settings_load(struct site_settings *settings, const char *folder, struct err *err)
{
  _cleanup_(buf_finish) struct buf bytes = {0};
  _cleanup_(freep) char *path = file_join(folder, SITE_SETTINGS_FILE);
  if (file_read(path, SETTINGS_SIZE_MAX, &bytes, err) < 0)
    return -1;
  struct yaml *root = yaml_parse(path, buf_string(&bytes), bytes.length, err);
  if (!root)
    return -1;
  *settings = (struct site_settings){
      .ledger = xstrdup("ledger.db"),
      .head = xstrdup("head"),
      .archive = xstrdup("archive"),
      .minimum_per_organisation = 2,
      .printed_numbers = xstrdup("the sealed envelope"),
      .test_every_s = 90 * 86400,
      .pager_test_every_s = 30 * 86400,
      .review_every_s = 365 * 86400,
      .audit_every_s = 180 * 86400,
  };
  int result = read_root(settings, root, err);
  yaml_free(root);
  if (result < 0)
    settings_finish(settings);
  return result;
}
