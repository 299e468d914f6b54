/* base/base64, base/digest, base/random, base/clock: small things with published answers. */
#include "base/base64.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/random.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct {
  const char *plain, *encoded;
} vectors[] = { /* RFC 4648 section 10 */
    {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

START_TEST(base64_goes_both_ways)
{
  struct buf text = {0}, back = {0};
  base64_encode(&text, vectors[_i].plain, strlen(vectors[_i].plain));
  ck_assert_str_eq(buf_string(&text), vectors[_i].encoded);
  ck_assert(base64_decode(&back, buf_string(&text), text.length));
  ck_assert_str_eq(buf_string(&back), vectors[_i].plain);
  buf_finish(&text);
  buf_finish(&back);
}
END_TEST

static const char *const loose[] = {
    "Zh==" /* spare bits */, "Zm9=" /* spare bits */, "Zg", "Zg=", "Zm9v\n", "Zm9vYg==Zm9v", "====", "Z===", "Zm-v",
    "Zm9vYg=A", " Zm9",
};

START_TEST(base64_has_one_spelling_only)
{
  struct buf out = {0};
  buf_text(&out, "kept");
  ck_assert(!base64_decode(&out, loose[_i], strlen(loose[_i])));
  ck_assert_str_eq(buf_string(&out), "kept");
  buf_finish(&out);
}
END_TEST

START_TEST(digests_are_sha256)
{
  char text[DIGEST_TEXT_SIZE];
  struct digest digest = digest_of("abc", 3), back; /* FIPS 180-4's example */
  digest_text(&digest, text);
  ck_assert_str_eq(text, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  ck_assert(digest_parse(text, &back) && digest_equal(&digest, &back));
  struct digest_stream *stream = digest_stream_new();
  for (int again = 0; again < 2; again++) {
    digest_stream_add(stream, "a", 1);
    digest_stream_add(stream, "bc", 2);
    back = digest_stream_end(stream);
    ck_assert(digest_equal(&digest, &back));
  }
  digest_stream_free(stream);
  const void *parts[] = {"ab", "", "c"};
  const size_t lengths[] = {2, 0, 1};
  back = digest_of_parts(parts, lengths, 3);
  ck_assert(digest_equal(&digest, &back));
}
END_TEST

START_TEST(a_digest_is_written_in_one_way_only)
{
  char text[DIGEST_TEXT_SIZE];
  struct digest digest = digest_of("abc", 3);
  digest_text(&digest, text);
  text[7] = 'B';
  ck_assert(!digest_parse(text, &digest));
  ck_assert(!digest_parse("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", &digest));
  ck_assert(!digest_parse("", &digest));
  ck_assert(!digest_parse(NULL, &digest));
}
END_TEST

START_TEST(random_bytes_differ_and_a_child_has_its_own)
{
  unsigned char mine[16], child[16], zero[16] = {0};
  int ends[2];
  random_bytes(mine, sizeof mine);
  ck_assert_mem_ne(mine, zero, sizeof zero);
  ck_assert_int_eq(pipe(ends), 0);
  pid_t pid = fork();
  if (pid == 0) {
    random_bytes(child, sizeof child);
    _exit(write(ends[1], child, sizeof child) == sizeof child ? 0 : 1);
  }
  ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
  ck_assert_int_eq(read(ends[0], child, sizeof child), sizeof child);
  random_bytes(mine, sizeof mine);
  ck_assert_mem_ne(mine, child, sizeof mine);
  ck_assert_mem_ne(child, zero, sizeof zero);
  for (int i = 0; i < 1000; i++)
    random_bytes(mine, sizeof mine); /* more than the pool holds */
  char large[10000];
  random_bytes(large, sizeof large);
}
END_TEST

static const struct {
  const char *text;
  clock_us wall;
} times[] = {
    {"1970-01-01T00:00:00.000000Z", 0},
    {"1969-12-31T23:59:59.999999Z", -1},
    {"2000-02-29T12:00:00.000001Z", 951825600000001},
    {"2026-11-21T22:35:42.123456Z", 1795300542123456},
    {"2100-03-01T00:00:00.000000Z", 4107542400000000},
    {"0000-01-01T00:00:00.000000Z", -62167219200000000},
    {"9999-12-31T23:59:59.999999Z", 253402300799999999},
};

START_TEST(times_are_written_and_read)
{
  char text[CLOCK_TEXT_SIZE];
  clock_us wall;
  clock_text(times[_i].wall, text);
  ck_assert_str_eq(text, times[_i].text);
  ck_assert(clock_parse(times[_i].text, &wall));
  ck_assert_int_eq(wall, times[_i].wall);
}
END_TEST

static const char *const no_times[] = {
    "", "2026-11-21T22:35:42Z", "2026-11-21T22:35:42.123Z", "2026-11-21 22:35:42.123456Z",
    "2026-11-21T22:35:42.123456+00:00", "2026-11-21t22:35:42.123456z", "2026-02-29T00:00:00.000000Z",
    "2026-13-01T00:00:00.000000Z", "2026-00-01T00:00:00.000000Z", "2026-01-00T00:00:00.000000Z",
    "2026-01-01T24:00:00.000000Z", "2026-01-01T00:60:00.000000Z", "2026-01-01T00:00:60.000000Z",
    "2026-11-21T22:35:42.123456Z ", "1900-02-29T00:00:00.000000Z",
};

START_TEST(a_time_has_exactly_one_form)
{
  clock_us wall;
  ck_assert_msg(!clock_parse(no_times[_i], &wall), "%s", no_times[_i]);
}
END_TEST

START_TEST(the_clocks_run)
{
  struct clock_reading first = clock_read(), second = clock_read();
  ck_assert(first.wall > 1700000000000000 && second.monotonic_ns >= first.monotonic_ns && first.monotonic_ns > 0);
  ck_assert_uint_eq(strlen(clock_boot_id()), 36);
  ck_assert_ptr_eq(clock_boot_id(), clock_boot_id());
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("bytes");
  TCase *chapter = tcase_create("bytes");
  tcase_add_loop_test(chapter, base64_goes_both_ways, 0, sizeof vectors / sizeof *vectors);
  tcase_add_loop_test(chapter, base64_has_one_spelling_only, 0, sizeof loose / sizeof *loose);
  tcase_add_test(chapter, digests_are_sha256);
  tcase_add_test(chapter, a_digest_is_written_in_one_way_only);
  tcase_add_test(chapter, random_bytes_differ_and_a_child_has_its_own);
  tcase_add_loop_test(chapter, times_are_written_and_read, 0, sizeof times / sizeof *times);
  tcase_add_loop_test(chapter, a_time_has_exactly_one_form, 0, sizeof no_times / sizeof *no_times);
  tcase_add_test(chapter, the_clocks_run);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
