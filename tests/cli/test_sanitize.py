#!/usr/bin/env python3
"""--sanitize: the same verdicts, and nothing of the input that an outsider should not see.

Of each fixture and of a made-up estate with every kind of name: findings, flows, cuts and index as without the option; no name, GUID,
address, tag or text of the input in any output; the same bytes for another order and for a second run. Bad inputs: no crash, no name
in a message. With $ERSCOPE_CORPUS the same findings for every file below it. Arguments: erscope, the folder of fixtures.
"""
import collections
import hashlib
import hmac
import ipaddress
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

ERSCOPE, FIXTURES = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
DATE = ["--as-of", "2026-11-23"]
SPECIAL4 = [(n, whole) for n, whole in [("0.0.0.0/8", True), ("10.0.0.0/8", False), ("100.64.0.0/10", False), ("127.0.0.0/8", True), ("168.63.129.16/32", True),
                                        ("169.254.0.0/16", True), ("172.16.0.0/12", False), ("192.168.0.0/16", False), ("224.0.0.0/3", True)]]
passed = failed = 0


def tell(ok, name, why=""):
    global passed, failed
    passed += ok
    failed += not ok
    if not ok:
        print(f"{name}: {why}")


def run(arguments, **more):
    return subprocess.run([ERSCOPE, *map(str, arguments)], capture_output=True, timeout=300, **more)


def document(arguments):
    result = run(["analyze", *DATE, *arguments])
    return (json.loads(result.stdout) if result.stdout else None), result


def verdict(document):
    """What must not change: no name is in it."""
    count = collections.Counter
    flows = count((flow["direction"], flow["up"]) for flow in document["flows"])
    return {
        "findings": count((f["rule"], f["result"], f["severity"], f.get("state"), len(f.get("subjects", [])), len(f.get("evidence", []))) for f in document["findings"]),
        "components": count((c["kind"], c["certainty"], c["state"], c["location"]) for c in document["components"]),
        "groups": count((g["kind"], len(g["members"])) for g in document["groups"]),
        "classes": count((c["direction"], c["mode"], c["flows"], len(c["paths"]), json.dumps([len(p["hops"]) for p in c["paths"]]), json.dumps([p.get("capacity_mbps") for p in c["paths"]]),
                          json.dumps([c["cuts"], c["unproven"]]).count('"')) for c in document["flow_classes"]),
        "flows": flows,
        "index": sorted(json.dumps([g["low"], g["high"], g.get("captured"), *[(g[k]["low"], g[k]["high"]) for k in ("routes", "validation", "tested", "zones", "advisor")], g["gains"]]) for g in document["resiliency_index"]),
        "ledger": [document["ledger"][k] for k in ("resources", "modelled", "merged")] + [len(document["ledger"]["external"])],
        "diagnostics": count(d["code"] for d in document["diagnostics"]),
        "rules": count(json.dumps(row, sort_keys=True) for row in document["rules"]),
    }


def compare(name, arguments):
    before, first = document(arguments)
    after, second = document([*arguments, "--sanitize"])
    tell(first.returncode == second.returncode, name, f"exit status {first.returncode} and {second.returncode}: {second.stderr[-300:]}")
    if before is None or after is None:
        tell(before is None and after is None, name, "only one of them is a document")
        return before, after
    want, got = verdict(before), verdict(after)
    for part in want:
        difference = (want[part] - got[part], got[part] - want[part]) if isinstance(want[part], collections.Counter) else (want[part], got[part])
        tell(want[part] == got[part], name, f"{part}: {str(difference)[:600]}")
    return before, after


# ---- what must not be told ----

def permuted(address, key):
    """The stand-in of an address of version 4, worked out once more."""
    bits = int(address)
    out = bits
    for i in range(8, 28):
        lead = bits >> (32 - i)
        fixed = False
        for text, whole in SPECIAL4:
            net = ipaddress.ip_network(text)
            shared = min(i, net.prefixlen)
            fixed = fixed or ((i < net.prefixlen or whole) and lead >> (i - shared) == int(net.network_address) >> (32 - shared))
        text = bytes([1, i]) + (lead << (128 - i)).to_bytes(16, "big")
        if not fixed and hmac.new(key, text, hashlib.sha256).digest()[0] & 1:
            out ^= 1 << (31 - i)
    return ipaddress.ip_address(out)


def strings(value, key="", path=()):
    if isinstance(value, dict):
        for name, item in value.items():
            yield from strings(item, name, (*path, key))
    elif isinstance(value, list):
        for item in value:
            yield from strings(item, key, path)
    elif isinstance(value, str):
        yield key, path, value


OPEN = {"location", "peeringlocation", "serviceprovidername", "type", "kind", "tier", "family", "state", "provisioningstate", "peeringtype", "sku", "category", "field", "equals", "metricname",
        "metricnamespace", "operator", "timeaggregation", "criteriontype", "servicename", "targetresourcetype", "odata.type", "nexthoptype", "status", "level", "peeringstate", "peeringsynclevel",
        "connectionstatus", "connectiontype", "gatewaytype", "vpntype", "encapsulation", "privateipallocationmethod", "publicipallocationmethod", "hubroutingpreference", "zones", "protocol", "mode",
        "serviceproviderprovisioningstate", "circuitprovisioningstate", "adminstate", "authorizationusestatus", "destinations", "lastmodifiedby", "strategy", "phase", "origin", "testtype",
        "publicipaddressversion", "privateipaddressversion", "vpngatewaygeneration", "circuitconnectionstatus", "billingtype", "resiliencymodel", "resiliencylevel", "routingstate"}
AZURE = {"gatewaysubnet", "azurefirewallsubnet", "azurefirewallmanagementsubnet", "routeserversubnet", "azurebastionsubnet", "azureprivatepeering", "azurepublicpeering", "microsoftpeering", "default",
         "hubvirtualnetwork", "link1", "link2", "defaultroutetable", "noneroutetable", "(redacted)", "microsoft"}
TYPE_SEGMENTS = {"subscriptions", "resourcegroups", "providers"}


def id_names(text):
    """Every second segment of an ARM id is a name."""
    parts = text.split("?")[0].strip("/").split("/")
    at = 0
    while at < len(parts):
        if parts[at].lower() == "providers":
            at += 2
            continue
        if at + 1 < len(parts):
            yield parts[at + 1]
        at += 2


def secrets_of_text(key, path, text):
    lower = key.lower()
    if re.match(r"(https?://[^/]+)?/?(subscriptions|providers)/", text, re.I):
        yield from id_names(re.sub(r"^https?://[^/]+", "", text))
        return
    if lower in OPEN or path and path[-1].lower() == "sku" or re.match(r"\d{4}-\d\d-\d\dT?", text) or text.lower().startswith("microsoft."):
        return
    yield text
    yield from re.findall(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text)


def secrets_of(file):
    """Names, texts, GUIDs; addresses apart."""
    found, open_words = set(), set()
    text = file.read_text(encoding="utf-8", errors="replace")
    if file.suffix == ".xml":
        try:
            root = xml.etree.ElementTree.fromstring(text)
        except xml.etree.ElementTree.ParseError:
            return found, open_words, set(re.findall(r"\d+\.\d+\.\d+\.\d+", text))
        for element in root.iter():
            for name, value in element.attrib.items():
                if name in ("model", "layer", "side", "until", "rule", "role", "routing", "failover", "criticality", "value", "preference", "component", "last-failover-test", "facility") or value in ("true", "false") or value.isdigit():
                    continue
                found.update(id_names(value) if value.startswith("/subscriptions") else value.split() if name in ("sites", "circuits") else [value])
    else:
        try:
            parsed = json.loads(text)
        except ValueError:
            return found, open_words, set(re.findall(r"\d+\.\d+\.\d+\.\d+", text))
        for key, path, value in strings(parsed):
            if key.lower() in OPEN:
                open_words.add(value.lower())
                open_words.update(re.findall(r"[a-z0-9]+", value.lower()))
            found.update(secrets_of_text(key, path, value))
    return found, open_words, set(re.findall(r"(?<![\d.])\d+\.\d+\.\d+\.\d+(?![\d.])", text))


def vocabulary():
    """Words that erscope itself says."""
    text = b"".join(run(arguments).stdout for arguments in (["rules", "--full"], ["rules", "--diagnostics"], ["schema", "results"], ["schema", "site"], ["schema", "report"], ["tables", "limits"]))
    text += b" standard text tag value person shared south north mpls line-1 line-2"   # of legends, regions and the starter site description
    return set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", text.decode().lower()))


def outputs(files, more, folder):
    """Everything that erscope says of these files, by the command."""
    commands = {"analyze": ["analyze", "--scenarios"], "flows": ["flows"], "flows explained": ["flows", "--explain"], "fail": ["fail", "SC-01", "SC-10"], "fail list": ["fail"], "site": ["site", "--from"],
                "rules": ["rules", "--inventory"]}
    for form in ("text", "json", "sarif", "junit", "openmetrics", "csv", "github", "azure"):
        commands[f"check {form}"] = ["check", "--format", form]
    commands["draw"] = ["draw", "--view", "all", "--format", "svg,txt,csv,dot,drawio,trace", "-o", folder / "drawn"]
    commands["report"] = ["report", "--format", "md,txt,xml", "-o", folder / "report"]
    commands["change request"] = ["report", "--template", "change-request", "-o", folder / "change"]
    for name, command in commands.items():
        own = ["rules", *[word for file in files for word in ("--inventory", file)]] if name == "rules" else [*command, *files]
        result = run([*own, *DATE, "-v", "--sanitize", *(more if name != "site" else [])])
        tell(result.returncode in (0, 1, 3), f"{files[0]}, {name}", f"exit status {result.returncode}: {result.stderr[-300:]}")
        shown = re.sub(re.escape(str(folder).encode()), b"", result.stdout) + result.stderr
        yield name, shown.decode(errors="replace")
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"file {path.name}", path.name + "\n" + path.read_text(encoding="utf-8", errors="replace")


def leaks(said, secrets, addresses, stand_ins):
    lower = said.lower()
    words = set(re.findall(r"[^\s\"'<>,;=()\[\]{}/:#|&]+", lower))
    for secret in secrets:
        if secret in words or (not re.fullmatch(r"[\w-]+", secret) and secret in lower) or (len(secret) >= 6 and re.search(r"(?<![a-z0-9-])" + re.escape(secret) + r"(?![a-z0-9-])", lower)):
            yield secret
    for address in set(re.findall(r"(?<![\d.])\d+\.\d+\.\d+\.\d+(?![\d.])", said)) & addresses:
        if address not in stand_ins:
            yield address


def check_leaks(name, files, site, content, known, scratch):
    secrets, addresses = set(), set()
    open_words = set()
    for file in [*files, *site]:
        more = secrets_of(file)
        secrets |= {text.strip().lower() for text in more[0]}
        open_words |= more[1]
        addresses |= more[2]
    secrets = {text for text in secrets if len(text) >= 4 and text not in AZURE | TYPE_SEGMENTS | known | open_words and not re.fullmatch(r"[\d./:,a-f-]{0,20}", text) and not re.fullmatch(r"p[\dtdhms]+|\d[\d.e+]*", text)}
    secrets |= {file.name.lower() for file in [*files, *site] if not re.fullmatch(r"(input|site)\.(json|xml)", file.name)}
    key = hashlib.sha256(content.encode()).digest()
    stand_ins = set()
    for address in addresses:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            continue
        stand_ins.add(str(permuted(parsed, key)))
        for length in range(33):
            part = ipaddress.ip_address(int(parsed) >> (32 - length) << (32 - length))
            if part == parsed:
                moved = int(permuted(parsed, key)) >> (32 - length) << (32 - length)
                stand_ins.add(str(ipaddress.ip_address(moved)))
    more = ["--site", *site] if site else []
    for output, said in outputs(files, more, scratch):
        found = sorted(leaks(said, secrets, addresses, stand_ins))
        tell(not found, f"{name}, {output}", f"tells {found[:8]}")
    return len(secrets) + len(addresses)


# ---- the same bytes ----

def reversed_tree(value, key=""):
    if isinstance(value, dict):
        return {name: reversed_tree(item, name) for name, item in reversed(value.items())}
    if isinstance(value, list):
        items = [reversed_tree(item) for item in value]
        return items[::-1] if key in ("value", "resources", "subnets", "virtualNetworkPeerings", "links") else items
    return value


def bytes_of(file, folder):
    folder.mkdir()
    result = run(["check", *DATE, "--sanitize", "--brief", file])
    text = run(["flows", *DATE, "--sanitize", file])
    run(["draw", *DATE, "--sanitize", "--format", "svg", "-o", folder, file])
    return result.stdout, text.stdout, {path.name: path.read_bytes() for path in sorted(folder.glob("*.svg"))}


def check_bytes(name, file, scratch):
    again = scratch / "reversed.json"
    parsed = json.loads(file.read_text(encoding="utf-8"))
    again.write_text(json.dumps(reversed_tree(parsed) if "$schema" not in parsed else parsed), encoding="utf-8")
    one, two, three = bytes_of(file, scratch / "1"), bytes_of(file, scratch / "2"), bytes_of(again, scratch / "3")
    tell(one == two, name, "a second run says something else")
    tell(one == three, name, "another order says something else")


# ---- an estate with every kind of name ----

SECRET = "zqxwv"   # stands in every name of the estate: nothing of it may be told


def made_up():
    sub, base = "77777777-1111-4222-8333-abcdefabcdef", ""
    base = f"/subscriptions/{sub}/resourceGroups/rg-zqxwv-core/providers/Microsoft.Network"
    tags = {"zqxwv-owner": "zqxwv.person@zqxwv.example", "environment": "zqxwv-env", "criticality": "critical", "costcentre-zqxwv": "4711zqxwv"}
    inventory = [
        {"id": f"{base}/expressRouteCircuits/er-zqxwv", "name": "er-zqxwv", "type": "Microsoft.Network/expressRouteCircuits", "location": "westeurope", "tags": tags, "sku": {"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"},
         "properties": {"circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "Provisioned", "serviceKey": "zqxwvzqxwvzq-0000-0000-0000-zqxwvzqxwvzqxwvzqxwv", "serviceProviderNotes": "call zqxwv", "providerCircuitId": "ZQXWV/1234/5678",
                        "serviceProviderProperties": {"serviceProviderName": "Equinix", "peeringLocation": "Amsterdam", "bandwidthInMbps": 1000}, "peerings": [
             {"name": "AzurePrivatePeering", "properties": {"peeringType": "AzurePrivatePeering", "state": "Enabled", "peerASN": 64999, "vlanId": 7, "primaryPeerAddressPrefix": "172.16.7.0/30", "secondaryPeerAddressPrefix": "172.16.7.4/30"}}]}},
        {"id": f"{base}/virtualNetworkGateways/gw-zqxwv", "name": "gw-zqxwv", "type": "Microsoft.Network/virtualNetworkGateways", "location": "westeurope", "properties": {"gatewayType": "ExpressRoute", "sku": {"name": "ErGw1AZ", "tier": "ErGw1AZ"},
         "description": "zqxwv secret", "ipConfigurations": [{"name": "ipconf-zqxwv", "properties": {"subnet": {"id": f"{base}/virtualNetworks/vn-zqxwv/subnets/GatewaySubnet"}}}]}},
        {"id": f"{base}/virtualNetworks/vn-zqxwv", "name": "vn-zqxwv", "type": "Microsoft.Network/virtualNetworks", "location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": ["10.77.0.0/16", "fd77:1234::/48"]},
         "subnets": [{"name": "GatewaySubnet", "properties": {"addressPrefix": "10.77.3.0/27"}}, {"name": "sn-zqxwv", "properties": {"addressPrefix": "10.77.4.0/24"}}]}},
        {"id": f"{base}/connections/con-zqxwv", "name": "con-zqxwv", "type": "Microsoft.Network/connections", "location": "westeurope", "properties": {"connectionType": "ExpressRoute", "routingWeight": 10,
         "virtualNetworkGateway1": {"id": f"{base}/virtualNetworkGateways/gw-zqxwv"}, "peer": {"id": f"{base}/expressRouteCircuits/er-zqxwv"}, "authorizationKey": "zqxwv"}},
        {"id": f"/subscriptions/{sub}/resourceGroups/rg-zqxwv/providers/Zqxwv.Provider/zqxwv-things/t-zqxwv", "name": "t-zqxwv", "type": "Zqxwv.Provider/zqxwv-things", "properties": {}},
        {"id": "/subscriptions/zqxwv/odd//zqxwv/", "name": "zqxwv", "type": "Microsoft.Network/expressRouteCircuits", "properties": {"sku": ["zqxwv"]}},
        {"id": f"{base}/routeTables/rt-zqxwv", "name": "rt-zqxwv", "type": "Microsoft.Network/routeTables", "properties": {"routes": [], "zqxwv": {"id": "/subscriptions/zqxwv/zqxwvs/a/providers/zqxwv/zqxwvs/b"}}},
        {"id": f"/subscriptions/{sub}/resourceGroups/g/providers/Microsoft.Network/connections/zqxwv-2/providers/Zqxwv/zqxwvs/d", "properties": {}},
        {"id": f"{base}/connections/con-zqxwv-3", "properties": {"connectionType": "ExpressRoute", "virtualNetworkGateway1": {"id": f"/subscriptions/{sub}/zqxwvs/g/providers/Microsoft.Network/virtualNetworkGateways/g-zqxwv"},
         "peer": {"id": "/subscriptions/zqxwv/resourceGroups/zqxwv/providers/Microsoft.Network/expressRouteCircuits/zqxwv-far"}}},
        {"name": "no id zqxwv"}, "zqxwv", {"id": "zqxwv no id", "name": "zqxwv"},
    ]
    site = """<estate xmlns="urn:erscope:estate:1">
<site id="zqxwv-hq" name="zqxwv headquarters" facility="zqxwv house" campus="zqxwv park" power="zqxwv" address="1 zqxwv street">
<prefix circuits="er-zqxwv">10.99.0.0/16</prefix><router id="r-zqxwv-1" chassis="zqxwv" rack="zqxwv"/><router id="r-zqxwv-2"/>
<circuit name="er-zqxwv" model="cloud-exchange" vrf="zqxwv" provider-sla="zqxwv" provider-diversity="zqxwv letter">
<link side="primary" router="r-zqxwv-1" port="zqxwv" access="zqxwv-a" conduit="zqxwv-duct" entry="zqxwv-e" carrier="zqxwv-telecom" provider-edge="zqxwv-pe" nni="zqxwv" mmr="zqxwv"/>
<link side="secondary" router="r-zqxwv-2" access="zqxwv-b" conduit="zqxwv-duct" entry="zqxwv-e" carrier="zqxwv-telecom" provider-edge="zqxwv-pe"/></circuit>
<vpn gateway="gw-zqxwv-missing" router="r-zqxwv-1"/></site>
<site id="zqxwv-branch"/><wan id="zqxwv-wan" sites="zqxwv-hq zqxwv-branch"/>
<service id="zqxwv-erp" name="zqxwv ERP" criticality="zqxwv"><vnet name="vn-zqxwv"/></service>
<demand site="zqxwv-hq" service="zqxwv-erp" to-azure-mbps="10"/>
<accept rule="ER-TOP-006" subject="gw-zqxwv" until="2027-01-01" by="zqxwv person" reason="zqxwv reason"/>
<accept rule="ER-TOP-006" subject="wan:zqxwv-wan" until="2027-01-01" by="zqxwv person" reason="zqxwv reason"/>
<accept rule="ER-TOP-006" subject="group:facility:zqxwv house" until="2027-01-01" by="zqxwv person" reason="zqxwv reason"/>
<accept rule="ER-SITE-004" subject="group:conduit:zqxwv-duct" until="2027-01-01" by="zqxwv person" reason="zqxwv reason"/>
<accept rule="ER-SITE-005" subject="site:zqxwv-hq" until="2027-01-01" by="zqxwv person" reason="zqxwv reason"/>
<accept rule="ER-TOP-002" subject="group:peering-location:amsterdam" until="2027-01-01" by="zqxwv person" reason="zqxwv reason"/>
<accept rule="ER-SITE-001" subject="site:zqxwv-hq/ce:r-zqxwv-1" until="2027-01-01" by="zqxwv person" reason="zqxwv reason"/>
<availability component="access" value="99.9" source="zqxwv contract"/>
<zqxwv/><site id="zqxwv-hq"/></estate>"""
    return inventory, site


def check_made_up(scratch):
    inventory, site = made_up()
    file, site_file = scratch / "zqxwv-inventory.json", scratch / "zqxwv-site.xml"
    file.write_text(json.dumps({"value": inventory}), encoding="utf-8")
    site_file.write_text(site, encoding="utf-8")
    before, after = compare("made up", [file, "--site", site_file])
    accepted = [finding["rule"] for finding in after["findings"] if finding["state"] == "accepted"]
    tell(len(accepted) == 6, "made up", f"accepted are only {accepted}")
    moved = int(permuted(ipaddress.ip_address("10.77.0.0"), hashlib.sha256(before["content"].encode()).digest())) >> 16 << 16
    everything = ""
    for output, said in outputs([file], ["--site", site_file], scratch / "out"):
        tell(SECRET not in said.lower() and "77777777" not in said, f"made up, {output}", "tells " + " … ".join(re.findall(r".{0,40}zqxwv.{0,40}|.{0,40}77777777.{0,20}", said, re.I)[:3]))
        everything += said
    tell(f"{ipaddress.ip_address(moved)}/16" in everything, "made up", f"10.77.0.0/16 should be {ipaddress.ip_address(moved)}/16")
    for arguments in ([scratch / "zqxwv-missing.json"], [file, "--site", scratch / "zqxwv-missing.xml"], [file, "--tables", scratch / "zqxwv-tables"], [file, "--capture", f"zqxwv={file}"]):
        result = run(["check", *DATE, "-v", "--sanitize", *arguments])
        tell(result.returncode == 3, f"made up, {arguments[-2:]}", f"exit status {result.returncode}")
        tell(b"zqxwv" not in (result.stdout + result.stderr).lower(), f"made up, {arguments[-2:]}", "tells a name")
    result = run(["check", "--sanitize", "--baseline", file, file])
    tell(result.returncode == 2 and b"--baseline and --sanitize" in result.stderr, "made up", "a baseline is compared with stand-ins")


def check_bad(file, scratch):
    compare(f"bad/{file.name}", [file])
    names = secrets_of(file)[0]
    result = run(["check", *DATE, "-v", "--sanitize", file])
    said = (result.stdout + result.stderr).decode(errors="replace").lower()
    found = [name for name in names if len(name) >= 6 and re.search(r"\d|-", name) and name.lower() not in AZURE and re.search(r"(?<![a-z0-9-])" + re.escape(name.lower()) + r"(?![a-z0-9-])", said)]
    tell(not found and file.name.lower() not in said, f"bad/{file.name}", f"tells {found[:5]}")


def main():
    known, told = vocabulary(), 0
    with tempfile.TemporaryDirectory(prefix="erscope-") as folder:
        root = pathlib.Path(folder)
        fixtures = sorted(path.parent for path in FIXTURES.glob("*/input.json"))
        full = {"bow-tie-with-wan", "square-with-wan", "virtual-wan-intent", "virtual-wan-bow-tie", "firewall-both-ways", "vpn-active-standby", "fastpath-direct-spoke", "captures", "declared-groups", "service-two-regions",
                "any-to-any", "global-reach", "private-endpoint", "route-server", "external-circuit", "conditional", "metro"}
        for fixture in fixtures:
            files = sorted(fixture.glob("*.json"))
            site = sorted(fixture.glob("site.xml"))
            files = [file for file in files if file.name != "site.json"]
            before, _ = compare(fixture.name, [*files, *(["--site", *site] if site else [])])
            if fixture.name not in full or before is None:
                continue
            scratch = root / fixture.name
            scratch.mkdir()
            told += check_leaks(fixture.name, files, site, before["content"], known, scratch)
            check_bytes(fixture.name, fixture / "input.json", scratch)
        tell(told > 400, "fixtures", f"only {told} names and addresses were looked for")
        made = root / "made-up"
        made.mkdir()
        check_made_up(made)
        for file in sorted((FIXTURES / "bad").glob("*.*")):
            if file.suffix in (".json", ".xml"):
                check_bad(file, root)
    corpus = os.environ.get("ERSCOPE_CORPUS")
    for file in sorted(pathlib.Path(corpus).rglob("*")) if corpus else []:
        if file.is_file() and file.suffix != ".md":
            compare(file.relative_to(corpus).as_posix(), [file])


main()
print(f"sanitize: {passed} passed, {failed} failed")
sys.exit(failed > 0)
