/* A demo site in a folder of its own, made before each case and removed after it. */
#pragma once

#include "site/site.h"

extern char trial_folder[64];

void trial_make(void);
void trial_remove(void);

struct site *trial_open(const char *as, enum site_mode mode);

/* Appends `body` as a statement of `type`, signed by whoever `as` is (unsigned if it is nobody). */
void trial_say(const char *as, enum entry_type type, const char *body);

void trial_write(const char *name, const char *text);
