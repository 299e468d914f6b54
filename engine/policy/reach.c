/*
 * Whom a text reaches: every reading of it is compared with the attacker, and it belongs to a known party by one.
 */
#include "policy/known.h"

#include "base/alloc.h"
#include "base/telephone.h"

#include <string.h>

void reach_begin(struct reach *reach, const struct policy_question *question)
{
  *reach = (struct reach){.question = question, .known = question->known, .attacker = question->attacker};
}

void reach_end(struct reach *reach)
{
  policy_attacker_free(reach->own_attacker);
  policy_known_free(reach->own_known);
}

static const struct policy_known *known_of(struct reach *reach)
{
  if (!reach->known)
    reach->known = reach->own_known = policy_known_new(reach->question->home);
  return reach->known;
}

static struct policy_attacker *attacker_of(struct reach *reach)
{
  if (!reach->attacker)
    reach->attacker = reach->own_attacker = policy_attacker_new(reach->question->source, known_of(reach));
  return reach->attacker;
}

/* ---- comparing ---- */

static bool has_name(const struct identity_set *set, const char *folded, size_t length)
{
  size_t at = 0;
  return identity_set_count(set) && length &&
         identity_set_owner_of_name(set, folded, length, &at) != IDENTITY_NOBODY;
}

static bool reaches(const struct identity_set *set, const struct reading *reading, const char *folded, size_t length)
{
  if (has_name(set, folded, length))
    return true;
  for (size_t i = 0; i < reading->count; i++)
    if (identity_set_reaches(set, &reading->as[i]))
      return true;
  return false;
}

/* ---- known parties ---- */

/* Its name, or an identity by which one reaches it, equals or lies inside an entry. */
static bool lies_inside(const struct identity_set *set, const struct acquaintance *party)
{
  if (identity_set_count(set) == 0)
    return false;
  if (has_name(set, party->name, party->name_length))
    return true;
  for (size_t i = 0; i < party->count; i++) {
    bool is_place = party->list[i].type == IDENTITY_ADDRESS;
    if (is_place ? identity_set_holds(set, &party->list[i]) : identity_set_reaches(set, &party->list[i]))
      return true;
  }
  return false;
}

static enum standing standing_of(struct policy_attacker *attacker, uint32_t owner)
{
  if (!attacker->standings || attacker->known->count <= owner)
    return STANDING_IS;
  uint8_t *standing = &attacker->standings[owner];
  if (*standing == STANDING_NOT_ASKED) {
    const struct acquaintance *party = &attacker->known->list[owner];
    *standing = lies_inside(attacker->firm, party)       ? STANDING_IS
                : lies_inside(attacker->doubtful, party) ? STANDING_DOUBTFUL
                                                         : STANDING_IS_NOT;
  }
  return (enum standing)*standing;
}

static void meet_party(struct policy_attacker *attacker, uint32_t owner, struct reached *reached)
{
  enum standing standing = standing_of(attacker, owner);
  reached->is_known = true;
  reached->is_attacker |= standing == STANDING_IS;
  reached->is_doubtful |= standing == STANDING_DOUBTFUL;
}

static void find_parties(struct reach *reach, const struct reading *reading, const char *folded, size_t length,
                         struct reached *reached)
{
  const struct identity_set *parties = known_of(reach)->parties;
  struct policy_attacker *attacker = attacker_of(reach);
  uint32_t owner;
  if (identity_set_count(parties) == 0)
    return;
  for (size_t at = 0; (owner = identity_set_owner_of_name(parties, folded, length, &at)) != IDENTITY_NOBODY;)
    meet_party(attacker, owner, reached);
  if (reached->is_known || reading->count == 0 || reading->carries_more)
    return;
  const struct identity *first = &reading->as[0];
  for (size_t at = 0;; ) {
    owner = first->type == IDENTITY_HOST ? identity_set_owner_above(parties, first, &at)
                                         : identity_set_owner(parties, first, &at);
    if (owner == IDENTITY_NOBODY)
      return;
    meet_party(attacker, owner, reached);
  }
}

/* ---- our own people ---- */

static const char *id_of(const struct policy_home *home, size_t index)
{
  return home->person_ids ? home->person_ids[index] : home->people[index];
}

static bool is_subject(const struct policy_question *question, const char *id)
{
  return question->is_excluded && question->is_excluded(question->subjects, id);
}

/* He has an id, a name, perhaps numbers: whichever is written, all of them are compared. */
static void meet_person(struct reach *reach, uint32_t index, struct reached *reached)
{
  const struct policy_home *home = known_of(reach)->home;
  const char *id = id_of(home, index);
  char folded[IDENTITY_FOLD_SIZE];
  reached->is_known = reached->is_person = true;
  reached->is_subject |= is_subject(reach->question, id);
  for (size_t i = 0; i < home->person_count && identity_set_count(attacker_of(reach)->firm); i++)
    if (strcmp(id_of(home, i), id) == 0) {
      size_t length = identity_fold(home->people[i], folded);
      reached->is_attacker |= has_name(attacker_of(reach)->firm, folded, length);
    }
}

/* Whose private number it is, is not known here; so with a subject about, it is nobody's. */
static void find_private_number(struct reach *reach, const struct identity *number, struct reached *reached)
{
  const struct policy_known *known = known_of(reach);
  if (number->is_local && !known_country(known))
    return;
  if (known_is_ours(known, number) && !reach->question->is_excluded)
    reached->is_known = reached->is_person = true;
}

static void find_people(struct reach *reach, const struct reading *reading, const char *folded, size_t length,
                        struct reached *reached)
{
  const struct policy_known *known = known_of(reach);
  size_t at = 0;
  if (!known->home)
    return;
  uint32_t owner = identity_set_owner_of_name(known->people, folded, length, &at);
  bool is_number = reading->count && reading->as[0].type == IDENTITY_NUMBER;
  if (owner == IDENTITY_NOBODY && is_number) {
    at = 0;
    owner = identity_set_owner(known->people, &reading->as[0], &at);
  }
  if (owner != IDENTITY_NOBODY)
    meet_person(reach, owner, reached);
  else if (is_number && !reached->is_known)
    find_private_number(reach, &reading->as[0], reached);
}

/* ---- links ---- */

/* Who is sent on reaches him too: https://good.example/?to=evil.example. Encoded once more or not. */
static bool leads_on(const struct identity_set *set, const char *text, const char *country)
{
  const char *slashes = strstr(text, "//");
  char behind[IDENTITY_TEXT_MAX + 1], *next = behind;
  struct reading reading;
  if (!slashes || identity_set_count(set) == 0 || strlen(text) > IDENTITY_TEXT_MAX)
    return false;
  identity_decode(slashes + 2 + strcspn(slashes + 2, "/?#"), behind);
  for (char *piece; (piece = strsep(&next, "/?#&=;,:| "));) {
    if (!*piece)
      continue;
    identity_read(piece, country, &reading);
    for (size_t i = 0; i < reading.count; i++)
      if (identity_set_reaches(set, &reading.as[i]))
        return true;
  }
  return false;
}

/* ---- a destination ---- */

static const char unknown_extension[] =
    "Three to six digits are an extension only if the contacts or the roster have it. Write the whole number, with its "
    "country: +1 555 0100.";

static void judge(struct reach *reach, const char *text, struct reached *reached)
{
  struct reading reading;
  char folded[IDENTITY_FOLD_SIZE];
  const struct policy_attacker *attacker = attacker_of(reach);
  size_t length = identity_read_folded(text, known_country(known_of(reach)), &reading, folded);
  *reached = (struct reached){.is_attacker = reaches(attacker->firm, &reading, folded, length),
                              .is_doubtful = reaches(attacker->doubtful, &reading, folded, length)};
  reached->is_attacker |= leads_on(attacker->firm, text, known_country(known_of(reach)));
  find_parties(reach, &reading, folded, length, reached);
  find_people(reach, &reading, folded, length, reached);
  if (reached->is_known)
    return;
  if (reading.count == 0)
    reached->unreadable = reading.because;
  else if (reading.as[0].type == IDENTITY_NUMBER && reading.as[0].length < 7)
    reached->unreadable = unknown_extension;
}

#define OFTEN 64
#define REMEMBERED 2048

/* Whom the text names does not change with the facts, only with who is a subject. NULL: it is not remembered. */
static struct remembered *place_of_text(struct reach *reach, const char *text)
{
  known_of(reach);
  struct policy_attacker *attacker = attacker_of(reach);
  uint32_t hash = 2166136261u;
  size_t length = 0;
  for (; text[length] && length < REMEMBERED_TEXT; length++)
    hash = (hash ^ (unsigned char)text[length]) * 16777619u;
  if (attacker->asked++ < OFTEN || length == REMEMBERED_TEXT || reach->question->is_excluded ||
      attacker->known != reach->known)
    return NULL;
  if (!attacker->remembered)
    attacker->remembered = xcalloc(REMEMBERED, sizeof *attacker->remembered);
  return &attacker->remembered[(hash ^ hash >> 15) % REMEMBERED];
}

void reach_judge(struct reach *reach, const char *text, struct reached *reached)
{
  struct remembered *place = place_of_text(reach, text);
  if (place && strcmp(place->text, text) == 0) {
    *reached = place->reached;
    return;
  }
  judge(reach, text, reached);
  if (place) {
    strcpy(place->text, text);
    place->reached = *reached;
  }
}

/* ---- a target ---- */

#define WIDE_IPV4 24
#define WIDE_IPV6 64

static bool is_wide(const struct range *range)
{
  return range_prefix(range) < (range_is_ipv4(range) ? WIDE_IPV4 : WIDE_IPV6);
}

/* A domain of ours is all its machines; a range of ours is more than one. */
static bool is_many(const struct policy_known *known, const struct identity *first, bool is_ours)
{
  size_t at = 0;
  if (first->type == IDENTITY_ADDRESS)
    return is_wide(&first->ranges[0]) || (is_ours && !range_is_one(&first->ranges[0]));
  return first->type == IDENTITY_HOST && is_ours &&
         (identity_set_owner(known->places, first, &at) != IDENTITY_NOBODY ||
          identity_set_is_above(known->places, first));
}

/* A plain name of one word may be one of our systems; of several words it is nobody's machine. */
static const struct identity *place_of(const struct reading *reading)
{
  for (size_t i = 0; i < reading->count; i++)
    if (reading->as[i].type == IDENTITY_HOST || reading->as[i].type == IDENTITY_ADDRESS)
      return &reading->as[i];
  return reading->count && reading->as[0].type == IDENTITY_ACCOUNT ? &reading->as[0] : NULL;
}

void reach_aim(struct reach *reach, const char *text, struct aimed *aimed)
{
  struct reading reading;
  char folded[IDENTITY_FOLD_SIZE];
  const struct policy_attacker *attacker = attacker_of(reach);
  const struct policy_known *known = known_of(reach);
  size_t length = identity_read_folded(text, known_country(known), &reading, folded);
  const struct identity *place = place_of(&reading);
  bool is_ours = place && known->home && known_is_ours(known, place);
  bool is_within = is_ours && identity_set_holds(known->places, place);
  *aimed = (struct aimed){
    .is_ours = is_within,
    .is_attacker = !is_within && reaches(attacker->firm, &reading, folded, length),
    .is_doubtful = reaches(attacker->doubtful, &reading, folded, length),
    .is_nobody = !place,
    .is_many = place && is_many(known, place, is_ours),
  };
}

/* ---- what a program is given ---- */

/* host:/path, and key=value: what stands before and behind the colon. */
static bool is_mentioned(struct reach *reach, const char *piece)
{
  struct aimed aimed;
  char part[IDENTITY_TEXT_MAX + 1];
  reach_aim(reach, piece, &aimed);
  const char *colon = strchr(piece, ':');
  if (aimed.is_attacker || !colon || strncmp(colon, "://", 3) == 0)
    return aimed.is_attacker;
  memcpy(part, piece, (size_t)(colon - piece));
  part[colon - piece] = '\0';
  reach_aim(reach, part, &aimed);
  return aimed.is_attacker || (colon[1] && is_mentioned(reach, colon + 1));
}

bool reach_mentions(struct reach *reach, const char *text)
{
  char piece[IDENTITY_TEXT_MAX + 1];
  if (is_mentioned(reach, strlen(text) > IDENTITY_TEXT_MAX ? "" : text))
    return true;
  for (const char *at = text; identity_next_piece(&at, piece);)
    if (is_mentioned(reach, piece))
      return true;
  return false;
}

/* ---- without a question ---- */

/* A field of an answer may say more than the number alone. */
static bool mentions_number(struct reach *reach, const char *text)
{
  char digits[TELEPHONE_SIZE];
  struct reached reached;
  for (const char *at = text; telephone_next(&at, digits);) {
    reach_judge(reach, digits, &reached);
    if (digits[0] && reached.is_attacker)
      return true;
  }
  return false;
}

bool policy_is_attacker(const struct source *source, const char *text)
{
  struct policy_question question = {.source = source};
  struct reach reach;
  struct reached reached;
  reach_begin(&reach, &question);
  reach_judge(&reach, text, &reached);
  bool is_attacker =
      reached.is_attacker || (reached.unreadable && (reach_mentions(&reach, text) || mentions_number(&reach, text)));
  reach_end(&reach);
  return is_attacker;
}

int policy_check_destination(const char *text, struct err *err)
{
  struct reading reading;
  identity_read(text, NULL, &reading);
  if (reading.count || text[strspn(text, " \t\r\n")] == '\0')
    return 0;
  return err_set(err, "\"%.*s\" cannot be read. %s", 200, text, reading.because);
}
