/* ledger/merkle, ledger/note, ledger/trust: the public formats, with published answers and the openssl command. */
#include "fixture.h"

#include "ledger/merkle.h"
#include "ledger/note.h"
#include "ledger/trust.h"

/* The inputs and roots that Certificate Transparency's reference implementation is tested with (RFC 6962). */
static const struct {
  const char *bytes;
  size_t length;
  const char *root;
} leaves[] = {
    {"", 0, "sha256:6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
    {"\x00", 1, "sha256:fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
    {"\x10", 1, "sha256:aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
    {"\x20\x21", 2, "sha256:d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
    {"\x30\x31", 2, "sha256:4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
    {"\x40\x41\x42\x43", 4, "sha256:76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
    {"\x50\x51\x52\x53\x54\x55\x56\x57", 8, "sha256:ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
    {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
     "sha256:5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
};

static void expect_root(const struct merkle *tree, const char *expected)
{
  char text[DIGEST_TEXT_SIZE];
  struct digest root = merkle_root(tree);
  digest_text(&root, text);
  ck_assert_str_eq(text, expected);
}

START_TEST(roots_are_those_of_rfc_6962)
{
  struct merkle tree = {0}, back = {0};
  struct buf stored = {0};
  expect_root(&tree, "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++) {
    struct digest leaf = digest_of_leaf(leaves[i].bytes, leaves[i].length);
    merkle_append(&tree, &leaf);
    expect_root(&tree, leaves[i].root);
    buf_clear(&stored);
    merkle_store(&tree, &stored);
    ck_assert(merkle_restore(&back, tree.size, stored.bytes, stored.length));
    expect_root(&back, leaves[i].root);
    ck_assert(!merkle_restore(&back, tree.size, stored.bytes, stored.length - 1));
  }
  buf_finish(&stored);
}
END_TEST

/* ---- notes ---- */

static struct note_key log_key;

static void make_note(struct buf *out, uint64_t size)
{
  uint8_t half[KEY_PUBLIC_SIZE];
  struct buf text = {0};
  struct digest root = digest_of("root", 4);
  key_public(senior, half);
  note_key_finish(&log_key);
  note_key_init(&log_key, "corp.test/log", NOTE_LOG, half);
  const struct checkpoint checkpoint = {.origin = "corp.test/log", .origin_length = strlen("corp.test/log"),
                                        .size = size, .root = root, .chains = 2, .chain_root = root};
  note_checkpoint(&text, &checkpoint);
  must(note_sign(out, &text, &log_key, senior, why));
  buf_finish(&text);
}

/* As docs/ledger.md tells the auditor to do it. */
static int openssl_verifies(const struct buf *bytes)
{
  uint8_t half[KEY_PUBLIC_SIZE], der[44] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
  key_public(senior, half);
  memcpy(der + 12, half, sizeof half);
  must(file_write("pub.der", der, sizeof der, 0600, why));
  must(file_write("note", bytes->bytes, bytes->length, 0600, why));
  shell("sed -n '1,/^$/p' note | sed '$d' > body");
  shell("sed -n '$s/.* //p' note | base64 -d | tail -c +5 > sig");
  return system("openssl pkeyutl -verify -rawin -pubin -inkey pub.der -keyform DER -sigfile sig -in body > out 2>&1");
}

START_TEST(openssl_verifies_a_checkpoint_and_finds_a_changed_byte)
{
  struct buf bytes = {0};
  make_note(&bytes, 42);
  ck_assert_int_eq(openssl_verifies(&bytes), 0);
  *strstr(bytes.bytes, "\n42\n") = '\n';
  strstr(bytes.bytes, "\n42\n")[1] = '5';
  ck_assert_int_ne(openssl_verifies(&bytes), 0);
  buf_finish(&bytes);
}
END_TEST

START_TEST(a_note_has_the_shape_of_c2sp)
{
  struct buf bytes = {0};
  struct note read;
  struct checkpoint checkpoint;
  make_note(&bytes, 42);
  const char *line = strstr(bytes.bytes, "\n\n\xE2\x80\x94 corp.test/log ");
  ck_assert_ptr_nonnull(line);
  ck_assert_uint_eq(strlen(line + 2 + 4 + strlen("corp.test/log ")), 92 + 1);
  must(note_read(bytes.bytes, bytes.length, &read, why));
  must(note_checkpoint_read(read.text, read.length, &checkpoint, why));
  ck_assert_uint_eq(checkpoint.size, 42);
  ck_assert_uint_eq(checkpoint.origin_length, strlen("corp.test/log"));
  ck_assert_int_eq(note_verify(&read, &log_key), NOTE_GOOD);
  buf_finish(&bytes);
}
END_TEST

/* Runs the indented lines of a section of the page for auditors, as they stand there. */
static void run_commands_of(const char *section)
{
  char command[600];
  snprintf(command, sizeof command, "awk '/%s/ { on = 1; next } /^## / { on = 0 } on && /^    /' " PAGE
           " > commands && sh -e commands > out 2>&1 || { cat out; exit 1; }", section);
  shell(command);
}

static int see_first_leaf(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  *(struct digest *)context = digest_of_leaf(bytes, length);
  return 1;
}

/* The same commands, each on a ledger in which something was changed; none may end well. */
static const char *const changes[] = {
    "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'seen', 'seem') AS BLOB) WHERE chain = 'I-1'",
    "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry WHERE chain = 'I-1')",
    "DELETE FROM entry WHERE seq = (SELECT min(seq) FROM entry WHERE chain = 'I-1')",
    "UPDATE entry SET chain = 'I-2' WHERE seq = (SELECT max(seq) FROM entry WHERE chain = 'I-1')",
    "UPDATE chain SET count = count - 1, last = zeroblob(32) WHERE name = 'I-1'",
    "DELETE FROM chain WHERE name = 'I-2'",
    "UPDATE chain SET list = randomblob(32) WHERE name = 'I-2'",
};

START_TEST(the_commands_of_the_page_find_what_was_changed)
{
  if (system("command -v sqlite3 > found") != 0)
    return;
  struct ledger *ledger = make();
  note(ledger, "I-1", 3);
  note(ledger, "I-2", 1);
  ledger_close(ledger);
  tamper(changes[_i]);
  shell("awk '/^## Chains/ { on = 1; next } /^## / { on = 0 } on && /^    /' " PAGE " > commands");
  ck_assert_int_ne(system("sh -e commands > out 2>&1"), 0);
}
END_TEST

START_TEST(the_commands_of_the_page_for_auditors_work)
{
  if (system("command -v sqlite3 > found") != 0)
    return;
  struct ledger *ledger = make();
  struct digest leaf;
  char text[DIGEST_TEXT_SIZE], command[200];
  must(ledger_each(ledger, 0, 1, see_first_leaf, &leaf, why));
  digest_text(&leaf, text);
  setenv("VKEY", ledger_first_vkey(ledger), 1);
  for (int i = 1; i < 6; i++) {
    snprintf(command, sizeof command, "I-%d", i);
    ledger_rotate(ledger, "a test");
    note(ledger, i % 2 ? "I-1" : command, i);
  }
  note(ledger, "I-1", 1);
  ledger_close(ledger);
  run_commands_of("^To check one by hand");
  shell("grep -q 'Verified Success' out");
  run_commands_of("^## Chains");
  shell("grep -q '^I-1 is complete' out");
  run_commands_of("^## Epochs");
  shell("grep -q '^signed with the key of epoch 7' out");
  run_commands_of("^## Tree");
  snprintf(command, sizeof command, "grep -q '^%s  leaf.000000' out", text + strlen("sha256:"));
  shell(command);
}
END_TEST

static const struct {
  const char *name, *from, *to;
} breakages[] = {
    {"a control character", "corp.test", "corp\ttest"},
    {"a carriage return", "\n42\n", "\r\n42\n"},
    {"no empty line", "\n\n", "\n"},
    {"another dash", "\xE2\x80\x94 corp", "- corp"},
    {"no name", "\xE2\x80\x94 corp.test/log", "\xE2\x80\x94 "},
    {"a plus in the name", "\xE2\x80\x94 corp.test/log", "\xE2\x80\x94 corp+test"},
    {"bytes that are not UTF-8", "corp", "c\xFFrp"},
    {"a leading zero", "\n42\n", "\n042\n"},
    {"a sign", "\n42\n", "\n+42\n"},
    {"an extension line", "\n\n", "\nmore\n\n"},
    {"a size too large", "\n42\n", "\n99999999999999999999\n"},
};

START_TEST(a_note_of_any_other_shape_is_refused)
{
  struct buf good = {0}, bad = {0};
  struct note read;
  struct checkpoint checkpoint;
  struct err err = {0};
  make_note(&good, 42);
  const char *at = strstr(good.bytes, breakages[_i].from);
  ck_assert_ptr_nonnull(at);
  buf_format(&bad, "%.*s%s%s", (int)(at - good.bytes), good.bytes, breakages[_i].to, at + strlen(breakages[_i].from));
  bool is_read = note_read(bad.bytes, bad.length, &read, &err) == 0 &&
                 note_checkpoint_read(read.text, read.length, &checkpoint, &err) == 0;
  ck_assert_msg(!is_read, "%s", breakages[_i].name);
  ck_assert(err_is_set(&err));
  buf_finish(&good);
  buf_finish(&bad);
}
END_TEST

START_TEST(unknown_signatures_are_ignored_and_a_false_one_of_a_known_key_spoils_all)
{
  struct buf bytes = {0};
  struct note read;
  make_note(&bytes, 42);
  for (int i = 0; i < 20; i++)
    buf_format(&bytes, "\xE2\x80\x94 witness%d.test AAAAAAAAAAAA\n", i);
  must(note_read(bytes.bytes, bytes.length, &read, why));
  ck_assert_uint_eq(read.count, 21);
  ck_assert_int_eq(note_verify(&read, &log_key), NOTE_GOOD);
  char *line = strdup(strstr(bytes.bytes, "\xE2\x80\x94"));
  *strchr(line, '\n') = '\0';
  line[60] = line[60] == 'A' ? 'B' : 'A';
  buf_format(&bytes, "%s\n", line);
  must(note_read(bytes.bytes, bytes.length, &read, why));
  ck_assert_int_eq(note_verify(&read, &log_key), NOTE_WRONG);
  free(line);
  buf_finish(&bytes);
}
END_TEST

START_TEST(a_vkey_goes_both_ways_and_a_wrong_id_is_refused)
{
  struct buf bytes = {0}, text = {0};
  struct note_key key = {0};
  struct err err = {0};
  make_note(&bytes, 1);
  note_vkey(&log_key, &text);
  must(note_vkey_read(text.bytes, text.length, &key, why));
  ck_assert_str_eq(key.name, "corp.test/log");
  ck_assert_mem_eq(key.public_half, log_key.public_half, 32);
  note_key_finish(&key);
  char *id = strchr(text.bytes, '+') + 1;
  *id = *id == '0' ? '1' : '0';
  ck_assert_int_eq(note_vkey_read(text.bytes, text.length, &key, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "short id"));
  err = (struct err){0};
  ck_assert_int_eq(note_vkey_read("nonsense", 8, &key, &err), -1);
  note_key_finish(&key);
  buf_finish(&bytes);
  buf_finish(&text);
}
END_TEST

/* ---- trust ---- */

static void add_key(struct buf *out, const char *name, enum note_kind kind, const struct key *key)
{
  uint8_t half[KEY_PUBLIC_SIZE];
  struct note_key vkey;
  key_public(key, half);
  note_key_init(&vkey, name, kind, half);
  note_vkey(&vkey, out);
  note_key_finish(&vkey);
}

/* tlog-cosignature: the line of a witness under a note's text. */
static void cosign(struct buf *bytes, const char *name, const struct key *key)
{
  uint8_t half[KEY_PUBLIC_SIZE], line[4 + 8 + KEY_SIGNATURE_SIZE] = {0};
  struct note_key vkey;
  struct buf text = {0};
  key_public(key, half);
  note_key_init(&vkey, name, NOTE_COSIGNATURE, half);
  memcpy(line, vkey.id, 4);
  line[11] = 77;
  size_t length = (size_t)(strstr(bytes->bytes, "\n\n") + 1 - bytes->bytes);
  buf_format(&text, "cosignature/v1\ntime 77\n%.*s", (int)length, bytes->bytes);
  must(key_sign(key, text.bytes, text.length, line + 12, why));
  buf_format(bytes, "\xE2\x80\x94 %s ", name);
  base64_encode(bytes, line, sizeof line);
  buf_char(bytes, '\n');
  note_key_finish(&vkey);
  buf_finish(&text);
}

START_TEST(a_quorum_is_met_by_those_it_names)
{
  struct key *keys[3] = {key_generate(), key_generate(), key_generate()};
  struct buf policy = {0}, bytes = {0};
  struct note read;
  struct err err = {0};
  buf_text(&policy, "# the auditors' safe\nlog ");
  add_key(&policy, "corp.test/log", NOTE_LOG, senior);
  for (int i = 0; i < 3; i++) {
    buf_format(&policy, "\nwitness w%d ", i);
    add_key(&policy, "audit.test/w", NOTE_COSIGNATURE, keys[i]);
    buf_text(&policy, " https://audit.test/");
  }
  buf_text(&policy, "\n\tgroup two 2 w0 w1 w2\nquorum two\n");
  struct trust *trust = trust_read(policy.bytes, &err);
  ck_assert_msg(trust != NULL, "%s", err.text);
  make_note(&bytes, 42);
  ck_assert(trust_asks_witnesses(trust));
  ck_assert(trust_has_log(trust, "corp.test/log", log_key.public_half));
  ck_assert(!trust_has_log(trust, "corp.test/other", log_key.public_half));
  for (int i = 0; i < 3; i++) {
    must(note_read(bytes.bytes, bytes.length, &read, why));
    ck_assert_int_eq(trust_check(trust, &read), i < 2 ? NOTE_UNKNOWN : NOTE_GOOD);
    cosign(&bytes, "audit.test/w", keys[i]);
  }
  must(note_read(bytes.bytes, bytes.length, &read, why));
  ck_assert_int_eq(trust_check(trust, &read), NOTE_GOOD);
  read.lines[2].rest[20] ^= 1;
  ck_assert_int_eq(trust_check(trust, &read), NOTE_WRONG);
  trust_free(trust);
  for (int i = 0; i < 3; i++)
    key_free(keys[i]);
  buf_finish(&policy);
  buf_finish(&bytes);
}
END_TEST

static const struct {
  const char *line, *sentence;
} bad_lines[] = {
    {"trust me", "line 2: a line begins with log, witness, group or quorum"},
    {"log x", "line 2: a verifier's key looks like"},
    {"log", "line 2: a log is written"},
    {"quorum w", "line 2: \"w\" is not defined above"},
    {"quorum none\nquorum none", "line 3: there is a quorum above already"},
    {"group g 1", "line 2: a group is written"},
    {"group g 2 w", "line 2: a group needs any, all, or a number from 1"},
    {"group g any w", "line 2: \"w\" is not defined above"},
    {"group none any w", "line 2"},
    {"log \x01", "line 2: a control character"},
};

START_TEST(a_bad_trust_file_is_refused_with_its_line)
{
  struct buf policy = {0};
  struct err err = {0};
  buf_text(&policy, "log ");
  add_key(&policy, "corp.test/log", NOTE_LOG, senior);
  struct trust *trust = trust_read(policy.bytes, &err);
  ck_assert_msg(trust && !trust_asks_witnesses(trust), "%s", err.text);
  trust_free(trust);
  buf_format(&policy, "\n%s\n", bad_lines[_i].line);
  ck_assert_ptr_null(trust_read(policy.bytes, &err));
  ck_assert_msg(strstr(err.text, bad_lines[_i].sentence) != NULL, "%s", err.text);
  buf_finish(&policy);
}
END_TEST

static void leave_all(void)
{
  note_key_finish(&log_key);
  leave();
}

int main(void)
{
  Suite *suite = suite_create("formats");
  TCase *chapter = tcase_create("formats");
  tcase_add_checked_fixture(chapter, enter, leave_all);
  tcase_add_test(chapter, roots_are_those_of_rfc_6962);
  tcase_add_test(chapter, openssl_verifies_a_checkpoint_and_finds_a_changed_byte);
  tcase_set_timeout(chapter, 60);
  tcase_add_loop_test(chapter, the_commands_of_the_page_find_what_was_changed, 0, sizeof changes / sizeof *changes);
  tcase_add_test(chapter, the_commands_of_the_page_for_auditors_work);
  tcase_add_test(chapter, a_note_has_the_shape_of_c2sp);
  tcase_add_loop_test(chapter, a_note_of_any_other_shape_is_refused, 0, sizeof breakages / sizeof *breakages);
  tcase_add_test(chapter, unknown_signatures_are_ignored_and_a_false_one_of_a_known_key_spoils_all);
  tcase_add_test(chapter, a_vkey_goes_both_ways_and_a_wrong_id_is_refused);
  tcase_add_test(chapter, a_quorum_is_met_by_those_it_names);
  tcase_add_loop_test(chapter, a_bad_trust_file_is_refused_with_its_line, 0, sizeof bad_lines / sizeof *bad_lines);
  suite_add_tcase(suite, chapter);
  return run_suite(suite);
}
