#include "cli/admission.h"

#include "base/clock.h"
#include "cli/out.h"
#include "cli/place.h"
#include "statements/reading.h"

#include <time.h>

/* Reading what exists takes longer than finding that nothing does: both are told when this is over. */
#define TOLD_AFTER_NS INT64_C(200000000)

static const char sentence[] =
    "Nothing is shown to you here: there is no such incident, or nobody here has the name you gave, or you are not on\n"
    "the list of those who need to know of it, or you have not shown by your key who you are (--key FILE, ssh-agent).\n"
    "To be put on a list, ask one who is on it. That you asked is recorded, and so is your word where it counts. What\n"
    "you saw, did or heard is taken from anybody: tocsin note TEXT";

int admission_refuse(struct err *err)
{
  return err_set_kind(err, ERR_UNADMITTED, "%-s", sentence);
}

static void wait_until_told(const struct cli *cli)
{
  int64_t left = cli->began_ns + TOLD_AFTER_NS - clock_read().monotonic_ns;
  struct timespec pause = {.tv_sec = 0, .tv_nsec = left};
  if (left > 0 && left <= TOLD_AFTER_NS)
    nanosleep(&pause, NULL);
}

int admission_end(const struct cli *cli, struct site *site, struct err *err)
{
  struct err failed = {0}, unused = {0};
  site_key(site, &unused); /* asked for in any case, or the question would tell that something is there */
  if (!cli->verb->is_record && reading_record_refused(site, cli_asked(cli), cli->verb->name, &failed) < 0)
    remark_recorded("that you asked", &failed);
  wait_until_told(cli);
  return admission_refuse(err);
}

void admission_say_kept(uint64_t seq)
{
  remark("It is recorded all the same, entry %llu.", (unsigned long long)seq);
}

int admission_kept(const struct cli *cli, uint64_t seq)
{
  wait_until_told(cli);
  remark("%-s", sentence);
  admission_say_kept(seq);
  if (cli->is_json)
    say_json(json_pack("{s:s, s:b}", "error", sentence, "recorded", true));
  return STATUS_FORBIDDEN;
}
