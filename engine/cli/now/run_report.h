/*
 * What came of a run, in words or as JSON.
 */
#pragma once

#include "cli/cli.h"
#include "incident/incident.h"

/** Says it and gives the exit status: doubt before refusal, refusal before failure, failure before waiting. */
int run_report(const struct cli *cli, const struct incident *incident);
