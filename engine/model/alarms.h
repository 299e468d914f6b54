/*
 * Alarms: what a sensor says, and the little of it that the procedure lets count (policies/alarms.yaml).
 *
 * A line comes from outside and may have been written by the attacker. What is taken from it are a class that the
 * mapping knows, and names and addresses of a very plain alphabet; all else is text that is kept and shown, and never
 * becomes a command, a path, a template or a title. Reading allocates next to nothing and is bounded in everything.
 */
#pragma once

#include "base/err.h"
#include "model/catalogue.h"
#include "model/files.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ALARMS_FILE "policies/alarms.yaml"
#define ALARM_LINE_MAX ((size_t)65536) /* a longer line is an alarm that cannot be read */
#define ALARM_NAME_SIZE 128
#define ALARM_SAYS_SIZE 256
#define ALARM_CLASS_UNKNOWN "unknown"

enum alarm_format { ALARM_JSON, ALARM_SYSLOG };

/** Where alarms come from and how their lines are read. Texts are borrowed from the mapping. */
struct alarm_sensor {
  const char *id, *cannot_see;
  enum alarm_format format;
  const char *program;                        /* syslog: whose lines are meant */
  const char *address_after;                  /* syslog: the address is the word behind this text; may be NULL */
  const char *class, *says, *name;            /* json: fields, "alert.category"; NULL: not there */
  const char *address, *system;
  size_t only_count;
  const char *only_fields[8], *only_values[8]; /* json: a line is an alarm where all of these hold */
  bool ignores_others;                        /* a line of no class of ours is no alarm; else it is an unknown one */
  int line;
};

/** What one class of alarms means. */
struct alarm_class {
  const char *id, *means, *triage;            /* triage NULL: none, which `check` finds */
  const struct alarm_sensor *sensor;
  const struct yaml *when;                    /* list of texts */
  json_t *facts;                              /* what it proves, and nothing else */
  bool is_important;
  int line;
};

struct alarms {
  struct yaml *tree;
  int64_t window_s;                           /* the same class, source or system joins what is open, for so long */
  int64_t entries;                            /* of one class within the window; more of them are only counted */
  const char *triage;                         /* of an alarm whose class nobody listed; may be NULL */
  size_t sensor_count, class_count;
  struct alarm_sensor *sensors;
  struct alarm_class *classes;
};

/** A procedure without alarms.yaml knows no class: every alarm is then of class unknown. Errors: file:line:col. */
int alarms_load(const struct files *procedure, const struct catalogue *catalogue, struct alarms *alarms,
                struct err *err);
void alarms_finish(struct alarms *alarms);

/** For `check`: classes that nobody is told how to look at (R20), a sentence each. */
typedef void (*alarms_finding)(void *context, int line, const char *sentence);
void alarms_lint(const struct alarms *alarms, const struct files *procedure, alarms_finding find, void *context);

/** What one line says. */
struct alarm {
  const struct alarm_sensor *sensor;          /* NULL: none of ours writes such lines */
  const struct alarm_class *class;            /* NULL: unknown */
  char name[ALARM_NAME_SIZE];                 /* of the sensor, as it calls itself; may be "" */
  char address[ALARM_NAME_SIZE], system[ALARM_NAME_SIZE]; /* "" if there is none, or it is no plain name */
  char says[ALARM_SAYS_SIZE];                 /* its own words, cut and without control characters: only to be shown */
};

/** False if the line is no alarm: empty, or one that the mapping sets aside. `sensor_id` may be NULL: any. */
bool alarm_read(const struct alarms *alarms, const char *sensor_id, const char *line, size_t length,
                struct alarm *alarm);

/** "unknown" if no class of ours fits. */
const char *alarm_class_id(const struct alarm *alarm);
const char *alarm_triage(const struct alarms *alarms, const struct alarm *alarm); /* may be NULL */
