"""Counts single points in meson's test logs; prints what failed, then one line. Called by tests/run.sh.

A point is a line of TAP, or a whole test that speaks no TAP. One that ran in both builds counts once, and as failed
if it failed in either. A test that ended badly without a failed point (crash, timeout, points missing) is a failure.
"""
import json
import re
import sys

POINT = re.compile(r"^(not )?ok\b *(\d*) *-? *(.*)$")
SKIP = re.compile(r"# *skip\b *(.*)", re.IGNORECASE)
GOOD = ("OK", "SKIP", "EXPECTEDFAIL")
SHOWN = 60  # lines of output per failed test


def points_of(test):
    """Yields (name, state) for each point of one test, state being passed, failed or skipped."""
    found = failed = False
    for line in test.get("stdout", "").splitlines():
        match = POINT.match(line)
        if match:
            bad, number, words = match.groups()
            state = "skipped" if SKIP.search(words) else "failed" if bad else "passed"
            found, failed = True, failed or state == "failed"
            yield f"{test['name']} {number}: {words}", state
    if test["result"] not in GOOD and not failed:
        yield f"{test['name']}: {test['result'].lower()}, exit status {test.get('returncode')}", "failed"
    elif not found:
        yield test["name"], "skipped" if test["result"] == "SKIP" else "passed"


def show(log, test, failures):
    print(f"\nFAILED in {log.split('/')[0]}/: {test['name']}")
    for name in failures:
        print(f"  {name}")
    output = [line for line in test.get("stdout", "").splitlines() if not line.startswith("ok ")]
    output += test.get("stderr", "").splitlines()
    for line in output[-SHOWN:]:
        print(f"    {line}")


def show_figures(test):
    """What a bench measured: its points and its diagnostics, in its own order."""
    print(f"\n{test['name']}")
    for line in test.get("stdout", "").splitlines():
        match = POINT.match(line)
        if match or line.startswith("#"):
            print(f"  {match.group(3) if match else line[1:].strip()}")


def main(logs):
    states = {}
    with_figures = "--figures" in logs
    for log in [log for log in logs if log != "--figures"]:
        with open(log, encoding="utf-8", errors="replace") as lines:
            tests = [json.loads(line) for line in lines if line.strip()]
        for test in tests:
            test["name"] = test["name"].removeprefix("tocsin:").replace("+exhaustive", "").replace("+shown", "")
            points = list(points_of(test))
            for name, state in points:
                if states.get(name) != "failed":
                    states[name] = state
            failures = [name for name, state in points if state == "failed"]
            if failures:
                show(log, test, failures)
            elif with_figures and test["name"].startswith("bench / "):
                show_figures(test)
    count = {state: list(states.values()).count(state) for state in ("passed", "failed", "skipped")}
    skipped = [name for name, state in states.items() if state == "skipped"]
    for name in skipped:
        print(f"  skipped        {name}")
    tail = f", {count['skipped']} skipped" if skipped else ""
    print(f"{count['passed']} passed, {count['failed']} failed{tail}")
    return 0 if count["passed"] and not count["failed"] else 1


sys.exit(main(sys.argv[1:]))
