#!/usr/bin/env python3
"""Every failing finding of severity low or above in every file below $ERSCOPE_CORPUS, each file alone, against findings.golden.tsv, where a person
has judged it by reading the file. A finding that nobody has judged fails the test, so does one that is gone, and one that was judged false.

  test_findings.py ERSCOPE TABLE"""
import collections
import json
import os
import pathlib
import subprocess
import sys

ERSCOPE, TABLE = sys.argv[1], pathlib.Path(sys.argv[2])
HEAD = ["file", "rule", "subject", "severity", "judgement", "reason"]
JUDGEMENTS = {"true", "doubtful", "false"}

if not os.environ.get("ERSCOPE_CORPUS"):
    print("ERSCOPE_CORPUS is not set: no real inventories to read, nothing was tested")
    print("findings: 0 passed, 0 failed")
    sys.exit(0)
CORPUS = pathlib.Path(os.environ["ERSCOPE_CORPUS"])
if not CORPUS.is_dir():
    print(f"ERSCOPE_CORPUS is '{CORPUS}', which is no folder\nfindings: 0 passed, 1 failed")
    sys.exit(1)


def subject_of(finding):
    """The last name of its id; of a peering with the circuit's, as all peerings have one name."""
    steps = (finding["subjects"] or ["-"])[0].split("/")
    return "/".join([steps[-3], steps[-1]]) if steps[-2:-1] == ["peerings"] else steps[-1]


def found_in(path):
    run = subprocess.run([ERSCOPE, "check", "--format", "json", "--quiet", "--as-of", "2026-11-23", path], capture_output=True, timeout=300)
    if run.returncode not in (0, 1, 3):
        return [f"exit status {run.returncode}: {run.stderr.decode(errors='replace')[-300:]}"]
    name = path.relative_to(CORPUS).as_posix()
    return ["\t".join((name, one["rule"], subject_of(one), one["severity"])) for one in json.loads(run.stdout)["findings"] if one["result"] == "fail" and one["severity"] != "info"]


lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
complaints = [] if lines[0] == HEAD else [f"{TABLE.name}: its head is not: {' '.join(HEAD)}"]
judged = collections.Counter()
for number, row in enumerate(lines[1:], 2):
    if len(row) != len(HEAD) or row[4] not in JUDGEMENTS or not row[5].strip():
        complaints.append(f"{TABLE.name}:{number}: not a finding with a judgement (true, doubtful, false) and its reason")
    elif row[4] == "false":
        complaints.append(f"{TABLE.name}:{number}: judged false: mend the rule, or judge anew")
    judged["\t".join(row[:4])] += 1
found = collections.Counter(one for path in sorted(path for path in CORPUS.rglob("*") if path.is_file()) for one in found_in(path))
complaints += [f"nobody has judged: {one}" for one in sorted((found - judged).elements())]
complaints += [f"no longer found: {one}" for one in sorted((judged - found).elements())]
print(*complaints, sep="\n")
print(f"findings: {sum((found & judged).values())} passed, {len(complaints)} failed")
sys.exit(bool(complaints))
