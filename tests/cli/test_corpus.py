#!/usr/bin/env python3
"""Every file below $ERSCOPE_CORPUS (real inventories, kept outside the project) through `erscope analyze`.

No crash, a document that follows the schema, no secret of the input in any output, and one row per file that must equal
corpus.golden.tsv (written anew when ER_BLESS is set: read the difference). Arguments: erscope, the schema, the golden table.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

import jsonschema

ERSCOPE, SCHEMA, GOLDEN = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
SECRETS = {"servicekey", "authorizationkey", "sharedkey", "service_key", "authorization_key", "shared_key"}
HEAD = ["file", "format", "resources", "circuits", "private peerings", "ports", "gateways", "connections", "vnets", "unknown", "conditional", "diagnostics", "status"]

if not os.environ.get("ERSCOPE_CORPUS"):
    print("ERSCOPE_CORPUS is not set: no real inventories to read, nothing was tested")
    print("corpus: 0 passed, 0 failed")
    sys.exit(0)
CORPUS = pathlib.Path(os.environ["ERSCOPE_CORPUS"])
if not CORPUS.is_dir():
    print(f"ERSCOPE_CORPUS is '{CORPUS}', which is no folder\ncorpus: 0 passed, 1 failed")
    sys.exit(1)


def secrets_of(text):
    """Values of secret members that stand nowhere else in the input: recordings put one dummy GUID in many places."""
    found = set(re.findall(r'"(?:' + "|".join(SECRETS) + r')"\s*:\s*"([^"]{4,})"', text, re.IGNORECASE))
    rest = re.sub(r'"(?:' + "|".join(SECRETS) + r')"\s*:\s*"[^"]*"', "", text, flags=re.IGNORECASE)
    return {value for value in found if value not in rest}


def counted(document, codes):
    """What these diagnostics count: the number their text begins with."""
    found = [re.match(r"(\d+) ", diagnostic["text"]) for diagnostic in document["diagnostics"] if diagnostic["code"] in codes]
    return sum(int(match.group(1)) for match in found if match)


def row_of(name, document, status):
    source = document["inputs"][0]
    own = [component for component in document["components"] if not component["external"]]
    kinds = [component["kind"] for component in own]
    peerings = {component["id"].split("#")[0] for component in own if component["kind"] == "session" and component["certainty"] == "observed"}
    codes = [diagnostic["code"] for diagnostic in document["diagnostics"]]
    told = " ".join(f"{code}×{codes.count(code)}" if codes.count(code) > 1 else code for code in sorted(set(codes)))
    return [name, source["format"], source["resources"], kinds.count("circuit"), len(peerings), kinds.count("port"), kinds.count("gateway"),
            kinds.count("connection"), kinds.count("vnet"), counted(document, ("ING022", "ING030")), counted(document, ("ING023",)), told or "-", status]


def complaint(path, rows):
    name = path.relative_to(CORPUS).as_posix()
    run = subprocess.run([ERSCOPE, "analyze", "--verbose", "--as-of", "2026-11-23", path], capture_output=True, timeout=300)
    if run.returncode not in (0, 3):
        return f"exit status {run.returncode}: {run.stderr.decode(errors='replace')[-400:]}"
    try:
        document = json.loads(run.stdout)
    except ValueError as error:
        return f"no JSON: {error}"
    errors = list(validator.iter_errors(document))
    if errors:
        return f"{errors[0].json_path}: {errors[0].message[:200]}"
    shown = (run.stdout + run.stderr).decode(errors="replace")
    for secret in secrets_of(path.read_bytes().decode(errors="replace")):
        if secret in shown:
            return "shows a secret of the input"
    ledger = document["ledger"]
    if ledger["resources"] != ledger["modelled"] + ledger["merged"] + sum(row["count"] for row in ledger["ignored"]):
        return "the ledger does not add up"
    rows[name] = "\t".join(map(str, row_of(name, document, run.returncode)))
    return None


schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
validator = jsonschema.Draft202012Validator(schema)
rows, failed, passed = {}, 0, 0
for path in sorted(path for path in CORPUS.rglob("*") if path.is_file()):
    problem = complaint(path, rows)
    passed += problem is None
    failed += problem is not None
    if problem:
        print(f"{path.relative_to(CORPUS).as_posix()}: {problem}")
if os.environ.get("ER_BLESS"):
    GOLDEN.write_text("\n".join(["\t".join(HEAD), *(rows[name] for name in sorted(rows))]) + "\n", encoding="utf-8")
want = {line.split("\t")[0]: line for line in GOLDEN.read_text(encoding="utf-8").splitlines()[1:]} if GOLDEN.exists() else {}
for name in sorted(want.keys() | rows.keys()):
    same = want.get(name) == rows.get(name)
    passed += same
    failed += not same
    if not same:
        print(f"want: {want.get(name, '(no row)')}\ngot:  {rows.get(name, '(no row)')}")
print(f"corpus: {passed} passed, {failed} failed")
sys.exit(failed > 0)
