"""However the attacker is spelt, nobody talks to him: attacker.txt, asked in one go through `decide --batch`.

Everything else is in favour: who asks holds the roles, the priority is 1, the contact is verified. Prints TAP.
"""
import json
import os
import subprocess
import sys

SOURCE = {"addresses": ["203.0.113.7", "fd00:bad::7"], "names": ["evil.example"], "parties": ["Mallory Ltd"],
          "phones": ["+1 555 0166"]}
FACTS = {"priority": 1, "contact_verified": True, "management_available": False}


def question(destination):
    return {"action": "contact.technical_contact", "roles": ["irt", "technical", "senior_management"],
            "facts": FACTS, "params": {"destination": destination}, "source": SOURCE}


def main(program, table):
    with open(table, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    asked = "".join(json.dumps(question(destination)) + "\n" for destination, _ in rows)
    done = subprocess.run([program, "decide", "--batch"], input=asked, capture_output=True, text=True, check=False)
    answers = done.stdout.splitlines()
    print(f"1..{len(rows) + 1}")
    print("ok" if len(answers) == len(rows) else "not ok", "1 - every question has its answer", done.stderr.strip())
    failed = len(answers) != len(rows)
    for number, ((destination, wanted), answer) in enumerate(zip(rows, answers), 2):
        answer = json.loads(answer)
        said = "error" if "error" in answer else answer.get("verdict")
        good = said in wanted.split(" or ")
        failed |= not good
        print("ok" if good else "not ok", number, f'- "{destination}": {said}', "" if good else f"# {answer}")
    return failed


sys.exit(main(os.environ["TOCSIN"], sys.argv[1]))
