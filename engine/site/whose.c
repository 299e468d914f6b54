/*
 * Whose site it is. A site says which programs run in the name of whoever enters it, so one that merely lies above the
 * folder where somebody stands is entered only if it is his own. Named on the command line or in TOCSIN_SITE it is his
 * word whose it is, as a team shares one; but what everybody may write is nobody's.
 */
#include "site/inside.h"

#include "base/alloc.h"
#include "base/file.h"
#include "site/local.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *name_of(uid_t user)
{
  const struct passwd *found = getpwuid(user);
  return xstrdup(found ? found->pw_name : "an account without a name");
}

static int refuse(const char *path, uid_t owner, struct err *err)
{
  _cleanup_(freep) char *theirs = name_of(owner), *mine = name_of(geteuid());
  return err_set(err, "%s belongs to %s, and you are %s: a site that only lies above this folder is not used, for its "
                      "programs would run in your name. If you mean it, say so: --site DIR", path, theirs, mine);
}

/* Not where a link leads: who could put the link there could put another. */
static int check(const char *path, bool is_named, struct err *err)
{
  struct stat about;
  if (lstat(path, &about) < 0)
    return err_set(err, "%s cannot be looked at: %s.", path, strerror(errno));
  if (!is_named && about.st_uid != geteuid())
    return refuse(path, about.st_uid, err);
  if (!S_ISLNK(about.st_mode) && about.st_mode & S_IWOTH)
    return err_set(err, "%s can be written by everybody, so whose site it is cannot be told. Look whether it is as it "
                        "should be, then: chmod o-w %s", path, path);
  return 0;
}

int whose_check(const char *folder, bool is_named, struct err *err)
{
  char *settings = file_join(folder, SITE_SETTINGS_FILE);
  char *real = is_named ? realpath(folder, NULL) : NULL;
  int result = check(real ? real : folder, is_named, err) || check(settings, is_named, err) ? -1 : 0;
  free(real);
  free(settings);
  return result;
}
