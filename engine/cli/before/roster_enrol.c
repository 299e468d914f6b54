/*
 * Who belongs to us: what roster.yaml says of somebody becomes what the ledger knows, signed by senior management.
 */
#include "cli/before/roster.h"

#include "base/alloc.h"
#include "cli/out.h"
#include "cli/place.h"
#include "statements/person.h"

#include <string.h>

/* The key he signs with: from a public key's file, or from his private one if it lies in keys/ and is open. */
static int find_key(const struct cli *cli, const struct site *site, const char *id, uint8_t *public_half,
                    struct err *err)
{
  const char *file = cli_option(cli, "public");
  if (file)
    return key_read_public(file, public_half, err);
  const struct person *known = people_find(site_people(site), id);
  if (known && known->has_key && !known->is_revoked) {
    memcpy(public_half, known->key, KEY_PUBLIC_SIZE);
    return 0;
  }
  return err_set(err, "which key does %s sign with?  --public FILE\n"
                 "He makes it himself and keeps the private half:\n"
                 "    openssl genpkey -algorithm ed25519 -aes256 -out %s.pem\n"
                 "    openssl pkey -in %s.pem -pubout -out %s-public.pem", id, id, id, id);
}

static void describe(const struct roster_person *listed, struct person *person)
{
  person->roles = listed->roles;
  person->organisation = listed->organisation ? xstrdup(listed->organisation) : NULL;
  person->reports_to = listed->reports_to ? xstrdup(listed->reports_to) : NULL;
  for (size_t i = 0; i < listed->alternate_count; i++)
    *APPEND(person->alternates, person->alternate_count) = xstrdup(listed->alternates[i]);
  person->has_key = true;
}

static int enrol(const struct cli *cli, struct site *site, const struct roster_person *listed, struct err *err)
{
  struct people people = {0};
  struct person *person = people_add(&people, listed->id, listed->name);
  uint64_t seq;
  char roles[200];
  describe(listed, person);
  int result = find_key(cli, site, listed->id, person->key, err);
  if (!result)
    result = person_state(site, person, &seq, err);
  role_set_text(listed->roles, roles, sizeof roles);
  if (!result && cli->is_json)
    say_json(json_pack("{s:I, s:s}", "entry", (json_int_t)seq, "person", listed->id));
  else if (!result)
    say("%s (%s) counts from now on as: %s (entry %llu)\n", listed->name, listed->id, roles, (unsigned long long)seq);
  people_finish(&people);
  return result;
}

int roster_word_enrol(const struct cli *cli, const char *const *arguments, size_t count, struct err *err)
{
  struct roster *roster;
  if (count != 1)
    return err_set(err, "whom?  tocsin roster enrol PERSON --public FILE");
  struct site *site = roster_site(cli, SITE_WRITE, &roster, err);
  int result = site ? roster_check_people(roster, arguments, 1, err) : -1;
  const struct roster_person *listed = result ? NULL : roster_find(roster, arguments[0]);
  if (listed && listed->has_left)
    result = err_set(err, "%s says that %s left on %s.", ROSTER_FILE, listed->id, listed->left);
  else if (listed)
    result = enrol(cli, site, listed, err);
  site_close(site);
  return result < 0 ? -1 : STATUS_DONE;
}

int roster_word_revoke(const struct cli *cli, const char *const *arguments, size_t count, struct err *err)
{
  const char *because = cli_option(cli, "because");
  uint64_t seq;
  if (count != 1 || !because)
    return err_set(err, "whose key, and why?  tocsin roster revoke PERSON --because TEXT");
  struct site *site = cli_site(cli, SITE_WRITE, err);
  int result = site ? person_revoke(site, arguments[0], because, &seq, err) : -1;
  if (!result && cli->is_json)
    say_json(json_pack("{s:I, s:s}", "entry", (json_int_t)seq, "person", arguments[0]));
  else if (!result)
    say("From here on the key of %s counts no more (entry %llu).\n"
        "Take the line out of %s, or add left: DATE there.\n", arguments[0], (unsigned long long)seq, ROSTER_FILE);
  site_close(site);
  return result < 0 ? -1 : STATUS_DONE;
}
