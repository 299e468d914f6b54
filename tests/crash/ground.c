/*
 * The ground: a demo site whose procedure acts for real, on a file of ours. Its approval is signed with the key of
 * senior1, as management would in peacetime.
 */
#include "crash.h"

#include "base/file.h"
#include "site/site.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

char place[64];
const char *tocsin_path, *own_path;

static const char playbook[] =
    "return playbook {\n"
    "  name = 'priority-1', title = 'Killed at any moment', accepts = { priority = 1 }, cites = 'none',\n"
    "  run = function (incident)\n"
    "    together {\n"
    "      technical = function ()\n"
    "        evidence.capture { items = 'everything', systems = incident.systems }\n"
    "        network.block { target = '203.0.113.7' }\n"
    "        together {\n"
    "          first = function () host.isolate { system = 'web1' } end,\n"
    "          second = function () network.block { target = '203.0.113.8' } end,\n"
    "        }\n"
    "      end,\n"
    "      again = function ()\n"
    "        for _ = 1, 4 do system.analyze { systems = incident.systems } end\n"
    "      end,\n"
    "      people = function ()\n"
    "        call.irt {}\n"
    "        call.management {}\n"
    "        evidence.seal { what = 'the master copies' }\n"
    "        evidence.backup { systems = incident.systems }\n"
    "        evidence.seal { what = 'the backup' }\n"
    "      end,\n"
    "    }\n"
    "    establish 'compromised'\n"
    "    network.block { target = '203.0.113.9' }\n"
    "  end,\n"
    "}\n";

static const char capture[] = /* our program and our folder */
    "items:\n"
    "  - {name: clock, argv: [/usr/bin/date], quiet: true}\n"
    "  - {name: host names, path: /etc/hosts, quiet: true}\n"
    "  - {name: lingering, argv: [%s, linger, %s], seconds: 5, quiet: true}\n"
    "  - {name: memory, argv: [/usr/bin/cat, /proc/meminfo], quiet: true}\n"
    "later: []\nlogs: []\nfirewall_logs: []\n";

static const char commands[] =
    "commands:\n"
    "  network.block:\n"
    "    argv: [%s, act, %s/round/acts, block, \"{target}\"]\n"
    "    parameters: {target: cidr}\n"
    "  host.isolate:\n"
    "    argv: [%s, act, %s/round/acts, isolate, \"{system}\"]\n"
    "    parameters: {system: hostname}\n"
    "  system.analyze:\n"
    "    argv: [%s, act, %s/round/acts, stubborn]\n"
    "    parameters: {}\n"
    "    seconds: 10\n";

static const char answers[] = "answers:\n"
                              "  notify.irt: {reached: true, said: will come}\n"
                              "  notify.management: {status: failed, reached: false}\n"
                              "  fact.establish: {value: \"true\"}\n";

static const char declaration[] = "title: Repeated root logins on web1\n"
                                  "declared_by: technical1\n"
                                  "facts: {kind: penetration, active: true, serious: true, origin: outside}\n"
                                  "source: {addresses: [203.0.113.7]}\n"
                                  "systems: [{name: web1, address: 192.0.2.10, owner: manager2}]\n";

void give_up(const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  printf("Bail out! ");
  vprintf(format, arguments);
  puts("");
  va_end(arguments);
  exit(1);
}

char *path_of(char path[static 128], const char *name)
{
  snprintf(path, 128, "%s/%s", place, name);
  return path;
}

static void put(const char *name, const char *text)
{
  struct err err = {0};
  if (file_write(PATH(name), text, strlen(text), 0600, &err) < 0)
    give_up("%s", err.text);
}

/* These actions are done by a program, no longer by hand. */
static void hand_over(const char *name, const char *const *actions)
{
  struct err err = {0};
  struct buf text = {0}, changed = {0};
  if (file_read(PATH(name), 1 << 20, &text, &err) < 0)
    give_up("%s", err.text);
  for (char *line = strtok(text.bytes, "\n"); line; line = strtok(NULL, "\n")) {
    buf_format(&changed, "%s\n", line);
    for (const char *const *action = actions; *action; action++)
      if (!strncmp(line, "  ", 2) && !strncmp(line + 2, *action, strlen(*action)))
        buf_text(&changed, "    driver: command\n");
  }
  put(name, buf_string(&changed));
  buf_finish(&text);
  buf_finish(&changed);
}

static void write_procedure(void)
{
  char *text = xasprintf(capture, own_path, place);
  put("site/policies/capture.yaml", text);
  free(text);
  text = xasprintf(commands, own_path, place, own_path, place, own_path, place);
  put("site/policies/commands.yaml", text);
  free(text);
  put("site/playbooks/priority-1.lua", playbook);
  hand_over("site/policies/actions.yaml",
            (const char *const[]){"network.block:", "host.isolate:", "system.analyze:", NULL});
}

/* The procedure's bytes go into the ledger by content, and senior1 signs which they are. */
static int approve(struct site *site, struct err *err)
{
  struct files files = {0};
  if (site_working(site, &files, err) < 0 || ledger_begin(site_ledger(site), err) < 0)
    return -1;
  char text[DIGEST_TEXT_SIZE];
  struct digest digest = files_digest(&files);
  digest_text(&digest, text);
  json_t *names = json_object(), *body = json_pack("{s:s, s:O}", "digest", text, "files", names);
  int result = 0;
  for (size_t i = 0; !result && i < files.count; i++) {
    result = ledger_keep(site_ledger(site), files.list[i].bytes, files.list[i].length, &digest, err);
    digest_text(&digest, text);
    json_object_set_new(names, files.list[i].name, json_string(text));
  }
  struct buf bytes = {0};
  if (!result)
    result = json_write_tree(&bytes, body, err);
  struct entry_draft draft = {.type = ENTRY_PROCEDURE, .body = bytes.bytes, .body_length = bytes.length};
  if (!result)
    result = site_append_statement(site, &draft, NULL, err);
  if (!result)
    result = ledger_commit(site_ledger(site), err);
  json_decref(names);
  json_decref(body);
  buf_finish(&bytes);
  files_finish(&files);
  return result;
}

static void approve_procedure(void)
{
  struct err err = {0};
  struct site_entrance entrance = {.folder = PATH("site"), .as = "senior1"};
  struct site *site = site_open(&entrance, SITE_WRITE, &err);
  if (!site || approve(site, &err) < 0)
    give_up("%s", err.text);
  site_close(site);
}

void ground_make(void)
{
  strcpy(place, "/tmp/tocsin-crash-XXXXXX");
  if (!mkdtemp(place))
    give_up("%s cannot be made", place);
  unsetenv("SSH_AUTH_SOCK");
  setenv("NO_COLOR", "1", 1);
  setenv("TOCSIN_AS", "technical2", 1);
  setenv("TOCSIN_SITE", PATH("site"), 1);
  put("answers.yaml", answers);
  put("web1.yaml", declaration);
  if (tocsin(NULL, TOCSIN("init", "--demo", PATH("site"))))
    give_up("no demo site could be made");
  write_procedure();
  approve_procedure();
  setenv("TOCSIN_SITE", PATH("round/site"), 1);
}

static void shell(char *command)
{
  if (system(command))
    give_up("%s", command);
  free(command);
}

void ground_copy(void)
{
  shell(xasprintf("cd '%s' && rm -rf round out.* && mkdir round && cp -a site round/site && : >round/acts", place));
  if (tocsin(NULL, TOCSIN("declare", PATH("web1.yaml"))))
    give_up("the incident could not be declared");
}

void ground_save(void)
{
  shell(xasprintf("cd '%s' && rm -rf saved && cp -a round saved", place));
}

void ground_restore(void)
{
  shell(xasprintf("cd '%s' && rm -rf round && mv saved round", place));
}

void ground_remove(void)
{
  if (place[0])
    shell(xasprintf("chmod -R u+w '%s' && rm -rf '%s'", place, place));
}
