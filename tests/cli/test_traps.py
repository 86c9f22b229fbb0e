#!/usr/bin/env python3
"""Traps that checkers of ExpressRoute are known to fall into: what the wrong answer would be, and that ours is another. In the order of the catalogue.

  test_traps.py ERSCOPE FOLDER_OF_ESTATE_PY"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ERSCOPE = sys.argv[1]
sys.path.insert(0, sys.argv[2])
sys.dont_write_bytecode = True
from cases_fastpath import endpoint, fast  # noqa: E402
from cases_gateway import scaled, with_address  # noqa: E402
from cases_routing import many, with_server, with_space  # noqa: E402
from cases_topology import direct, located  # noqa: E402
from cases_vpn import backed_with  # noqa: E402
from estate import changed, find, good, half, put, site, vnet, without  # noqa: E402

checks, failures = 0, []


def run(resources, description=None, *options, command="check"):
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "input.json").write_text(json.dumps(resources), encoding="utf-8")
        line = [ERSCOPE, command, f"{folder}/input.json", "--quiet", "--as-of", "2026-11-28", *(option.replace("{folder}", folder) for option in options)]
        if description:
            pathlib.Path(folder, "site.xml").write_text(description, encoding="utf-8")
            line += ["--site", f"{folder}/site.xml"]
        told = subprocess.run(line, capture_output=True, text=True, timeout=60)
        drawn = pathlib.Path(folder, "overview.txt")
        return drawn.read_text(encoding="utf-8") if drawn.exists() else told.stdout


class Answer:
    """What `check` says of an estate."""

    def __init__(self, resources, description=None):
        self.document = json.loads(run(resources, description, "--format", "json"))
        self.counts = {one["id"]: one for one in self.document["rules"]}

    def of(self, rule, result="fail"):
        return [one for one in self.document["findings"] if one["rule"] == rule and one["result"] == result]

    def results(self, rule):
        """The results that a rule has, without those that do not apply."""
        return {result for result in ("fail", "pass", "unknown") if self.counts[rule][result]}

    def subjects(self, rule, result="fail"):
        return sorted({subject.split("/")[-1] for one in self.of(rule, result) for subject in one["subjects"]})


def trap(what, *pairs):
    """@what: the trap in one line; @pairs: of what is asked, what we say, what we should say."""
    global checks
    for asked, got, want in pairs:
        checks += 1
        if got != want:
            failures.append(f"{what}: {asked}: got {got!r}, want {want!r}")


def text_of(answer, rule, result="fail"):
    return " ".join(json.dumps(one) for one in answer.of(rule, result))


# ---- 1 ----
two_cities, one_city = Answer(direct("erd-ams", "erd-lon")), Answer(direct("erd-ams", "erd-ams"))
trap("a Direct circuit has no peering location of its own, so two of them in two cities look like one blank place: the port pair's counts",
     ("two cities, one location", two_cities.results("ER-TOP-002") | two_cities.results("ER-TOP-003"), {"pass"}),
     ("one city, two circuits", one_city.subjects("ER-TOP-003"), ["group:peering-location:amsterdam"]),
     ("evidence", "Equinix-Amsterdam-AM5" in text_of(one_city, "ER-TOP-003"), True))
one_port_gone, both_gone = Answer(without(direct("erd-ams", "erd-lon"), "erd-lon")), Answer(without(direct("erd-ams", "erd-lon"), "erd-ams", "erd-lon"))
trap("blank places are neither one place nor two: without the port pairs the answer is open",
     ("one port pair missing", (one_port_gone.results("ER-TOP-002") & {"fail", "unknown"}, one_port_gone.subjects("ER-TOP-002", "unknown")), ({"unknown"}, ["er-1"])),
     ("both missing", (both_gone.results("ER-TOP-002"), both_gone.subjects("ER-TOP-002", "unknown")), ({"unknown"}, ["er-0", "er-1"])),
     ("asked for", sorted({one["missing"] for one in both_gone.of("ER-TOP-002", "unknown")}), ["the port pair of the circuit, with its peering location"]))
nameless = located("Amsterdam", "Paris")
put(find(nameless, "er-1"), "serviceProviderProperties.peeringLocation", None)
trap("the same of a provider's circuit whose location the export leaves out",
     ("open", Answer(nameless).subjects("ER-TOP-002", "unknown"), ["er-1"]))

# ---- 2 ----
levels = re.compile(r"\b(Standard|High) resiliency")


def level(*where):
    """Rules that fail, and the levels that the report for people names."""
    answer = Answer(located(*where))
    return {rule for rule in ("ER-TOP-002", "ER-TOP-003", "ER-TOP-004") if answer.of(rule)}, set(levels.findall(run(located(*where))))


trap("a Metro circuit is one location by name and two buildings in truth: it is High, not Standard",
     ("Metro", level("Amsterdam Metro"), ({"ER-TOP-004"}, {"High"})),
     ("two of one metro", level("Amsterdam Metro", "Amsterdam Metro"), ({"ER-TOP-004"}, {"High"})),
     ("one location", level("Amsterdam"), ({"ER-TOP-002"}, set())),
     ("Metro and another city", level("Amsterdam Metro", "London"), (set(), set())))

# ---- 3 ----
trap("ErGwScale does not carry AZ in its name and still spans zones",
     *((sku, Answer(changed("ergw-weu", "sku.name", sku)).results("ER-GW-001"), {"pass"}) for sku in ("ErGwScale", "ergwscale", "ErGw1AZ", "ERGW2az")),
     ("drawn", "zone-redundant" in run(scaled(4, 10), None, "--format", "txt", "-o", "{folder}", "--view", "overview", command="draw"), True))
trap("not Basic alone is an old SKU: Standard and HighPerformance are, too",
     *((sku, [one["severity"] for one in Answer(changed("ergw-weu", "sku.name", sku)).of("ER-GW-002")], [severity])
       for sku, severity in (("Basic", "high"), ("Standard", "medium"), ("HighPerformance", "medium"), ("UltraPerformance", "low"))))

# ---- 4 ----
pinned, spread = Answer(with_address(zones=("2",))), Answer(with_address())
trap("an AZ SKU whose public address stands in one zone is not zone-redundant",
     ("one zone", (pinned.results("ER-GW-003"), pinned.results("ER-GW-001")), ({"fail"}, {"pass"})),
     ("three zones", spread.results("ER-GW-003"), {"pass"}))

# ---- 5 ----
off, on, fed = Answer(fast(bypass=False)), Answer(fast()), Answer(fast() + [endpoint()])
trap("FastPath to private endpoints cannot be had on a provider's circuit, so it is not asked for there",
     ("off", "rivateLink" in text_of(off, "ER-FP-001") or "private" in text_of(off, "ER-FP-001"), False),
     ("on, without private endpoints", on.results("ER-FP-001") | on.results("ER-FP-006"), {"pass"}),
     ("on, with one", {one["headline"].split(": ")[-1] for one in fed.of("ER-FP-006")}, {"the circuit is not ExpressRoute Direct"}),
     ("on Direct", {one["headline"].split(": ")[-1] for one in Answer(fast(True) + [endpoint()]).of("ER-FP-006")}, {"enablePrivateLinkFastPath is not on"}))


def sized(units, bypass=False):
    estate = fast(bypass=bypass, sku="ErGwScale")
    put(find(estate, "ergw-weu"), "autoScaleConfiguration", {"bounds": {"min": units, "max": 40}})
    return Answer(estate)


trap("ErGwScale can do FastPath from ten units on",
     ("ten units, off", sized(10).results("ER-FP-001"), {"fail"}),
     ("ten units, on", sized(10, True).results("ER-FP-002"), {"pass"}),
     ("three units, off", sized(3).results("ER-FP-001"), set()),
     ("three units, on", sized(3, True).results("ER-FP-002"), {"fail"}))

# ---- 6 ----
def cabled(router, conduit):
    ends = "".join(f'<circuit name="{name}"><link side="primary" router="r1" conduit="c1"/><link side="secondary" router="{router}" conduit="{conduit}"/></circuit>' for name in ("er-ams", "er-par"))
    return Answer(good(), site(f'<site id="dc"><router id="r1"/><router id="r2"/>{ends}</site>'))


unsaid, shared, apart = Answer(good()), cabled("r1", "c1"), cabled("r2", "c2")
for rule in ("ER-SITE-001", "ER-SITE-004"):
    trap("routers and conduits stand in no Azure inventory: silence proves neither good nor bad, the site description decides",
         (f"{rule} without", unsaid.results(rule), {"unknown"}), (f"{rule} shared", "fail" in shared.results(rule), True), (f"{rule} apart", apart.results(rule), {"pass"}))
    trap("what would decide it is named", (rule, "site description" in text_of(unsaid, rule, "unknown"), True))

# ---- 7 ----
local = good()
find(local, "er-ams")["sku"] = {"name": "Local_UnlimitedData", "tier": "Local", "family": "UnlimitedData"}
local = Answer(local)
trap("Local is rewarded for its price, and reaches the regions beside its location only: both are told",
     ("far region", local.subjects("ER-CKT-004"), ["er-ams"]),
     ("far gateway", "ergw-frc" in local.of("ER-CKT-004")[0]["headline"] and "ergw-weu" not in local.of("ER-CKT-004")[0]["headline"], True),
     ("the other view", [word for word in ("cost", "reach") if word in local.of("ER-CKT-004")[0]["remediation"]], ["cost", "reach"]))


# ---- 8 ----
def spokes(n, prefixes):
    """One hub with so many spokes, each with so many ranges."""
    estate = without(good(), "ergw-frc", "vnet-hub-frc", "vnet-app-frc", "conn-frc-ams", "conn-frc-par")
    for i in range(n):
        name = f"vnet-s{i}"
        one = vnet(name, "westeurope", "", [], [half(name, "vnet-hub-weu", False)])
        put(one, "addressSpace.addressPrefixes", [f"100.{64 + i // 256}.{i % 256}.{k}/32" for k in range(prefixes)])
        estate.append(one)
        find(estate, "vnet-hub-weu")["properties"]["virtualNetworkPeerings"].append(half("vnet-hub-weu", name, True))
    return Answer(estate)


many_spokes, many_ranges = spokes(420, 1), spokes(12, 90)
trap("1,000 is a number of prefixes, 400 one of spokes: neither stands for the other",
     ("420 spokes of one range", (many_spokes.results("ER-RTE-002"), "fail" in many_spokes.results("ER-VNT-007")), ({"pass"}, True)),
     ("12 spokes of 90 ranges", (many_ranges.results("ER-RTE-002"), "fail" in many_ranges.results("ER-VNT-007")), ({"fail"}, False)))
served = with_server(True, True)
put(find(served, "vnet-app-weu"), "addressSpace.addressPrefixes", many(300))
served = Answer(served)
trap("sources differ whether a Route Server may pass on 200 routes or 1,000: no verdict rests on either, what it learns is asked for",
     ("300 ranges", (served.results("ER-RTE-002") & {"fail", "unknown"}, "Route Server" in text_of(served, "ER-RTE-002", "unknown")), ({"unknown"}, True)))

# ---- 9 ----
flagged = changed("ergw-weu", "activeActive", False)
put(find(flagged, "ergw-weu"), "enableBgp", False)
flagged, plain = Answer(flagged), Answer(good())
trap("activeActive and enableBgp of an ExpressRoute gateway mean nothing: nothing changes with them",
     ("answers", flagged.document["rules"] == plain.document["rules"], True),
     ("findings", [one["fingerprint"] for one in flagged.document["findings"]], [one["fingerprint"] for one in plain.document["findings"]]),
     ("rules of VPN", [rule for rule in flagged.counts if rule.startswith("ER-VPN-") and rule != "ER-VPN-001" and flagged.results(rule)], []))
trap("of a VPN gateway they mean a lot", ("activeActive", Answer(backed_with("vpngw", "activeActive", False)).subjects("ER-VPN-004"), ["vpngw"]))
old_vpn, old_er = Answer(backed_with("vpngw", "sku", {"name": "HighPerformance", "tier": "HighPerformance"})), Answer(changed("ergw-weu", "sku.name", "Standard"))
trap("Standard and HighPerformance are SKUs of both kinds of gateway: the kind is asked first",
     ("a VPN gateway", (old_vpn.results("ER-GW-001") | old_vpn.results("ER-GW-002"), old_vpn.subjects("ER-VPN-006")), ({"pass"}, ["vpngw"])),
     ("an ExpressRoute gateway", (old_er.subjects("ER-GW-002"), [rule for rule in old_er.counts if rule.startswith("ER-VPN-") and rule != "ER-VPN-001" and old_er.results(rule)]), (["ergw-weu"], [])))

# ---- 10 ----
near, silent = Answer(with_space("vnet-app-weu", *many(850))), plain
dated = re.compile(r"20\d\d-\d\d-\d\d")
trap("texts of different years disagree on what happens above 1,000 prefixes: the one that is followed is named with its date",
     ("prefixes", {bool(dated.search(text_of(near, "ER-RTE-002")))}, {True}))
for rule in ("ER-RTE-018", "ER-VWN-004"):
    trap("older text has VNet-to-VNet traffic on by default, newer text off: a silent export proves neither, and both dates are told",
         (f"{rule} silent", silent.results(rule), {"unknown"}),
         (f"{rule} dates", len(set(dated.findall(" ".join(fact["value"] for one in silent.of(rule, "unknown") for fact in one["evidence"])))), 2))
for value, want in ((True, {"fail"}), (False, {"pass"})):
    said = good()
    for name in ("ergw-weu", "ergw-frc"):
        put(put(find(said, name), "allowRemoteVnetTraffic", value), "allowVirtualWanTraffic", False)
    trap("what the export says decides", (f"allowRemoteVnetTraffic {value}", Answer(said).results("ER-VWN-004"), want))

print(*failures, sep="\n")
print(f"traps: {checks - len(failures)} passed, {len(failures)} failed")
sys.exit(bool(failures))
