/*
 * The verb `roster` and its words: who is called, at which number, and whether that still holds.
 */
#pragma once

#include "cli/cli.h"
#include "site/reach.h"

/** One word of `roster`: returns an exit status, or -1 with a sentence. The arguments behind the word are its own. */
struct roster_word {
  const char *name;
  int (*run)(const struct cli *cli, const char *const *arguments, size_t count, struct err *err);
};

int roster_word_show(const struct cli *cli, const char *const *arguments, size_t count, struct err *err);
int roster_word_print(const struct cli *cli, const char *const *arguments, size_t count, struct err *err);
int roster_word_set(const struct cli *cli, const char *const *arguments, size_t count, struct err *err);
int roster_word_seal(const struct cli *cli, const char *const *arguments, size_t count, struct err *err);
int roster_word_key(const struct cli *cli, const char *const *arguments, size_t count, struct err *err);
int roster_word_received(const struct cli *cli, const char *const *arguments, size_t count, struct err *err);
int roster_word_history(const struct cli *cli, const char *const *arguments, size_t count, struct err *err);
int roster_word_check(const struct cli *cli, const char *const *arguments, size_t count, struct err *err);
int roster_word_test(const struct cli *cli, const char *const *arguments, size_t count, struct err *err);
int roster_word_enrol(const struct cli *cli, const char *const *arguments, size_t count, struct err *err);
int roster_word_revoke(const struct cli *cli, const char *const *arguments, size_t count, struct err *err);

/** The site with its roster; NULL with a sentence. The roster is the site's. */
struct site *roster_site(const struct cli *cli, enum site_mode mode, struct roster **roster, struct err *err);

/** Each argument must be somebody of the roster. */
int roster_check_people(const struct roster *roster, const char *const *people, size_t count, struct err *err);

/** Says if the statement just made carries no signature, and why. */
void roster_remark_unsigned(const struct site *site);

/** "phone +1 555 0101, at home +1 555 0112": as they are dialled, in the order in which one would. */
void roster_numbers_in_words(const struct roster *roster, const char *id, struct buf *out);
