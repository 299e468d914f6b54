/*
 * The archive: two places that hold the same files. Nothing is ever written into a file that has its name.
 */
#include "archive/archive.h"

#include "archive/place.h"
#include "base/alloc.h"
#include "base/file.h"

#include <sys/stat.h>

/** Two places that are one folder would be one copy. */
static int refuse_one_folder(const struct archive *archive, struct err *err)
{
  struct stat master, working;
  if (fstat(archive->places[PLACE_MASTER].folder, &master) || fstat(archive->places[PLACE_WORKING].folder, &working))
    return place_fail(&archive->places[PLACE_MASTER], "opened", "", err);
  if (master.st_dev != working.st_dev || master.st_ino != working.st_ino)
    return 0;
  return err_store(err, "%s and %s are the same folder, and the archive keeps two copies; name another place in "
                        "tocsin.yaml", archive->places[PLACE_MASTER].path, archive->places[PLACE_WORKING].path);
}

struct archive *archive_open(const char *folder, const char *second, struct err *err)
{
  struct archive *archive = xcalloc(1, sizeof *archive);
  _cleanup_(freep) char *master = file_join(folder, "master");
  _cleanup_(freep) char *working = second ? xstrdup(second) : file_join(folder, "working");
  if (place_open(&archive->places[PLACE_MASTER], master, err) == 0 &&
      place_open(&archive->places[PLACE_WORKING], working, err) == 0 && refuse_one_folder(archive, err) == 0)
    return archive;
  archive_close(archive);
  return NULL;
}

void archive_close(struct archive *archive)
{
  if (!archive)
    return;
  for (int i = 0; i < PLACE_COUNT; i++)
    place_close(&archive->places[i]);
  free(archive);
}

int archive_check(struct archive *archive, const struct digest *digest, uint64_t length, struct err *err)
{
  for (int i = 0; i < PLACE_COUNT; i++)
    if (place_check(&archive->places[i], digest, length, err))
      return -1;
  return 0;
}

int archive_read(struct archive *archive, const struct digest *digest, struct err *err)
{
  char name[DIGEST_TEXT_SIZE];
  place_name(digest, name);
  return place_read(&archive->places[PLACE_WORKING], name, err);
}

int archive_orphans(struct archive *archive, size_t *count, struct err *err)
{
  size_t total = 0;
  for (int i = 0; i < PLACE_COUNT; i++) {
    size_t found;
    if (place_orphans(&archive->places[i], &found, err))
      return -1;
    total += found;
  }
  *count = total;
  return 0;
}
