#!/usr/bin/env python3
"""Every rule against its cases (tests/model/rules/cases_*.py): one estate on which it fails, one on which it passes, and one where the answer is unknown,
unless the module's DECIDED names it as one that the inventory always decides. Its CONSTANT names those that hold of every estate with a flow. A rule of the table without its cases fails the test.

  test_rules.py ERSCOPE CASES_FOLDER FIXTURES [FAMILY…]"""
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

ERSCOPE, FOLDER, FIXTURES = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
ONLY = sys.argv[4:]
sys.path.insert(0, str(FOLDER))
sys.dont_write_bytecode = True


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rules_of_program():
    text = subprocess.run([ERSCOPE, "rules"], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in text.splitlines() if line.startswith("ER-")]


def counts_of(case, folder):
    command = [ERSCOPE, "check", "--format", "json", "--quiet", "--as-of", "2026-11-28"]
    if "fixture" in case:
        fixture = FIXTURES / case["fixture"]
        command += [str(fixture / "input.json")] + (["--site", str(fixture / "site.xml")] if (fixture / "site.xml").exists() else [])
    else:
        inventory = pathlib.Path(folder, "input.json")
        inventory.write_text(json.dumps(case["resources"]), encoding="utf-8")
        command.append(str(inventory))
        if case.get("site"):
            pathlib.Path(folder, "site.xml").write_text(case["site"], encoding="utf-8")
            command += ["--site", str(pathlib.Path(folder, "site.xml"))]
        for number, (name, value) in enumerate(case.get("captures", {}).items()):
            pathlib.Path(folder, f"capture-{number}.json").write_text(json.dumps(value), encoding="utf-8")
            command += ["--capture", f"{name}={folder}/capture-{number}.json"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if run.returncode > 3:
        return None, run.stderr
    try:
        document = json.loads(run.stdout)
    except json.JSONDecodeError:
        return None, run.stderr or run.stdout
    return {rule["id"]: rule for rule in document["rules"]}, document


def holds(want, count):
    if want == "pass":
        return count["pass"] > 0 and count["fail"] == 0
    return count[want] > 0


passed, complaints, seen, decided, constant = 0, [], {}, set(), set()
with tempfile.TemporaryDirectory() as folder:
    for path in sorted(FOLDER.glob("cases_*.py")):
        module = load(path)
        decided |= set(getattr(module, "DECIDED", ()))
        constant |= set(getattr(module, "CONSTANT", ()))
        for case in module.CASES:
            if ONLY and not any(case["rule"].startswith(family) for family in ONLY):
                continue
            counts, more = counts_of(case, folder)
            count = (counts or {}).get(case["rule"])
            if count is None or not holds(case["want"], count):
                findings = [] if counts is None else [f"{one['result']} {one['headline']}" for one in more["findings"] if one["rule"] == case["rule"]]
                complaints.append(f"{path.name}: {case['rule']} {case['want']}: {count if count else str(more)[:400]} {findings}")
            else:
                passed += 1
                seen.setdefault(case["rule"], set()).add(case["want"])
for rule in rules_of_program():
    if ONLY and not any(rule.startswith(family) for family in ONLY):
        continue
    missing = {"fail"} if rule in constant else {"fail", "pass"} | (set() if rule in decided else {"unknown"})
    missing -= seen.get(rule, set())
    if missing:
        complaints.append(f"{rule}: no case: {', '.join(sorted(missing))}")
print(*complaints, sep="\n")
print(f"rules: {passed} passed, {len(complaints)} failed")
sys.exit(bool(complaints))
