/* base/shown, base/utf8: what somebody typed is read on the line where it was put, and nothing in it is obeyed. */
#include "base/shown.h"
#include "base/utf8.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define INSTEAD "\xEF\xBF\xBD"

static struct buf out;

static const struct {
  const char *typed, *shown;
} texts[] = {
    {"plain", "plain"},
    {"M\xC3\xBCller \xE2\x82\xAC \xF0\x9F\x94\xA5", "M\xC3\xBCller \xE2\x82\xAC \xF0\x9F\x94\xA5"},
    {"one\ntwo", "one\\ntwo"},
    {"a\rb\tc\033[2Jd\x7f", "a\\x0db\\x09c\\x1b[2Jd\\x7f"},
    {"nel\xC2\x85ls\xE2\x80\xA8ps\xE2\x80\xA9", "nel" INSTEAD "ls" INSTEAD "ps" INSTEAD},
    {"\xE2\x80\xAE" "evil\xE2\x81\xA9\xD8\x9C", INSTEAD "evil" INSTEAD INSTEAD},
    {"zero\xE2\x80\x8Bwidth\xEF\xBB\xBF\xC2\xAD", "zero" INSTEAD "width" INSTEAD INSTEAD},
    {"tag\xF3\xA0\x81\x81", "tag" INSTEAD},
    {"cut\xE2\x80", "cut" INSTEAD INSTEAD},
    {"\xC0\x8A\xED\xA0\x80", INSTEAD INSTEAD INSTEAD INSTEAD INSTEAD},
};

START_TEST(what_was_typed_stays_on_its_line_and_steers_nothing)
{
  shown_format(&out, "<%s>\n", texts[_i].typed);
  char *wanted = malloc(strlen(texts[_i].shown) + 4);
  sprintf(wanted, "<%s>\n", texts[_i].shown);
  ck_assert_str_eq(buf_string(&out), wanted);
  free(wanted);
  buf_finish(&out);
}
END_TEST

START_TEST(lines_of_ours_keep_their_breaks_and_nothing_else)
{
  shown_format(&out, "%-s", "one\ntwo\033\xE2\x80\xAE");
  ck_assert_str_eq(buf_string(&out), "one\ntwo\\x1b" INSTEAD);
  buf_finish(&out);
}
END_TEST

START_TEST(columns_are_counted_in_characters)
{
  shown_format(&out, "%-6s|%6s|%-*s|%.2s|%.*s|%5.3s|", "M\xC3\xBCl", "M\xC3\xBCl", 4, "a", "abc", 1, "xyz", "abcdef");
  ck_assert_str_eq(buf_string(&out), "M\xC3\xBCl   |   M\xC3\xBCl|a   |ab|x|  abc|");
  buf_finish(&out);
}
END_TEST

START_TEST(numbers_are_written_as_printf_does)
{
  char wanted[200];
#define NUMBERS -7, 42, 42, 3, 4000000000u, (size_t)5, -6L, 18446744073709551615ull, -9ll,                             \
  255u, 48879u, 8u, 2.25, 0.5, 'c'
  snprintf(wanted, sizeof wanted, "%d %5d %-5d| %02d %u %zu %ld %llu %lld %x %08x %03o %.1f %g %c %%", NUMBERS);
  shown_format(&out, "%d %5d %-5d| %02d %u %zu %ld %llu %lld %x %08x %03o %.1f %g %c %%", NUMBERS);
  ck_assert_str_eq(buf_string(&out), wanted);
  buf_finish(&out);
}
END_TEST

START_TEST(json_says_the_same_in_escapes)
{
  const char *json = "{\"a\": \"x\xE2\x80\xAE\xC2\x85\x7f\xF3\xA0\x81\x81\xC3\xBC\"}";
  shown_json(&out, json, strlen(json));
  ck_assert_str_eq(buf_string(&out), "{\"a\": \"x\\u202e\\u0085\\u007f\\udb40\\udc41\xC3\xBC\"}");
  buf_finish(&out);
}
END_TEST

START_TEST(every_character_of_its_kind_is_on_the_list)
{
  static const struct {
    uint32_t first, last;
    enum utf8_kind kind;
  } known[] = {{0x20, 0x7E, UTF8_PLAIN},      {0x0A, 0x0D, UTF8_BREAK},     {0x85, 0x85, UTF8_BREAK},
               {0x2028, 0x2029, UTF8_BREAK},  {0x00, 0x09, UTF8_CONTROL},   {0x80, 0x84, UTF8_CONTROL},
               {0xA0, 0xAC, UTF8_PLAIN},      {0x200E, 0x200F, UTF8_TURN},  {0x202A, 0x202E, UTF8_TURN},
               {0x2066, 0x2069, UTF8_TURN},   {0x61C, 0x61C, UTF8_TURN},    {0x200B, 0x200D, UTF8_UNSEEN},
               {0xFE00, 0xFE0F, UTF8_UNSEEN}, {0xFEFF, 0xFEFF, UTF8_UNSEEN}, {0xE0000, 0xE0FFF, UTF8_UNSEEN},
               {0xFFFE, 0xFFFF, UTF8_UNSEEN}, {0x10FFFE, 0x10FFFF, UTF8_UNSEEN}, {0x4E00, 0x9FFF, UTF8_PLAIN},
               {0xFFFD, 0xFFFD, UTF8_PLAIN}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    for (uint32_t c = known[i].first; c <= known[i].last; c++)
      ck_assert_msg(utf8_kind(c) == known[i].kind, "U+%04X is of kind %d", c, utf8_kind(c));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("shown");
  TCase *chapter = tcase_create("shown");
  tcase_add_loop_test(chapter, what_was_typed_stays_on_its_line_and_steers_nothing, 0, sizeof texts / sizeof *texts);
  tcase_add_test(chapter, lines_of_ours_keep_their_breaks_and_nothing_else);
  tcase_add_test(chapter, columns_are_counted_in_characters);
  tcase_add_test(chapter, numbers_are_written_as_printf_does);
  tcase_add_test(chapter, json_says_the_same_in_escapes);
  tcase_add_test(chapter, every_character_of_its_kind_is_on_the_list);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
