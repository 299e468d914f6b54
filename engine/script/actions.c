/*
 * The actions a playbook can ask for: one table a domain, one function an action, all of them the same C function.
 *
 * It reads the arguments, writes them as canonical bytes at once, since another track may change the table later, and
 * yields. What it returns is an outcome: an object that says nothing until the playbook looks at a field of it. That
 * look is where the paths of an exploration part (lua.md section 6), so an outcome cannot be looked at by accident.
 */
#include "script/internal.h"

#include "base/suggest.h"

#include <string.h>

#define OUTCOME "an outcome" /* the metatable's name in the registry */
#define SAID_BY_ENGINE "fact." /* domain of what establish asks: no table of its own */

struct outcome {
  const struct action *action;
  char step[];
};

/* ---- outcomes ---- */

const char *actions_outcome_step(lua_State *L, int index)
{
  const struct outcome *outcome = luaL_testudata(L, index, OUTCOME);
  return outcome ? outcome->step : NULL;
}

static void push_outcome(lua_State *L, const struct action *action, const char *step)
{
  size_t length = strlen(step) + 1;
  struct outcome *outcome = lua_newuserdatauv(L, sizeof *outcome + length, 0);
  outcome->action = action;
  memcpy(outcome->step, step, length);
  luaL_setmetatable(L, OUTCOME);
}

/* What every outcome has, and what calling somebody has besides. */
static size_t own_fields(const struct action *action, const char *names[3])
{
  names[0] = "status";
  names[1] = "person";
  names[2] = "left";
  return action->person_role ? 3 : 1;
}

static bool has_field(const struct action *action, const char *field)
{
  const char *own[3];
  for (size_t i = own_fields(action, own); i-- > 0;)
    if (strcmp(own[i], field) == 0)
      return true;
  for (size_t i = 0; i < action->field_count; i++)
    if (strcmp(action->fields[i].name, field) == 0)
      return true;
  return false;
}

static int refuse_field(lua_State *L, const struct action *action, const char *field)
{
  const char *own[3];
  size_t own_count = own_fields(action, own), count = own_count;
  const char **known = lua_newuserdatauv(L, (own_count + action->field_count) * sizeof *known, 0);
  memcpy(known, own, own_count * sizeof *known);
  for (size_t i = 0; i < action->field_count; i++)
    known[count++] = action->fields[i].name;
  const char *near = suggest(field, known, count);
  if (near)
    return luaL_error(L, "the outcome of %s has no \"%s\"; did you mean \"%s\"?", action->name, field, near);
  lua_pushstring(L, known[0]);
  for (size_t i = 1; i < count; i++)
    lua_pushfstring(L, "%s, %s", lua_tostring(L, -1), known[i]);
  return luaL_error(L, "the outcome of %s has no \"%s\"; it has: %s", action->name, field, lua_tostring(L, -1));
}

static int look(lua_State *L)
{
  const struct outcome *outcome = luaL_checkudata(L, 1, OUTCOME);
  const char *field = luaL_checkstring(L, 2);
  if (!has_field(outcome->action, field))
    return refuse_field(L, outcome->action, field);
  const struct script_view *view = script_of(L)->view;
  values_push(L, view->look(view->context, outcome->step, field));
  return 1;
}

static int refuse_writing(lua_State *L)
{
  return luaL_error(L, "an outcome is what happened; it cannot be changed");
}

static void make_outcomes(lua_State *L)
{
  luaL_newmetatable(L, OUTCOME);
  lua_pushcfunction(L, look);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, refuse_writing);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}

/* ---- asking ---- */

static int refuse_parameter(lua_State *L, const struct action *action, const char *name)
{
  if (action->parameter_count == 0)
    return luaL_error(L, "%s has no parameter \"%s\"; it has none at all: %s {}", action->name, name, action->name);
  const char **known = lua_newuserdatauv(L, action->parameter_count * sizeof *known, 0);
  for (size_t i = 0; i < action->parameter_count; i++)
    known[i] = action->parameters[i].name;
  const char *near = suggest(name, known, action->parameter_count);
  if (near)
    return luaL_error(L, "%s has no parameter \"%s\"; did you mean \"%s\"?", action->name, name, near);
  lua_pushstring(L, known[0]);
  for (size_t i = 1; i < action->parameter_count; i++)
    lua_pushfstring(L, "%s, %s", lua_tostring(L, -1), known[i]);
  return luaL_error(L, "%s has no parameter \"%s\"; it has: %s", action->name, name, lua_tostring(L, -1));
}

static void check_parameters(lua_State *L, const struct action *action)
{
  size_t count;
  const struct values_key *keys = values_keys(L, 1, &count);
  for (size_t i = 0; i < count; i++) {
    if (keys[i].text == NULL)
      luaL_error(L, "arguments have names: write %s { name = value }", action->name);
    if (strcmp(keys[i].text, "must") != 0 && action_parameter(action, keys[i].text) == NULL)
      refuse_parameter(L, action, keys[i].text);
  }
  lua_pop(L, 1);
}

static bool take_must(lua_State *L, const struct action *action)
{
  lua_pushliteral(L, "must");
  int type = lua_rawget(L, 1);
  if (type != LUA_TNIL && type != LUA_TBOOLEAN)
    luaL_error(L, "must of %s is true or false, not of type %s", action->name, lua_typename(L, type));
  bool must = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return must;
}

static int answered(lua_State *L, int status, lua_KContext context)
{
  script_check_failure(L);
  push_outcome(L, (const struct action *)context, script_of(L)->step);
  return 1;
}

static int ask(lua_State *L)
{
  const struct action *action = lua_touserdata(L, lua_upvalueindex(1));
  struct script *script = script_of(L);
  script_check_running(L, action->name);
  if (lua_gettop(L) != 1 || !lua_istable(L, 1))
    return luaL_error(L, "write %s { name = value, ... }, with braces and nothing else", action->name);
  check_parameters(L, action);
  script->asked->must = take_must(L, action);
  values_write_object(L, 1, "must", &script->asked->arguments);
  script->asked->action = action->name;
  return script_yield(L, SCRIPT_ASKED, answered, (lua_KContext)action);
}

/* ---- the tables ---- */

static size_t domain_length(const struct action *action)
{
  return strcspn(action->name, ".");
}

static bool is_same_domain(const struct action *a, const struct action *b)
{
  size_t length = domain_length(a);
  return domain_length(b) == length && memcmp(a->name, b->name, length) == 0;
}

/* The catalogue is sorted, so that a domain's actions stand together. Returns the first action after them. */
static size_t install_domain(lua_State *L, const struct catalogue *catalogue, size_t first)
{
  const struct action *actions = catalogue->actions;
  size_t i = first, length = domain_length(&actions[first]);
  lua_newtable(L);
  for (; i < catalogue->action_count && is_same_domain(&actions[first], &actions[i]); i++) {
    lua_pushlightuserdata(L, (void *)(uintptr_t)&actions[i]);
    lua_pushcclosure(L, ask, 1);
    lua_setfield(L, -2, actions[i].name + length + 1);
  }
  const char *domain = lua_pushlstring(L, actions[first].name, length);
  lua_insert(L, -2);
  environment_seal(L, domain, "action");
  environment_set(L, domain);
  lua_pop(L, 1);
  return i;
}

void actions_install(lua_State *L)
{
  const struct catalogue *catalogue = script_of(L)->catalogue;
  make_outcomes(L);
  for (size_t i = 0; i < catalogue->action_count;) {
    if (strncmp(catalogue->actions[i].name, SAID_BY_ENGINE, strlen(SAID_BY_ENGINE)) == 0)
      i++;
    else
      i = install_domain(L, catalogue, i);
  }
}
