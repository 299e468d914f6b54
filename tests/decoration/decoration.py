"""No rule is decoration: decoration.py PROGRAM TOP

Takes each shipped rule away, each obligation, each row of the priorities, one at a time, and asks the program whether
the rest is still the procedure that was agreed: the scenarios are played, and if none of them minds, `check` is asked.
What can be taken away without anybody noticing does nothing, or nobody has said what it is for. TAP comes out.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

program, top = os.path.abspath(sys.argv[1]), sys.argv[2] # it runs elsewhere
FOLDERS = {"policies": "policies", "playbooks": "playbooks", "lib": "lib", "tests/scenarios": "scenarios"}
# What is taken away where, and by what its rows begin.
FILES = {
    "policies/rules.yaml": "  - id: ",
    "policies/obligations.yaml": "  - id: ",
    "policies/priorities.yaml": "  - priority: ",
}


def rows(path, beginning):
    """(name, first line, line after the last) of each row; comments above a row stay."""
    lines = open(path, encoding="utf-8").read().splitlines(keepends=True)
    found = []
    for number, line in enumerate(lines):
        if not line.startswith(beginning):
            continue
        end = number + 1
        while end < len(lines) and lines[end].startswith("    "):
            end += 1
        name = line[len(beginning):].split("#")[0].strip()
        if beginning.endswith("priority: "):
            says = next(row for row in lines[number:end] if "says:" in row)
            name = name + ": " + says.split("says:")[1].strip()
        found.append((name, number, end))
    return lines, found


def run(*arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60, check=False,
                          cwd=tempfile.gettempdir())


def has_verb(name):
    return run("help", name).returncode == 0


def who_minds(folder, can_check):
    """The first to notice, in a few words; None if nobody does."""
    test = run("--json", "test", "--with", folder)
    if test.returncode == 1:
        finding = json.loads(test.stdout)["findings"][0]
        return f'{finding["file"]}:{finding["line"]} expects {finding["expected"]}, and there is {finding["got"]}'
    if test.returncode == 2:
        return "it does not load: " + test.stderr.splitlines()[0]
    if test.returncode:
        return None  # whatever that is, it is no answer
    if can_check and run("check", "--with", folder).returncode in (1, 2):
        return "tocsin check"
    return None


def main():
    count = failed = 0
    work = tempfile.mkdtemp()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TOCSIN_")}
    os.environ.clear()
    os.environ.update(environment)
    for source, folder in FOLDERS.items():
        shutil.copytree(os.path.join(top, source), os.path.join(work, folder))
    can_check = has_verb("check")

    def point(passed, sentence, why=""):
        nonlocal count, failed
        count += 1
        failed += not passed
        print(f'{"" if passed else "not "}ok {count} - {sentence}')
        if why:
            print("# " + why)

    whole = run("--json", "test", "--with", work)
    point(whole.returncode == 0, "with everything in place all scenarios pass", whole.stderr or "")
    if can_check and run("check", "--with", work).returncode != 0:
        can_check = False  # it minds already; it proves nothing here
    for name, beginning in FILES.items():
        path = os.path.join(work, name)
        lines, found = rows(path, beginning)
        point(len(found) > 5, f"{name} has rows to take away")
        for row, start, end in found:
            with open(path, "w", encoding="utf-8") as file:
                file.write("".join(lines[:start] + lines[end:]))
            why = who_minds(work, can_check)
            point(why is not None, f"{name} without {row}: somebody notices",
                  re.sub(r"\s+", " ", why) if why else "nobody noticed; write a scenario that shows what it is for")
        with open(path, "w", encoding="utf-8") as file:
            file.write("".join(lines))
    print(f"1..{count}")
    shutil.rmtree(work)
    return failed != 0


sys.exit(main())
