/*
 * The run: one Lua state, its threads, and the one place that calls into it.
 *
 * Everything that may raise runs below the lua_pcall in `protect`, threads included, so that a failure of memory
 * anywhere is an ordinary answer (lua.md section 4). A thread is made when it first runs; it is anchored in the
 * registry while it lives. Threads hold no resources of ours, because lua_close runs nothing of a suspended one: what
 * belongs to them hangs on struct script_thread and is freed here.
 */
#include "script/internal.h"

#include "base/alloc.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEMORY_DEFAULT ((size_t)16 << 20)
#define INSTRUCTIONS_DEFAULT 10000000
#define FRAMES_MAX 64

/* ---- where, and what went wrong ---- */

static bool frame_position(lua_State *L, int level, char *text, size_t size)
{
  lua_Debug frame;
  if (!lua_getstack(L, level, &frame) || !lua_getinfo(L, "Sl", &frame))
    return false;
  snprintf(text, size, "%s:%d", frame.short_src, frame.currentline);
  return frame.currentline > 0;
}

/** Where the innermost Lua function stands, "lib/call.lua:18"; "" if there is none. Never raises. */
static void innermost_place(lua_State *L, char *text, size_t size)
{
  text[0] = '\0';
  for (int level = 0; level < FRAMES_MAX; level++)
    if (frame_position(L, level, text, size))
      return;
  text[0] = '\0';
}

/* The line of the playbook from which a function of lib/ was called, if that is where it happened. */
static void add_playbook_line(lua_State *L, char *text, size_t size)
{
  char position[128];
  if (strncmp(text, "lib/", 4) != 0)
    return;
  for (int level = 0; level < FRAMES_MAX; level++)
    if (frame_position(L, level, position, sizeof position) && strncmp(position, "playbooks/", 10) == 0) {
      size_t used = strlen(text);
      snprintf(text + used, size - used, " (called from %s)", position);
      return;
    }
}

/* A sentence out of whatever was raised; only error() can raise something else than a text. */
static void take_sentence(lua_State *L, char *text, size_t size)
{
  if (lua_type(L, -1) == LUA_TSTRING) {
    snprintf(text, size, "%s", lua_tostring(L, -1));
    return;
  }
  char position[128];
  innermost_place(L, position, sizeof position);
  snprintf(text, size, "%s: error was called with a value of type %s; give it a sentence", position,
           luaL_typename(L, -1));
}

/* The whole sentence for an administrator: where, what, and from where it was called. Never raises. */
static void tell(lua_State *L, char *text, size_t size)
{
  const struct meter *meter = &script_of(L)->meter;
  if (meter->stop == METER_GOES) {
    take_sentence(L, text, size);
  } else {
    char position[128], why[256];
    innermost_place(L, position, sizeof position);
    meter_sentence(meter, why, sizeof why);
    snprintf(text, size, "%s%s%s", position, position[0] ? ": " : "", why);
  }
  add_playbook_line(L, text, size);
}

static void note_status(struct script *script, int status)
{
  if (status == LUA_ERRMEM && script->meter.stop == METER_GOES)
    script->meter.stop = METER_OUT_OF_MEMORY;
}

/* ---- the one protected call ---- */

static int explain(lua_State *L)
{
  char text[1024];
  tell(L, text, sizeof text);
  lua_pushstring(L, text);
  return 1;
}

static int protect(struct script *script, lua_CFunction function, char *text, size_t size)
{
  lua_State *L = script->L;
  script->files_being_read = 0;
  lua_pushcfunction(L, explain);
  lua_pushcfunction(L, function);
  int status = lua_pcall(L, 0, 0, 1);
  note_status(script, status);
  if (status == LUA_ERRMEM) /* explain was not called */
    meter_sentence(&script->meter, text, size);
  else if (status != LUA_OK)
    snprintf(text, size, "%s", lua_tostring(L, -1));
  lua_settop(L, 0);
  return status == LUA_OK ? 0 : -1;
}

/* ---- preparing ---- */

static int prepare(lua_State *L)
{
  meter_arm(L);
  environment_build(L);
  actions_install(L);
  playbook_install(L);
  environment_compile(L);
  environment_run_library(L);
  return 0;
}

struct script *script_new(const struct catalogue *catalogue, const struct files *procedure,
                          const struct script_view *view, const struct script_limits *limits, struct err *err)
{
  struct script *script = xcalloc(1, sizeof *script);
  script->catalogue = catalogue;
  script->procedure = procedure;
  script->view = view;
  script->meter.memory = limits->memory ? limits->memory : MEMORY_DEFAULT;
  script->meter.instructions = limits->instructions ? limits->instructions : INSTRUCTIONS_DEFAULT;
  script->L = lua_newstate(meter_allocate, &script->meter);
  char text[1024];
  if (script->L) {
    *(struct script **)lua_getextraspace(script->L) = script;
    if (protect(script, prepare, text, sizeof text) == 0)
      return script;
  } else {
    snprintf(text, sizeof text, "%zu bytes of memory are not enough for a playbook", script->meter.memory);
  }
  err_set(err, "%s", text);
  script_free(script);
  return NULL;
}

/* ---- threads ---- */

static void forget_children(struct script_thread *thread)
{
  for (size_t i = 0; i < thread->child_count; i++)
    free(thread->children[i]);
  free(thread->children);
  thread->children = NULL;
  thread->child_count = 0;
}

static void free_threads(struct script *script)
{
  while (script->threads) {
    struct script_thread *thread = script->threads;
    script->threads = thread->next;
    forget_children(thread);
    free(thread);
  }
}

/* Lets go of every thread, so that the garbage collector takes what an abandoned run left. */
static void release_threads(lua_State *L)
{
  for (struct script_thread *thread = script_of(L)->threads; thread; thread = thread->next) {
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &thread->children);
    if (thread->L)
      luaL_unref(L, LUA_REGISTRYINDEX, thread->anchor);
  }
  free_threads(script_of(L));
}

static struct script_thread *add_thread(struct script *script, struct script_thread *parent, size_t index)
{
  struct script_thread *thread = xcalloc(1, sizeof *thread);
  thread->script = script;
  thread->parent = parent;
  thread->index = index;
  thread->next = script->threads;
  script->threads = thread;
  return thread;
}

struct script_thread *script_main(struct script *script)
{
  return add_thread(script, NULL, 0);
}

struct script_thread *script_child(struct script *script, struct script_thread *parent, size_t index)
{
  assert(index < parent->child_count);
  return add_thread(script, parent, index);
}

void script_free(struct script *script)
{
  if (script == NULL)
    return;
  if (script->L)
    lua_close(script->L);
  free_threads(script);
  free(script->name);
  free(script->title);
  free(script->cites);
  free(script->follows);
  free(script);
}

/* ---- loading ---- */

static int load(lua_State *L)
{
  struct script *script = script_of(L);
  release_threads(L);
  meter_arm(L);
  environment_forget_library(L);
  playbook_load(L, script->loading);
  return 0;
}

int script_load(struct script *script, const char *name, struct script_head *head, struct err *err)
{
  char text[1024];
  script->meter.stop = METER_GOES;
  script->loading = name;
  int result = protect(script, load, text, sizeof text);
  script->loading = NULL;
  if (result < 0)
    return err_set(err, "%s", text);
  *head = (struct script_head){script->name, script->title, script->cites, script->follows, script->priority};
  return 0;
}

/* ---- running ---- */

void script_check_running(lua_State *L, const char *asking)
{
  if (script_of(L)->running == NULL)
    luaL_error(L, "%s stands inside run = function (incident) ... end, not beside it", asking);
}

void script_check_failure(lua_State *L)
{
  const char *failure = script_of(L)->failure;
  if (failure)
    luaL_error(L, "%s", failure);
}

int script_yield(lua_State *L, enum script_event event, lua_KFunction next, lua_KContext context)
{
  struct script *script = script_of(L);
  script->event = event;
  innermost_place(L, script->asked->where, sizeof script->asked->where);
  return lua_yieldk(L, 0, context, next);
}

/* Makes the Lua thread and puts the function it runs on its stack. Returns the number of its arguments. */
static int start(lua_State *L, struct script_thread *thread)
{
  meter_charge(L, METER_QUANTUM); /* its hook starts a count of its own */
  lua_State *made = lua_newthread(L);
  thread->anchor = luaL_ref(L, LUA_REGISTRYINDEX);
  thread->L = made;
  if (thread->parent == NULL) {
    playbook_push_run(L);
    lua_xmove(L, made, 2);
    return 1;
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &thread->parent->children);
  lua_rawgeti(L, -1, (lua_Integer)thread->index + 1);
  lua_xmove(L, made, 1);
  return 0;
}

static void end_thread(lua_State *L, struct script_thread *thread)
{
  thread->has_ended = true;
  lua_resetthread(thread->L);
  thread->L = NULL;
  luaL_unref(L, LUA_REGISTRYINDEX, thread->anchor);
}

static int resume(lua_State *L)
{
  struct script *script = script_of(L);
  struct script_thread *thread = script->running;
  int results, arguments = thread->L ? 0 : start(L, thread);
  if (thread->child_count) {
    forget_children(thread);
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &thread->children);
  }
  int status = lua_resume(thread->L, L, arguments, &results);
  if (status == LUA_YIELD)
    return 0;
  script->event = status == LUA_OK ? SCRIPT_ENDED : SCRIPT_FAILED;
  note_status(script, status);
  if (status != LUA_OK)
    tell(thread->L, script->asked->error, sizeof script->asked->error);
  end_thread(L, thread);
  return 0;
}

static void clear_asked(struct script_asked *asked)
{
  buf_clear(&asked->arguments);
  asked->action = NULL;
  asked->must = false;
  asked->where[0] = asked->error[0] = '\0';
  asked->child_count = 0;
  asked->children = NULL;
}

void script_asked_finish(struct script_asked *asked)
{
  buf_finish(&asked->arguments);
}

enum script_event script_resume(struct script *script, struct script_thread *thread, const char *step,
                                const char *failure, struct script_asked *asked)
{
  assert(!thread->has_ended && script->running == NULL);
  clear_asked(asked);
  script->running = thread;
  script->step = step;
  script->failure = failure;
  script->asked = asked;
  if (script->meter.stop == METER_GOES && protect(script, resume, asked->error, sizeof asked->error) < 0)
    script->event = SCRIPT_FAILED;
  if (script->meter.stop != METER_GOES) {
    script->event = SCRIPT_STOPPED;
    if (!asked->error[0]) /* it was over before, or is over although the thread has not noticed yet */
      meter_sentence(&script->meter, asked->error, sizeof asked->error);
  } else if (script->event == SCRIPT_TOGETHER) {
    asked->child_count = thread->child_count;
    asked->children = (const char *const *)thread->children;
  }
  script->running = NULL;
  script->step = script->failure = NULL;
  script->asked = NULL;
  return script->event;
}

static int list_names(lua_State *L)
{
  environment_run_library(L);
  environment_list(L, script_of(L)->names);
  return 0;
}

int script_names(struct script *script, struct buf *out, struct err *err)
{
  char text[1024];
  script->names = out;
  int result = protect(script, list_names, text, sizeof text);
  script->names = NULL;
  return result < 0 ? err_set(err, "%s", text) : 0;
}

long long script_spent(const struct script *script)
{
  return script->meter.spent;
}
