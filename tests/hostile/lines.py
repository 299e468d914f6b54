"""Random text with line breaks, control bytes, bidirectional and invisible characters, tags and no UTF-8, typed
wherever people type, and looked for wherever it is shown again. Prints TAP.

A line is forged if it begins as the text says and no line of ours begins so. The characters are looked up in Python's
tables, not in ours.
"""
import os
import random
import subprocess
import sys
import unicodedata

FORGED = "04:10:00.00  manager1      main.2  approved: Cut off the company network from the Internet"
BREAKS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
STEERING = ["\x1b[2J", "\x1b]0;x\x07", "\x08", "\x7f", "\x9b31m", "\t", "\u202e", "\u2066", "\u200f", "\u061c",
            "\u200b", "\u2060", "\u00ad", "\ufeff", "\u180e", "\U000e0041", "\U000e0001", "\ufff9", "\u206f"]
INVALID = [b"\xff", b"\xc0\x8a", b"\xed\xa0\x80", b"\xe2\x80", b"\xf8\x88\x80\x80\x80"]
SEEN = {"Cc", "Cf", "Zl", "Zp", "Cs", "Cn"}


def text(dice, is_bytes):
    pieces = [dice.choice(BREAKS) + FORGED if dice.random() < 0.4 else dice.choice(STEERING + BREAKS + ["x", " ", "ü"])
              for _ in range(dice.randint(2, 8))]
    pieces.append(dice.choice(BREAKS) + FORGED)
    coded = "x" + "".join(pieces)
    return coded.encode() + (dice.choice(INVALID) if is_bytes else b"")


def faults(shown):
    try:
        read = shown.decode()
    except UnicodeDecodeError as error:
        return [f"no UTF-8: {error}"]
    found = [f"U+{ord(c):04X} in {line!r}" for line in read.split("\n") for c in line
             if unicodedata.category(c) in SEEN]
    return found + [f"forged: {line}" for line in read.split("\n") if line.startswith(FORGED)]


def ask(program, *words, given=b""):
    done = subprocess.run([program, *words], input=given, capture_output=True, check=False, timeout=60)
    return done.stdout + b"\n" + done.stderr


def declaration(dice):
    def words():
        return '"' + "".join(f"\\U{ord(c):08X}" for c in text(dice, False).decode()) + '"'
    return "\n".join([f"title: {words()}", f"declared_by: {words()}", f"facility: {words()}",
                      f"unauthorized_because: {words()}", f"organisations: [{words()}]",
                      "facts: {kind: penetration, active: true, serious: true}",
                      f"source: {{addresses: [203.0.113.7], names: [], parties: [{words()}]}}",
                      f"systems: [{{name: {words()}, address: 192.0.2.10, owner: manager2}}]",
                      f"people: [{{name: {words()}, phone: '+1 555 0100', part: {words()}}}]"]).encode()


def conversations(program, dice):
    """What was typed, and what came back."""
    def typed():
        return text(dice, True)
    shown = ask(program, "declare", "-", given=declaration(dice))
    yield "declare" if b"I-" in shown else "not declared", shown if b"I-" in shown else b"\xff" + shown
    yield "note", ask(program, "note", "I-1", typed())
    yield "note --as", ask(program, "--as", typed(), "note", "I-1", typed())
    yield "spoke", ask(program, "spoke", "I-1", typed(), typed(), "--in")
    yield "join", ask(program, "--as", typed(), "join", "I-1")
    yield "fact", ask(program, "fact", "I-1", "serious=false", "--because", typed())
    yield "did", ask(program, "did", "I-1", "network.block", b"target=" + typed(), "--because", typed())
    yield "run", ask(program, "run", "I-1", given=typed() + b"\n/status\n" + typed() + b"\n/quit\n")
    yield "answer", ask(program, "answer", "I-1", typed(), b"status=" + typed())
    yield "approve", ask(program, "--as", typed(), "approve", "I-1", typed())
    yield "keep", ask(program, typed(), typed())
    for verb in ("status", "log", "tasks", "people", "home", "report", "allowed"):
        yield verb, ask(program, *([] if verb == "home" else [verb, "I-1"]))
        yield verb + " --json", ask(program, "--json", *([] if verb == "home" else [verb, "I-1"]))
    yield "log --all", ask(program, "log", "--all")
    yield "dry-run", ask(program, "dry-run", "I-1")
    yield "verify", ask(program, "verify")
    yield "decide", ask(program, "decide", "contact.technical_contact", b"destination=" + typed())
    yield "no incident", ask(program, "status", typed())
    yield "no file", ask(program, "declare", b"/" + typed())


def main(program, rounds):
    failed = number = 0
    for round_number in range(rounds):
        dice = random.Random(round_number)
        for name, shown in conversations(program, dice):
            number += 1
            found = faults(shown)
            failed += bool(found)
            print("not ok" if found else "ok", number, f"- {name} forges no line (seed {round_number})")
            for fault in found[:3]:
                print("#", ascii(fault))
    print(f"1..{number}")
    return failed != 0


sys.exit(main(os.environ["TOCSIN"], int(sys.argv[1])))
