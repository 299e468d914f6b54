/* The one reader: what a text names, and that what has two readings has none. */
#include "base/alloc.h"
#include "identity/identity.h"
#include "suite.h"

#include <stdio.h>
#include <string.h>

static const char *const type_names[] = {"address", "host", "number", "account", "party"};

/* "host evil.example" for the first reading, "unreadable" for none. */
static const char *read_first(const char *text, const char *country)
{
  static char shown[IDENTITY_SIZE + 20], value[IDENTITY_SIZE];
  struct reading reading;
  identity_read(text, country, &reading);
  if (reading.count == 0) {
    ck_assert_msg(reading.because && strlen(reading.because) > 20, "no reason for \"%s\"", text);
    return "unreadable";
  }
  identity_show(&reading.as[0], value);
  snprintf(shown, sizeof shown, "%s %s", type_names[reading.as[0].type], value);
  return shown;
}

static const struct {
  const char *text, *country, *expected;
} rows[] = {
  /* addresses, networks, ranges */
  {"203.0.113.7", NULL, "address 203.0.113.7"},
  {" 203.0.113.7\n", NULL, "address 203.0.113.7"},
  {"203.0.113.99/24", NULL, "address 203.0.113.0/24"},
  {"203.0.113.0 - 203.0.113.255", NULL, "address 203.0.113.0/24"},
  {"203.0.113.1-203.0.113.9", NULL, "address 203.0.113.1-203.0.113.9"},
  {"2001:DB8:0:0:0:0:0:9", NULL, "address 2001:db8::9"},
  {"2001:0db8:0000:0000:0000:0000:0000:0009", NULL, "address 2001:db8::9"},
  {"::ffff:203.0.113.7", NULL, "address 203.0.113.7"},
  {"::ffff:cb00:7107", NULL, "address 203.0.113.7"},
  {"fe80::1%eth0", NULL, "address fe80::1"},
  {"[2001:db8::7]:443", NULL, "address 2001:db8::7"},
  {"203.0.113.7:22", NULL, "address 203.0.113.7"},
  {"203[.]0[.]113[.]7", NULL, "address 203.0.113.7"},
  {"203(.)0{.}113[ . ]7", NULL, "address 203.0.113.7"},
  {"hxxps://203[.]0[.]113[.]7/x", NULL, "address 203.0.113.7"},
  {"0313.0.113.7", NULL, "unreadable"},
  {"203.0.113.007", NULL, "unreadable"},
  {"0xcb007107", NULL, "unreadable"},
  {"203.0.28935", NULL, "unreadable"},
  {"300.1.1.1", NULL, "unreadable"},
  {"203.0.113.*", NULL, "unreadable"},
  {"203.0.113.0/24/", NULL, "unreadable"},
  {"10.0.0.0/255.255.255.0", NULL, "unreadable"},
  {"10.0.0.9-10.0.0.1", NULL, "unreadable"},
  {"2001:db8:::1", NULL, "unreadable"},
  {"192.0.2.1 203.0.113.7", NULL, "unreadable"},
  /* hosts */
  {"Evil.EXAMPLE.", NULL, "host evil.example"},
  {"evil[.]example", NULL, "host evil.example"},
  {"evil (dot) example", NULL, "host evil.example"},
  {"evil.example:8443", NULL, "host evil.example"},
  {"b\xc3\xbc""cher.example", NULL, "host xn--bcher-kva.example"},
  {"fa\xc3\x9f.example", NULL, "host xn--fa-hia.example"},
  {"evil\xe3\x80\x82""example", NULL, "host evil.example"},
  {"\xef\xbd\x85vil.example", NULL, "host evil.example"},
  {"evil..example", NULL, "unreadable"},
  {"-evil.example", NULL, "unreadable"},
  {"evil.example:corp.test", NULL, "unreadable"},
  {"evil.example%20", NULL, "unreadable"},
  {"host=evil.example", NULL, "unreadable"},
  {"evil.example, corp.test", NULL, "unreadable"},
  {"ev\xc2\xadil.example", NULL, "unreadable"},
  {"evil\xe2\x80\x8b.example", NULL, "unreadable"},
  {"xn--evil-.example", NULL, "unreadable"},
  /* links: RFC 3986 */
  {"http://user:word@evil.example:8080/a?b#c", NULL, "host evil.example"},
  {"//evil.example/x", NULL, "host evil.example"},
  {"http://%65vil.example/", NULL, "host evil.example"},
  {"http://[2001:db8::7]/24", NULL, "address 2001:db8::7"},
  {"http://203.0.113.7/24", NULL, "address 203.0.113.7"},
  {"http://3405803783/", NULL, "unreadable"},
  {"http://good.example\\@evil.example/", NULL, "unreadable"},
  {"http://a@b@evil.example/", NULL, "unreadable"},
  {"http://good.example#@evil.example/", NULL, "unreadable"},
  {"http://good.example%2f@evil.example/", NULL, "host evil.example"},
  {"http://evil.example%2f.good.example/", NULL, "unreadable"},
  {"http://%2565vil.example/", NULL, "unreadable"},
  {"http:evil.example", NULL, "unreadable"},
  {"http://", NULL, "unreadable"},
  {"see http://evil.example/", NULL, "unreadable"},
  /* telephone numbers: E.164 */
  {"+1 555 0100", NULL, "number +15550100"},
  {"+1 (555) 01-00", NULL, "number +15550100"},
  {"001 555 0100", NULL, "number +15550100"},
  {"tel:+1-555-0100;ext=5", NULL, "number +15550100"},
  {"+1 555 0100 ext. 12", NULL, "number +15550100"},
  {"+44 (0)20 7946 0018", NULL, "number +442079460018"},
  {"+44 020 7946 0018", NULL, "number +442079460018"},
  {"+39 06 555 0100", NULL, "number +39065550100"},
  {"555 0100", NULL, "number 5550100"},
  {"555 0100", "1", "number 15550100"},
  {"020 7946 0018", "44", "number 442079460018"},
  {"\xef\xbc\x8b\xef\xbc\x91 555 0100", NULL, "number +15550100"},
  {"4711", NULL, "number 4711"},
  {"+1 555 0100 / +1 555 0199", NULL, "unreadable"},
  {"+1 555", NULL, "unreadable"},
  {"+1 555 0100 0100 0100 0100", NULL, "unreadable"},
  {"call +1 555 0100", NULL, "unreadable"},
  /* accounts */
  {"Eve@Provider.example", NULL, "account eve@provider.example"},
  {"mailto:eve@provider.example?subject=x", NULL, "account eve@provider.example"},
  {"sip:desk@evil.example:5060", NULL, "account desk@evil.example"},
  {"root@[2001:db8::7]", NULL, "account root@2001:db8::7"},
  {"a@b@evil.example", NULL, "unreadable"},
  {"evil.example%x@good.example", NULL, "unreadable"},
  {"Eve <eve@provider.example>", NULL, "unreadable"},
  {"mailto:a@good.example?cc=b@evil.example", NULL, "unreadable"},
  /* plain names */
  {"Example Net", NULL, "party example net"},
  {"  EXAMPLE   net. ", NULL, "party example net"},
  {"Evil & Sons Ltd.", NULL, "party evil & sons ltd"},
  {"M\xc3\x9cLLER Erben", NULL, "party xn--mller-kva erben"},
  {"1&1 Internet", NULL, "party 1&1 internet"},
  {"technical2", NULL, "party technical2"},
  {"Acme 2.0 Ltd", NULL, "unreadable"},
  {"Evil Corp, Ltd", NULL, "unreadable"},
  {"evil_hacker", NULL, "unreadable"},
  {"a\xe2\x80\xae""b", NULL, "unreadable"},
  {"\xff\xfe", NULL, "unreadable"},
  {"\xe2\x98\x83", NULL, "unreadable"},
  {"", NULL, "unreadable"},
  {"...", NULL, "unreadable"},
};

START_TEST(a_text_has_one_reading_or_none)
{
  ck_assert_msg(strcmp(read_first(rows[_i].text, rows[_i].country), rows[_i].expected) == 0, "\"%s\": %s, not %s",
                rows[_i].text, read_first(rows[_i].text, rows[_i].country), rows[_i].expected);
}
END_TEST

static const struct {
  const char *text, *first, *second;
} carrying[] = {
  {"2002:cb00:7107::1", "203.0.113.7", NULL},
  {"64:ff9b::cb00:7107", "203.0.113.7", NULL},
  {"64:ff9b:1::203.0.113.7", "203.0.113.7", NULL},
  {"::203.0.113.7", "203.0.113.7", NULL},
  {"::ffff:0:203.0.113.7", "203.0.113.7", NULL},
  {"2001:0:c000:201:8000:63bf:34ff:8ef8", "192.0.2.1", "203.0.113.7"},
  {"2001:db8::5efe:203.0.113.7", "203.0.113.7", NULL},
  {"fe80::200:5efe:203.0.113.7", "203.0.113.7", NULL},
  {"2002:cb00::/24", "203.0.0.0/8", NULL},
  {"64:ff9b::/96", "0.0.0.0/0", NULL},
  {"2001:db8::7", NULL, NULL},
  {"::1", NULL, NULL},
};

START_TEST(ipv4_inside_ipv6_is_unwrapped)
{
  struct reading reading;
  char text[80];
  identity_read(carrying[_i].text, NULL, &reading);
  ck_assert_uint_eq(reading.count, 1);
  size_t expected = 1 + (carrying[_i].first != NULL) + (carrying[_i].second != NULL);
  ck_assert_msg(reading.as[0].range_count >= expected && (expected > 1 || reading.as[0].range_count == 1), "%s",
                carrying[_i].text);
  for (size_t i = 1; i < expected; i++) {
    range_show(&reading.as[0].ranges[i], text, sizeof text);
    ck_assert_str_eq(text, i == 1 ? carrying[_i].first : carrying[_i].second);
  }
}
END_TEST

START_TEST(what_was_rewritten_is_told)
{
  struct reading reading;
  identity_read("hxxp://evil[.]example/", NULL, &reading);
  ck_assert(reading.was_rewritten);
  identity_read("http://evil.example/", NULL, &reading);
  ck_assert(!reading.was_rewritten);
}
END_TEST

START_TEST(names_are_compared_without_what_does_not_count)
{
  static const char *const same[][2] = {
    {"Example Net", "EXAMPLE   NET."}, {"M\xc3\xbcller", "MU\xcc\x88LLER"}, {"St. John", "st john"}};
  char a[IDENTITY_FOLD_SIZE], b[IDENTITY_FOLD_SIZE];
  for (size_t i = 0; i < COUNT(same); i++) {
    identity_fold(same[i][0], a);
    identity_fold(same[i][1], b);
    ck_assert_str_eq(a, b);
  }
  identity_fold("Evil Corp", a);
  identity_fold("Evil C\xd0\xbe""rp", b); /* a Cyrillic o */
  ck_assert_str_ne(a, b);
}
END_TEST

START_TEST(a_long_text_is_unreadable_and_not_cut)
{
  char text[2000];
  memset(text, 'x', sizeof text - 1);
  text[sizeof text - 1] = '\0';
  ck_assert_str_eq(read_first(text, NULL), "unreadable");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("read");
  TCase *chapter = tcase_create("read");
  tcase_add_loop_test(chapter, a_text_has_one_reading_or_none, 0, COUNT(rows));
  tcase_add_loop_test(chapter, ipv4_inside_ipv6_is_unwrapped, 0, COUNT(carrying));
  tcase_add_test(chapter, what_was_rewritten_is_told);
  tcase_add_test(chapter, names_are_compared_without_what_does_not_count);
  tcase_add_test(chapter, a_long_text_is_unreadable_and_not_cut);
  suite_add_tcase(suite, chapter);
  return suite_run(suite);
}
