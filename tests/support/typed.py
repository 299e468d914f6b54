"""Somebody at a terminal: waits until each prompt has been shown, then types the line after it.

    typed.py PROMPT LINE [PROMPT LINE ...] -- COMMAND...

What the terminal showed goes to stdout; the exit status is the command's, 124 if a prompt never came.
"""
import os
import pty
import select
import signal
import sys
import time

split = sys.argv.index("--")
dialogue, command = sys.argv[1:split], sys.argv[split + 1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)

shown, seen, deadline = b"", 0, time.monotonic() + 20


def give_up():
    os.kill(child, signal.SIGKILL)
    sys.stdout.buffer.write(shown)
    sys.exit(124)


def read():
    """More of what is shown; False at the end."""
    global shown
    if not select.select([terminal], [], [], max(0, deadline - time.monotonic()))[0]:
        give_up()
    try:
        more = os.read(terminal, 4096)
    except OSError:
        return False
    shown += more
    return bool(more)


for prompt, line in zip(dialogue[::2], dialogue[1::2]):
    while prompt.encode() not in shown[seen:] and read():
        pass
    if prompt.encode() not in shown[seen:]:
        give_up()
    seen = shown.find(prompt.encode(), seen) + len(prompt)
    time.sleep(0.05)  # a person looks up before typing; the echo may just be going off
    os.write(terminal, b"\x04" if line == "^D" else line.encode() + b"\n")
while read():
    pass
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
sys.exit(status if status >= 0 else 128 - status)
