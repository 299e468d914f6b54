/*
 * All a playbook can see, built from nothing (lua.md sections 1 and 3).
 *
 * Lua's own libraries are opened aside, a few functions are picked by name, and the rest is dropped before any
 * playbook is read. Every table handed out is a pair: an empty one that a playbook holds, which reads from an inner
 * one it cannot reach. So nothing built in can be changed, and a name that does not exist is an error that suggests.
 */
#include "script/internal.h"

#include "base/alloc.h"
#include "base/suggest.h"

#include <stdlib.h>
#include <string.h>

#define NAMES "names"   /* registry: the inner table of the world */
#define WORLD "world"   /* registry: what chunks get as _ENV */
#define NEEDED_MAX 8    /* files of lib/ that need one another while they are read */
#define CHUNKS "chunks" /* registry: file -> compiled function */

/* ---- tables that are read only and say what is missing ---- */

static int refuse_writing(lua_State *L)
{
  const char *name = lua_tostring(L, lua_upvalueindex(1));
  if (*name)
    return luaL_error(L, "%s is built in and cannot be changed", name);
  const char *written = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "...";
  return luaL_error(L, "write 'local %s': playbooks have no globals", written);
}

/* The names in the inner table as an array that lives on the stack. */
static const char **known_names(lua_State *L, int index, size_t *count)
{
  const struct values_key *keys = values_keys(L, index, count);
  const char **known = lua_newuserdatauv(L, (*count + 1) * sizeof *known, 0);
  for (size_t i = 0; i < *count; i++)
    known[i] = keys[i].text;
  return known;
}

static int refuse_member(lua_State *L, const char *name, const char *kind, const char *wanted)
{
  size_t count;
  const char **known = known_names(L, 1, &count);
  const char *near = suggest(wanted, known, count);
  if (near)
    return luaL_error(L, "no %s is called \"%s.%s\"; did you mean \"%s.%s\"?", kind, name, wanted, name, near);
  lua_pushfstring(L, "no %s is called \"%s.%s\"; known:", kind, name, wanted);
  for (size_t i = 0; i < count; i++)
    lua_pushfstring(L, "%s %s", lua_tostring(L, -1), known[i]);
  return luaL_error(L, "%s", lua_tostring(L, -1));
}

static bool name_library(lua_State *L, int names, const char *wanted);

/* Upvalues: name and kind; both empty for the world itself, where lib/ is read when it is first named. */
static int find_missing(lua_State *L)
{
  const char *name = lua_tostring(L, lua_upvalueindex(1)), *kind = lua_tostring(L, lua_upvalueindex(2));
  const char *wanted = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : luaL_typename(L, 2);
  if (*name)
    return refuse_member(L, name, kind, wanted);
  if (name_library(L, 1, wanted))
    return 1;
  size_t count;
  const char **known = known_names(L, 1, &count);
  const char *near = suggest(wanted, known, count);
  if (near)
    return luaL_error(L, "unknown name \"%s\"; did you mean \"%s\"?", wanted, near);
  return luaL_error(L, "unknown name \"%s\"; playbooks/README.md lists what a playbook can use", wanted);
}

static void lock(lua_State *L)
{
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
}

void environment_seal(lua_State *L, const char *name, const char *kind)
{
  lua_createtable(L, 0, 2); /* the inner one's metatable */
  lua_pushstring(L, name);
  lua_pushstring(L, kind);
  lua_pushcclosure(L, find_missing, 2);
  lua_setfield(L, -2, "__index");
  lock(L);

  lua_newtable(L); /* the outer one */
  lua_createtable(L, 0, 3);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lua_pushstring(L, name);
  lua_pushcclosure(L, refuse_writing, 1);
  lua_setfield(L, -2, "__newindex");
  lock(L);
  lua_remove(L, -2);
}

void environment_set(lua_State *L, const char *name)
{
  lua_getfield(L, LUA_REGISTRYINDEX, NAMES);
  lua_pushstring(L, name);
  if (lua_rawget(L, -2) != LUA_TNIL)
    luaL_error(L, "the name %s is taken already", name);
  lua_pop(L, 1);
  lua_pushstring(L, name);
  lua_pushvalue(L, -3);
  lua_rawset(L, -3);
  lua_pop(L, 2);
}

/* ---- the few functions of Lua's own ---- */

/* Calls the upvalue, in this very frame, after charging for the length of what it works on. */
static int charged(lua_State *L)
{
  meter_charge(L, (long long)lua_rawlen(L, 1));
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static void pick(lua_State *L, int from, const char *const *names, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    lua_getfield(L, from, names[i]);
    lua_pushcclosure(L, charged, 1);
    lua_setfield(L, -2, names[i]);
  }
}

static void build_basics(lua_State *L)
{
  static const char *const names[] = {"assert", "error", "ipairs", "rawequal", "rawlen", "select", "tonumber", "type"};
  luaL_requiref(L, "_G", luaopen_base, false);
  for (size_t i = 0; i < COUNT(names); i++) {
    lua_getfield(L, -1, names[i]);
    environment_set(L, names[i]);
  }
  lua_pushcfunction(L, values_pairs);
  environment_set(L, "pairs");
  lua_pushcfunction(L, text_tostring);
  environment_set(L, "tostring");
  lua_pop(L, 1);
}

/* Every text's methods are those of the curated table: s:upper(), and nothing else. */
static void set_text_methods(lua_State *L)
{
  lua_pushliteral(L, "");
  lua_createtable(L, 0, 2);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lock(L);
  lua_pop(L, 1);
}

static void build_strings(lua_State *L)
{
  static const char *const names[] = {"byte", "char", "len", "lower", "reverse", "sub", "upper"};
  luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, false);
  lua_newtable(L);
  pick(L, lua_absindex(L, -2), names, COUNT(names));
  lua_getfield(L, -2, "format"); /* Lua's own, for ours */
  lua_setfield(L, -2, "format");
  text_install(L);
  environment_seal(L, "string", "function");
  set_text_methods(L);
  environment_set(L, "string");
  lua_pop(L, 1);
}

static void build_library(lua_State *L, const char *name, lua_CFunction open, const char *const *names, size_t count)
{
  luaL_requiref(L, name, open, false);
  lua_newtable(L);
  pick(L, lua_absindex(L, -2), names, count);
  environment_seal(L, name, "function");
  environment_set(L, name);
  lua_pop(L, 1);
}

/* What Lua's libraries left behind is out of a playbook's reach, but nothing needs it either. */
static void drop_the_rest(lua_State *L)
{
  lua_pushnil(L);
  lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_getfield(L, LUA_REGISTRYINDEX, WORLD);
  lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

void environment_build(lua_State *L)
{
  static const char *const table_names[] = {"concat", "insert", "remove", "unpack"};
  static const char *const math_names[] = {"abs", "ceil", "floor", "max", "min", "tointeger", "type"};
  lua_newtable(L);
  lua_setfield(L, LUA_REGISTRYINDEX, CHUNKS);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, LUA_REGISTRYINDEX, NAMES);
  environment_seal(L, "", "");
  lua_setfield(L, LUA_REGISTRYINDEX, WORLD);
  build_basics(L);
  build_strings(L);
  build_library(L, LUA_TABLIBNAME, luaopen_table, table_names, COUNT(table_names));
  build_library(L, LUA_MATHLIBNAME, luaopen_math, math_names, COUNT(math_names));
  drop_the_rest(L);
}

/* ---- chunks ---- */

static void compile(lua_State *L, const char *name)
{
  const struct file *file = files_find(script_of(L)->procedure, name);
  if (file == NULL)
    luaL_error(L, "%s: the procedure has no such file", name);
  if (file->length > METER_BLOCK_MAX)
    luaL_error(L, "%s: it is longer than %d KiB", name, (int)(METER_BLOCK_MAX >> 10));
  if (file->length && file->bytes[0] == LUA_SIGNATURE[0])
    luaL_error(L, "%s: it is compiled; a procedure holds text that people can read", name);
  struct meter *meter = &script_of(L)->meter;
  long long spent = meter->spent;
  lua_pushfstring(L, "@%s", name);
  if (luaL_loadbufferx(L, file->bytes, file->length, lua_tostring(L, -1), "t") != LUA_OK)
    lua_error(L);
  condition_check(L, file);
  meter->spent = spent; /* compiling is free, so that a run costs the same whether it was compiled before or not */
  lua_remove(L, -2);
}

void environment_push_chunk(lua_State *L, const char *name)
{
  lua_getfield(L, LUA_REGISTRYINDEX, CHUNKS);
  if (lua_getfield(L, -1, name) == LUA_TNIL) {
    lua_pop(L, 1);
    compile(L, name);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, name);
  }
  lua_remove(L, -2);
  lua_getfield(L, LUA_REGISTRYINDEX, WORLD);
  lua_setupvalue(L, -2, 1); /* each time: the chunk may have assigned to its _ENV */
}

/* ---- lib/: one name, from a file of the site's and from ours below it ---- */

#define OWN "lib/"
#define SHIPPED "lib/shipped/"

/* "call" of "lib/call.lua" or "lib/shipped/call.lua" in `name`; false for other files. */
static bool is_library(const char *file, char *name, size_t size)
{
  const char *prefix = strncmp(file, SHIPPED, strlen(SHIPPED)) == 0 ? SHIPPED : OWN;
  size_t before = strlen(prefix), length = strlen(file);
  if (strncmp(file, prefix, before) != 0 || length <= before + 4 || strcmp(file + length - 4, ".lua") != 0)
    return false;
  length -= before + 4;
  if (length >= size || strspn(file + before, "abcdefghijklmnopqrstuvwxyz_") != length)
    return false;
  memcpy(name, file + before, length);
  name[length] = '\0';
  return true;
}

void environment_compile(lua_State *L)
{
  const struct files *files = script_of(L)->procedure;
  char name[64];
  for (size_t i = 0; i < files->count; i++) {
    if (!is_library(files->list[i].name, name, sizeof name))
      continue;
    lua_getfield(L, LUA_REGISTRYINDEX, NAMES);
    lua_pushstring(L, name);
    if (lua_rawget(L, -2) != LUA_TNIL)
      luaL_error(L, "%s: the name %s is taken already; rename the file", files->list[i].name, name);
    environment_push_chunk(L, files->list[i].name);
    lua_pop(L, 3);
  }
}

static void check_library(lua_State *L, const char *file)
{
  if (!lua_istable(L, -1) || lua_getmetatable(L, -1))
    luaL_error(L, "%s: it returns no table of functions", file);
  size_t count;
  const struct values_key *keys = values_keys(L, -1, &count);
  for (size_t i = 0; i < count; i++) {
    if (keys[i].text == NULL || lua_getfield(L, -2, keys[i].text) != LUA_TFUNCTION)
      luaL_error(L, "%s: it returns more than named functions", file);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* Leaves what a file returns on the stack; false if there is no such file. */
static bool run_file(lua_State *L, const char *file)
{
  if (files_find(script_of(L)->procedure, file) == NULL)
    return false;
  environment_push_chunk(L, file);
  lua_call(L, 0, 1);
  check_library(L, file);
  return true;
}

/* The functions of the table on top are laid over those of the one below it, function by function, and popped. What
 * the upper file itself looks up in its table and has not, it finds in the lower. */
static void lay_over(lua_State *L)
{
  size_t count;
  const struct values_key *keys = values_keys(L, -1, &count); /* pushes what holds them */
  for (size_t i = 0; i < count; i++) {
    lua_getfield(L, -2, keys[i].text);
    lua_setfield(L, -4, keys[i].text);
  }
  lua_pop(L, 1);
  lua_createtable(L, 0, 2);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lock(L);
  lua_pop(L, 1);
}

/* Makes lib's table of that name and leaves it on the stack; false if there is no file for it. NAMES is at `names`. */
static bool run_library(lua_State *L, int names, const char *name)
{
  struct script *script = script_of(L);
  const char *own = lua_pushfstring(L, OWN "%s.lua", name), *shipped = lua_pushfstring(L, SHIPPED "%s.lua", name);
  if (script->files_being_read >= NEEDED_MAX)
    luaL_error(L, "%s: it and others need each other while they are read; let functions name them, not the file", own);
  script->files_being_read++;
  bool is_shipped = run_file(L, shipped), is_own = run_file(L, own);
  script->files_being_read--;
  if (is_shipped && is_own)
    lay_over(L);
  if (!is_shipped && !is_own)
    return false;
  environment_seal(L, name, "function");
  lua_pushstring(L, name);
  lua_pushvalue(L, -2);
  lua_rawset(L, names);
  return true;
}

static bool name_library(lua_State *L, int names, const char *wanted)
{
  const char *file = lua_pushfstring(L, OWN "%s.lua", wanted);
  char name[64];
  return is_library(file, name, sizeof name) && run_library(L, names, name);
}

void environment_run_library(lua_State *L)
{
  const struct files *files = script_of(L)->procedure;
  char name[64];
  lua_getfield(L, LUA_REGISTRYINDEX, NAMES);
  int names = lua_absindex(L, -1);
  for (size_t i = 0; i < files->count; i++) {
    if (!is_library(files->list[i].name, name, sizeof name))
      continue;
    lua_pushstring(L, name);
    if (lua_rawget(L, names) == LUA_TNIL) /* else another file needed it, or it has two */
      run_library(L, names, name);
    lua_settop(L, names);
  }
  lua_pop(L, 1);
}

void environment_forget_library(lua_State *L)
{
  const struct files *files = script_of(L)->procedure;
  char name[64];
  lua_getfield(L, LUA_REGISTRYINDEX, NAMES);
  for (size_t i = 0; i < files->count; i++)
    if (is_library(files->list[i].name, name, sizeof name)) {
      lua_pushstring(L, name);
      lua_pushnil(L);
      lua_rawset(L, -3);
    }
  lua_pop(L, 1);
}

/* ---- the list of names, for editors and linters ---- */

static void list_members(lua_State *L, const char *name, struct buf *out)
{
  size_t count;
  lua_getmetatable(L, -1);
  lua_getfield(L, -1, "__index");
  const struct values_key *keys = values_keys(L, -1, &count);
  for (size_t i = 0; i < count; i++)
    buf_format(out, "%s.%s\n", name, keys[i].text);
  lua_pop(L, 3);
}

void environment_list(lua_State *L, struct buf *out)
{
  size_t count;
  lua_getfield(L, LUA_REGISTRYINDEX, NAMES);
  const struct values_key *keys = values_keys(L, -1, &count);
  for (size_t i = 0; i < count; i++) {
    if (lua_getfield(L, -2, keys[i].text) == LUA_TTABLE)
      list_members(L, keys[i].text, out);
    else
      buf_format(out, "%s\n", keys[i].text);
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
}
