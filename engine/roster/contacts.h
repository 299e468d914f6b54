/*
 * Known parties outside, and how one reaches them (R22): roster/contacts.yaml. Their numbers are no secret, for they
 * are printed on contracts and bills; what must be right about them is where they came from.
 */
#pragma once

#include "model/known_party.h"
#include "roster/lint.h"

#define ROSTER_CONTACTS_FILE "roster/contacts.yaml"

/** Reads contacts.yaml below the site's folder; none without that file. On error (file:line:col) there are none. */
int roster_contacts_load(const char *site_folder, struct known_parties *contacts, struct err *err);
