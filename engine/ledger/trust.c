/*
 * The policy file, a line at a time. Witnesses and groups share one list, in the order of their lines: a group can only
 * name what stands before it, so one walk decides everything and nothing can be circular.
 */
#include "ledger/trust.h"

#include "base/alloc.h"

#include <string.h>

#define LINE_WORDS 256

struct member {
  char *name;
  struct note_key key; /* a witness; else name is NULL in it */
  size_t needed;       /* a group: how many of its members */
  size_t count;
  size_t *members;     /* their places in the list */
  bool is_taken;       /* somebody counts on it already: each may be counted once */
};

struct trust {
  size_t log_count, member_count;
  struct note_key *logs;
  struct member *members;
  bool has_quorum;
  int quorum; /* a place in the list; -1: none */
};

void trust_free(struct trust *trust)
{
  if (!trust)
    return;
  for (size_t i = 0; i < trust->log_count; i++)
    note_key_finish(&trust->logs[i]);
  for (size_t i = 0; i < trust->member_count; i++) {
    note_key_finish(&trust->members[i].key);
    free(trust->members[i].name);
    free(trust->members[i].members);
  }
  free(trust->logs);
  free(trust->members);
  free(trust);
}

/* ---- the lines ---- */

static int find_member(const struct trust *trust, const char *name)
{
  for (size_t i = 0; i < trust->member_count; i++)
    if (strcmp(trust->members[i].name, name) == 0)
      return (int)i;
  return -1;
}

static bool same_key(const struct note_key *a, const struct note_key *b)
{
  return memcmp(a->public_half, b->public_half, KEY_PUBLIC_SIZE) == 0;
}

static int read_key(const char *word, enum note_kind kind, struct note_key *key, struct err *err)
{
  if (note_vkey_read(word, strlen(word), key, err))
    return -1;
  if (key->kind == kind)
    return 0;
  note_key_finish(key);
  return err_set(err, "this is a key of a %s", kind == NOTE_LOG ? "witness, not of a log" : "log, not of a witness");
}

static int read_log(struct trust *trust, char *const *words, size_t count, struct err *err)
{
  struct note_key key;
  if (count != 2 && count != 3)
    return err_set(err, "a log is written: log VKEY [URL]");
  if (read_key(words[1], NOTE_LOG, &key, err))
    return -1;
  bool is_twice = false;
  for (size_t i = 0; i < trust->log_count; i++)
    is_twice = is_twice || same_key(&trust->logs[i], &key);
  *APPEND(trust->logs, trust->log_count) = key;
  return is_twice ? err_set(err, "this log stands there already") : 0;
}

static struct member *add_member(struct trust *trust, const char *name, struct err *err)
{
  if (strcmp(name, "none") == 0 || find_member(trust, name) >= 0) {
    err_set(err, "the name \"%.80s\" is taken", name);
    return NULL;
  }
  struct member *member = APPEND(trust->members, trust->member_count);
  member->name = xstrdup(name);
  return member;
}

static int read_witness(struct trust *trust, char *const *words, size_t count, struct err *err)
{
  struct note_key key;
  if (count != 3 && count != 4)
    return err_set(err, "a witness is written: witness NAME VKEY [URL]");
  if (read_key(words[2], NOTE_COSIGNATURE, &key, err))
    return -1;
  bool is_twice = false;
  for (size_t i = 0; i < trust->member_count; i++)
    is_twice = is_twice || (trust->members[i].key.name && same_key(&trust->members[i].key, &key));
  struct member *member = is_twice ? NULL : add_member(trust, words[1], err);
  if (member)
    member->key = key;
  else
    note_key_finish(&key);
  return member ? 0 : err_set(err, "this witness stands there already");
}

static int read_threshold(const char *word, size_t members, size_t *needed, struct err *err)
{
  size_t number = 0;
  if (strcmp(word, "any") == 0)
    number = 1;
  else if (strcmp(word, "all") == 0)
    number = members;
  else if (strspn(word, "0123456789") == strlen(word) && strlen(word) < 6 && word[0] != '0')
    number = strtoul(word, NULL, 10);
  if (number < 1 || number > members)
    return err_set(err, "a group needs any, all, or a number from 1 to its %zu members, not \"%.40s\"", members, word);
  *needed = number;
  return 0;
}

static int read_group(struct trust *trust, char *const *words, size_t count, struct err *err)
{
  size_t needed;
  if (count < 4)
    return err_set(err, "a group is written: group NAME any|all|NUMBER MEMBER...");
  if (read_threshold(words[2], count - 3, &needed, err))
    return -1;
  struct member made = {.needed = needed};
  for (size_t i = 3; i < count; i++) {
    int place = find_member(trust, words[i]);
    if (place < 0 || trust->members[place].is_taken) {
      free(made.members);
      return err_set(err, "\"%.80s\" is %s", words[i], place < 0 ? "not defined above" : "counted in a group already");
    }
    trust->members[place].is_taken = true;
    *APPEND(made.members, made.count) = (size_t)place;
  }
  struct member *member = add_member(trust, words[1], err);
  if (!member) {
    free(made.members);
    return -1;
  }
  made.name = member->name;
  *member = made;
  return 0;
}

static int read_quorum(struct trust *trust, char *const *words, size_t count, struct err *err)
{
  if (count != 2)
    return err_set(err, "a quorum is written: quorum NAME, or quorum none");
  if (trust->has_quorum)
    return err_set(err, "there is a quorum above already");
  trust->has_quorum = true;
  trust->quorum = find_member(trust, words[1]);
  if (trust->quorum < 0 && strcmp(words[1], "none") != 0)
    return err_set(err, "\"%.80s\" is not defined above", words[1]);
  return 0;
}

static int read_line(struct trust *trust, char *line, struct err *err)
{
  static const struct {
    const char *word;
    int (*read)(struct trust *trust, char *const *words, size_t count, struct err *err);
  } kinds[] = {{"log", read_log}, {"witness", read_witness}, {"group", read_group}, {"quorum", read_quorum}};
  char *words[LINE_WORDS], *rest = line;
  size_t count = 0;
  size_t length = strlen(line);
  if (length > 0 && line[length - 1] == '\r')
    return err_set(err,
                   "it ends in CR LF, as a Windows editor writes lines; save the file with LF, or take the original");
  for (const char *c = line; *c; c++)
    if ((unsigned char)*c < 0x20 && *c != '\t')
      return err_set(err, "a control character stands in this line");
  for (char *word; count < LINE_WORDS && (word = strsep(&rest, " \t"));)
    if (*word)
      words[count++] = word;
  if (count == 0 || words[0][0] == '#')
    return 0;
  for (size_t i = 0; i < COUNT(kinds); i++)
    if (strcmp(words[0], kinds[i].word) == 0)
      return kinds[i].read(trust, words, count, err);
  return err_set(err, "a line begins with log, witness, group or quorum, not with \"%.80s\"", words[0]);
}

static int read_lines(struct trust *trust, char *text, struct err *err)
{
  int number = 1;
  if (!text[strspn(text, " \t\r\n")])
    return err_set(err, "the trust file is empty");
  if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
    return err_set(err, "the trust file begins with a byte order mark, which an editor put there; save it without, or "
                        "take the original");
  for (char *line, *rest = text; (line = strsep(&rest, "\n")); number++)
    if (read_line(trust, line, err))
      return err_prefix(err, "trust file, line %d: ", number);
  if (trust->log_count == 0)
    return err_set(err, "the trust file names no log: it has no line that begins with log");
  if (!trust->has_quorum && trust->member_count > 0)
    return err_set(err, "the trust file names witnesses, but no quorum of them");
  return 0;
}

struct trust *trust_read(const char *text, struct err *err)
{
  struct trust *trust = xcalloc(1, sizeof *trust);
  trust->quorum = -1;
  _cleanup_(freep) char *copy = xstrdup(text);
  if (read_lines(trust, copy, err) == 0)
    return trust;
  trust_free(trust);
  return NULL;
}

/* ---- asking ---- */

bool trust_has_log(const struct trust *trust, const char *origin, const uint8_t first_key[static KEY_PUBLIC_SIZE])
{
  for (size_t i = 0; i < trust->log_count; i++)
    if (strcmp(trust->logs[i].name, origin) == 0 &&
        memcmp(trust->logs[i].public_half, first_key, KEY_PUBLIC_SIZE) == 0)
      return true;
  return false;
}

bool trust_asks_witnesses(const struct trust *trust)
{
  return trust->quorum >= 0;
}

enum note_verdict trust_check(const struct trust *trust, const struct note *note)
{
  enum note_verdict verdict = NOTE_UNKNOWN;
  bool *has = xcalloc(trust->member_count, sizeof *has);
  for (size_t i = 0; i < trust->member_count && verdict != NOTE_WRONG; i++) {
    const struct member *member = &trust->members[i];
    size_t found = 0;
    for (size_t m = 0; m < member->count; m++)
      found += has[member->members[m]];
    enum note_verdict own = member->key.name ? note_verify(note, &member->key) : NOTE_UNKNOWN;
    has[i] = member->key.name ? own == NOTE_GOOD : found >= member->needed;
    if (own == NOTE_WRONG)
      verdict = NOTE_WRONG;
  }
  if (verdict != NOTE_WRONG && (trust->quorum < 0 || has[trust->quorum]))
    verdict = NOTE_GOOD;
  free(has);
  return verdict;
}
