"""check, looking at the shipped procedure with bytes, words and lines changed at random: it always comes to an end, by
itself, and says what it thinks. Prints TAP. Seeds are counted up, so that a failure can be had again.
"""
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile

WORDS = ["{", "}", "[", "]", ":", "-", "|", ">", "&a", "*a", "<<", "~", "null", "true", "0", "-1", "1e999", "9" * 30,
         '"', "'", "#", "%", "\n", "\n\n  ", "{a}", "[{b}]", "x" * 5000, "é", "\u202e", "end", "function ()", "return",
         "while true do", "..", "nil", "--[[", "]]", "goto a", "::a::", "{" * 250, "(" * 250, "- " * 400]


def change_bytes(dice, text):
    at = dice.randrange(len(text) + 1)
    return text[:at] + bytes(dice.randrange(256) for _ in range(dice.randint(1, 4))) + text[at + dice.randint(0, 4):]


def change_word(dice, text):
    places = [found.span() for found in re.finditer(rb"[\w.]+|[^\w\s]", text)] or [(0, 0)]
    begin, end = dice.choice(places)
    other = dice.choice(places)
    word = dice.choice(WORDS).encode() if dice.random() < 0.6 else text[other[0]:other[1]]
    return text[:begin] + word + text[end:]


def change_lines(dice, text):
    lines = text.splitlines(keepends=True) or [b""]
    begin = dice.randrange(len(lines))
    end = min(len(lines), begin + dice.randint(1, 6))
    what = dice.randrange(4)
    if what == 0:
        return b"".join(lines[:begin] + lines[end:])
    if what == 1:
        return b"".join(lines[:end] + lines[begin:])
    if what == 2:
        return b"".join(lines[:begin] + [b"  " + line for line in lines[begin:end]] + lines[end:])
    return b"".join(lines[:begin])


def mutate(dice, folder):
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".lua") and "meta" not in path.parts)
    changed = dice.sample(files, dice.randint(1, 3))
    for path in changed:
        text = path.read_bytes()
        for _ in range(dice.randint(1, 3)):
            text = dice.choice([change_bytes, change_word, change_word, change_lines])(dice, text)
        path.write_bytes(text)
    return [path.relative_to(folder).as_posix() for path in changed]


def fault(done):
    if done.returncode < 0:
        return f"ended by {signal.Signals(-done.returncode).name}"
    if done.returncode not in (0, 1, 2):
        return f"exit status {done.returncode}: {done.stderr[:300]}"
    if done.returncode == 0 and b"error" in done.stdout:
        return "an error, and nothing found"
    return None if (done.stdout + done.stderr).strip() else "nothing said"


def main(program, source, first, rounds):
    failed = 0
    print(f"1..{rounds}")
    for number in range(rounds):
        dice = random.Random(first + number)
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            for name in ("policies", "playbooks", "lib"):
                shutil.copytree(source / name, folder / name)
            changed = mutate(dice, folder)
            try:
                found = fault(subprocess.run([program, "check", "--with", place], capture_output=True, check=False,
                                             timeout=120))
            except subprocess.TimeoutExpired:
                found = "no end within two minutes"
        failed += found is not None
        print("ok" if not found else "not ok", number + 1, f"- seed {first + number}: {' '.join(changed)}")
        if found:
            print("#", ascii(found))
    return failed != 0


sys.exit(main(os.environ["TOCSIN"], pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
