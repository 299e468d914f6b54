"""The whole authority matrix through `decide --batch`: authority.py PROGRAM SITE TOP

Every line of tests/scenarios/authority-matrix.txt, for every priority, whoever asks, with and without a manager in
reach, with the technical contact verified or not. Prints what differs, one case a line; nothing if all agree.
"""
import itertools
import json
import re
import subprocess
import sys

program, site, top = sys.argv[1:]
columns = [1, 2, 3, 4, 5, 0]
answers = {"M": ["management"], "SM": ["senior_management"], "L": ["legal"], "SM+L": ["senior_management", "legal"]}
may = {"irt": [["irt"], ["irt", "technical"]], "technical": [["irt", "technical"]],
       "anybody": [[], ["audit"], ["irt"], ["irt", "technical"]]}
askers = [[], ["audit"], ["irt"], ["irt", "technical"]]
contents = {"log": [["log"]], "no-log": [None, []], "personal": [["personal"]], "impersonal": [None, []],
            "any": [None]}
destinations = {"roster": ["technical2", "+1 555 0102"], "outside": ["Example Net", "198.51.100.7"],
                "any": ["Example Net"]}
text = open(top + "/policies/actions.yaml", encoding="utf-8").read()
actions = re.findall(r"^  ([a-z_]+\.[a-z_]+):$", text, re.M)


def expected(word, asks, roles, available, verified):
    """The verdict and who is asked. "Whoever else asks, asks a manager there."""
    if word == "no":
        return "forbidden", []
    if word in answers:
        return "approval", answers[word]
    at_once = word == "ok" or (word == "pre" and available is False) or (word == "ver" and verified is True)
    if at_once and roles in may[asks]:
        return "preauthorized", []
    return "approval", ["management"]


def cases():
    for line in open(top + "/tests/scenarios/authority-matrix.txt", encoding="utf-8"):
        if line.startswith("#") or not line.strip():
            continue
        name, content, destination, asks, *words = line.split()
        named = [a for a in actions if a == name or (name.endswith(".*") and a.startswith(name[:-1]))]
        assert named, name
        for action, (priority, word), roles, available, verified, what, whom in itertools.product(
                named, zip(columns, words), askers, (True, False, None), (True, None), contents[content],
                destinations[destination]):
            params = {"destination": whom} if what is None else {"destination": whom, "content": what}
            question = {"action": action, "roles": roles, "params": params,
                        "facts": {"priority": priority, "management_available": available,
                                  "contact_verified": verified}}
            yield question, expected(word, asks, roles, available, verified)


todo = list(cases())
lines = "".join(json.dumps(question) + "\n" for question, _ in todo)
said = subprocess.run([program, "--site", site, "decide", "--batch"], input=lines, capture_output=True, text=True)
given = said.stdout.splitlines()
if said.returncode or len(given) != len(todo):
    print(f"status {said.returncode}, {len(given)} answers to {len(todo)} questions {said.stderr}")
for (question, (verdict, roles)), line in list(zip(todo, given)):
    answer = json.loads(line)
    if answer.get("verdict") != verdict or sorted(answer.get("from", [])) != sorted(roles):
        print(f"{json.dumps(question)}: {line}, and the matrix has {verdict} {roles}")
