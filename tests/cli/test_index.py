#!/usr/bin/env python3
"""The estimated Resiliency Index, term by term, against the published table (learn.microsoft.com/azure/expressroute/resiliency-insights).

  test_index.py ERSCOPE FOLDER_OF_ESTATE_PY"""
import json
import pathlib
import subprocess
import sys
import tempfile

ERSCOPE = sys.argv[1]
sys.path.insert(0, sys.argv[2])
sys.dont_write_bytecode = True
from estate import changed, find, good, put, without  # noqa: E402

checks, failures = 0, []


def index_of(resources, captures=(), description=None, name="ergw-weu"):
    with tempfile.TemporaryDirectory() as folder:
        inventory = pathlib.Path(folder, "input.json")
        inventory.write_text(json.dumps(resources), encoding="utf-8")
        command = [ERSCOPE, "check", str(inventory), "--quiet", "--as-of", "2026-11-28", "--format", "json"]
        for number, value in enumerate(captures):
            pathlib.Path(folder, f"{number}.json").write_text(json.dumps(value), encoding="utf-8")
            command += ["--capture", f"{name}={folder}/{number}.json"]
        if description:
            pathlib.Path(folder, "site.xml").write_text(description, encoding="utf-8")
            command += ["--site", str(pathlib.Path(folder, "site.xml"))]
        document = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=60).stdout)
        return next((one for one in document["resiliency_index"] if one["gateway"].endswith(name)), None)


def check(what, index, **want):
    """Terms as (low, high); score likewise."""
    global checks
    for term, value in want.items():
        got = (index["low"], index["high"]) if term == "score" else index[term] if term == "captured" else (index[term]["low"], index[term]["high"])
        checks += 1
        if got != value:
            failures.append(f"{what}: {term}: got {got}, want {value}")


def one_location(**more):
    estate = without(good(), "conn-weu-par", "conn-frc-par", "er-par")
    for path, value in more.items():
        put(find(estate, "er-ams"), path.replace("__", "."), value)
    return estate


def tests(**days):
    return [{"peeringLocation": place, "status": status, "testType": "SiteFailover", "startTime": day, "endTime": day + "T10:00:00Z"} for place, (day, status) in days.items()]


def zone(sku, **more):
    estate = changed("ergw-weu", "sku", {"name": sku, "tier": sku})
    for path, value in more.items():
        put(find(estate, "ergw-weu"), path, value)
    return estate


check("sound", index_of(good()), routes=(20, 20), validation=(1, 4), tested=(1, 1), zones=(10, 10), advisor=(0, 10), score=(30, 100))
check("one location", index_of(one_location()), routes=(5, 5), validation=(1, 1), score=(15, 25))
check("Metro", index_of(one_location(serviceProviderProperties__peeringLocation="Amsterdam Metro")), routes=(10, 10), validation=(1, 1), score=(20, 30))
check("no path", index_of(one_location(serviceProviderProvisioningState="NotProvisioned")), routes=(0, 0), score=(10, 20))
half = one_location()
put(find(half, "er-ams")["properties"]["peerings"][0], "secondaryPeerAddressPrefix", None)
check("one session only", index_of(half), routes=(0, 0))
check("a circuit outside the input", index_of(without(good(), "er-par")), routes=(5, 20))

# Tests: the older of the two counts; one location alone halves; what failed or is still to come is none.
check("both tested", index_of(good(), [tests(Amsterdam=("2026-11-20", "Completed"), Paris=("2026-11-01", "Completed"))]), validation=(4, 4), tested=(1, 1), score=(90, 100))
check("the older", index_of(good(), [tests(Amsterdam=("2026-11-20", "Completed"), Paris=("2026-10-01", "Completed"))]), validation=(3, 3), score=(70, 80))
check("30 and 31 days", index_of(good(), [tests(Amsterdam=("2026-10-29", "Completed"), Paris=("2026-10-29", "Completed"))]), validation=(4, 4))
check("31 days", index_of(good(), [tests(Amsterdam=("2026-10-28", "Completed"), Paris=("2026-10-29", "Completed"))]), validation=(3, 3))
check("90 days", index_of(good(), [tests(Amsterdam=("2026-08-30", "Completed"), Paris=("2026-08-30", "Completed"))]), validation=(2, 2))
check("91 days", index_of(good(), [tests(Amsterdam=("2026-08-29", "Completed"), Paris=("2026-08-30", "Completed"))]), validation=(1, 1))
check("one location tested", index_of(good(), [tests(Amsterdam=("2026-11-20", "Completed"))]), validation=(4, 4), tested=(0.5, 0.5), score=(50, 60))
check("a failed test", index_of(good(), [tests(Amsterdam=("2026-11-20", "StartFailed"))]), validation=(1, 1), score=(30, 40))
check("a test of tomorrow", index_of(good(), [tests(Amsterdam=("2026-11-29", "Completed"))]), validation=(1, 1))
SITE = '<estate xmlns="urn:erscope:estate:1"><site id="hq"><circuit name="er-ams" last-failover-test="2026-11-10"/><circuit name="er-par" last-failover-test="2026-11-11"/></site></estate>'
check("declared tests", index_of(good(), (), SITE), validation=(4, 4), tested=(1, 1))

# Zones by SKU.
for sku, want in (("Standard", 0), ("HighPerformance", 0), ("UltraPerformance", 2)):
    check(sku, index_of(zone(sku)), zones=(want, want))
check("ErGwScale, two units", index_of(zone("ErGwScale", autoScaleConfiguration={"bounds": {"min": 2, "max": 4}})), zones=(8, 8))
check("ErGwScale, three units", index_of(zone("ErGwScale", autoScaleConfiguration={"bounds": {"min": 3, "max": 4}})), zones=(10, 10))
check("a SKU of tomorrow", index_of(zone("ErGw9AZ")), zones=(0, 10))

# Microsoft's own score beside ours, and what a fix gains.
captured = index_of(good(), [{"overallScore": "45", "components": [], "lastComputedTime": "2026-11-20T06:00:00Z"}])
check("captured", captured, captured="45")
gains = [(gain["fix"][:36], gain["low"], gain["high"]) for gain in index_of(one_location())["gains"]]
checks += 1
if gains != [("a circuit in a second peering locati", 75, 75), ("a circuit in a second peering locati", 15, 15)]:
    failures.append(f"gains: {gains}")

print(*failures, sep="\n")
print(f"index: {checks - len(failures)} passed, {len(failures)} failed")
sys.exit(bool(failures))
