/*
 * Text functions of our own, where Lua's would show an address or never come back (lua.md sections 1 and 2).
 */
#include "script/internal.h"

#include <string.h>

#define REPEATED_MAX ((lua_Integer)64 << 10)

static void check_showable(lua_State *L, int index, const char *asking)
{
  switch (lua_type(L, index)) {
  case LUA_TNIL:
  case LUA_TBOOLEAN:
  case LUA_TNUMBER:
  case LUA_TSTRING:
    return;
  default:
    luaL_error(L, "%s shows texts, numbers and truths, not a value of type %s", asking, luaL_typename(L, index));
  }
}

int text_tostring(lua_State *L)
{
  luaL_checkany(L, 1);
  check_showable(L, 1, "tostring");
  luaL_tolstring(L, 1, NULL);
  return 1;
}

/* Looks the template over, then lets Lua's own format, our upvalue, do the work. */
static int format(lua_State *L)
{
  int argument = 1;
  for (const char *at = luaL_checkstring(L, 1); (at = strchr(at, '%')) != NULL; at++) {
    at += 1 + strspn(at + 1, "-+ #0123456789.");
    if (*at == '\0')
      break;
    if (*at == '%')
      continue;
    if (strchr("pAa", *at))
      return luaL_error(L, "string.format has no %%%c here", *at);
    if (++argument <= lua_gettop(L))
      check_showable(L, argument, "string.format");
  }
  meter_charge(L, (lua_Integer)lua_rawlen(L, 1));
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int rep(lua_State *L)
{
  size_t length, glue_length;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_Integer times = luaL_checkinteger(L, 2);
  const char *glue = luaL_optlstring(L, 3, "", &glue_length);
  size_t each = length + glue_length;
  if (times <= 0 || each == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  if (times > REPEATED_MAX / (lua_Integer)each)
    return luaL_error(L, "string.rep makes texts of up to %d KiB", (int)(REPEATED_MAX >> 10));
  luaL_Buffer made;
  luaL_buffinit(L, &made);
  for (lua_Integer i = 0; i < times; i++) {
    luaL_addlstring(&made, text, length);
    if (i + 1 < times)
      luaL_addlstring(&made, glue, glue_length);
  }
  meter_charge(L, times);
  luaL_pushresult(&made);
  return 1;
}

void text_install(lua_State *L)
{
  lua_getfield(L, -1, "format");
  lua_pushcclosure(L, format, 1);
  lua_setfield(L, -2, "format");
  lua_pushcfunction(L, rep);
  lua_setfield(L, -2, "rep");
}
