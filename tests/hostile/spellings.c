/*
 * Random spellings, made from identities by what people, programs and attackers do to them: case, encodings, full-width
 * forms, defanging, wrapping IPv4 into IPv6, ports and links around it, joining, ranges, embedding into sentences.
 *
 *     spellings ROOT [COUNT]
 *
 * However the attacker is spelt, no call to him is preauthorized, with every fact, role and the priority in its favour.
 * And whoever is harmless is never taken for him: a known party is reached at once, however it is spelt.
 */
#include "base/alloc.h"
#include "base/err.h"
#include "policy/policy.h"

#include <stdio.h>
#include <string.h>

#define SIZE 900
#define MOST_STEPS 4

static struct err err;
static uint64_t state = 88172645463325252u;

static unsigned dice(unsigned sides)
{
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (unsigned)(state >> 33) % sides;
}

static _Noreturn void give_up(const char *sentence)
{
  printf("Bail out! %s\n", sentence);
  exit(1);
}

/* ---- who is who ---- */

enum kind { ADDRESS, HOST, NUMBER, ACCOUNT, PARTY, KIND_COUNT };

static const struct {
  enum kind kind;
  enum source_kind as;
  const char *attacker, *stranger, *known;
} cast[] = {
  {ADDRESS, SOURCE_ADDRESS, "203.0.113.7", "198.51.100.23", "198.18.0.9"},
  {ADDRESS, SOURCE_ADDRESS, "2001:db8:bad::7", "2001:db8:900d::9", "2001:db8:1::1"},
  {HOST, SOURCE_NAME, "evil.example", "good.example", "isp.example.net"},
  {HOST, SOURCE_NAME, "b\xc3\xb6se.example", "gut.example", "cert.example.net"},
  {NUMBER, SOURCE_PHONE, "+1 555 0166", "+1 555 0199", "+1 555 0150"},
  {NUMBER, SOURCE_PHONE, "+44 20 7946 0018", "+44 20 7946 0999", "+44 20 7946 0777"},
  {ACCOUNT, SOURCE_ACCOUNT, "eve@provider.example", "adam@provider.example", "noc@hosting.example"},
  {PARTY, SOURCE_PARTY, "Evil & Sons", "Honest & Sons", "Example Net"},
};

/* ---- transformations: each takes a text and leaves another ---- */

static void set(char *text, const char *other)
{
  snprintf(text, SIZE, "%.*s", SIZE - 1, other);
}

static void around(char *text, const char *before, const char *after)
{
  char copy[SIZE];
  set(copy, text);
  snprintf(text, SIZE, "%s%.*s%s", before, SIZE - 200, copy, after);
}

static void change_case(char *text)
{
  for (char *at = text; *at; at++)
    if (dice(2) && *at >= 'a' && *at <= 'z')
      *at = (char)(*at - 'a' + 'A');
}

static void put_blanks_around(char *text)
{
  static const char *const blanks[] = {" ", "  ", "\t", "\n", " \r\n"};
  around(text, blanks[dice(5)], blanks[dice(5)]);
}

static void replace_some(char *text, const char *from, const char *const *to, unsigned count)
{
  char copy[SIZE];
  size_t used = 0;
  for (const char *at = text; *at && used + 20 < SIZE;) {
    if (strncmp(at, from, strlen(from)) == 0 && dice(3)) {
      used += (size_t)snprintf(copy + used, SIZE - used, "%s", to[dice(count)]);
      at += strlen(from);
    } else {
      copy[used++] = *at++;
    }
  }
  copy[used] = '\0';
  set(text, copy);
}

static void defang(char *text)
{
  static const char *const dots[] = {"[.]", "(.)", "{.}", "[dot]", "(dot)", " [.] ", "[ . ]", "{dot}"};
  replace_some(text, ".", dots, 8);
}

static void widen_some(char *text)
{
  char copy[SIZE];
  size_t used = 0;
  for (const char *at = text; *at && used + 4 < SIZE; at++)
    if (*at > ' ' && *at < 0x7f && dice(2))
      used += (size_t)snprintf(copy + used, SIZE - used, "\xef%c%c", *at < 0x60 ? 0xbc : 0xbd,
                               0x80 + (*at < 0x60 ? *at - 0x20 : *at - 0x60));
    else
      copy[used++] = *at;
  copy[used] = '\0';
  set(text, copy);
}

static void encode_some(char *text)
{
  char copy[SIZE];
  size_t used = 0;
  for (const char *at = text; *at && used + 6 < SIZE; at++)
    if (dice(3) == 0)
      used += (size_t)snprintf(copy + used, SIZE - used, "%%%02X", (unsigned char)*at);
    else
      copy[used++] = *at;
  copy[used] = '\0';
  set(text, copy);
}

static void make_link(char *text)
{
  static const char *const before[] = {"http://", "https://", "hxxp://", "//", "ssh://root@", "ftp://a:b@", "HTTP://",
                                       "http://good.example@", "http://isp.example.net:80@"};
  static const char *const after[] = {"", "/", "/login?x=1", ":8080/", "#top", "/%2e%2e/", "?q", ":/"};
  around(text, before[dice(9)], after[dice(8)]);
}

static void be_tricky(char *text)
{
  static const char *const before[] = {"http://good.example\\@", "http://isp.example.net#@", "https://gw.example/?to=",
                                       "http://isp.example.net/", "host=", "isp.example.net,", "x@isp.example.net ",
                                       "Example Net ", "+1 555 0150 / ", "198.18.0.9 - ", "http:", "noc at ", "//x@y@"};
  around(text, before[dice(13)], "");
}

static void append(char *text)
{
  static const char *const after[] = {".", ":443", "/24", "/", "%20", " ext. 12", ";ext=5", "-12", ", isp.example.net",
                                      " (noc)", "/32", "@isp.example.net", "\xe2\x80\x8b", "\\"};
  around(text, "", after[dice(14)]);
}

static void prepend(char *text)
{
  static const char *const before[] = {"www.", "a.b.", "root@", "mailto:", "tel:", "sip:", "*.", "the people of ", "[",
                                       "0", "9 ", "\xe2\x80\xae", "callto:", "::ffff:"};
  around(text, before[dice(14)], "");
}

/* IPv4 as programs have been seen to write it, and inside IPv6; what is no IPv4 address stays as it is. */
static void wrap(char *text)
{
  unsigned a, b, c, d;
  char rest;
  if (sscanf(text, "%u.%u.%u.%u%c", &a, &b, &c, &d, &rest) != 4)
    return;
  switch (dice(14)) {
  case 0: snprintf(text, SIZE, "::ffff:%u.%u.%u.%u", a, b, c, d); break;
  case 1: snprintf(text, SIZE, "::ffff:%x:%x", a << 8 | b, c << 8 | d); break;
  case 2: snprintf(text, SIZE, "64:ff9b::%u.%u.%u.%u", a, b, c, d); break;
  case 3: snprintf(text, SIZE, "2002:%x:%x::%x", a << 8 | b, c << 8 | d, dice(9999)); break;
  case 4: snprintf(text, SIZE, "2001:0:%x:%x::1", a << 8 | b, c << 8 | d); break;
  case 5: snprintf(text, SIZE, "2001:0:1:2:3:4:%x:%x", (a << 8 | b) ^ 0xffff, (c << 8 | d) ^ 0xffff); break;
  case 6: snprintf(text, SIZE, "fe80::5efe:%u.%u.%u.%u", a, b, c, d); break;
  case 7: snprintf(text, SIZE, "::%u.%u.%u.%u", a, b, c, d); break;
  case 8: snprintf(text, SIZE, "%u", a << 24 | b << 16 | c << 8 | d); break;
  case 9: snprintf(text, SIZE, "0x%x", a << 24 | b << 16 | c << 8 | d); break;
  case 10: snprintf(text, SIZE, "0%o.%u.0x%x.%u", a, b, c, d); break;
  case 11: snprintf(text, SIZE, "%u.%u.%u", a, b, c << 8 | d); break;
  case 12: snprintf(text, SIZE, "%u.%u.%u.%u.in-addr.arpa", d, c, b, a); break;
  default: snprintf(text, SIZE, "%u.%u.%u.0-%u.%u.%u.255", a, b, c, a, b, c); break;
  }
}

static void write_in_full(char *text)
{
  unsigned g[3];
  char rest;
  if (sscanf(text, "%x:%x:%x::%c", &g[0], &g[1], &g[2], &rest) == 4)
    snprintf(text, SIZE, "%04X:%04X:%04X:0:0:0:0:%c", g[0], g[1], g[2], rest);
}

static void dial(char *text)
{
  static const char *const dashes[] = {"", "-", ".", " ", "\xe2\x80\x93", "\xc2\xa0"};
  replace_some(text, " ", dashes, 6);
  if (text[0] == '+' && dice(3) == 0)
    around(memmove(text, text + 1, strlen(text)), "00", "");
}

static void (*const transformations[])(char *) = {
  change_case, put_blanks_around, defang, widen_some, encode_some, make_link, be_tricky, append, prepend, wrap,
  write_in_full, dial,
};

/* ---- what keeps its meaning: for those who must not be taken for him ---- */

static void keep_address(char *text)
{
  static const char *const after[] = {"", ":443", "/32", ""};
  if (strchr(text, ':'))
    write_in_full(text);
  else
    around(text, "", after[dice(4)]);
}

static void keep_host(char *text)
{
  static const char *const before[] = {"", "www.", "a.b.", "https://", "http://www.", "//"};
  static const char *const after[] = {"", ":443", "", "/", ""};
  const char *start = before[dice(6)];
  around(text, start, after[dice(strchr(start, '/') ? 5 : 3)]);
  change_case(text);
}

static void keep_account(char *text)
{
  static const char *const before[] = {"", "mailto:", "sip:"};
  change_case(text);
  around(text, before[dice(3)], "");
}

static void keep_number(char *text)
{
  static const char *const before[] = {"", "tel:", "callto:"};
  static const char *const after[] = {"", " ext. 12", ";ext=5", " x3"};
  static const char *const dashes[] = {"", "-", " ", "\xe2\x80\x93", "\xc2\xa0"};
  replace_some(text, " ", dashes, 5);
  around(text, before[dice(3)], after[dice(4)]);
}

static void (*const keeping[KIND_COUNT])(char *) = {
  [ADDRESS] = keep_address, [HOST] = keep_host, [NUMBER] = keep_number, [ACCOUNT] = keep_account, [PARTY] = change_case,
};

static void keep(enum kind kind, char *text)
{
  keeping[kind](text);
  if (kind != NUMBER && dice(4) == 0)
    defang(text);
  if (dice(4) == 0)
    put_blanks_around(text);
  if (dice(6) == 0)
    widen_some(text);
}

/* ---- asking ---- */

struct asking {
  struct policy *policy;
  struct policy_known *known;
  struct policy_attacker *attacker;
};

static const struct policy_given facts[] = {
  {"priority", "1"}, {"management_available", "false"}, {"contact_verified", "true"}, {"caller_verified", "true"}};
static const char *const roles[] = {"irt", "technical", "management"};
static const char *const actions[] = {"isp.contact", "isp.send_logs", "isp.request_disconnect",
                                      "contact.technical_contact", "evidence.transfer", "contact.call_back_caller"};

static struct decision ask(const struct asking *asking, const char *action, const char *text)
{
  struct decision decision;
  struct policy_to to = {text, asking->known, asking->attacker};
  if (policy_decide_named_to(asking->policy, action, facts, COUNT(facts), roles, COUNT(roles), &to, &decision, &err))
    give_up(err.text);
  return decision;
}

static void tell(const char *what, const char *of, const char *text, const struct decision *decision)
{
  printf("# %s (%s): \"%s\": %s by %s\n", what, of, text, verdict_name(decision->verdict), decision->rule);
}

static size_t try_attackers(const struct asking *asking, size_t count)
{
  size_t wrong = 0;
  for (size_t i = 0; i < count; i++) {
    char text[SIZE];
    const char *attacker = cast[dice(COUNT(cast))].attacker;
    set(text, attacker);
    for (unsigned steps = dice(MOST_STEPS + 1); steps; steps--)
      transformations[dice(COUNT(transformations))](text);
    const char *action = actions[dice(COUNT(actions))];
    struct decision decision = ask(asking, action, text);
    /* Calling back may reach strangers, and two changes too many make a stranger of anybody. */
    bool is_stranger = strcmp(action, "contact.call_back_caller") == 0;
    if (decision.verdict != VERDICT_PREAUTHORIZED || is_stranger)
      continue;
    if (wrong++ < 20)
      tell("preauthorized", attacker, text, &decision);
  }
  return wrong;
}

static size_t try_harmless(const struct asking *asking, size_t count)
{
  size_t wrong = 0;
  for (size_t i = 0; i < count; i++) {
    char text[SIZE];
    size_t who = dice(COUNT(cast));
    bool is_known = dice(2);
    set(text, is_known ? cast[who].known : cast[who].stranger);
    keep(cast[who].kind, text);
    struct decision decision = ask(asking, "isp.contact", text);
    const char *expected = is_known ? "attack-call-the-provider" : "unknown-party";
    if (strcmp(decision.rule, expected) == 0 )
      continue;
    if (wrong++ < 20)
      tell("a false alarm", is_known ? cast[who].known : cast[who].stranger, text, &decision);
  }
  return wrong;
}

int main(int count, char **arguments)
{
  if (count < 2)
    give_up("name the source folder");
  size_t most = count > 2 ? strtoul(arguments[2], NULL, 10) : 20000;
  struct files files = {0};
  struct source source = {0};
  char *ways[COUNT(cast)];
  for (size_t i = 0; i < COUNT(cast); i++) {
    source_add(&source, cast[i].as, cast[i].attacker);
    ways[i] = xstrdup(cast[i].known);
  }
  struct known_party provider = {.id = ways[7], .name = ways[7], .kind = ways[7], .way_count = 7, .ways = ways};
  struct policy_home home = {.contact_count = 1, .contacts = &provider};
  if (files_read_folder(&files, arguments[1], &err))
    give_up(err.text);
  struct asking asking = {.policy = policy_load(&files, &err), .known = policy_known_new(&home)};
  if (!asking.policy)
    give_up(err.text);
  asking.attacker = policy_attacker_new(&source, asking.known);
  size_t reached = try_attackers(&asking, most), false_alarms = try_harmless(&asking, most / 10);
  printf("1..2\n%s 1 - none of %zu spellings of an attacker is preauthorized\n", reached ? "not ok" : "ok", most);
  printf("%s 2 - none of %zu harmless spellings is taken for him\n", false_alarms ? "not ok" : "ok", most / 10);
  policy_attacker_free(asking.attacker);
  policy_known_free(asking.known);
  policy_free(asking.policy);
  files_finish(&files);
  source_finish(&source);
  for (size_t i = 0; i < COUNT(cast); i++)
    free(ways[i]);
  return reached || false_alarms;
}
