/* policy/reach: who is the attacker, told from text alone. A table of spellings, and one of near misses. */
#include "policy/policy.h"

#include "base/alloc.h"
#include "suite.h"

#include <string.h>

struct row {
  enum source_kind kind;
  const char *entry, *destination;
};

static bool matches(const struct row *row)
{
  struct source source = {0};
  source_add(&source, row->kind, row->entry);
  bool is_attacker = policy_is_attacker(&source, row->destination);
  source_finish(&source);
  return is_attacker;
}

/* ---- spellings of the attacker ---- */

static const struct row spellings[] = {
  /* an address */
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.7", "  203.0.113.7 "},
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.113.7."},
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.113.7:8080"},
  {SOURCE_ADDRESS, "203.0.113.7", "http://203.0.113.7/login?x=1"},
  {SOURCE_ADDRESS, "203.0.113.7", "HTTPS://203.0.113.7:443"},
  {SOURCE_ADDRESS, "203.0.113.7", "//203.0.113.7/x"},
  {SOURCE_ADDRESS, "203.0.113.7", "root@203.0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.7", "ssh://root:secret@203.0.113.7:22"},
  {SOURCE_ADDRESS, "203.0.113.7", "root@203.0.113.7:/etc/passwd"},
  {SOURCE_ADDRESS, "203.0.113.7", "http://good.example@203.0.113.7/"},
  {SOURCE_ADDRESS, "203.0.113.7", "http://203.0.113.7#@good.example/"},
  {SOURCE_ADDRESS, "203.0.113.7", "http:\\\\203.0.113.7\\x"},
  {SOURCE_ADDRESS, "203.0.113.7", "http:203.0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.7", "[203.0.113.7]:80"},
  {SOURCE_ADDRESS, "203.0.113.7", "<203.0.113.7>"},
  {SOURCE_ADDRESS, "203.0.113.7", "the box at 203.0.113.7, port 22"},
  {SOURCE_ADDRESS, "203.0.113.7", "192.0.2.1 203.0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.7", "::ffff:203.0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.7", "::FFFF:CB00:7107"},
  {SOURCE_ADDRESS, "203.0.113.7", "[::ffff:203.0.113.7]:443"},
  {SOURCE_ADDRESS, "203.0.113.7", "64:ff9b::203.0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.7", "::203.0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.7", "http://good.example/203.0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.7", "203[.]0{.}113(.)7"},
  {SOURCE_ADDRESS, "203.0.113.7", "2002:cb00:7107::1"},
  {SOURCE_ADDRESS, "203.0.113.7", "2002:cb00::/24"},
  {SOURCE_ADDRESS, "203.0.113.7", "2001:0:4136:e378:8000:63bf:34ff:8ef8"},
  {SOURCE_ADDRESS, "203.0.113.7", "2001:0:cb00:7107::1"},
  {SOURCE_ADDRESS, "203.0.113.7", "fe80::200:5efe:203.0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.7", "64:ff9b:1::203.0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.7", "7.113.0.203.in-addr.arpa"},
  {SOURCE_ADDRESS, "203.0.113.7", "113.0.203.in-addr.arpa"},
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.113.0 - 203.0.113.255"},
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.113.0/24"},
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.113.99/24"},
  {SOURCE_ADDRESS, "203.0.113.7", "0.0.0.0/0"},
  {SOURCE_ADDRESS, "203.0.113.7", "::/0"},
  {SOURCE_ADDRESS, "203.0.113.7", "::ffff:203.0.113.0/120"},
  {SOURCE_ADDRESS, "203.0.113.7", "::ffff:0:0/64"},
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.113.1-203.0.113.9"},
  {SOURCE_ADDRESS, "203.0.113.7", "3405803783"},
  {SOURCE_ADDRESS, "203.0.113.7", "0xcb007107"},
  {SOURCE_ADDRESS, "203.0.113.7", "0313.0.0161.07"},
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.28935"},
  {SOURCE_ADDRESS, "203.0.113.7", "\xef\xbc\x92\xef\xbc\x90\xef\xbc\x93.0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.7", "\xc2\xb2\xc2\xb9\xc2\xb3"".0.113.7, 203\xe3\x80\x82""0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.0/24", "203.0.113.200"},
  {SOURCE_ADDRESS, "203.0.113.0/24", "203.0.0.0/16"},
  {SOURCE_ADDRESS, "203.0.113.0/24", "203.0.113.128/25"},
  {SOURCE_ADDRESS, "http://203.0.113.7/x", "203.0.113.7"},
  {SOURCE_ADDRESS, "203.0.113.7, 198.51.100.9", "198.51.100.9"},
  {SOURCE_ADDRESS, "2001:db8::7", "2001:DB8:0:0:0:0:0:7"},
  {SOURCE_ADDRESS, "2001:db8::7", "2001:0db8:0000::0007"},
  {SOURCE_ADDRESS, "2001:db8::7", "[2001:db8::7]"},
  {SOURCE_ADDRESS, "2001:db8::7", "http://[2001:db8::7]:8080/x"},
  {SOURCE_ADDRESS, "2001:db8::7", "2001:db8::7%eth0"},
  {SOURCE_ADDRESS, "fe80::1%eth0", "fe80::1"},
  {SOURCE_ADDRESS, "2001:db8::7", "2001:db8::/32"},
  {SOURCE_ADDRESS, "2001:db8:7::/48", "2001:db8:7:ffff::1"},
  {SOURCE_ADDRESS, "::ffff:203.0.113.7", "203.0.113.7"},
  /* a name */
  {SOURCE_NAME, "evil.example", "evil.example"},
  {SOURCE_NAME, "evil.example", "EVIL.Example."},
  {SOURCE_NAME, "evil.example", "www.evil.example"},
  {SOURCE_NAME, "evil.example", "a.b.c.evil.example:22"},
  {SOURCE_NAME, "evil.example", "https://user@mail.evil.example:8443/a?b#c"},
  {SOURCE_NAME, "evil.example", "abuse@evil.example"},
  {SOURCE_NAME, "evil.example", "mailto:abuse@evil.example?subject=hello"},
  {SOURCE_NAME, "evil.example", "sip:desk@evil.example:5060"},
  {SOURCE_NAME, "evil.example", "sip:evil.example:5060"},
  {SOURCE_NAME, "evil.example", "%65vil.example"},
  {SOURCE_NAME, "evil.example", "http://%65%76il.example/"},
  {SOURCE_NAME, "evil.example", "evil\xe3\x80\x82""example"},
  {SOURCE_NAME, "evil.example", "ev\xc2\xadil.example"},
  {SOURCE_NAME, "evil.example", "\xef\xbd\x85vil.example"},
  {SOURCE_NAME, "evil.example", "the people of evil.example"},
  {SOURCE_NAME, "evil.example", "https://good.example/?ref=evil.example"},
  {SOURCE_NAME, "evil.example", "https://good.example/%2565vil.example"},
  {SOURCE_NAME, "evil.example", "evil[.]example"},
  {SOURCE_NAME, "evil.example", "hxxps://evil[dot]example/x"},
  {SOURCE_NAME, "evil.example", "evil (dot) example"},
  {SOURCE_NAME, "evil[.]example", "evil.example"},
  {SOURCE_NAME, "*.evil.example", "www.evil.example"},
  {SOURCE_NAME, "evil.example.", "evil.example"},
  {SOURCE_NAME, "https://evil.example/x", "evil.example"},
  {SOURCE_NAME, "203.0.113.7", "203.0.113.7"},
  {SOURCE_NAME, "b\xc3\xbc""cher.example", "xn--bcher-kva.example"},
  {SOURCE_NAME, "xn--bcher-kva.example", "B\xc3\x9c""CHER.example"},
  {SOURCE_NAME, "b\xc3\xbc""cher.example", "www.bu\xcc\x88""cher.example"},
  {SOURCE_NAME, "evilbox", "EVILBOX"},
  /* a telephone number */
  {SOURCE_PHONE, "+1 555 0100", "+1 555 0100"},
  {SOURCE_PHONE, "+1 555 0100", "+15550100"},
  {SOURCE_PHONE, "+1 555 0100", "001 555-0100"},
  {SOURCE_PHONE, "+1 555 0100", "+1 (555) 01 00"},
  {SOURCE_PHONE, "+1 555 0100", "1.555.0100"},
  {SOURCE_PHONE, "+1 555 0100", "tel:+1-555-0100;ext=5"},
  {SOURCE_PHONE, "+1 555 0100", "callto:0015550100"},
  {SOURCE_PHONE, "+1 555 0100", "his telephone +1 555 0100 ext. 12"},
  {SOURCE_PHONE, "+1 555 0100", "555 0100"},
  {SOURCE_PHONE, "+1 555 0100", "9 555 0100"},
  {SOURCE_PHONE, "+1 555 0100", "+1 555 0100-12"},
  {SOURCE_PHONE, "+1 555 0100", "5550100 5550199"},
  {SOURCE_PHONE, "+1 555 0100", "+1 555 0100 / +1 555 0199"},
  {SOURCE_PHONE, "+44 20 7946 0018", "+44 020 7946 0018"},
  {SOURCE_PHONE, "+1 555 0100", "\xef\xbc\x8b\xef\xbc\x91 555 0100"},
  {SOURCE_PHONE, "+1 555 0100", "+1\xe2\x80\x93""555\xe2\x80\x93""0100"},
  {SOURCE_PHONE, "+44 20 7946 0018", "020 7946 0018"},
  {SOURCE_PHONE, "+44 20 7946 0018", "+44 (0)20 7946 0018"},
  {SOURCE_PHONE, "0044 20 7946 0018", "+442079460018"},
  {SOURCE_PHONE, "tel:+15550100", "+1 555 0100"},
  {SOURCE_PHONE, "4711", "4711"},
  /* an account, a party */
  {SOURCE_ACCOUNT, "evil_hacker", "Evil_Hacker"},
  {SOURCE_ACCOUNT, "evil_hacker", "@evil_hacker"},
  {SOURCE_ACCOUNT, "@evil_hacker", "evil_hacker on the forum"},
  {SOURCE_ACCOUNT, "eve@provider.example", "EVE@Provider.example"},
  {SOURCE_ACCOUNT, "eve@provider.example", "mailto:eve@provider.example"},
  {SOURCE_ACCOUNT, "eve@provider.example", "Eve <eve@provider.example>"},
  {SOURCE_ACCOUNT, "eve@provider.example", "ssh://eve@provider.example:22"},
  {SOURCE_ACCOUNT, "+1 555 0100", "0015550100"},
  {SOURCE_ACCOUNT, "203.0.113.7", "http://203.0.113.7/"},
  {SOURCE_PARTY, "Evil Corp", "evil corp."},
  {SOURCE_PARTY, "Evil Corp", "  EVIL   CORP "},
  {SOURCE_PARTY, "M\xc3\xbcller Erben", "M\xc3\x9cLLER ERBEN"},
  {SOURCE_PARTY, "evil.example", "www.evil.example"},
};

START_TEST(every_spelling_of_the_attacker_is_refused)
{
  struct err unreadable = {0};
  bool is_refused = policy_check_destination(spellings[_i].destination, &unreadable) < 0;
  ck_assert_msg(is_refused || matches(&spellings[_i]), "\"%s\" was not seen to be %s", spellings[_i].destination,
                spellings[_i].entry);
}
END_TEST

/* ---- near misses ---- */

static const struct row others[] = {
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.113.8"},
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.113.70"},
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.113.8-203.0.113.20"},
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.113.7.good.example"},
  {SOURCE_ADDRESS, "203.0.113.7", "203.0.113.7@good.example"},
  {SOURCE_ADDRESS, "203.0.113.7", "Example Net"},
  {SOURCE_ADDRESS, "203.0.113.7", "+1 555 0100"},
  {SOURCE_ADDRESS, "203.0.113.7", "2030 1137"},
  {SOURCE_ADDRESS, "203.0.113.7", "::ffff:203.0.113.8"},
  {SOURCE_ADDRESS, "203.0.113.7", "2001:db8::cb00:7107"},
  {SOURCE_ADDRESS, "203.0.113.7", ""},
  {SOURCE_ADDRESS, "2001:db8::7", "2001:db8::8"},
  {SOURCE_ADDRESS, "2001:db8::7", "2001:db8::7:1"},
  {SOURCE_ADDRESS, "2001:db8::/64", "2001:db8:0:1::1"},
  {SOURCE_NAME, "evil.example", "notevil.example"},
  {SOURCE_NAME, "evil.example", "evil.example.good.example"},
  {SOURCE_NAME, "evil.example", "evil-example"},
  {SOURCE_NAME, "evil.example", "example"},
  {SOURCE_NAME, "customer.provider.example", "provider.example"},
  {SOURCE_NAME, "customer.provider.example", "abuse@provider.example"},
  {SOURCE_NAME, "com", "good.com"},
  {SOURCE_NAME, "apple.example", "\xd0\xb0pple.example"},
  {SOURCE_PHONE, "+1 555 0100", "+1 555 0101"},
  {SOURCE_PHONE, "+1 555 0100", "+2 555 0100"},
  {SOURCE_PHONE, "+1 555 0100", "0100"},
  {SOURCE_PHONE, "+1 555 0100", "+1 555 01000"},
  {SOURCE_PHONE, "20301137", "203.0.113.7"},
  {SOURCE_PHONE, "+1 555 0100", "Example Net"},
  {SOURCE_ACCOUNT, "eve@provider.example", "provider.example"},
  {SOURCE_ACCOUNT, "eve@provider.example", "adam@provider.example"},
  {SOURCE_ACCOUNT, "eve", "evelyn"},
  {SOURCE_ACCOUNT, "evil_hacker", "evil_hackers"},
  {SOURCE_PARTY, "Evil Corp", "Good Corp"},
  {SOURCE_PARTY, "Evil Corp", "Evil"},
  {SOURCE_PARTY, "Example", "Example Net"},
};

START_TEST(whoever_is_only_like_the_attacker_is_not)
{
  ck_assert_msg(!matches(&others[_i]), "\"%s\" was taken for %s", others[_i].destination, others[_i].entry);
}
END_TEST

START_TEST(nobody_matches_no_source_and_no_doubtful_entry)
{
  ck_assert(!policy_is_attacker(NULL, "203.0.113.7"));
  struct source source = {0};
  ck_assert(!policy_is_attacker(&source, "203.0.113.7"));
  source_add(&source, SOURCE_ADDRESS, "203.0.113.7");
  source.items[0].is_doubtful = true;
  ck_assert(!policy_is_attacker(&source, "203.0.113.7"));
  source_finish(&source);
}
END_TEST

/* ---- bad input ---- */

static const char *const malformed[] = {
  "1.2.3", "300.1.1.1", "203.0.113.256", "10.0.0.0/40", "0xcb.0x71", "203.0.113.007", "0313.0.0161.07", "0xcb007107",
  "0xcb.0.113.7", "203.0.28935", "203.0.113.0x7", "1.2.3.4.5", "203.0.113.*", "203.0.113.x", "http://3405803783/",
  "root@3405803783", "2001:db8:::1", "1:2:3:4:5:6:7:8:9", "2001:db8::/129", "2001:db8::/12x", "10.0.0.0/08",
  "10.0.0.9-10.0.0.1", "10.0.0.1-9", "::ffff:300.1.1.1", "10.0.0.0/255.255.255.0", "http://1.2.3/",
  "\xe2\x98\x83.example", "at 300.1.1.1 now",
  "Acme 2.0 Ltd", "Evil & Sons, v1.2.3 (south)", "10.0.0.0/", "at 12:30:45", "a\xe2\x80\xae""b", "one, two",
};

START_TEST(what_has_no_one_reading_is_refused)
{
  struct err err = {0};
  ck_assert_msg(policy_check_destination(malformed[_i], &err) == -1, "\"%s\" was accepted", malformed[_i]);
  ck_assert(strlen(err.text) > 40);
}
END_TEST

static const char *const well_formed[] = {
  "203.0.113.7", "203.0.113.0/24", "203.0.113.1-203.0.113.9", "2001:db8::/32", "[2001:db8::7]:443", "fe80::1%eth0",
  "good.example", "a.b.c.good.example.", "b\xc3\xbc""cher.example", "3com.example", "host-7",
  "203.0.113.7.good.example", "+1 555 0100", "5550100", "(030) 123 45", "+1.555.0100", "Example Net", "Acme Ltd.",
  "Evil & Sons", "a desk officer", "technical2", "", "http://203.0.113.7/2024/07",
  "http://203.0.113.7/24", "::", "0.0.0.0/0", "M\xc3\xbcller.",
};

START_TEST(what_has_one_reading_is_taken)
{
  struct err err = {0};
  ck_assert_msg(policy_check_destination(well_formed[_i], &err) == 0, "%s", err.text);
}
END_TEST

/* ---- our own ---- */

static const char *const networks[] = {"192.0.2.0/24", "fd00:7c51::/48"};
static const char *const domains[] = {"corp.test"};
static const char *const people[] = {"manager1", "Mary Manager", "+1 555 0103"};
static const struct policy_home home = {2, networks, 1, domains, 3, people, .country = "1"};

static bool is_doubtful(enum source_kind kind, const char *text)
{
  struct source source = {0};
  source_add(&source, kind, text);
  policy_mark_doubtful(&source, &home);
  bool answer = source.items[0].is_doubtful;
  source_finish(&source);
  return answer;
}

START_TEST(entries_that_overlap_our_own_or_are_too_wide_are_doubtful)
{
  static const struct row rows[] = {
    {SOURCE_ADDRESS, "192.0.2.9"},      {SOURCE_ADDRESS, "192.0.0.0/16"},     {SOURCE_ADDRESS, "::ffff:192.0.2.9"},
    {SOURCE_ADDRESS, "fd00:7c51::1"},   {SOURCE_ADDRESS, "203.0.0.0/15"},     {SOURCE_ADDRESS, "2001::/31"},
    {SOURCE_NAME, "pc7.corp.test"},     {SOURCE_NAME, "CORP.test."},          {SOURCE_NAME, "http://corp.test/x"},
    {SOURCE_PARTY, "mary manager"},     {SOURCE_ACCOUNT, "manager1"},         {SOURCE_PHONE, "001 555 0103"},
    {SOURCE_ADDRESS, "0.0.0.0/0"},      {SOURCE_ADDRESS, "::/0"},             {SOURCE_NAME, "0.0.0.0/0"},
    {SOURCE_ADDRESS, "198.0.0.0-203.0.113.7"},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    ck_assert_msg(is_doubtful(rows[i].kind, rows[i].entry), "\"%s\" was not doubted", rows[i].entry);
}
END_TEST

START_TEST(entries_from_elsewhere_are_not_doubtful)
{
  static const struct row rows[] = {
    {SOURCE_ADDRESS, "203.0.113.7"},   {SOURCE_ADDRESS, "203.0.0.0/16"},  {SOURCE_ADDRESS, "2001:db8::/32"},
    {SOURCE_NAME, "notcorp.test"},     {SOURCE_NAME, "evil.example"},     {SOURCE_PHONE, "+1 555 0199"},
    {SOURCE_PARTY, "Mary"},            {SOURCE_ACCOUNT, "manager11"},     {SOURCE_ADDRESS, "192.0.3.1"},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    ck_assert_msg(!is_doubtful(rows[i].kind, rows[i].entry), "\"%s\" was doubted", rows[i].entry);
}
END_TEST

START_TEST(a_long_text_is_refused_and_not_cut)
{
  char text[2000];
  struct err err = {0};
  memset(text, 'x', sizeof text - 1);
  text[sizeof text - 1] = '\0';
  ck_assert_int_eq(policy_check_destination(text, &err), -1);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("reach");
  TCase *chapter = tcase_create("reach");
  tcase_add_loop_test(chapter, every_spelling_of_the_attacker_is_refused, 0, COUNT(spellings));
  tcase_add_loop_test(chapter, whoever_is_only_like_the_attacker_is_not, 0, COUNT(others));
  tcase_add_test(chapter, nobody_matches_no_source_and_no_doubtful_entry);
  tcase_add_loop_test(chapter, what_has_no_one_reading_is_refused, 0, COUNT(malformed));
  tcase_add_loop_test(chapter, what_has_one_reading_is_taken, 0, COUNT(well_formed));
  tcase_add_test(chapter, entries_that_overlap_our_own_or_are_too_wide_are_doubtful);
  tcase_add_test(chapter, entries_from_elsewhere_are_not_doubtful);
  tcase_add_test(chapter, a_long_text_is_refused_and_not_cut);
  suite_add_tcase(suite, chapter);
  return suite_run(suite);
}
