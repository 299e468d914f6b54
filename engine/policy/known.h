/*
 * Inside the room: what policy_known and policy_attacker are made of.
 */
#pragma once

#include "policy/reach.h"

struct acquaintance {
  size_t name_length;
  char *name;                /* folded */
  size_t count;
  struct identity *list;     /* by which one reaches it, in every reading */
};

struct policy_known {
  const struct policy_home *home; /* NULL: nobody is ours */
  struct identity_set *places;    /* networks and domains of ours */
  struct identity_set *people;    /* owner: an index into home->people */
  struct identity_set *parties;   /* owner: an index into `list` */
  size_t count;
  struct acquaintance *list;
};

enum standing { STANDING_NOT_ASKED, STANDING_IS_NOT, STANDING_IS, STANDING_DOUBTFUL };

#define REMEMBERED_TEXT 64

/** What a text turned out to be; an incident asks for the same few again and again. */
struct remembered {
  char text[REMEMBERED_TEXT];     /* "": nothing yet */
  struct reached reached;
};

struct policy_attacker {
  struct identity_set *firm, *doubtful;
  const struct policy_known *known;
  uint8_t *standings;             /* of each party: whether it is the attacker */
  size_t asked;
  struct remembered *remembered;  /* by hash; NULL until asked often */
};

const char *known_country(const struct policy_known *known);

bool known_is_ours(const struct policy_known *known, const struct identity *identity);
