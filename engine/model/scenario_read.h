/*
 * Inside the room: the parts of a scenario's reader.
 */
#pragma once

#include "base/yaml.h"
#include "model/scenario.h"

struct scenario_reader {
  struct scenario *scenario;
  const struct catalogue *catalogue;
  const struct company *company;
  declaration_check check;
};

/* scenario.c */
int scenario_read_text(const struct yaml *node, char **text, struct err *err);
int scenario_read_person(const struct scenario_reader *reader, const struct yaml *node, char **id, struct err *err);
/** A step's id, an action, or "domain.*" if some action is in it. */
int scenario_read_name(const struct scenario_reader *reader, const struct yaml *node, char **name, struct err *err);

/* scenario_script.c */
int scenario_read_words(struct scenario_reader *reader, const struct yaml *map, struct err *err);
int scenario_read_events(struct scenario_reader *reader, const struct yaml *list, struct err *err);

/* scenario_expect.c */
int scenario_read_expectation(struct scenario_reader *reader, const struct yaml *map, struct err *err);
