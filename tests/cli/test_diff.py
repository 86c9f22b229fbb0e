#!/usr/bin/env python3
"""erscope diff: each kind of change, symmetry, the verdict, what-if, templates against exports, hostile names, the merged picture. usage: test_diff.py ERSCOPE FIXTURES SCHEMA"""
import copy
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

import jsonschema

ERSCOPE, FIXTURES = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
SCHEMA = jsonschema.Draft202012Validator(json.loads(pathlib.Path(sys.argv[3]).read_text(encoding="utf-8")))
WORK = pathlib.Path(tempfile.mkdtemp(prefix="erscope-diff-"))
EVIL = "<img src=x onerror=alert(1)>](http://x)|`*_&\"' =1+1"
NEIGHBOURS = [  # fixtures that differ in few things
    ("two-locations-one-gateway", "single-circuit"), ("two-circuits-one-location", "two-locations-one-gateway"), ("single-circuit", "metro"), ("bow-tie", "bow-tie-without-wan"),
    ("bow-tie-with-wan", "bow-tie-without-wan"), ("square-with-wan", "square-without-wan"), ("firewall-one-way", "firewall-both-ways"), ("firewall-both-ways", "firewall-one-subnet"),
    ("fastpath-provider-spoke", "fastpath-direct-spoke"), ("fastpath-provider-spoke", "fastpath-small-gateway"), ("fastpath-private-link", "fastpath-private-link-provider"),
    ("fastpath-firewall-direct", "fastpath-firewall-provider"), ("virtual-wan", "virtual-wan-two-hubs"), ("virtual-wan-prefers-vpn", "virtual-wan-prefers-as-path"),
    ("virtual-wan-two-hubs", "virtual-wan-bow-tie"), ("virtual-wan-two-hubs", "virtual-wan-intent"), ("vpn-backup", "vpn-active-standby"), ("vpn-backup", "vpn-longer-prefix"),
    ("single-circuit", "zonal-gateway"), ("single-circuit", "standby-link"), ("local-preference", "standby-link"), ("metro", "direct-pair-two-circuits"),
    ("single-circuit", "disabled-private-peering"), ("transit-flags", "no-way-back"), ("conditional", "single-circuit"), ("external-circuit", "single-circuit"),
    ("any-to-any", "single-circuit"), ("captures", "bow-tie"), ("declared-groups", "two-locations-one-gateway"), ("fastpath-provider-spoke", "fastpath-fallbacks"), ("fastpath-firewall-direct", "fastpath-firewall-elsewhere"),
    ("fastpath-provider-spoke", "fastpath-unknown"), ("global-reach", "single-circuit"), ("migration", "two-circuits-one-location"), ("private-endpoint", "fastpath-private-link"), ("route-server", "transit-flags"),
    ("service-two-regions", "two-locations-one-gateway"),
]
passed, failed = 0, 0


def tell(ok, name, why=""):
    global passed, failed
    passed += bool(ok)
    failed += not ok
    if not ok:
        print(f"{name}: {str(why)[:800]}")


def diff(*arguments):
    return subprocess.run([ERSCOPE, "diff", "--as-of", "2026-11-23", "--quiet", *map(str, arguments)], capture_output=True, timeout=120)


def document(*arguments):
    run = diff("--format", "json", *arguments)
    tell(run.returncode in (0, 3) and run.stdout, f"json {arguments}", run.stderr.decode())
    got = json.loads(run.stdout)
    tell(not list(SCHEMA.iter_errors(got)), f"schema {arguments}", [error.message for error in SCHEMA.iter_errors(got)][:2])
    return got


def site_of(name):
    site = FIXTURES / name / "site.xml"
    return ["--site", site] if site.exists() else []


def pair(before, after):
    sites = site_of(before) + (["--site-after", FIXTURES / after / "site.xml"] if (FIXTURES / after / "site.xml").exists() else [])
    return [FIXTURES / before / "input.json", FIXTURES / after / "input.json", *sites]


def written(name, value):
    path = WORK / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def resources(root):
    return root["value"] if isinstance(root, dict) else root


def of_type(root, kind):
    return [item for item in resources(root) if item.get("type", "").lower() == "microsoft.network/" + kind.lower()]


def loaded(name):
    return json.loads((FIXTURES / name / "input.json").read_text(encoding="utf-8"))


def mutated(name, change):
    root = loaded(name)
    change(root)
    return document(FIXTURES / name / "input.json", written("after.json", root))


def parts(got, state):
    return sorted(part["id"] for part in got["parts"] if part["state"] == state)


def names(got, state):
    """Ids are those of the side after, where the part around them was matched by name."""
    return sorted((part["kind"], part["name"]) for part in got["parts"] if part["state"] == state)


def changes(got):
    return " | ".join(change["text"] for row in got["flows"] for change in row["changes"])


def properties(got):
    return {p["path"].split("properties.")[-1]: (p["before"], p["after"]) for part in got["parts"] for p in part["properties"]}


def remove(root, kind, index=0):
    resources(root).remove(of_type(root, kind)[index])


# ---- nothing differs; both ways ----

def same():
    for name in sorted(path.parent.name for path in FIXTURES.glob("*/input.json")):
        file = FIXTURES / name / "input.json"
        run = diff("--brief", "--fail-on-regression", file, file, *site_of(name))
        incomplete = b"Cannot tell" in run.stdout
        tell(run.returncode == 0 and (b"nothing differs" in run.stdout or incomplete), f"same {name}", run.stdout + run.stderr)


def symmetry():
    for before, after in NEIGHBOURS:
        if bool(site_of(before)) != bool(site_of(after)):   # --site is of both states
            continue
        there, back = document(*pair(before, after)), document(*pair(after, before))
        name = f"{before}, {after}"
        tell(names(there, "added") == names(back, "removed") and names(there, "removed") == names(back, "added"), f"symmetry {name}")
        tell(there["counts"]["changed"] == back["counts"]["changed"] and there["counts"]["same"] == back["counts"]["same"], f"counts {name}", (there["counts"], back["counts"]))
        gained, lost = ([sorted(re.sub(r".*/providers/", "", member) for member in cut["members"]) for cut in got["cuts"] if cut["state"] == state] for got, state in ((there, "gained"), (back, "lost")))
        tell(sorted(gained) == sorted(lost), f"cuts {name}")
        tell(there["flows_unchanged"] == back["flows_unchanged"], f"flows {name}")


# ---- each kind of change ----

def kinds():
    def weight(root):
        min(of_type(root, "connections"), key=lambda item: item["properties"].get("routingWeight", 0))["properties"]["routingWeight"] = 777
    got = mutated("two-locations-one-gateway", weight)
    tell(properties(got).get("routingWeight", (None, None))[1] == "777" and got["counts"]["changed"] == 1, "weight", got["parts"])
    tell("over er-amsterdam" in changes(got) or "standby" in changes(got) or "over" in changes(got), "weight moves flows", changes(got))

    def circuit(root):
        gone = of_type(root, "expressRouteCircuits")[0]
        resources(root)[:] = [item for item in resources(root) if item is not gone and gone["id"] not in json.dumps(item)]
    got = mutated("bow-tie", circuit)
    tell(got["verdict"] == "worse" and any(part["kind"] == "circuit" and part["state"] == "removed" and not part["follows"] for part in got["parts"]), "circuit removed", got["headline"])
    tell(all(part["follows"] for part in got["parts"] if "expressroutecircuits" in part["id"] and part["kind"] in ("link", "msee", "pe", "session")), "its parts follow")

    def bypass(root):
        for connection in of_type(root, "connections"):
            connection["properties"]["expressRouteGatewayBypass"] = False
    got = mutated("fastpath-direct-spoke", bypass)
    tell("no longer FastPath" in changes(got), "FastPath", changes(got))

    def connection(root):
        remove(root, "connections")
    got = mutated("two-locations-one-gateway", connection)
    tell(got["verdict"] == "worse" and any(cut["state"] == "gained" and len(cut["members"]) == 1 and cut["matters"] for cut in got["cuts"]), "connection removed", got["headline"])
    back = document(WORK / "after.json", FIXTURES / "two-locations-one-gateway/input.json")
    tell(back["verdict"] == "better" and parts(back, "added") == parts(got, "removed"), "connection added", back["headline"])

    def sku(root):
        of_type(root, "virtualNetworkGateways")[0]["properties"]["sku"] = {"name": "Standard", "tier": "Standard"}
    got = mutated("single-circuit", sku)
    tell("sku.name" in properties(got) and any(cut["state"] == "gained" for cut in got["cuts"]) | (got["verdict"] == "worse"), "gateway SKU", got["headline"])

    def bandwidth(root):
        of_type(root, "expressRouteCircuits")[0]["properties"]["serviceProviderProperties"]["bandwidthInMbps"] = 50
    got = mutated("single-circuit", bandwidth)
    tell("capacity" in changes(got) and got["verdict"] == "worse", "bandwidth", got["headline"])

    def peering(root):
        for item in resources(root):
            for half in item.get("properties", {}).get("virtualNetworkPeerings", []):
                if half["properties"].get("useRemoteGateways"):
                    half["properties"]["useRemoteGateways"] = False
                    return
    got = mutated("single-circuit", peering)
    tell("useRemoteGateways" in properties(got) and "is down now" in changes(got) and got["verdict"] == "worse", "peering flag", (changes(got), got["headline"]))

    def table(root):
        root_value = resources(root)
        root_value[:] = resources(loaded("firewall-both-ways"))
    got = mutated("firewall-one-way", table)
    tell("return path now crosses firewall" in changes(got), "firewall", changes(got))


def moved():
    text = (FIXTURES / "bow-tie/input.json").read_text(encoding="utf-8")
    subscriptions = sorted(set(re.findall(r"/subscriptions/([0-9a-f-]{36})", text)))
    for subscription in subscriptions:
        text = text.replace(subscription, subscription.replace("1", "9"))
    got = document(FIXTURES / "bow-tie/input.json", written("moved.json", text))
    tell(got["verdict"] == "unchanged" and not parts(got, "added") and not parts(got, "removed"), "another subscription", (got["headline"], parts(got, "added")[:3], parts(got, "removed")[:3]))
    tell(all(part["matched_by"] == "name" for part in got["parts"] if part["was"]) and any("matched by type and name" in note for note in got["notes"]), "matched by name, told", got["notes"])
    tell(got["finding_counts"]["new"] == got["finding_counts"]["fixed"] == 0, "no finding moves", got["finding_counts"])

    one = loaded("single-circuit")
    twins = copy.deepcopy(one)
    spelled = json.dumps(of_type(one, "expressRouteCircuits")[0])
    resources(twins)[:] = [item for item in resources(twins) if item not in of_type(twins, "expressRouteCircuits")]
    group = re.search(r"resourceGroups/([^/]+)/", spelled).group(1)
    resources(twins)[:] = json.loads(json.dumps(resources(twins)).replace(f"/{group}/providers/Microsoft.Network/expressRouteCircuits/", "/rg-x/providers/Microsoft.Network/expressRouteCircuits/"))
    resources(twins).extend(json.loads(spelled.replace(f"/{group}/", f"/{other}/")) for other in ("rg-x", "rg-y"))
    got = document(FIXTURES / "single-circuit/input.json", written("twins.json", twins))
    tell(len(got["in_doubt"]) == 1 and len(got["in_doubt"][0]["after"]) == 2 and parts(got, "removed"), "in doubt, not guessed", got["in_doubt"])


# ---- states from elsewhere ----

def what_if():
    after = loaded("two-locations-one-gateway")
    gone = of_type(after, "connections")[0]
    kept = [item for item in resources(after) if item is not gone]
    rows = [{"resourceId": item["id"], "changeType": "NoChange", "before": item, "after": item} for item in kept]
    rows.append({"resourceId": gone["id"], "changeType": "Delete", "before": gone})
    file = written("what-if.json", {"status": "Succeeded", "properties": {"changes": rows}})
    got = document("--what-if", file)
    plain = document(FIXTURES / "two-locations-one-gateway/input.json", written("kept.json", {"value": kept}))
    tell(got["verdict"] == "worse" and parts(got, "removed") == parts(plain, "removed") and parts(got, "removed"), "what-if", got["headline"])
    top = document("--what-if", written("only.json", {"status": "Succeeded", "properties": {"changes": rows[-1:]}}), FIXTURES / "two-locations-one-gateway/input.json")
    tell(parts(top, "removed") == parts(plain, "removed") and top["verdict"] == "worse", "what-if on an export", top["headline"])
    for arguments, title in ((["--what-if", file], b"what-if.json, as of"), (["--what-if", file, FIXTURES / "two-locations-one-gateway/input.json"], b"input.json with what-if.json, as of")):
        words = diff("--format", "markdown", *arguments).stdout.splitlines()[2]
        tell(words.replace(b"\\", b"").startswith(title), "title of a what-if", words)
    run = diff("--fail-on-regression", "--brief", "--what-if", file)
    tell(run.returncode == 1 and b"regression: Resilience gets worse" in run.stderr, "status 1", run.stderr)


def own_id(found):
    kind, name, below, child = found.groups()
    return f"\"[resourceId('{kind}{'/' + below if below else ''}', '{name}'{', ' + repr(child) if child else ''})]\""


def template():
    root = loaded("single-circuit")
    declared = []
    spelled = re.sub(r'"/subscriptions/[^"/]+/resourceGroups/[^"/]+/providers/(Microsoft\.Network/\w+)/([^"/]+)(?:/(\w+)/([^"/]+))?"', own_id, json.dumps(resources(root)))
    for item in json.loads(spelled):
        item.pop("id")
        item.pop("etag", None)
        item["apiVersion"] = "2024-05-01"
        item.get("properties", {}).pop("provisioningState", None)
        declared.append(item)
    text = json.dumps({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": declared})
    got = document(written("template.json", text), FIXTURES / "single-circuit/input.json")
    changed = [part for part in got["parts"] if part["state"] == "changed" and any(p["path"].startswith(("properties", "sku")) for p in part["properties"])]
    tell(not [part for part in changed if any(p["before"] is None or p["after"] is None for p in part["properties"])], "what a template does not say is no change", changed[:2])
    tell(got["verdict"] != "worse", "template against export", got["headline"])


def sources():
    for folder, name in (("old", "two-locations-one-gateway"), ("new", "single-circuit")):
        (WORK / folder).mkdir()
        for i, item in enumerate(resources(loaded(name))):
            (WORK / folder / f"{i}.json").write_text(json.dumps(item), encoding="utf-8")
    whole = document(*pair("two-locations-one-gateway", "single-circuit"))
    folders = document(WORK / "old", WORK / "new")
    many = document(*sorted((WORK / "old").glob("*.json")), *(word for file in sorted((WORK / "new").glob("*.json")) for word in ("--after", file)))
    for got, name in ((folders, "folders"), (many, "--after")):
        tell(all(got[key] == whole[key] for key in ("verdict", "headline", "parts", "flows", "cuts", "findings")), name)


def redundant_inside():
    """A firewall in several zones on every path is no worse; one in a single zone is."""
    got = document(*pair("virtual-wan-two-hubs", "virtual-wan-intent"))
    cut = [cut for cut in got["cuts"] if len(cut["members"]) == 1 and cut["members"][0].endswith("/azurefirewalls/afw-uks")]
    tell(got["verdict"] == "unchanged" and cut and all(row["only_by_deletion"] for row in cut), "a firewall of a hub", (got["headline"], cut))
    one = loaded("firewall-both-ways")
    for item in of_type(one, "azureFirewalls"):
        item["zones"] = ["1"]
    got = document(FIXTURES / "firewall-one-way/input.json", written("one-zone.json", one))
    tell(got["verdict"] == "worse", "a firewall in one zone", got["headline"])


def statuses():
    a, b = pair("two-locations-one-gateway", "single-circuit")
    bad = written("bad.json", "{")
    for arguments, want in (([a, b], 0), (["--fail-on-regression", a, b], 1), (["--fail-on-regression", b, a], 0), ([a], 2), ([a, b, a], 2), (["--format", "x", a, b], 2), (["--format", "json,text", a, b], 2),
                            (["--what-if", a, "--after", b], 2), ([a, bad], 3), (["--fail-on-regression", a, WORK / "absent.json"], 3), ([a, b, "-o", WORK / "no/such/folder"], 4)):
        run = diff(*arguments)
        tell(run.returncode == want, f"status of {[str(x).split('/')[-1] for x in arguments]}", (run.returncode, want, run.stderr))
    for arguments, state in (([a, bad], "after"), ([bad, a], "before")):
        run = diff(*arguments)
        tell(not run.stdout and f"nothing can be said about the state {state}".encode() in run.stderr, f"a state that cannot be read is none without parts: {state}", run)
    page = diff(a, b, "--format", "html").stdout.decode()
    tell('<li class="m"><b>+</b> new, high' in page and '<li class="p"><b>−</b> fixed, medium' in page and '<li class="m"><b>−</b> circuit er-amsterdam' in page, "a new finding is no gain, a fixed one no loss", page[-3000:])
    tell(diff(a, b, "--format", "json").stdout == diff(a, b, "--format", "json").stdout, "same bytes")


# ---- hostile names, secrets ----

class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.tags.update(f"{tag}@{name}" for name, _ in attrs if name.startswith("on"))


def hostile():
    root = loaded("single-circuit")
    circuit = of_type(root, "expressRouteCircuits")[0]
    circuit["tags"] = {EVIL: EVIL}
    circuit["properties"]["serviceKey"] = "top-secret-key"
    circuit["properties"]["serviceProviderProperties"]["serviceProviderName"] = EVIL
    a, b = FIXTURES / "single-circuit/input.json", written("evil.json", root)
    for form in ("text", "json", "markdown", "html", "svg"):
        run = diff("--format", form, a, b)
        text = run.stdout.decode()
        tell(run.returncode == 0 and "top-secret-key" not in text and len(text) > 100, f"no secret in {form}", run.stderr)
        if form == "markdown":
            tell("<img" not in text and "](http" not in text.replace("\\]", ""), "Markdown is escaped", text[:400])
        if form == "html":
            tags = Tags()
            tags.feed(text)
            tell("img" not in tags.tags and "script" not in tags.tags and not [tag for tag in tags.tags if "@" in tag], "HTML is escaped", tags.tags)
            tell(not re.search(r"(src|href)=\"https?:", text), "HTML needs no other file")
    papers = [b.with_name(f"evil-{n}.pdf") for n in range(2)]
    for paper in papers:
        tell(diff("--format", "pdf", "-o", paper, a, b).returncode == 0, "PDF is written")
    tell(papers[0].read_bytes() == papers[1].read_bytes(), "PDF: same bytes twice")
    tell(subprocess.run(["qpdf", "--check", papers[0]], capture_output=True).returncode == 0, "qpdf finds nothing")
    words = subprocess.run(["pdftotext", papers[0], "-"], capture_output=True, text=True).stdout
    worse = WORK / "worse.pdf"
    diff("--format", "pdf", "-o", worse, *pair("two-locations-one-gateway", "single-circuit"))
    told = subprocess.run(["pdftotext", worse, "-"], capture_output=True, text=True).stdout
    tell(re.search(r"• worse: \w", told) and re.search(r"• better: \w", told) and re.search(r"• − \w", told), "PDF: a sign stands apart from its text", told[:600])
    tell(all(word in words for word in ("Verdict", "Compared", "What changes")) and "top-secret-key" not in words, "PDF: verdict, sections, picture", words[:300])


# ---- the merged picture ----

SVG = "{http://www.w3.org/2000/svg}"


def rects(file):
    found = {}
    for group in tree.parse(file).iter(SVG + "g"):
        box = group.find(SVG + "rect")
        if group.get("data-id") and box is not None:
            found[group.get("data-id")] = tuple(round(float(box.get(key)), 1) for key in ("x", "y", "width", "height"))
    return found


def near(a, b):
    return all(abs(x - y) <= 0.11 for x, y in zip(a, b))


def described(before, after):
    return [before] if any((FIXTURES / name / "site.xml").exists() for name in (before, after)) else []


DRAWN = ("site", "wan", "circuit", "gateway", "connection", "vnet", "firewall", "vpn_gateway")   # the spokes of a large hub are one box


def pictures():
    compared = 0
    for before, after in NEIGHBOURS:
        folder, name = WORK / f"picture-{before}-{after}", f"{before}, {after}"
        run = diff("--format", "svg,json", "-o", folder, *pair(before, after))
        if not (folder / "change.svg").exists():
            tell(False, f"picture {name}", run.stderr)
            continue
        got = json.loads((folder / "change.json").read_text(encoding="utf-8"))
        merged = rects(folder / "change.svg")
        changed = {part["id"] for part in got["parts"] if part["state"] == "changed"}
        for state in ("before", "after"):
            own = rects(folder / f"change-{state}.svg")
            # Lines and their labels go where they find room; a site that is described otherwise is another site.
            moved = [key for key, rect in own.items() if key in merged and key not in changed and "connections/" not in key and not near(rect, merged[key]) and not (key.startswith("site:") and before in described(before, after))]
            compared += len(own)
            tell(not moved, f"places {state} {name}", [(key, own[key], merged[key]) for key in moved][:2])
        text = (folder / "change.svg").read_text(encoding="utf-8")
        shown = {group.get("data-id") for group in tree.parse(folder / "change.svg").iter(SVG + "g")}
        missing = [part["id"] for part in got["parts"] if part["state"] == "removed" and part["kind"] in DRAWN and not part["follows"] and part["id"] not in shown and part["id"] != "site:on-premises"]   # assumed where nothing is said
        tell(not missing, f"what was removed is drawn {name}", missing)
        for kind in ("added", "removed", "changed"):
            told = [part for part in got["parts"] if part["state"] == kind and not part["follows"]]
            tell((kind in [word for word in ("added", "removed", "changed") if f'class="{word}"' in text or f" {word}\"" in text]) or not [part for part in told if part["id"] in merged], f"{kind} is marked {name}")
    tell(compared > 200, "pictures were compared", compared)


def main():
    for step in (same, symmetry, kinds, moved, what_if, template, sources, redundant_inside, statuses, hostile, pictures):
        step()
    print(f"diff: {passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
