#!/usr/bin/env python3
"""One cause, one headline: severities after their modifiers, accepted and expired risks, root causes under their headline, what a headline covers.

  test_judge.py ERSCOPE FOLDER_OF_ESTATE_PY"""
import json
import pathlib
import subprocess
import sys
import tempfile

ERSCOPE = sys.argv[1]
sys.path.insert(0, sys.argv[2])
sys.dont_write_bytecode = True
from estate import changed, find, good, put, site, without  # noqa: E402

checks, failures = 0, []


def check(what, got, want):
    global checks
    checks += 1
    if got != want:
        failures.append(f"{what}: got {got!r}, want {want!r}")


def run(resources, description=None, *options):
    with tempfile.TemporaryDirectory() as folder:
        inventory = pathlib.Path(folder, "input.json")
        inventory.write_text(json.dumps(resources), encoding="utf-8")
        command = [ERSCOPE, "check", str(inventory), "--quiet", "--as-of", "2026-11-28", *options]
        if description:
            pathlib.Path(folder, "site.xml").write_text(description, encoding="utf-8")
            command += ["--site", str(pathlib.Path(folder, "site.xml"))]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)


def findings(resources, rule, description=None):
    document = json.loads(run(resources, description, "--format", "json").stdout)
    return [one for one in document["findings"] if one["rule"] == rule and one["result"] == "fail"], document


def tagged(estate, tags, *names):
    for name in names:
        find(estate, name)["tags"] = tags
    return estate


# One provider for both circuits: ER-TOP-009, medium.
def one_provider():
    return changed("er-ams", "serviceProviderProperties.serviceProviderName", "Equinix")


plain = findings(one_provider(), "ER-TOP-009")[0][0]
check("open", (plain["severity"], plain["state"], "modified" in plain), ("medium", "open", False))

# Tags of workload and environment.
raised = findings(tagged(one_provider(), {"Criticality": "Mission-Critical"}, "vnet-app-weu"), "ER-TOP-009")[0][0]
check("raised", (raised["severity"], raised["modified"]["from"]), ("high", "medium"))
lowered = findings(tagged(one_provider(), {"env": "DEV"}, "vnet-app-weu", "vnet-app-frc", "vnet-hub-weu", "vnet-hub-frc"), "ER-TOP-009")[0][0]
check("lowered", (lowered["severity"], lowered["modified"]["from"]), ("low", "medium"))
mixed = findings(tagged(one_provider(), {"env": "dev"}, "vnet-app-weu"), "ER-TOP-009")[0][0]
check("a production VNet among them", mixed["severity"], "medium")
check("the fingerprint stays", raised["fingerprint"] == plain["fingerprint"] == lowered["fingerprint"], True)

# Accepted until a date, then louder.
subject = plain["subjects"][0]


def accept(until, what=subject, rule="ER-TOP-009"):
    return site(f'<accept rule="{rule}" subject="{what}" until="{until}" by="network board" reason="second provider on order"/>')


accepted = findings(one_provider(), "ER-TOP-009", accept("2026-11-28"))[0][0]
check("accepted on its last day", (accepted["state"], accepted["severity"], accepted["acceptance"]),
      ("accepted", "medium", {"until": "2026-11-28", "by": "network board", "reason": "second provider on order"}))
expired = findings(one_provider(), "ER-TOP-009", accept("2026-11-27"))[0][0]
check("expired", (expired["state"], expired["severity"], expired["modified"]["from"]), ("expired", "high", "medium"))
check("another rule's acceptance", findings(one_provider(), "ER-TOP-009", accept("2027-01-01", rule="ER-TOP-002"))[0][0]["state"], "open")
def reaching(description=None):
    words = run(one_provider(), description, "--fail-on", "medium").stdout.split()
    return int(words[words.index("Threshold") + 2])


check("an accepted risk does not count", reaching() - reaching(accept("2027-01-01")), 1)
check("an expired one does", reaching() - reaching(accept("2026-01-01")), 0)
text = " ".join(run(one_provider(), accept("2027-01-01")).stdout.split())
check("told as accepted", "accepted until 2027-01-01 by network board: second provider on order" in text, True)
text = " ".join(run(one_provider(), accept("2026-11-27")).stdout.split())
check("told as expired", "expired on 2026-11-27 by network board" in text, True)

# A profile replaces every modifier, and the reason says so.
with tempfile.TemporaryDirectory() as folder:
    profile = pathlib.Path(folder, "profile")
    profile.write_text("[severity]\nER-TOP-009=low\n", encoding="utf-8")
    words = run(tagged(one_provider(), {"Criticality": "critical"}, "vnet-app-weu"), None, "--profile", str(profile), "--format", "json").stdout
    one = next(one for one in json.loads(words)["findings"] if one["rule"] == "ER-TOP-009")
    check("profile", (one["severity"], one["modified"]), ("low", {"from": "medium", "because": "the profile says so"}))

# A gateway whose circuits are not provisioned: one headline, its causes under it, nothing on locations or providers.
broken = good()
for name in ("er-ams", "er-par"):
    put(find(broken, name), "serviceProviderProvisioningState", "NotProvisioned")
heads, document = findings(broken, "ER-TOP-001")
causes = [one for one in document["findings"] if one["rule"] == "ER-CKT-002"]
check("headlines", [(one["severity"], "under" in one) for one in heads], [("critical", False)] * 2)
check("causes", len(causes), 2)
check("under a headline", {one.get("under") for one in causes} <= {one["fingerprint"] for one in heads}, True)
check("covered", [one["rule"] for one in document["findings"] if one["result"] == "fail" and one["rule"][:10] in ("ER-TOP-002", "ER-TOP-009")], [])
text = run(broken).stdout
check("the cause follows its headline", text.index("ER-TOP-001") < text.index("ER-CKT-002") and "(part of the above)" in text, True)

# One of two circuits down: the other carries, so that nothing is critical.
half = changed("er-ams", "serviceProviderProvisioningState", "NotProvisioned")
one = findings(half, "ER-CKT-002")[0][0]
check("another path carries", one["severity"], "high")

# A gateway that nothing is connected to, in an estate where its VNets have no other.
lost = without(good(), "conn-weu-ams", "conn-weu-par")
check("no path at all", [f["severity"] for f in findings(lost, "ER-TOP-001")[0]], ["critical"])

print(*failures, sep="\n")
print(f"judge: {checks - len(failures)} passed, {len(failures)} failed")
sys.exit(bool(failures))
