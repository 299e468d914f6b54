/*
 * Milestones: what people say of an incident as a whole, each at most once before the next.
 */
#pragma once

enum milestone {
  MILESTONE_NONE,
  MILESTONE_DECLARED,  /* it was opened */
  MILESTONE_CONTAINED, /* it spreads no further */
  MILESTONE_OVER,      /* it is resolved, and we are back at work */
  MILESTONE_CLOSED,    /* nothing is left to do */
  MILESTONE_COUNT
};

const char *milestone_name(enum milestone milestone); /* none declared contained over closed */
int milestone_find(const char *name);                 /* -1 if there is none */
