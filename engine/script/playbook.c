/*
 * The words a playbook is written in: playbook{}, together{}, establish, certain, possible, and the incident.
 *
 * The incident is a view, as of the position that woke the track: each reading of a list gives a table of its own, and
 * a fact nobody knows yet is an error that says so, because a playbook that took "unknown" for "no" would be dangerous.
 */
#include "script/internal.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/suggest.h"

#include <stdlib.h>
#include <string.h>

#define INCIDENT "an incident"  /* the metatable's name in the registry */
#define LOADED "the playbook"   /* what playbook{} was given last */
#define RUN "the playbook's run"
#define PRIORITY_MAX 5

/* ---- playbook {} ---- */

static void check_members(lua_State *L)
{
  static const char *const known[] = {"name", "title", "accepts", "cites", "follows", "run"};
  size_t count;
  const struct values_key *keys = values_keys(L, 1, &count);
  for (size_t i = 0; i < count; i++) {
    const char *name = keys[i].text ? keys[i].text : "1";
    bool is_known = false;
    for (size_t k = 0; k < COUNT(known); k++)
      is_known |= strcmp(known[k], name) == 0;
    const char *near = is_known ? NULL : suggest(name, known, COUNT(known));
    if (near)
      luaL_error(L, "a playbook has no \"%s\"; did you mean \"%s\"?", name, near);
    if (!is_known)
      luaL_error(L, "a playbook has no \"%s\"; it has name, title, accepts, cites, and run or follows", name);
  }
  lua_pop(L, 1);
}

/* Is there one of this type? Nothing at all is fine, too. */
static bool has_member(lua_State *L, const char *name, int type)
{
  int found = lua_getfield(L, 1, name);
  if (found != type && found != LUA_TNIL)
    luaL_error(L, "a playbook's %s is a %s, not of type %s", name, lua_typename(L, type), lua_typename(L, found));
  lua_pop(L, 1);
  return found == type;
}

static void check_head(lua_State *L)
{
  check_members(L);
  has_member(L, "accepts", LUA_TTABLE);
  has_member(L, "cites", LUA_TSTRING);
  if (!has_member(L, "name", LUA_TSTRING) || !has_member(L, "title", LUA_TSTRING))
    luaL_error(L, "a playbook has a name and a title");
  if (has_member(L, "run", LUA_TFUNCTION) == has_member(L, "follows", LUA_TSTRING))
    luaL_error(L, "a playbook has either run = function (incident) ... end, or follows = another playbook's name");
}

static int take_priority(lua_State *L)
{
  if (lua_getfield(L, 1, "accepts") == LUA_TNIL)
    return -1;
  size_t count;
  const struct values_key *keys = values_keys(L, -1, &count);
  if (count != 1 || keys[0].text == NULL || strcmp(keys[0].text, "priority") != 0)
    luaL_error(L, "a playbook accepts one thing: accepts = { priority = 1 }");
  int is_whole;
  lua_getfield(L, -2, "priority");
  lua_Integer priority = lua_tointegerx(L, -1, &is_whole);
  if (!is_whole || priority < 0 || priority > PRIORITY_MAX)
    luaL_error(L, "the priority a playbook accepts is a number from 0 to %d", PRIORITY_MAX);
  return (int)priority;
}

static int declare_playbook(lua_State *L)
{
  struct script *script = script_of(L);
  if (script->running || script->has_playbook)
    return luaL_error(L, "a file returns one playbook { ... }, once");
  if (lua_gettop(L) != 1 || !lua_istable(L, 1) || lua_getmetatable(L, 1))
    return luaL_error(L, "write return playbook { name = ..., title = ..., run = function (incident) ... end }");
  check_head(L);
  take_priority(L);
  script->has_playbook = true;
  lua_settop(L, 1);
  lua_pushvalue(L, 1);
  lua_setfield(L, LUA_REGISTRYINDEX, LOADED);
  return 1;
}

/* ---- loading ---- */

/* Runs the file and leaves its playbook{} at the first place of the stack. */
static void run_file(lua_State *L, const char *name)
{
  struct script *script = script_of(L);
  lua_settop(L, 0);
  script->has_playbook = false;
  const char *file = lua_pushfstring(L, "playbooks/%s.lua", name);
  environment_push_chunk(L, file);
  lua_remove(L, 1);
  lua_call(L, 0, 1);
  lua_getfield(L, LUA_REGISTRYINDEX, LOADED);
  if (!script->has_playbook || !lua_rawequal(L, 1, 2))
    luaL_error(L, "playbooks/%s.lua: it returns no playbook { ... }", name);
  lua_settop(L, 1);
}

/* A copy in our memory, kept by the script. */
static void keep_text(lua_State *L, const char *member, char **place)
{
  lua_getfield(L, 1, member);
  free(*place);
  *place = xstrdup(lua_tostring(L, -1));
  lua_pop(L, 1);
}

static void keep_head(lua_State *L, struct script *script, const char *name)
{
  keep_text(L, "name", &script->name);
  keep_text(L, "title", &script->title);
  keep_text(L, "cites", &script->cites);
  keep_text(L, "follows", &script->follows);
  script->priority = take_priority(L);
  if (strcmp(script->name, name) != 0)
    luaL_error(L, "playbooks/%s.lua: its name is \"%s\"; file and name have to agree", name, script->name);
}

void playbook_load(lua_State *L, const char *name)
{
  struct script *script = script_of(L);
  run_file(L, name);
  keep_head(L, script, name);
  if (script->follows)
    run_file(L, script->follows);
  if (lua_getfield(L, 1, "run") != LUA_TFUNCTION)
    luaL_error(L, "playbooks/%s.lua: it follows %s, which follows another itself", name, script->follows);
  lua_setfield(L, LUA_REGISTRYINDEX, RUN);
}

/* ---- together {} ---- */

static bool is_track_name(const char *name)
{
  return name[0] >= 'a' && name[0] <= 'z' && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name) &&
         strlen(name) <= 32 && strcmp(name, "main") != 0;
}

/* Leaves the children's functions, in the order of their names, as a list on the stack. */
static void take_functions(lua_State *L, const struct values_key *keys, size_t count)
{
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    if (keys[i].text == NULL || !is_track_name(keys[i].text))
      luaL_error(L, "together needs tracks with names of small letters, digits and _: "
                    "together { people = function () ... end }");
    lua_pushstring(L, keys[i].text);
    if (lua_rawget(L, 1) != LUA_TFUNCTION)
      luaL_error(L, "the track %s of a together is a function, not of type %s", keys[i].text, luaL_typename(L, -1));
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static int children_ended(lua_State *L, int status, lua_KContext context)
{
  script_check_failure(L);
  return 0;
}

static int together(lua_State *L)
{
  script_check_running(L, "together");
  if (lua_gettop(L) != 1 || !lua_istable(L, 1) || lua_getmetatable(L, 1))
    return luaL_error(L, "write together { one = function () ... end, other = function () ... end }");
  size_t count;
  const struct values_key *keys = values_keys(L, 1, &count);
  if (count == 0)
    return 0;
  take_functions(L, keys, count);
  struct script_thread *thread = script_of(L)->running;
  lua_rawsetp(L, LUA_REGISTRYINDEX, &thread->children);
  thread->children = xcalloc(count, sizeof *thread->children);
  for (thread->child_count = 0; thread->child_count < count; thread->child_count++)
    thread->children[thread->child_count] = xstrdup(keys[thread->child_count].text);
  return script_yield(L, SCRIPT_TOGETHER, children_ended, 0);
}

/* ---- facts ---- */

static int refuse_fact(lua_State *L, const char *name)
{
  const char *near = catalogue_suggest_fact(script_of(L)->catalogue, name);
  if (near)
    return luaL_error(L, "no fact is called \"%s\"; did you mean \"%s\"?", name, near);
  return luaL_error(L, "no fact is called \"%s\"; policies/facts.yaml lists them", name);
}

static const struct fact *check_fact(lua_State *L, const char *asking)
{
  script_check_running(L, asking);
  if (lua_type(L, 1) != LUA_TSTRING)
    luaL_error(L, "%s takes the name of a fact in quotes: %s \"compromised\"", asking, asking);
  const struct catalogue *catalogue = script_of(L)->catalogue;
  int index = catalogue_fact(catalogue, lua_tostring(L, 1));
  if (index < 0)
    refuse_fact(L, lua_tostring(L, 1));
  return &catalogue->facts[index];
}

static const char *read_fact(lua_State *L, const struct fact *fact)
{
  const struct script_view *view = script_of(L)->view;
  return view->fact(view->context, fact->name);
}

/* The value that is asked about: the second argument, or "true" for a fact that is true or false. */
static const char *check_value(lua_State *L, const struct fact *fact, const char *asking)
{
  if (fact->is_boolean && lua_isnoneornil(L, 2))
    return "true";
  if (lua_type(L, 2) != LUA_TSTRING)
    luaL_error(L, "\"%s\" is not true or false; write %s(\"%s\", \"%s\")", fact->name, asking, fact->name,
               fact->value_count ? fact->values[0] : "...");
  const char *value = lua_tostring(L, 2);
  if (fact_value(fact, value) < 0)
    luaL_error(L, "\"%s\" is never \"%s\"", fact->name, value);
  return value;
}

static int certain(lua_State *L)
{
  const struct fact *fact = check_fact(L, "certain");
  const char *asked = check_value(L, fact, "certain"), *known = read_fact(L, fact);
  lua_pushboolean(L, known && strcmp(known, asked) == 0);
  return 1;
}

static int possible(lua_State *L)
{
  const struct fact *fact = check_fact(L, "possible");
  const char *asked = check_value(L, fact, "possible"), *known = read_fact(L, fact);
  lua_pushboolean(L, known == NULL || strcmp(known, asked) == 0);
  return 1;
}

static int established(lua_State *L, int status, lua_KContext context)
{
  script_check_failure(L);
  return 0;
}

static int establish(lua_State *L)
{
  const struct fact *fact = check_fact(L, "establish");
  if (fact->source == FACT_DERIVED)
    return luaL_error(L, "\"%s\" follows from other facts; establish those", fact->name);
  if (read_fact(L, fact))
    return 0;
  struct script_asked *asked = script_of(L)->asked;
  struct json json;
  json_begin(&json, &asked->arguments);
  json_open_object(&json);
  json_member(&json, "name", fact->name);
  json_close_object(&json);
  asked->action = "fact.establish";
  return script_yield(L, SCRIPT_ASKED, established, 0);
}

/* ---- the incident ---- */

static void push_fact(lua_State *L, const struct fact *fact)
{
  const char *value = read_fact(L, fact);
  if (value == NULL)
    luaL_error(L, "incident.%s is not known yet; establish \"%s\" first, or ask certain \"%s\" or possible \"%s\"",
               fact->name, fact->name, fact->name, fact->name);
  if (fact->is_boolean)
    lua_pushboolean(L, strcmp(value, "true") == 0);
  else if (lua_stringtonumber(L, value) == 0) /* priority is a number */
    lua_pushstring(L, value);
}

static const char *const parts[] = {"id",  "title",       "systems",    "source",        "subjects",
                                    "run", "declared_by", "discovered", "organisations", "people", "facility",
                                    "provider"};

/* What the declaration has left out is nil, and an empty list where one would go through it. */
static void push_left_out(lua_State *L, const char *name)
{
  if (strcmp(name, "organisations") == 0)
    lua_newtable(L);
  else
    lua_pushnil(L);
}

static int push_or_refuse(lua_State *L, const char *name)
{
  for (size_t i = 0; i < COUNT(parts); i++)
    if (strcmp(parts[i], name) == 0) {
      push_left_out(L, name);
      return 1;
    }
  const char *near = suggest(name, parts, COUNT(parts));
  if (near == NULL)
    near = catalogue_suggest_fact(script_of(L)->catalogue, name);
  if (near)
    return luaL_error(L, "the incident has no \"%s\"; did you mean \"%s\"?", name, near);
  return luaL_error(L, "the incident has no \"%s\": it has what its declaration says, and the facts", name);
}

static int read_incident(lua_State *L)
{
  struct script *script = script_of(L);
  if (lua_type(L, 2) != LUA_TSTRING)
    return luaL_error(L, "the parts of the incident have names, such as incident.systems");
  const char *name = lua_tostring(L, 2);
  int fact = catalogue_fact(script->catalogue, name);
  const json_t *part = fact < 0 ? script->view->incident(script->view->context, name) : NULL;
  if (fact >= 0)
    push_fact(L, &script->catalogue->facts[fact]);
  else if (part == NULL)
    return push_or_refuse(L, name);
  else
    values_push(L, part);
  return 1;
}

static int refuse_changing(lua_State *L)
{
  return luaL_error(L, "the incident is as the record has it; establish a fact, or note it");
}

bool playbook_is_incident(lua_State *L, int index)
{
  return luaL_testudata(L, index, INCIDENT) != NULL;
}

static void make_incident(lua_State *L)
{
  luaL_newmetatable(L, INCIDENT);
  lua_pushcfunction(L, read_incident);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, refuse_changing);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}

void playbook_push_run(lua_State *L)
{
  lua_getfield(L, LUA_REGISTRYINDEX, RUN);
  lua_newuserdatauv(L, 0, 0);
  luaL_setmetatable(L, INCIDENT);
}

void playbook_install(lua_State *L)
{
  static const luaL_Reg words[] = {
      {"certain", certain},   {"establish", establish}, {"playbook", declare_playbook},
      {"possible", possible}, {"together", together},
  };
  static const char *const statuses[] = {"done", "failed", "denied", "unknown"};
  make_incident(L);
  for (size_t i = 0; i < COUNT(words); i++) {
    lua_pushcfunction(L, words[i].func);
    environment_set(L, words[i].name);
  }
  for (size_t i = 0; i < COUNT(statuses); i++) {
    lua_pushstring(L, statuses[i]);
    environment_set(L, statuses[i]);
  }
}
