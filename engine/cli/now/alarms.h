/*
 * `declare --alarm FILE`: alarms of a sensor, from a file or a pipe.
 */
#pragma once

#include "cli/cli.h"

/** Reads to the end, in batches: what it has said about is durable. An exit status, or -1 with a sentence. */
int alarms_declare(struct cli *cli, struct err *err);
