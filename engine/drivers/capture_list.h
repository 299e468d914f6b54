/*
 * policies/capture.yaml: what is saved, in which order. Flat on purpose: names, programs, paths and limits, no logic
 * (R135). Known to both halves of the drivers.
 */
#pragma once

#include "base/err.h"
#include "model/files.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** One thing to save: what a program prints, or the files of a path. */
struct capture_item {
  char *name;
  char **argv;           /* NULL-terminated, argv[0] absolute; NULL if it is a path */
  char *path;            /* absolute, may hold wildcards (glob(7)); NULL if it is a program */
  int64_t seconds;       /* the most it may take */
  uint64_t size_limit;   /* bytes; of a path: of each file */
  bool is_personal;      /* saved only if `content` of the action names personal (design.md section 6) */
  bool is_quiet;         /* nobody on the machine notices it (R166) */
};

struct capture_items {
  size_t count;
  struct capture_item *list;
};

struct capture_list {
  struct capture_items items;         /* evidence.capture: quick and volatile things first (R139, R140; RFC 3227 2.1) */
  struct capture_items later;         /* what takes minutes: when the urgent things are done */
  struct capture_items logs;          /* evidence.copy: application and security logs (R130) */
  struct capture_items firewall_logs; /* and those of the firewalls (R131) */
};

int capture_list_read(const struct files *procedure, struct capture_list *list, struct err *err);
void capture_list_finish(struct capture_list *list);

/** Appends one; its strings are copied. */
void capture_items_add(struct capture_items *items, const struct capture_item *item);
void capture_items_finish(struct capture_items *items);
