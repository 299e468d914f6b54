"""Runs `meson test` and says how far it is. Called by tests/run.sh: progress.py FOLDER COMMAND...

At a terminal it is one line, drawn again and again; else a line every fifteen seconds. A test that fails is named at
once; why it failed, count.py says in the end. What meson itself printed is kept in FOLDER/meson-logs/said.txt.
"""
import os
import re
import select
import subprocess
import sys
import time

EVERY = 15  # seconds, where no terminal is
RESULT = re.compile(r"^ *(\d+)/(\d+) (.*\S) +(OK|FAIL|ERROR|TIMEOUT|SKIP|INTERRUPT)\b")
COMPILED = re.compile(r"^\[(\d+)/(\d+)\] ")
GOOD = ("OK", "SKIP")


class Progress:
    """How many are through, and when that was said."""

    def __init__(self, folder):
        self.folder, self.began, self.through, self.all, self.failed = folder, time.monotonic(), 0, 0, 0
        self.said, self.built = self.began, "none through yet"
        self.is_terminal = sys.stderr.isatty()

    def take(self, line):
        """A line of meson's."""
        match = COMPILED.match(line)
        if match:
            self.built = "none through yet" if match[1] == match[2] else f"{match[1]} of {match[2]} files built"
        match = RESULT.match(line)
        if not match:
            return
        number, self.all, name, result = int(match[1]), int(match[2]), match[3], match[4]
        self.through = max(self.through, number)
        if result not in GOOD:
            self.failed += 1
            self.wipe()
            print(f"  {result.lower():14} {name.removeprefix('tocsin:')}", file=sys.stderr, flush=True)

    def words(self):
        """Where it is, in half a line."""
        minutes, seconds = divmod(int(time.monotonic() - self.began), 60)
        far = f"{self.through} of {self.all}" if self.all else self.built
        failed = f", {self.failed} failed" if self.failed else ""
        return f"  testing        {self.folder}/ {far}{failed}, {minutes}:{seconds:02}"

    def tell(self):
        """Says it where it is time to."""
        if self.is_terminal:
            print(f"\r{self.words():78}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - self.said >= EVERY:
            self.said += EVERY
            print(self.words(), file=sys.stderr, flush=True)

    def wipe(self):
        """What comes next begins on an empty line."""
        if self.is_terminal:
            print(f"\r{'':78}\r", end="", file=sys.stderr, flush=True)


def run(folder, command):
    """Runs it to its end; returns its exit status."""
    progress, rest = Progress(folder), b""
    os.makedirs(folder + "/meson-logs", exist_ok=True)
    with open(folder + "/meson-logs/said.txt", "wb", buffering=0) as kept, subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as meson:
        while True:
            progress.tell()
            if not select.select([meson.stdout], [], [], 1)[0]:
                continue
            more = os.read(meson.stdout.fileno(), 65536)
            if not more:
                break
            kept.write(more)
            *lines, rest = (rest + more).split(b"\n")
            for line in lines:
                progress.take(line.decode(errors="replace"))
    progress.wipe()
    return meson.returncode


sys.exit(run(sys.argv[1], sys.argv[2:]))
