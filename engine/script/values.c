/*
 * Between Lua's values and canonical JSON.
 *
 * Tables are always walked in one order, numbers first, then names byte by byte: Lua's own order changes from process
 * to process, and replay must see the same requests (lua.md section 2). A table with the keys 1 ... n is a list, and so
 * is an empty one; a table with names only is an object; there is nothing else.
 */
#include "script/internal.h"

#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#define PER_KEY 16 /* instructions that finding and sorting a key, or copying a value in, is worth */

static int compare_keys(const void *left, const void *right)
{
  const struct values_key *a = left, *b = right;
  if (a->text && b->text)
    return strcmp(a->text, b->text);
  if (a->text || b->text)
    return a->text ? 1 : -1;
  return a->number < b->number ? -1 : a->number > b->number;
}

/* Reads the key at the top of the stack without converting it, which would confuse lua_next. */
static void take_key(lua_State *L, struct values_key *key)
{
  if (lua_type(L, -1) == LUA_TSTRING) {
    size_t length;
    key->text = lua_tolstring(L, -1, &length);
    if (strlen(key->text) == length)
      return;
  } else if (lua_isinteger(L, -1)) {
    key->number = lua_tointeger(L, -1);
    return;
  }
  luaL_error(L, "the names in a table are texts or whole numbers, not of type %s", luaL_typename(L, -1));
}

static size_t count_keys(lua_State *L, int index)
{
  size_t count = 0;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
    count++;
  return count;
}

const struct values_key *values_keys(lua_State *L, int index, size_t *count)
{
  index = lua_absindex(L, index);
  luaL_checkstack(L, 4, "tables are nested too deeply");
  *count = count_keys(L, index);
  meter_charge(L, (long long)*count * PER_KEY);
  struct values_key *keys = lua_newuserdatauv(L, (*count + 1) * sizeof *keys, 0);
  memset(keys, 0, (*count + 1) * sizeof *keys);
  size_t place = 0;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    lua_pushvalue(L, -2);
    take_key(L, &keys[place++]);
    lua_pop(L, 1);
  }
  qsort(keys, *count, sizeof *keys, compare_keys);
  return keys;
}

/* ---- pairs ---- */

static void push_key(lua_State *L, const struct values_key *key)
{
  if (key->text)
    lua_pushstring(L, key->text);
  else
    lua_pushinteger(L, key->number);
}

/* Upvalues: the table, a list of its keys, the last place. What was taken out of the table meanwhile is passed over. */
static int next_pair(lua_State *L)
{
  lua_Integer place = lua_tointeger(L, lua_upvalueindex(3));
  for (;;) {
    lua_settop(L, 0);
    if (lua_rawgeti(L, lua_upvalueindex(2), ++place) == LUA_TNIL)
      return 1;
    lua_pushvalue(L, 1);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
      break;
  }
  lua_pushinteger(L, place);
  lua_replace(L, lua_upvalueindex(3));
  return 2;
}

int values_pairs(lua_State *L)
{
  if (!lua_istable(L, 1) || lua_getmetatable(L, 1))
    return luaL_error(L, "pairs walks a table of your own, not %s",
                      lua_istable(L, 1) ? "one that is built in" : luaL_typename(L, 1));
  lua_settop(L, 1);
  size_t count;
  const struct values_key *keys = values_keys(L, 1, &count);
  lua_pushvalue(L, 1);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    push_key(L, &keys[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_pair, 3);
  return 1;
}

/* ---- from JSON ---- */

static void push_list(lua_State *L, const json_t *list)
{
  size_t count = json_array_size(list);
  meter_charge(L, (long long)count * PER_KEY);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    values_push(L, json_array_get(list, i));
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_object(lua_State *L, const json_t *object)
{
  const char *name;
  json_t *value;
  meter_charge(L, (long long)json_object_size(object) * PER_KEY);
  lua_newtable(L);
  json_object_foreach((json_t *)(uintptr_t)object, name, value)
  {
    values_push(L, value);
    lua_setfield(L, -2, name);
  }
}

void values_push(lua_State *L, const json_t *value)
{
  luaL_checkstack(L, 4, "a value is nested too deeply");
  switch (value ? json_typeof(value) : JSON_NULL) {
  case JSON_OBJECT:
    push_object(L, value);
    break;
  case JSON_ARRAY:
    push_list(L, value);
    break;
  case JSON_STRING:
    lua_pushlstring(L, json_string_value(value), json_string_length(value));
    break;
  case JSON_INTEGER:
    lua_pushinteger(L, json_integer_value(value));
    break;
  case JSON_TRUE:
  case JSON_FALSE:
    lua_pushboolean(L, json_is_true(value));
    break;
  default: /* the profile has no reals */
    lua_pushnil(L);
  }
}

/* ---- to JSON ---- */

static void write_value(lua_State *L, int index, int depth, struct json *json);

static void write_list(lua_State *L, int index, size_t count, int depth, struct json *json)
{
  json_open_array(json);
  for (size_t i = 1; i <= count; i++) {
    lua_rawgeti(L, index, (lua_Integer)i);
    write_value(L, lua_gettop(L), depth, json);
    lua_pop(L, 1);
  }
  json_close_array(json);
}

static void check_name(lua_State *L, const struct values_key *key)
{
  if (key->text == NULL)
    luaL_error(L, "a table is either a list or has names, not both: give %I a name", (LUAI_UACINT)key->number);
  for (const char *c = key->text; *c; c++)
    if (*c < ' ' || *c > '~')
      luaL_error(L, "the name \"%s\" has a character that is not plain ASCII", key->text);
}

static void write_names(lua_State *L, int index, const struct values_key *keys, size_t count, const char *skip,
                        int depth, struct json *json)
{
  json_open_object(json);
  for (size_t i = 0; i < count; i++) {
    check_name(L, &keys[i]);
    if (skip && strcmp(keys[i].text, skip) == 0)
      continue;
    json_key(json, keys[i].text);
    lua_pushstring(L, keys[i].text);
    lua_rawget(L, index);
    write_value(L, lua_gettop(L), depth, json);
    lua_pop(L, 1);
  }
  json_close_object(json);
}

static void write_table(lua_State *L, int index, int depth, struct json *json)
{
  if (depth > VALUES_DEPTH_MAX)
    luaL_error(L, "tables are nested deeper than %d", VALUES_DEPTH_MAX);
  if (lua_getmetatable(L, index))
    luaL_error(L, "this table is built in and cannot be given to an action");
  size_t count;
  const struct values_key *keys = values_keys(L, index, &count);
  /* sorted: if there is no name among them and the last of n is n, they are 1 ... n or start below */
  if (count == 0 || (keys[0].text == NULL && keys[0].number == 1 && keys[count - 1].text == NULL &&
                     keys[count - 1].number == (lua_Integer)count))
    write_list(L, index, count, depth + 1, json);
  else
    write_names(L, index, keys, count, NULL, depth + 1, json);
  lua_pop(L, 1);
}

static void write_number(lua_State *L, int index, struct json *json)
{
  int is_whole;
  lua_Integer number = lua_tointegerx(L, index, &is_whole);
  if (!is_whole || number > JSON_INTEGER_MAX || number < -JSON_INTEGER_MAX)
    luaL_error(L, "the number %s cannot be given to an action: whole numbers up to 2^53 can",
               lua_pushfstring(L, "%f", lua_tonumber(L, index)));
  json_put_integer(json, number);
}

/* To give an outcome to an action is to look at it (lua.md section 6). */
static void write_outcome(lua_State *L, const char *step, struct json *json)
{
  const struct script_view *view = script_of(L)->view;
  const json_t *status = view->look(view->context, step, "status");
  json_open_object(json);
  json_member(json, "status", status ? json_string_value(status) : NULL);
  json_member(json, "step", step);
  json_close_object(json);
}

static void write_other(lua_State *L, int index, struct json *json)
{
  const char *step = actions_outcome_step(L, index);
  if (step)
    write_outcome(L, step, json);
  else if (playbook_is_incident(L, index))
    luaL_error(L, "an action takes parts of the incident, such as incident.systems, never the whole of it");
  else
    luaL_error(L, "a value of type %s cannot be given to an action", luaL_typename(L, index));
}

static void write_value(lua_State *L, int index, int depth, struct json *json)
{
  size_t length;
  switch (lua_type(L, index)) {
  case LUA_TTABLE:
    write_table(L, index, depth, json);
    break;
  case LUA_TSTRING: {
    const char *text = lua_tolstring(L, index, &length);
    json_put_bytes(json, text, length);
    break;
  }
  case LUA_TNUMBER:
    write_number(L, index, json);
    break;
  case LUA_TBOOLEAN:
    json_put_boolean(json, lua_toboolean(L, index));
    break;
  default:
    write_other(L, index, json);
  }
  if (json->out->length > VALUES_SIZE_MAX)
    luaL_error(L, "the arguments are longer than %d KiB", (int)(VALUES_SIZE_MAX >> 10));
}

void values_write_object(lua_State *L, int index, const char *skip, struct buf *out)
{
  struct json json;
  size_t count;
  index = lua_absindex(L, index);
  const struct values_key *keys = values_keys(L, index, &count);
  json_begin(&json, out);
  write_names(L, index, keys, count, skip, 2, &json);
  lua_pop(L, 1);
}
