/* Cards: mistakes are told with their place, and what does not fit its page is one. */
#include "calling/cards.h"

#include "base/alloc.h"

#include <check.h>
#include <string.h>

static struct cards *load(const char *text, struct err *err)
{
  struct files files = {0};
  files_add(&files, CARDS_FILE, text, strlen(text));
  struct cards *cards = cards_load(&files, err);
  files_finish(&files);
  return cards;
}

static void expect(const char *text, const char *sentence)
{
  struct err err = {0};
  struct cards *cards = load(text, &err);
  ck_assert_msg(!cards && strstr(err.text, sentence), "said: %s\nmissing: %s", err.text, sentence);
}

START_TEST(a_mistake_is_told_with_its_place)
{
  expect("cards:\n  - {name: a, tittle: b}\n", CARDS_FILE ":2:15: a card has no \"tittle\"; did you mean \"title\"?");
  expect("cards:\n  - {name: a}\n", CARDS_FILE ":2:5: \"title\" is missing here.");
  expect("cards:\n  - {name: a, title: b, say: c}\n", "expected a list");
  expect("cards:\n  - {name: a, title: b}\n  - {name: a, title: c}\n", CARDS_FILE ":3:5: there is a card a already.");
  expect("other: []\n", "this file has no \"other\"");
}
END_TEST

START_TEST(a_card_that_does_not_fit_its_page_is_refused)
{
  struct buf text = {0};
  buf_text(&text, "cards:\n  - name: a\n    title: b\n    say:\n");
  for (int i = 0; i < CARD_LINES; i++)
    buf_text(&text, "      - something\n");
  expect(buf_string(&text), "this card takes 41 lines of a page that has 40; say less.");
  buf_finish(&text);
}
END_TEST

START_TEST(lines_are_broken_between_words_under_their_heading)
{
  struct err err = {0};
  struct cards *cards =
      load("cards:\n  - name: a\n    title: b\n    say: [one two three four five six, seven]\n", &err);
  struct buf out = {0};
  ck_assert_msg(cards != NULL, "%s", err.text);
  card_write(cards, 0, 30, &out);
  ck_assert_str_eq(buf_string(&out), "a           b\n"
                                     "say         - one two three\n"
                                     "              four five six\n"
                                     "            - seven\n");
  buf_finish(&out);
  cards_free(cards);
}
END_TEST

START_TEST(a_procedure_without_cards_has_ours)
{
  struct err err = {0};
  struct cards *cards = cards_load(NULL, &err);
  ck_assert_msg(cards != NULL, "%s", err.text);
  ck_assert_str_eq(card_name(cards, 0), "agency");
  ck_assert_uint_ge(cards_count(cards), 5);
  cards_free(cards);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("cards");
  TCase *tcase = tcase_create("cards");
  tcase_add_test(tcase, a_mistake_is_told_with_its_place);
  tcase_add_test(tcase, a_card_that_does_not_fit_its_page_is_refused);
  tcase_add_test(tcase, lines_are_broken_between_words_under_their_heading);
  tcase_add_test(tcase, a_procedure_without_cards_has_ours);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
