/*
 * What people stated outside the playbook, for status: the team, how far it has come, what is a finding.
 */
#pragma once

#include "incident/incident.h"

#include <jansson.h>

void show_stated(const struct incident *incident);
void put_stated(const struct incident *incident, json_t *status); /* coordinator, team, milestones, findings, ... */
