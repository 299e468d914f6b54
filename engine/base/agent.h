/*
 * ssh-agent's protocol (draft-ietf-sshm-ssh-agent), as much as it takes to have something signed. For key.c only.
 */
#pragma once

#include "base/key.h"

/** 1 if the agent at SSH_AUTH_SOCK holds this key, 0 if not or if there is no agent, -1 with a sentence. */
int agent_has(const uint8_t public_half[static KEY_PUBLIC_SIZE], struct err *err);

int agent_sign(const uint8_t public_half[static KEY_PUBLIC_SIZE], const void *bytes, size_t length,
               uint8_t signature[static KEY_SIGNATURE_SIZE], struct err *err);
