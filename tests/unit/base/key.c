/* base/key: Ed25519 from files and from a real ssh-agent. */
#include "base/alloc.h"
#include "base/file.h"
#include "base/key.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/tocsin-key-XXXXXX";

static void enter(void)
{
  strcpy(folder + strlen(folder) - 6, "XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  ck_assert_int_eq(chdir(folder), 0);
}

static void leave(void)
{
  char *command = xasprintf("rm -rf '%s'", folder);
  ck_assert_int_eq(system(command), 0);
  free(command);
}

static size_t from_hex(const char *hex, uint8_t *bytes)
{
  size_t count = strlen(hex) / 2;
  for (size_t i = 0; i < count; i++) {
    unsigned value;
    sscanf(hex + 2 * i, "%2x", &value);
    bytes[i] = (uint8_t)value;
  }
  return count;
}

/* RFC 8032 section 7.1: tests 1, 2 and 3. */
static const struct {
  const char *secret, *public_half, *message, *signature;
} vectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
     "655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
     "b00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
     "c027beceea1ec40a"},
};

/* PKCS#8 around a raw Ed25519 key (RFC 8410 section 7), made with openssl as an administrator would. */
static struct key *load_secret(const char *hex, struct err *err)
{
  uint8_t der[48];
  from_hex("302e020100300506032b657004220420", der);
  from_hex(hex, der + 16);
  ck_assert_int_eq(file_write("secret.der", der, sizeof der, 0600, err), 0);
  ck_assert_int_eq(system("openssl pkey -inform DER -in secret.der -out secret.pem"), 0);
  return key_load("secret.pem", NULL, NULL, err);
}

START_TEST(signatures_are_those_of_rfc_8032)
{
  uint8_t public_half[32], message[8], expected[64], signature[64], found[32];
  struct err err = {0};
  struct key *key = load_secret(vectors[_i].secret, &err);
  ck_assert_msg(key != NULL, "%s", err.text);
  from_hex(vectors[_i].public_half, public_half);
  from_hex(vectors[_i].signature, expected);
  size_t length = from_hex(vectors[_i].message, message);
  key_public(key, found);
  ck_assert_mem_eq(found, public_half, 32);
  for (int again = 0; again < 2; again++) {
    ck_assert_int_eq(key_sign(key, message, length, signature, &err), 0);
    ck_assert_mem_eq(signature, expected, 64);
  }
  ck_assert(key_verify(public_half, message, length, signature));
  signature[5] ^= 1;
  ck_assert(!key_verify(public_half, message, length, signature));
  key_free(key);
}
END_TEST

START_TEST(another_key_another_message_or_garbage_does_not_verify)
{
  struct err err = {0};
  struct key *one = key_generate(), *other = key_generate();
  uint8_t a[32], b[32], zero[32] = {0}, signature[64];
  key_public(one, a);
  key_public(other, b);
  ck_assert_int_eq(key_sign(one, "yes", 3, signature, &err), 0);
  ck_assert(key_verify(a, "yes", 3, signature));
  ck_assert(!key_verify(b, "yes", 3, signature));
  ck_assert(!key_verify(a, "yet", 3, signature));
  ck_assert(!key_verify(a, "yes!", 4, signature));
  ck_assert(!key_verify(zero, "yes", 3, signature));
  key_free(one);
  key_free(other);
}
END_TEST

START_TEST(a_saved_key_comes_back_closed_to_others)
{
  struct err err = {0};
  struct stat about;
  struct key *made = key_generate();
  uint8_t before[32], after[32];
  key_public(made, before);
  ck_assert_int_eq(key_save(made, "k.pem", NULL, &err), 0);
  ck_assert_int_eq(stat("k.pem", &about), 0);
  ck_assert_int_eq(about.st_mode & 0777, 0600);
  ck_assert_int_eq(key_save(made, "k.pem", NULL, &err), -1);
  err = (struct err){0};
  struct key *loaded = key_load("k.pem", NULL, NULL, &err);
  ck_assert_msg(loaded != NULL, "%s", err.text);
  key_public(loaded, after);
  ck_assert_mem_eq(before, after, 32);
  ck_assert_int_eq(system("openssl pkey -in k.pem -noout -text | grep -q ED25519"), 0);
  key_free(made);
  key_free(loaded);
}
END_TEST

static int say(void *context, const char *path, char *passphrase, size_t size)
{
  if (!context)
    return -1;
  return snprintf(passphrase, size, "%s", (const char *)context);
}

START_TEST(a_passphrase_opens_and_a_wrong_one_says_so)
{
  struct err err = {0};
  char right[] = "correct horse", wrong[] = "wrong horse";
  struct key *made = key_generate();
  ck_assert_int_eq(key_save(made, "k.pem", right, &err), 0);
  key_free(made);
  struct key *loaded = key_load("k.pem", say, right, &err);
  ck_assert_msg(loaded != NULL, "%s", err.text);
  key_free(loaded);
  ck_assert_int_eq(system("openssl pkey -in k.pem -passin 'pass:correct horse' -noout"), 0);
  ck_assert_ptr_null(key_load("k.pem", say, wrong, &err));
  ck_assert_str_eq(err.text, "k.pem does not open with this passphrase");
  err = (struct err){0};
  ck_assert_ptr_null(key_load("k.pem", NULL, NULL, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "protected by a passphrase, and there is nobody here to type it"));
  err = (struct err){0};
  ck_assert_ptr_null(key_load("k.pem", say, NULL, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "nobody here to type it"));
}
END_TEST

START_TEST(other_kinds_of_key_are_refused_with_what_to_do)
{
  struct err err = {0};
  ck_assert_int_eq(system("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem 2>err"), 0);
  ck_assert_ptr_null(key_load("ec.pem", NULL, NULL, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "ec.pem holds a key of kind EC; an Ed25519 key is needed"));
  err = (struct err){0};
  ck_assert_int_eq(file_write("text", "hello", 5, 0600, &err), 0);
  ck_assert_ptr_null(key_load("text", NULL, NULL, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "text is not a private key in PEM form"));
  err = (struct err){0};
  ck_assert_ptr_null(key_load("nowhere", NULL, NULL, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "No such file"));
  err = (struct err){0};
  ck_assert_int_eq(file_write("empty", "", 0, 0600, &err), 0);
  ck_assert_ptr_null(key_load("empty", NULL, NULL, &err));
  ck_assert(err_is_set(&err));
}
END_TEST

START_TEST(dsse_and_key_ids_are_as_published)
{
  struct buf out = {0};
  char id[KEY_ID_SIZE + 1];
  uint8_t public_half[32];
  key_dsse_encode(&out, "http://example.com/HelloWorld", "hello world", 11); /* the DSSE protocol's test vector */
  ck_assert_str_eq(out.bytes, "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  from_hex(vectors[0].public_half, public_half);
  key_id(public_half, id);
  ck_assert_str_eq(id, "21fe31dfa154a261");
  buf_finish(&out);
}
END_TEST

/* ---- ssh-agent ---- */

static pid_t agent;

static void start_agent(void)
{
  enter();
  ck_assert_int_eq(system("ssh-agent -s -a ./socket > env && ssh-keygen -q -t ed25519 -N '' -f id && "
                          "SSH_AUTH_SOCK=./socket ssh-add -q id"),
                   0);
  struct buf env = {0};
  struct err err = {0};
  ck_assert_int_eq(file_read("env", 4096, &env, &err), 0);
  const char *at = strstr(env.bytes, "SSH_AGENT_PID=");
  ck_assert_ptr_nonnull(at);
  agent = atoi(at + strlen("SSH_AGENT_PID="));
  buf_finish(&env);
  setenv("SSH_AUTH_SOCK", "./socket", 1);
}

static void stop_agent(void)
{
  kill(agent, SIGTERM);
  leave();
}

static void read_agents_key(uint8_t public_half[32])
{
  struct buf bytes = {0};
  struct err err = {0};
  ck_assert_int_eq(system("cut -d' ' -f2 id.pub | base64 -d > raw"), 0);
  ck_assert_int_eq(file_read("raw", 100, &bytes, &err), 0);
  ck_assert_uint_eq(bytes.length, 51);
  memcpy(public_half, bytes.bytes + 19, 32);
  buf_finish(&bytes);
}

START_TEST(an_agent_signs_as_a_file_would)
{
  uint8_t public_half[32], other[32], signature[64];
  struct err err = {0};
  read_agents_key(public_half);
  struct key *key = key_from_agent(public_half, &err);
  ck_assert_msg(key != NULL, "%s", err.text);
  ck_assert_int_eq(key_sign(key, "a statement", 11, signature, &err), 0);
  ck_assert(key_verify(public_half, "a statement", 11, signature));
  ck_assert_int_eq(key_save(key, "stolen.pem", NULL, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "does not give it away"));
  key_free(key);
  err = (struct err){0};
  memset(other, 7, sizeof other);
  ck_assert_ptr_null(key_from_agent(other, &err));
  ck_assert(!err_is_set(&err));
}
END_TEST

START_TEST(an_agent_that_lost_the_key_or_is_gone_says_so)
{
  uint8_t public_half[32], signature[64];
  struct err err = {0};
  read_agents_key(public_half);
  struct key *key = key_from_agent(public_half, &err);
  ck_assert_ptr_nonnull(key);
  ck_assert_int_eq(system("ssh-add -q -D 2> /dev/null"), 0);
  ck_assert_int_eq(key_sign(key, "x", 1, signature, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "did not sign"));
  err = (struct err){0};
  setenv("SSH_AUTH_SOCK", "./nothing-here", 1);
  ck_assert_int_eq(key_sign(key, "x", 1, signature, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "is gone"));
  key_free(key);
  err = (struct err){0};
  ck_assert_ptr_null(key_from_agent(public_half, &err));
  ck_assert(!err_is_set(&err));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("key");
  TCase *files = tcase_create("files"), *agents = tcase_create("agents");
  tcase_add_checked_fixture(files, enter, leave);
  tcase_add_loop_test(files, signatures_are_those_of_rfc_8032, 0, 3);
  tcase_add_test(files, another_key_another_message_or_garbage_does_not_verify);
  tcase_add_test(files, a_saved_key_comes_back_closed_to_others);
  tcase_add_test(files, a_passphrase_opens_and_a_wrong_one_says_so);
  tcase_add_test(files, other_kinds_of_key_are_refused_with_what_to_do);
  tcase_add_test(files, dsse_and_key_ids_are_as_published);
  suite_add_tcase(suite, files);
  if (access("/usr/bin/ssh-agent", X_OK) == 0) {
    tcase_add_checked_fixture(agents, start_agent, stop_agent);
    tcase_add_test(agents, an_agent_signs_as_a_file_would);
    tcase_add_test(agents, an_agent_that_lost_the_key_or_is_gone_says_so);
  }
  suite_add_tcase(suite, agents);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
