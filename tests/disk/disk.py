"""What survives a disk that fails, fills up or loses its power: asked of the program, call by call.

    disk.py TOCSIN DISK      DISK is the library made of disk.c

Names and bytes: when a verb returned 0, whatever it made must have been synced, bytes and names, also what somebody
made who was killed before it. Faults: whatever a verb says of the record must be so.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

TOCSIN, DISK = (os.path.abspath(path) for path in sys.argv[1:3])
PLACE = tempfile.mkdtemp(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)  # thousands of syncs
ROOT = os.path.join(PLACE, "disk")
SITE = os.path.join(ROOT, "site")
KEPT = os.path.join(PLACE, "kept")
SENTENCES = {"no": "It is not recorded.", "yes": "It is recorded all the same",
             "unknown": "Whether it is recorded is not known"}

DECLARE = ["declare", "incident.yaml"]
NOTE = ["note", "I-1", "the door was open"]
INCIDENT = "title: x\ndeclared_by: technical1\nfacts: {kind: penetration, active: true, serious: true}\n"
ALARMS = json.dumps({"event_type": "alert", "src_ip": "203.0.113.9", "dest_ip": "192.0.2.10", "timestamp":
                     "2026-01-01T00:00:00.000000+0000", "alert": {"signature": "x", "category": "y", "severity": 1}})

points = 0
failed = False


def point(sentence, complaint):
    global points, failed
    points += 1
    failed = failed or bool(complaint)
    print(f"{'not ok' if complaint else 'ok'} {points} - {sentence}")
    for line in str(complaint or "").splitlines()[:12]:
        print(f"# {line}")
    sys.stdout.flush()


class Ran:
    def __init__(self, done, calls):
        self.status, self.out, self.said, self.calls = done.returncode, done.stdout, done.stderr, calls


def tocsin(*words, fault=None, who="technical1", forgets=False):
    """Runs it on the failing disk; calls are what it did there, as [word, path, new path]."""
    log = os.path.join(PLACE, "log")
    if os.path.exists(log):
        os.remove(log)
    environment = {"PATH": os.environ["PATH"], "TOCSIN_SITE": SITE, "TOCSIN_AS": who, "LD_PRELOAD": DISK,
                   "DISK_ROOT": ROOT, "DISK_LOG": log}
    if fault:
        environment["DISK_FAIL"] = fault
    if forgets:
        environment["DISK_FORGETS"] = "folders"
    done = subprocess.run([TOCSIN, *words], env=environment, cwd=PLACE, stdin=subprocess.DEVNULL, capture_output=True,
                          encoding="utf-8", errors="replace", timeout=60)
    lines = open(log, encoding="utf-8").read().splitlines() if os.path.exists(log) else []
    return Ran(done, sorted((line.split("\t") for line in lines), key=lambda words: int(words[0])))


def entries():
    """As verify counts them; the log shows nobody more than he may see."""
    done = subprocess.run([TOCSIN, "--site", SITE, "--json", "verify"], capture_output=True, encoding="utf-8")
    return json.loads(done.stdout)["entries"] if done.returncode == 0 else None


def fresh():
    shutil.rmtree(ROOT, ignore_errors=True)
    os.mkdir(ROOT)


def again():
    """The site as it was prepared."""
    fresh()
    shutil.copytree(KEPT, SITE, symlinks=True, copy_function=share)


def share(old, new):
    """Most files of a site are only ever replaced, so that both can be one."""
    at_its_place = re.search(r"/(ledger\.db|head|keys/log/)", old)
    return shutil.copy2(old, new) if at_its_place else os.link(old, new)


def prepare(*before):
    fresh()
    for words in ([["init", "--demo", SITE]] + list(before)):
        done = tocsin(*words)
        assert done.status in (0, 3), (words, done.said)
    shutil.rmtree(KEPT, ignore_errors=True)
    shutil.copytree(SITE, KEPT, symlinks=True)


# ---- names and bytes ----

def needs_no_sync(path):
    """Locks and shared memory are worth nothing after a crash; staging holds what has no name yet."""
    return re.search(r"(\.lock|\.wardens|-shm|-wal|\.t\d{5})$|/staging/", path)


def unsynced(calls):
    """What is there in the end and could be gone after a power cut."""
    names, bytes_of = {}, {}
    for _, word, path, new in (call for call in calls if not call[1].startswith("failed")):
        path, new = os.path.normpath(path), os.path.normpath(new)
        if word in ("mkdir", "create"):
            names[path] = "was made"
        elif word == "unlink":
            bytes_of.pop(path, None)
            names.pop(path, None)
            if "/keys/log/" in path and not needs_no_sync(path):
                names[path] = "was erased"
        elif word == "rename":
            if path in bytes_of:
                bytes_of[new] = bytes_of.pop(path)
            names.pop(path, None)
            names[new] = "was named"
        elif word == "write":
            bytes_of[path] = "was written"
        elif word == "sync":
            bytes_of.pop(path, None)
            for name in [name for name in names if os.path.dirname(name) == path]:
                del names[name]
    return [f"{path} {what}, and that was never synced" for found in (names, bytes_of)
            for path, what in sorted(found.items()) if not needs_no_sync(path)]


def is_durable(sentence, ran, wanted=(0,), before=()):
    wrong = ran.said if ran.status not in wanted else ""
    point(sentence, wrong or "\n".join(unsynced(list(before) + ran.calls)))


open(os.path.join(PLACE, "incident.yaml"), "w").write(INCIDENT)
open(os.path.join(PLACE, "alarms.json"), "w").write(ALARMS + "\n")
def is_unnamed(line):
    """A sealed file that no entry speaks of: nobody relies on it."""
    digest = re.search(r"/archive/[a-z]+/([0-9a-f]{64}) ", line)
    log = subprocess.run([TOCSIN, "--site", SITE, "--json", "log", "--all"], capture_output=True, encoding="utf-8")
    return digest and digest[1] not in log.stdout


fresh()
made = tocsin("init", "--demo", SITE)
assert len(made.calls) > 100, made.said
is_durable("a site that was made is durable", made)
is_durable("so is a declaration", tocsin(*DECLARE))
is_durable("so is a note", tocsin(*NOTE))
is_durable("so is an approval of the procedure", tocsin("approve", "--procedure", "--because", "x", who="senior1"))
run = tocsin("run", "I-1")
is_durable("so is what a run captured, and the epoch it began", run, wanted=(0, 3))
point("for it did capture and rotate", "" if any("/archive/master/" in call[2] + call[3] for call in run.calls) and
      any("/keys/log/" in call[2] and call[1] == "unlink" for call in run.calls) else run.said)

fresh()
found = unsynced(tocsin("init", "--demo", SITE, forgets=True).calls)
point("this test notices a folder that is not synced", "" if any("keys/log" in line for line in found) else found)

prepare(DECLARE)
wrong, kills = [], 0
length = len(tocsin("run", "I-1").calls)
for number in range(1, length + 1, max(1, length // 15)):
    again()
    killed = tocsin("run", "I-1", fault=f"{number}:KILL")
    if killed.status != -signal.SIGKILL:
        continue
    kills += 1
    went_on = tocsin("run", "I-1")
    left = unsynced(killed.calls + went_on.calls) if went_on.status in (0, 3, 5) else [went_on.said]
    left = [line for line in left if not is_unnamed(line)]
    wrong += [f"killed at {number}: {line}" for line in left]
point("what a killed run made is synced by the next before it is relied on", "\n".join(wrong) or
      ("" if kills > 7 else f"only {kills} were killed"))

# ---- faults ----


def claim_of(ran):
    said = [name for name, sentence in SENTENCES.items() if sentence in ran.said]
    return said[0] if len(said) == 1 else f"{len(said)} of the three sentences"


def judge(ran, before, words, number):
    """A complaint if what it says of the record is not so."""
    now = entries()
    where = f"{words[0]}, {number}: status {ran.status}, {ran.said.strip()[:300]!r}, entries {before} -> {now}: "
    if now is None:
        return where + "the ledger cannot be read any more"
    if ran.status in (0, 3):
        return "" if now > before else where + "said to be done, and nothing is recorded"
    if ran.status == 2:
        return "" if now == before else where + "bad input, it says, and something is recorded"
    if ran.status != 6:
        return where + "another end"
    claim = claim_of(ran)
    if claim not in SENTENCES:
        return where + claim
    return "" if claim == "unknown" or (claim == "yes") == (now > before) else where + "that is not so"


VERBS = [
    (DECLARE, "technical1"),
    (["note", "I-1", "z" * 60000], "technical1"),
    (["spoke", "I-1", "who=Ada", "said=it"], "technical1"),
    (["fact", "I-1", "serious=false", "--because", "x"], "technical1"),
    (["did", "I-1", "evidence.capture", "items=x", "--at", "now"], "technical1"),
    (["join", "I-1"], "manager1"),
    (["approve", "--procedure", "--because", "x"], "senior1"),
    (["declare", "--alarm", "alarms.json"], "technical1"),
]

prepare(DECLARE, ["run", "I-1"])
claims = set()
for words, who in VERBS:
    again()
    before = entries()
    clean = tocsin(*words, who=who)
    if clean.status not in (0, 3):
        point(f"{words[0]} is done on a disk that is well", clean.said)
        continue
    complaints = []
    for kind in ("EIO", "ENOSPC"):
        for number in range(1, len(clean.calls) + 1, 1 if kind == "EIO" else 3):
            again()
            ran = tocsin(*words, who=who, fault=f"{number}:{kind}")
            claims.add(claim_of(ran))
            complaints.append(judge(ran, before, words, f"{kind} at {number} of {len(clean.calls)}"))
    point(f"whatever fails, {' '.join(words)[:24]} says truly what is recorded", "\n".join(filter(None, complaints)))
    for kind in ("EINTR", "SHORT"):
        again()
        ran = tocsin(*words, who=who, fault=f"0:{kind}")
        point(f"  and {'signals' if kind == 'EINTR' else 'short writes'} do not disturb it",
              judge(ran, before, words, kind) or (ran.said if ran.status != clean.status else ""))
point("all three answers were given", set(SENTENCES) - claims)

# ---- the beginning of a site, and a run ----

fresh()
length = len(tocsin("init", "--demo", SITE).calls)
wrong = []
for kind in ("KILL", "EIO", "ENOSPC"):
    for number in [1, 2, 3, 4, *range(5, length - 16, length // 10), *range(length - 16, length + 1, 2)]:
        fresh()
        ended = tocsin("init", "--demo", SITE, fault=f"{number}:{kind}")
        note = tocsin("note", "is this a site")
        next_init = tocsin("init", "--demo", SITE)
        if os.path.exists(os.path.join(SITE, "tocsin.yaml")) and "site already" in next_init.said:
            good = note.status == 0 and (ended.status != 0) == (kind == "KILL")
        elif "interrupted" in next_init.said:
            good = kind == "KILL" and "interrupted" in note.said and note.status == 6 and "rm -r" in next_init.said
        else:
            good = next_init.status == 0 and ended.status != 0
        if not good:
            wrong.append(f"{kind} at {number} of {length}: {ended.status} {ended.said!r}; {note.said!r}; "
                         f"{next_init.said!r}")
point("an init that was ended anywhere leaves a whole site, nothing, or says that it was interrupted", "\n".join(wrong))

prepare(DECLARE)
before = entries()
length = len(tocsin("run", "I-1").calls)
wrong = []
for kind in ("EIO", "ENOSPC"):
    for number in range(1, length + 1, max(1, length // 12)):
        again()
        ran = tocsin("run", "I-1", fault=f"{number}:{kind}")
        log = subprocess.run([TOCSIN, "--site", SITE, "--json", "log", "--all"], capture_output=True, encoding="utf-8")
        record = json.loads(log.stdout)["entries"] if log.returncode == 0 else None
        steps = re.findall(r"not started:([^.]*(?:\.\d+[^.]*)*)\. Run", ran.said)
        begun = {e.get("step") for e in record or [] if e["type"] == "intent"} - \
                {e.get("step") for e in record or [] if e["type"] == "outcome"}
        if record is None or ran.status < 0 or any(step not in begun for text in steps for step in text.split()):
            wrong.append(f"{kind} at {number}: {ran.status} {ran.said}")
point("a run that cannot go on has begun on record only what it says", "\n".join(wrong))
for kind in ("EINTR", "SHORT"):
    again()
    ran = tocsin("run", "I-1", fault=f"0:{kind}")
    point(f"a run is not disturbed by {'signals' if kind == 'EINTR' else 'short reads and writes'}",
          "" if ran.status == 3 else ran.said)

print(f"1..{points}")
shutil.rmtree(PLACE, ignore_errors=True)
sys.exit(failed)
