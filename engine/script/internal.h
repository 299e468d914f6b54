/*
 * What the files of this room share: the run's state, its meter, and the few verbs between them.
 *
 * Functions marked "raises" may leave by longjmp (lua.md section 4): they own nothing, or what they own hangs on the
 * struct script and is freed with it. All of them run below the one lua_pcall in interpreter.c.
 */
#pragma once

#include "script/liblua.h"
#include "script/script.h"

/* ---- budget.c: what a run may use ---- */

#define METER_QUANTUM 1000                 /* instructions between two looks at the meter */
#define METER_BLOCK_MAX ((size_t)128 << 10) /* the longest text, list or stack: nothing of the ledger's is longer */

enum meter_stop { METER_GOES, METER_OUT_OF_INSTRUCTIONS, METER_OUT_OF_MEMORY };

struct meter {
  size_t used, memory;
  int refusals;
  long long spent, instructions;
  enum meter_stop stop;                    /* never goes back within a run */
};

void *meter_allocate(void *meter, void *block, size_t old_size, size_t new_size); /* a lua_Alloc */
/** Zeroes the meter and sets its hook; no other thread may exist. */
void meter_arm(lua_State *L);
/** Raises when nothing is left. */
void meter_charge(lua_State *L, long long instructions);
/** Why the run was stopped. */
void meter_sentence(const struct meter *meter, char *text, size_t size);

/* ---- interpreter.c: the run ---- */

struct script_thread {
  struct script *script;
  struct script_thread *next;              /* of the script's list */
  struct script_thread *parent;            /* NULL: calls run(incident) */
  size_t index;                            /* which of its parent's children */
  lua_State *L;                            /* NULL before it starts and after it ends */
  int anchor;                              /* keeps L from the collector */
  bool has_ended;
  size_t child_count;
  char **children;                         /* names; their functions are in the registry under &children */
};

struct script {
  lua_State *L;                            /* the main state; threads hang on it */
  struct meter meter;
  const struct catalogue *catalogue;
  const struct files *procedure;
  const struct script_view *view;
  struct script_thread *threads;
  char *name, *title, *cites, *follows;    /* of the playbook that is loaded */
  int priority;
  bool has_playbook;                       /* playbook{} was called by the chunk that is read now */

  int files_being_read;                    /* of lib/, one needing the other */
  const char *loading;                     /* only while script_load runs */
  struct buf *names;                       /* only while script_names runs */

  /* only while script_resume runs: */
  struct script_thread *running;
  enum script_event event;
  const char *step, *failure;
  struct script_asked *asked;
};

static inline struct script *script_of(lua_State *L)
{
  return *(struct script **)lua_getextraspace(L);
}

/** Raises unless a track is running: nothing may be asked while a file is being read. */
void script_check_running(lua_State *L, const char *asking);

/** Yields to script_resume; `next` runs when it is resumed, and first calls script_check_failure. Raises. */
int script_yield(lua_State *L, enum script_event event, lua_KFunction next, lua_KContext context);

/** Ends the track if that is what script_resume was told. Raises. */
void script_check_failure(lua_State *L);

/* ---- environment.c: all a playbook can see ---- */

void environment_build(lua_State *L);                 /* raises */
void environment_compile(lua_State *L);               /* reads lib/; raises */
void environment_run_library(lua_State *L);           /* makes all of lib/'s tables; raises */
void environment_forget_library(lua_State *L);        /* they are made again when they are first named */
/** Pushes the compiled chunk of a file of the procedure, reading it only the first time. Raises. */
void environment_push_chunk(lua_State *L, const char *file);
/** Replaces the table on top by one that can be read only and says what is missing. `kind`: "action". Raises. */
void environment_seal(lua_State *L, const char *name, const char *kind);
/** Sets a name of the world to the value on top, and pops it. Raises. */
void environment_set(lua_State *L, const char *name);
/** Appends the world's names, one a line: "certain", "call.irt". Raises. */
void environment_list(lua_State *L, struct buf *out);

/* ---- condition.c ---- */

/** Refuses a file in which an outcome itself is a condition. Raises. */
void condition_check(lua_State *L, const struct file *file);

/* ---- text.c: string functions that are bounded and show no addresses ---- */

void text_install(lua_State *L);                      /* adds to the table on top: format, rep. Raises */
int text_tostring(lua_State *L);                      /* lua_CFunction */

/* ---- values.c: between Lua and JSON ---- */

#define VALUES_DEPTH_MAX 8
#define VALUES_SIZE_MAX ((size_t)16 << 10)

struct values_key {
  const char *text;                        /* NULL: a number. Borrowed from the table */
  lua_Integer number;
};

/** The table's keys, numbers first, then names in byte order; pushes what holds them. Raises on other keys. */
const struct values_key *values_keys(lua_State *L, int index, size_t *count);
int values_pairs(lua_State *L);                       /* lua_CFunction: pairs, in the order above */
void values_push(lua_State *L, const json_t *value);  /* raises */
/** Appends a table as a canonical object. `skip` is a member that is left out, or NULL. Raises. */
void values_write_object(lua_State *L, int index, const char *skip, struct buf *out);

/* ---- actions.c ---- */

void actions_install(lua_State *L);                   /* raises */
/** The step of an outcome object, or NULL if it is something else. */
const char *actions_outcome_step(lua_State *L, int index);

/* ---- playbook.c ---- */

void playbook_install(lua_State *L);                  /* raises */
void playbook_push_run(lua_State *L);                 /* the loaded playbook's run, and the incident */
bool playbook_is_incident(lua_State *L, int index);
/** Runs playbooks/NAME.lua, and keeps its head and its run or that of the playbook it follows. Raises. */
void playbook_load(lua_State *L, const char *name);
