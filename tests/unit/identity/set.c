/* Sets of identities: whose it is, and whom it reaches. */
#include "base/alloc.h"
#include "identity/set.h"
#include "suite.h"

#include <string.h>

static struct identity first_of(const char *text)
{
  struct reading reading;
  identity_read(text, NULL, &reading);
  ck_assert_msg(reading.count > 0, "%s", text);
  return reading.as[0];
}

static struct identity_set *set_of(const char *const *texts, size_t count)
{
  struct identity_set *set = identity_set_new();
  for (size_t i = 0; i < count; i++) {
    struct identity identity = first_of(texts[i]);
    identity_set_add(set, &identity, (uint32_t)i);
  }
  identity_set_seal(set);
  return set;
}

static const char *const texts[] = {"203.0.113.0/24", "198.51.100.9", "isp.example.net", "+1 555 0150", "555 0177",
                                    "eve@provider.example", "Example Net", "isp.example.net", "2001:db8::/48"};

static const struct {
  const char *text;
  bool reaches, holds;
} rows[] = {
  {"203.0.113.7", true, true},           {"203.0.0.0/16", true, false},       {"203.0.114.1", false, false},
  {"198.51.100.9", true, true},          {"198.51.100.8/31", true, false},    {"2002:cb00:7107::1", true, false},
  {"2001:db8:0:1::5", true, true},       {"isp.example.net", true, true},     {"a.b.isp.example.net", true, true},
  {"example.net", false, false},         {"xisp.example.net", false, false},  {"+1 555 0150", true, true},
  {"+2 555 0150", false, false},         {"555 0150", true, false},           {"+1 555 0177", true, false},
  {"555 0177", true, true},              {"eve@provider.example", true, true}, {"provider.example", false, false},
  {"noc@isp.example.net", true, false},  {"Example NET", true, true},         {"Example", false, false},
};

START_TEST(what_reaches_and_what_lies_within)
{
  struct identity_set *set = set_of(texts, COUNT(texts));
  struct identity identity = first_of(rows[_i].text);
  ck_assert_msg(identity_set_reaches(set, &identity) == rows[_i].reaches, "%s reaches", rows[_i].text);
  ck_assert_msg(identity_set_holds(set, &identity) == rows[_i].holds, "%s holds", rows[_i].text);
  identity_set_free(set);
}
END_TEST

START_TEST(every_owner_is_found_and_nobody_else)
{
  struct identity_set *set = set_of(texts, COUNT(texts));
  struct identity host = first_of("noc.isp.example.net"), stranger = first_of("example.net");
  size_t at = 0;
  uint32_t one = identity_set_owner_above(set, &host, &at), other = identity_set_owner_above(set, &host, &at);
  ck_assert(one + other == 2 + 7 && one != other);
  ck_assert_uint_eq(identity_set_owner_above(set, &host, &at), IDENTITY_NOBODY);
  at = 0;
  ck_assert_uint_eq(identity_set_owner_above(set, &stranger, &at), IDENTITY_NOBODY);
  ck_assert(identity_set_is_above(set, &stranger));
  at = 0;
  struct identity address = first_of("198.51.100.9"), inside = first_of("203.0.113.7");
  ck_assert_uint_eq(identity_set_owner(set, &address, &at), 1);
  at = 0;
  ck_assert_uint_eq(identity_set_owner(set, &inside, &at), IDENTITY_NOBODY);
  identity_set_free(set);
}
END_TEST

START_TEST(a_long_range_before_others_is_not_overlooked)
{
  static const char *const wide[] = {"10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.200.0.1"};
  struct identity_set *set = set_of(wide, COUNT(wide));
  struct identity within = first_of("10.99.0.1"), outside = first_of("11.0.0.1");
  ck_assert(identity_set_holds(set, &within) && !identity_set_reaches(set, &outside));
  identity_set_free(set);
}
END_TEST

START_TEST(an_empty_set_is_nobody)
{
  struct identity_set *set = set_of(NULL, 0);
  struct identity anybody = first_of("203.0.113.7");
  ck_assert(!identity_set_reaches(set, &anybody) && !identity_set_holds(set, &anybody));
  identity_set_free(set);
  identity_set_free(NULL);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("set");
  TCase *chapter = tcase_create("set");
  tcase_add_loop_test(chapter, what_reaches_and_what_lies_within, 0, COUNT(rows));
  tcase_add_test(chapter, every_owner_is_found_and_nobody_else);
  tcase_add_test(chapter, a_long_range_before_others_is_not_overlooked);
  tcase_add_test(chapter, an_empty_set_is_nobody);
  suite_add_tcase(suite, chapter);
  return suite_run(suite);
}
