/*
 * Who is who in an alarm: the sensor's columns do not say it, for a rule may have looked at our answer.
 */
#pragma once

#include "model/alarms.h"
#include "policy/whom.h"

/** Writes both addresses as everybody does, and where the one that should be the attacker's is ours, changes them. */
void sides_take(const struct policy_known *known, struct alarm *alarm);
