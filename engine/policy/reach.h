/*
 * Inside the room: whom a destination or a target reaches.
 */
#pragma once

#include "identity/set.h"
#include "policy/policy.h"

/** What there is to compare with: of the question, or made of what the question has when it is first needed. */
struct reach {
  const struct policy_question *question;
  const struct policy_known *known;
  struct policy_attacker *attacker;
  struct policy_known *own_known;
  struct policy_attacker *own_attacker;
};

void reach_begin(struct reach *reach, const struct policy_question *question);
void reach_end(struct reach *reach);

/** All that one text turned out to be. */
struct reached {
  const char *unreadable;    /* why, and how to write it; NULL: it can be read, or is somebody's whole name */
  bool is_attacker;
  bool is_doubtful;          /* equals an entry of the source that nobody has confirmed */
  bool is_known;             /* a party of the contacts, or one of our people */
  bool is_person, is_subject;
};
void reach_judge(struct reach *reach, const char *text, struct reached *reached);

/** What a target is: how much of ours, how much of others. */
struct aimed {
  bool is_attacker, is_doubtful;
  bool is_ours;              /* within our networks or domains */
  bool is_nobody;            /* no identity at all, as "the whole Internet" */
  bool is_many;              /* more than one host of ours, or a range that is too wide */
};
void reach_aim(struct reach *reach, const char *text, struct aimed *aimed);

/** Does a text for a program name the attacker, as a whole or in one of its pieces? */
bool reach_mentions(struct reach *reach, const char *text);

bool attacker_exists(const struct policy_attacker *attacker);
