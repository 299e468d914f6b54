/*
 * Reading contacts.yaml.
 */
#include "roster/contacts.h"

#include "base/alloc.h"
#include "base/file.h"
#include "roster/inside.h"

static int read_root(struct known_parties *contacts, const struct yaml *root, struct err *err)
{
  static const char *const known[] = {"contacts"};
  if (yaml_check_keys(root, ROSTER_CONTACTS_FILE, known, COUNT(known), err) < 0)
    return -1;
  return known_parties_read(contacts, yaml_get(root, "contacts"), err);
}

int roster_contacts_load(const char *site_folder, struct known_parties *contacts, struct err *err)
{
  _cleanup_(buf_finish) struct buf bytes = {0};
  _cleanup_(freep) char *path = file_join(site_folder, ROSTER_CONTACTS_FILE);
  *contacts = (struct known_parties){0};
  if (!file_exists(path))
    return 0;
  if (file_read(path, ROSTER_SIZE_MAX, &bytes, err) < 0)
    return -1;
  struct yaml *root = yaml_parse(ROSTER_CONTACTS_FILE, buf_string(&bytes), bytes.length, err);
  int result = root ? read_root(contacts, root, err) : -1;
  yaml_free(root);
  if (result < 0)
    known_parties_finish(contacts);
  return result;
}
