/*
 * The declaration: what somebody says when an incident begins. Read from the incident file (design.md section 9) or
 * from the body of a `declare` entry; written as that body. What it says is not judged here, only whether it can be
 * understood.
 */
#pragma once

#include "base/err.h"
#include "base/yaml.h"
#include "model/catalogue.h"
#include "model/source.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct declared_fact {
  char *name, *value;                 /* known ones only */
};

struct declared_system {
  char *name, *address, *owner;       /* address and owner may be NULL */
  bool is_suspect;                    /* not to be trusted: nobody is called, nothing is said through it (R101) */
};

struct declared_person {
  char *name, *phone, *part;          /* phone and part (what he had to do with it) may be NULL */
};

struct declaration {
  char *title;                        /* may be "" in a body, never NULL after reading */
  char *declared_by;                  /* a person's id; may be NULL in a file */
  char *discovered, *facility, *unauthorized_because; /* may be NULL (R38, R77) */
  char *policy_clause;                /* of the security policy, that it is against (R39); may be NULL */
  char *drill;                        /* tabletop, callout, capture; NULL: the real thing */
  size_t fact_count, system_count, subject_count, person_count, organisation_count;
  struct declared_fact *facts;
  struct source source;
  struct declared_system *systems;
  char **subjects;                    /* ids of people, or names */
  struct declared_person *people;
  char **organisations;               /* involved: own departments, providers, other sites, agencies (R83) */
  json_t *alarm;                      /* what a sensor said, if one did (model/alarm.h); may be NULL */
};

void declaration_finish(struct declaration *declaration);

/** Refuses a source entry that cannot be what it looks like; sets the sentence. */
typedef int (*declaration_check)(const char *source_entry, struct err *err);

/**
 * Reads an incident file. Unknown keys, facts and values, facts that only steps may establish, and source entries that
 * `check` (may be NULL) refuses: file:line:col and a sentence. On error the declaration is empty.
 */
int declaration_read(struct declaration *declaration, const struct catalogue *catalogue, declaration_check check,
                     const char *file, const char *bytes, size_t length, struct err *err);

/** The same from a map that stands inside another file. */
int declaration_read_map(struct declaration *declaration, const struct catalogue *catalogue, declaration_check check,
                         const struct yaml *map, struct err *err);

/** One fact as an incident file may set it; "unknown" leaves it out. Same refusals, without a place. */
int declaration_set_fact(struct declaration *declaration, const struct catalogue *catalogue, const char *name,
                         const char *value, struct err *err);

/**
 * Nothing of ours was used: then it is no incident of this procedure (R38), unless its kind was said. True if that was
 * concluded now.
 */
bool declaration_settle(struct declaration *declaration, const struct catalogue *catalogue);

/** The drills there are, NULL-terminated. */
extern const char *const declaration_drills[];

/** The `declare` body; doubtful source entries are listed under `doubtful`. The caller decrefs. */
json_t *declaration_to_json(const struct declaration *declaration);

/** Reads such a body back; lenient, for the ledger has accepted it. */
void declaration_from_json(struct declaration *declaration, const json_t *body);
