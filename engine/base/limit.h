/*
 * The certain fence around scripts: what a single instruction of Lua makes C do cannot be interrupted from inside, so
 * the kernel ends the process (lua.md 1). A killed process is an ordinary event to the ledger.
 */
#pragma once

/** The kernel ends this process if it uses more than so many seconds of processor from now on; 0 lifts the limit. */
void limit_processor(int seconds);
