/* base/cms: what only certain people may read, both ways between us and the openssl program. */
#include "base/alloc.h"
#include "base/cms.h"
#include "base/file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/tocsin-cms-XXXXXX";
static const char secret[] = "numbers:\n  manager1: {home: +1 555 0114}\n";

static void make(const char *owner)
{
  struct err err = {0};
  char *key = xasprintf("%s-read.pem", owner), *certificate = xasprintf("%s.pem", owner);
  ck_assert_msg(cms_make_key(owner, key, certificate, NULL, &err) == 0, "%s", err.text);
  free(key);
  free(certificate);
}

static void enter(void)
{
  strcpy(folder + strlen(folder) - 6, "XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  ck_assert_int_eq(chdir(folder), 0);
  make("ann");
  make("ben");
  make("eve");
}

static void leave(void)
{
  char *command = xasprintf("rm -rf '%s'", folder);
  ck_assert_int_eq(system(command), 0);
  free(command);
}

static int shell(const char *command)
{
  int status = system(command);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/** Encrypted to ann and ben, and left in `secret.cms`. */
static void encrypt(struct buf *out)
{
  static const char *const readers[] = {"ann.pem", "ben.pem"};
  struct err err = {0};
  ck_assert_msg(cms_encrypt(out, secret, strlen(secret), readers, 2, &err) == 0, "%s", err.text);
  ck_assert_int_eq(file_write("secret.cms", out->bytes, out->length, 0600, &err), 0);
}

static int open_with(const struct buf *bytes, const char *key, struct buf *plain, struct err *err)
{
  return cms_decrypt(plain, bytes->bytes, bytes->length, key, NULL, NULL, err);
}

START_TEST(each_reader_opens_it_and_nobody_else)
{
  static const struct {
    const char *key;
    int result;
  } cases[] = {{"ann-read.pem", 0}, {"ben-read.pem", 0}, {"eve-read.pem", -1}};
  struct buf bytes = {0};
  encrypt(&bytes);
  ck_assert_ptr_null(strstr(bytes.bytes, "0114"));
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct buf plain = {0};
    struct err err = {0};
    ck_assert_int_eq(open_with(&bytes, cases[i].key, &plain, &err), cases[i].result);
    ck_assert_str_eq(buf_string(&plain), cases[i].result == 0 ? secret : "");
    ck_assert_int_eq(err_is_set(&err), cases[i].result != 0);
    cms_wipe(&plain);
  }
  buf_finish(&bytes);
}
END_TEST

START_TEST(openssl_alone_opens_it_with_the_command_that_is_promised)
{
  struct buf bytes = {0}, plain = {0};
  struct err err = {0};
  encrypt(&bytes);
  ck_assert_int_eq(shell("openssl cms -decrypt -inform PEM -in secret.cms -inkey ben-read.pem > plain"), 0);
  ck_assert_int_eq(file_read("plain", 1000, &plain, &err), 0);
  ck_assert_str_eq(buf_string(&plain), secret);
  ck_assert_int_ne(
      shell("openssl cms -decrypt -inform PEM -in secret.cms -inkey eve-read.pem > stolen 2> /dev/null"), 0);
  buf_finish(&bytes);
  buf_finish(&plain);
}
END_TEST

START_TEST(what_openssl_encrypted_is_opened)
{
  static const char *const ciphers[] = {"-aes-256-gcm", "-aes-256-cbc"};
  for (size_t i = 0; i < COUNT(ciphers); i++) {
    struct buf bytes = {0}, plain = {0};
    struct err err = {0};
    char *command = xasprintf("printf 'call +1 555 0101' | openssl cms -encrypt -binary %s -outform PEM -out theirs "
                              "ann.pem ben.pem",
                              ciphers[i]);
    ck_assert_int_eq(shell(command), 0);
    ck_assert_int_eq(file_read("theirs", 10000, &bytes, &err), 0);
    ck_assert_msg(open_with(&bytes, "ben-read.pem", &plain, &err) == 0, "%s: %s", ciphers[i], err.text);
    ck_assert_str_eq(buf_string(&plain), "call +1 555 0101");
    free(command);
    buf_finish(&bytes);
    cms_wipe(&plain);
  }
}
END_TEST

START_TEST(a_key_and_certificate_that_openssl_made_serve_as_well)
{
  static const char *const reader[] = {"own.pem"};
  struct buf bytes = {0}, plain = {0};
  struct err err = {0};
  ck_assert_int_eq(shell("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=own "
                         "-keyout own-read.pem -out own.pem 2> /dev/null"),
                   0);
  ck_assert_msg(cms_encrypt(&bytes, "x", 1, reader, 1, &err) == 0, "%s", err.text);
  ck_assert_int_eq(open_with(&bytes, "own-read.pem", &plain, &err), 0);
  ck_assert_str_eq(buf_string(&plain), "x");
  buf_finish(&bytes);
  buf_finish(&plain);
}
END_TEST

START_TEST(any_changed_byte_is_noticed_and_nothing_is_shown)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  struct buf bytes = {0};
  size_t tried = 0;
  encrypt(&bytes);
  for (size_t i = strlen("-----BEGIN CMS-----\n"); i < bytes.length - strlen("-----END CMS-----\n"); i += 5) {
    const char *was = strchr(alphabet, bytes.bytes[i]);
    if (!was)
      continue;
    struct buf plain = {0};
    struct err err = {0};
    bytes.bytes[i] = alphabet[(was - alphabet + 32) % 64];
    if (open_with(&bytes, "ann-read.pem", &plain, &err) == 0)
      ck_assert_str_eq(plain.bytes, secret); /* it stood in what is ben's, or in a name */
    else
      ck_assert_uint_eq(plain.length, 0);
    bytes.bytes[i] = *was;
    tried++;
    buf_finish(&plain);
  }
  ck_assert_uint_gt(tried, 100);
  buf_finish(&bytes);
}
END_TEST

START_TEST(a_changed_byte_of_the_content_is_an_error)
{
  struct buf bytes = {0}, plain = {0};
  struct err err = {0};
  encrypt(&bytes);
  char *last = strstr(bytes.bytes, "\n-----END CMS-----");
  for (int i = 0; i < 40; i++) /* tag and end of the text */
    last -= last[-1] == '\n' ? 2 : 1;
  *last = *last == 'A' ? 'B' : 'A';
  ck_assert_int_eq(open_with(&bytes, "ann-read.pem", &plain, &err), -1);
  ck_assert_uint_eq(plain.length, 0);
  ck_assert_ptr_nonnull(strstr(err.text, "changed"));
  buf_finish(&bytes);
}
END_TEST

START_TEST(who_can_open_it_is_told_without_opening_it)
{
  struct buf bytes = {0};
  struct err err = {0};
  encrypt(&bytes);
  ck_assert_int_eq(cms_is_for(bytes.bytes, bytes.length, "ann.pem", &err), 1);
  ck_assert_int_eq(cms_is_for(bytes.bytes, bytes.length, "ben.pem", &err), 1);
  ck_assert_int_eq(cms_is_for(bytes.bytes, bytes.length, "eve.pem", &err), 0);
  ck_assert(!err_is_set(&err));
  ck_assert_int_eq(cms_is_for("hello", 5, "eve.pem", &err), -1);
  ck_assert(err_is_set(&err));
  buf_finish(&bytes);
}
END_TEST

START_TEST(keys_are_private_and_never_written_over)
{
  struct stat about;
  struct err err = {0}, other = {0};
  ck_assert_int_eq(stat("ann-read.pem", &about), 0);
  ck_assert_int_eq(about.st_mode & 07777, 0600);
  ck_assert_int_eq(cms_make_key("ann", "ann-read.pem", "ann-2.pem", NULL, &err), -1);
  ck_assert(!file_exists("ann-2.pem"));
  ck_assert_int_eq(cms_make_key("ann", "ann-2-read.pem", "ann.pem", NULL, &other), -1);
  ck_assert(!file_exists("ann-2-read.pem"));
}
END_TEST

static int type_passphrase(void *context, const char *path, char *passphrase, size_t size)
{
  return snprintf(passphrase, size, "%s", (const char *)context);
}

START_TEST(a_passphrase_is_asked_for)
{
  static const char *const reader[] = {"kim.pem"};
  char right[] = "open sesame", wrong[] = "please";
  struct buf bytes = {0}, plain = {0};
  struct err err = {0}, refused = {0}, nobody = {0};
  ck_assert_int_eq(cms_make_key("kim", "kim-read.pem", "kim.pem", right, &err), 0);
  ck_assert_int_eq(cms_encrypt(&bytes, "hi", 2, reader, 1, &err), 0);
  ck_assert_int_eq(cms_decrypt(&plain, bytes.bytes, bytes.length, "kim-read.pem", type_passphrase, wrong, &refused),
                   -1);
  ck_assert_ptr_nonnull(strstr(refused.text, "does not open with this passphrase"));
  ck_assert_int_eq(open_with(&bytes, "kim-read.pem", &plain, &nobody), -1);
  ck_assert_int_eq(cms_decrypt(&plain, bytes.bytes, bytes.length, "kim-read.pem", type_passphrase, right, &err), 0);
  ck_assert_str_eq(buf_string(&plain), "hi");
  buf_finish(&bytes);
  buf_finish(&plain);
}
END_TEST

START_TEST(what_cannot_be_is_said)
{
  static const char *const missing[] = {"nobody.pem"}, *const no_certificate[] = {"ann-read.pem"};
  struct buf out = {0};
  struct err errors[4] = {0};
  ck_assert_int_eq(cms_encrypt(&out, "x", 1, missing, 0, &errors[0]), -1);
  ck_assert_int_eq(cms_encrypt(&out, "x", 1, missing, 1, &errors[1]), -1);
  ck_assert_int_eq(cms_encrypt(&out, "x", 1, no_certificate, 1, &errors[2]), -1);
  ck_assert_int_eq(cms_decrypt(&out, "no", 2, "ann-read.pem", NULL, NULL, &errors[3]), -1);
  for (size_t i = 0; i < COUNT(errors); i++)
    ck_assert(err_is_set(&errors[i]));
  ck_assert_uint_eq(out.length, 0);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("cms");
  tcase_add_checked_fixture(tests, enter, leave);
  tcase_set_timeout(tests, 60);
  tcase_add_test(tests, each_reader_opens_it_and_nobody_else);
  tcase_add_test(tests, openssl_alone_opens_it_with_the_command_that_is_promised);
  tcase_add_test(tests, what_openssl_encrypted_is_opened);
  tcase_add_test(tests, a_key_and_certificate_that_openssl_made_serve_as_well);
  tcase_add_test(tests, any_changed_byte_is_noticed_and_nothing_is_shown);
  tcase_add_test(tests, a_changed_byte_of_the_content_is_an_error);
  tcase_add_test(tests, who_can_open_it_is_told_without_opening_it);
  tcase_add_test(tests, keys_are_private_and_never_written_over);
  tcase_add_test(tests, a_passphrase_is_asked_for);
  tcase_add_test(tests, what_cannot_be_is_said);
  Suite *suite = suite_create("cms");
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed > 0;
}
