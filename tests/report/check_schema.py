#!/usr/bin/env python3
"""Holds the results document of every fixture against its JSON Schema. Arguments: erscope, the schema, the folder of fixtures."""
import json
import pathlib
import subprocess
import sys

import jsonschema

ERSCOPE, SCHEMA, FIXTURES = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
failed = []
passed = 0


def tell(ok, name, why=""):
    global passed
    passed += ok
    if not ok:
        failed.append(name)
        print(f"{name}: {why}")


def analyze(*arguments):
    run = subprocess.run([ERSCOPE, "analyze", "--as-of", "2026-11-23", *arguments], capture_output=True, timeout=120)
    return json.loads(run.stdout)


def complaint(validator, document):
    errors = sorted(validator.iter_errors(document), key=lambda error: list(map(str, error.absolute_path)))
    return "; ".join(f"{error.json_path}: {error.message[:200]}" for error in errors[:3])


def references(document):
    """What the schema cannot say: every id that is used is there, and indices are in range."""
    components = {component["id"] for component in document["components"]}
    groups = {group["id"] for group in document["groups"]}
    classes = {cls["id"]: cls for cls in document["flow_classes"]}
    flows = {flow["id"] for flow in document["flows"]}
    ledger = document["ledger"]
    if ledger["resources"] != ledger["modelled"] + ledger["merged"] + sum(row["count"] for row in ledger["ignored"]):
        yield "the ledger does not add up"
    for name in ("components", "groups", "flows", "assumptions"):
        ids = [row["id"] for row in document[name]]
        if ids != sorted(ids, key=str.encode) or len(ids) != len(set(ids)):
            yield f"{name} are not sorted by id, or one is there twice"
    yield from (f"{member} is no component" for group in document["groups"] for member in group["members"] if member not in components)
    for cls in document["flow_classes"]:
        known = components | {"$vnet", "$attachment"}
        for path in cls["paths"]:
            yield from (f"{hop} is no component" for hop in path["hops"] if hop not in known)
            yield from (f"{one} is no component" for any_of in path["requires"] for one in any_of if one not in known)
            if path["bottleneck"] is not None and path["bottleneck"] not in components:
                yield f"bottleneck {path['bottleneck']} is no component"
        share = sum(path["share"] for path in cls["paths"] if path["preference"] == 0)
        if cls["paths"] and abs(share - 1) > 1e-5:
            yield f"{cls['id']}: shares of preference 0 add up to {share}"
        for cut in cls["cuts"] + cls["unproven"]:
            yield from (f"{member} is no component or group" for member in cut["members"] if member not in known | groups)
            yield from (f"{also} is no group" for also in cut["also"] if also not in groups)
        if sum(flow["class"] == cls["id"] for flow in document["flows"]) != cls["flows"]:
            yield f"{cls['id']}: its flows are not {cls['flows']}"
        for row in cls["asymmetry"]:
            yield from (f"{device} is no component" for device in row["devices"] if device not in components)
            if row["paths"][0] >= len(cls["paths"]):
                yield f"{cls['id']}: asymmetry names path {row['paths'][0]}"
    for flow in document["flows"]:
        if flow["class"] not in classes or flow["up"] != bool(classes[flow["class"]]["paths"]):
            yield f"{flow['id']}: class or state"
        if flow["attachment"] is not None and flow["attachment"] not in components:
            yield f"{flow['id']}: attachment {flow['attachment']} is no component"
    services = {service["id"] for service in document["services"]}
    for row in document["scenarios"]:
        for outcome in row["classes"]:
            if outcome["class"] not in classes or any(path >= len(classes[outcome["class"]]["paths"]) for path in outcome["used"]):
                yield f"{row['id']}, {row['target']}: class or path"
            if outcome["up"] != (bool(outcome["used"]) and outcome["lost"] < 1) or outcome["up"] == (outcome["state_kept"] is None):
                yield f"{row['id']}, {row['target']}: {outcome['class']} contradicts itself"
        yield from (f"{flow} is no flow" for flow in row["flows_lost"] if flow not in flows)
        yield from (f"{state['id']} is no service" for state in row["services"] if state["id"] not in services)
        yield from (f"{load['id']} is no component" for load in row["loads"] if load["id"] not in components)
    rules = {rule["id"]: rule for rule in document["rules"]}
    for finding in document["findings"]:
        if finding["rule"] not in rules:
            yield f"{finding['rule']} is no rule"
        yield from (f"{flow} is no flow" for flow in finding["blast_radius"]["flows"] if flow not in flows)
    for rule in document["rules"]:
        for result in ("fail", "unknown"):
            if rule[result] != sum(finding["rule"] == rule["id"] and finding["result"] == result for finding in document["findings"]):
                yield f"{rule['id']}: its number of {result} is not that of the findings"


schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for path in sorted(FIXTURES.glob("*/input.json")) + sorted((FIXTURES / "bad").glob("*.[jx][sm][ol]*")):
    name = path.relative_to(FIXTURES).as_posix()
    site = path.parent / "site.xml"
    document = analyze(path, *(("--site", site) if site.exists() else ()), "--scenarios")
    problem = complaint(validator, document) or "; ".join(list(references(document))[:3])
    tell(not problem, name, problem)
service = FIXTURES / "service-two-regions"
document = analyze(service / "input.json", "--site", service / "site.xml", "--scenarios")
tell(document["services"] and document["scenarios"] and all(row["services"] and (row["loads"] or row["demand_lost_mbps"]["onprem-to-azure"]) for row in document["scenarios"]), "services and loads", "some are missing")
document = analyze("--depth", "3", FIXTURES / "two-locations-one-gateway/input.json", FIXTURES / "zonal-gateway/input.json")
tell(any(len(cut["members"]) == 3 for cls in document["flow_classes"] for cut in cls["cuts"]) and not complaint(validator, document), "depth 3", complaint(validator, document))
# The schema must also refuse: a document of another shape is no results document.
for name, change in {
    "an unknown member": lambda d: d.update(extra=1), "an unknown kind": lambda d: d["components"][0].update(kind="router"),
    "a missing member": lambda d: d.pop("rules"), "a share above one": lambda d: d["flow_classes"][0]["paths"][0].update(share=1.5),
    "another version": lambda d: d.update(version=2), "an unknown finding that names nothing": lambda d: d["findings"][0].update(result="unknown", missing=""),
}.items():
    document = analyze(FIXTURES / "single-circuit/input.json")
    change(document)
    tell(bool(complaint(validator, document)), f"refuses {name}", "it did not")
print(f"schema: {passed} passed, {len(failed)} failed")
sys.exit(bool(failed))
