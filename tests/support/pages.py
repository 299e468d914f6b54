"""Runs the commands that a page shows, and compares what they print with what the page says they print. Prints TAP.

    python3 tests/support/pages.py PAGE...

A command is a line of a code block that begins with "$ "; a line that ends with a backslash goes on in the next. What
follows in that block, up to the next command, is what it must print; "..." stands for anything, alone on a line for any
lines. Where a page shows nothing, anything may come. Times, sizes, digests and empty lines are not compared. All
commands of a page run in one shell, in a folder of their own, with $PATH leading to the program and $top to the tree.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VARYING = [
    (re.compile(r"\b\d\d:\d\d(:\d\d)?(\.\d+)?\b"), "TIME"),
    (re.compile(r"(?<=\s):?\d?\d?\.\d\d\b"), "TIME"),
    (re.compile(r"\b\d+(\.\d+)? ?(ns|us|µs|ms|s|B|KB|kB|MB|KiB|MiB)\b"), "MEASURE"),
    (re.compile(r"\b[0-9a-f]{8,64}\b"), "DIGEST"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "DAY"),
    (re.compile(r" +"), " "),
]


def blocks(page):
    """Lines of code blocks, fenced or indented by four, without their indent; None where other text comes between."""
    fenced = False
    for line in page.splitlines():
        if line.startswith("```"):
            fenced = not fenced
            yield None
        elif fenced or line.startswith("    "):
            yield line if fenced else line[4:]
        elif line.strip():
            yield None


def commands(page):
    """Pairs of a command and the lines it must print."""
    found, goes_on, inside = [], False, False
    for line in blocks(page):
        if line is None:
            inside = False
        elif goes_on:
            found[-1][0] += "\n" + line
        elif line.startswith("$ "):
            found.append([line[2:], []])
            inside = True
        elif inside and line.strip():
            found[-1][1].append(line)
        goes_on = inside and not found[-1][1] and (line or "").endswith("\\")
    return found


def settled(line):
    for pattern, word in VARYING:
        line = pattern.sub(word, line)
    return line.strip()


def matches(expected, printed):
    """Whether the lines printed are those expected; both settled. A lone "..." takes any number of lines."""
    if not expected:
        return not printed
    if expected[0] == "...":
        return any(matches(expected[1:], printed[i:]) for i in range(len(printed) + 1))
    pattern = ".*".join(re.escape(piece) for piece in expected[0].split("..."))
    return bool(printed) and re.fullmatch(pattern, printed[0]) is not None and matches(expected[1:], printed[1:])


def run_all(shown, place):
    """Runs the commands in one shell; returns what each printed."""
    script = "".join(f"{{ {command}\n}} >'{place}/out.{i}' 2>&1 </dev/null\n" for i, (command, _) in enumerate(shown))
    work = os.path.join(place, "work")
    os.mkdir(work)
    os.mkdir(os.path.join(place, "bin"))
    os.symlink(os.path.abspath(os.environ.get("TOCSIN", TOP + "/build/tocsin")), place + "/bin/tocsin")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TOCSIN")}
    clean.update(PATH=f"{place}/bin:{os.environ['PATH']}", top=TOP, NO_COLOR="1")
    subprocess.run(["sh", "-c", script], cwd=work, env=clean, check=False, timeout=300)
    for i in range(len(shown)):
        with open(f"{place}/out.{i}", encoding="utf-8", errors="replace") as out:
            yield [line for line in out.read().splitlines() if line.strip()]


def main(pages):
    number = failed = 0
    for page in pages:
        with open(page, encoding="utf-8") as text:
            shown = commands(text.read())
        place = tempfile.mkdtemp()
        for (command, expected), printed in zip(shown, run_all(shown, place)):
            number += 1
            good = not expected or matches([settled(x) for x in expected], [settled(x) for x in printed])
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} - {os.path.basename(page)}: {command.splitlines()[0]}")
            if not good:
                print("\n".join(["# the page says:"] + [f"#   {line}" for line in expected]))
                print("\n".join(["# it printed:"] + [f"#   {line}" for line in printed]))
        shutil.rmtree(place, ignore_errors=True)
    print(f"1..{number}")
    return 1 if failed or not number else 0


sys.exit(main(sys.argv[1:]))
