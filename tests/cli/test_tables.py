#!/usr/bin/env python3
"""The tables of published figures: every row that a rule measures against decides something, made smaller and made larger; tables print as files
that are taken back; what cannot be taken is told with file and line, and leaves the embedded row; reports name the tables' date and what stands in
place of them.

  test_tables.py ERSCOPE CASES_FOLDER FIXTURES"""
import concurrent.futures
import csv
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

ERSCOPE, FOLDER, FIXTURES = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
sys.path.insert(0, str(FOLDER))
sys.dont_write_bytecode = True
SITED = FIXTURES / "two-locations-one-gateway"
DATED = ["--as-of", "2026-11-28"]
LARGE = 9000000
complaints, passed = [], 0


def expect(good, text):
    global passed
    passed += bool(good)
    if not good:
        complaints.append(text)


def run(*arguments):
    result = subprocess.run([ERSCOPE, *map(str, arguments)], capture_output=True, timeout=300)
    shown = result.stderr.decode("utf-8", "replace")
    if result.returncode > 4 or "Sanitizer" in shown or "runtime error" in shown or "CRITICAL" in shown:
        complaints.append(f"{arguments}: an error of the program: {shown[-400:]}")
    return result.returncode, result.stdout.decode("utf-8", "replace"), shown


def table(name):
    lines = [line for line in run("tables", name)[1].splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def folder_with(folder, name, rows):
    """A folder of tables: @name.csv with the embedded columns and @rows of values."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([list(table(name)[0]), *rows])
    return folder


# ---- a row decides ----

def load(name):
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MODULES = {name: load(name) for name in (path.stem for path in sorted(FOLDER.glob("cases_*.py")))}
BY_RULE = {}
for module in MODULES.values():
    for one in module.CASES:
        if "fixture" not in one:
            BY_RULE.setdefault(one["rule"], []).append(one)

circuit_cases, connection_cases, gateway_cases, capacity_cases, fastpath_cases = (MODULES[f"cases_{name}"] for name in ("circuit", "connection", "gateway", "capacity", "fastpath"))
case = circuit_cases.case


def scale_circuits(n, low):
    estate = connection_cases.circuits(n, "ErGwScale")
    connection_cases.put(connection_cases.find(estate, "ergw-weu"), "autoScaleConfiguration", {"bounds": {"min": low, "max": 40}})
    return estate


def scale_machines(n, low, high):
    estate = gateway_cases.machines(n)
    gateway_cases.put(gateway_cases.find(estate, "ergw-weu"), "sku.name", "ErGwScale")
    gateway_cases.put(gateway_cases.find(estate, "ergw-weu"), "autoScaleConfiguration", {"bounds": {"min": low, "max": high}})
    return estate


def announced_v6(n):
    """The spoke has @n IPv6 ranges."""
    estate = circuit_cases.good()
    ranges = ["10.10.4.0/22"] + [f"fd00:0:{i:x}::/48" for i in range(n)]
    circuit_cases.put(circuit_cases.find(estate, "vnet-app-weu"), "addressSpace.addressPrefixes", ranges)
    return estate


def sessions_v6(n):
    """The site announces @n IPv6 prefixes."""
    return MODULES["cases_routing"].one_site(prefixes="".join(f"<prefix>fd00:0:{i:x}::/48</prefix>" for i in range(n)))


def direct_addresses(used, gbps):
    estate = fastpath_cases.addresses(used, True)
    for one in estate:
        if one["type"] == "Microsoft.Network/expressRoutePorts":
            one["properties"]["bandwidthInGbps"] = gbps
    return estate


def hub_circuits(n):
    """A hub's gateway with @n circuits."""
    estate = fastpath_cases.virtual_hub(5, direct=False)
    gateway = fastpath_cases.find(estate, "ergw-hub")["properties"]
    for i in range(1, n):
        estate.append(fastpath_cases.circuit(f"er-{i}", ("Paris", "London", "Dublin", "Frankfurt")[i % 4], "Colt", n=i + 1))
        one = json.loads(json.dumps(gateway["expressRouteConnections"][0]).replace("er-ams", f"er-{i}").replace("conn-hub", f"conn-hub-{i}"))
        gateway["expressRouteConnections"].append(one)
    return estate


def hub_vpn():
    """The VPN gateway of a hub with an ExpressRoute gateway, claimed by no site."""
    network = fastpath_cases.NETWORK
    return fastpath_cases.virtual_hub(5, direct=False) + [
        fastpath_cases.resource("Microsoft.Network/vpnSites", "branch", {"addressSpace": {"addressPrefixes": ["10.90.0.0/24"]}, "virtualWan": fastpath_cases.ref("virtualWans", "wan")}),
        fastpath_cases.resource("Microsoft.Network/vpnGateways", "vpn-hub", {"provisioningState": "Succeeded", "vpnGatewayScaleUnit": 1, "virtualHub": fastpath_cases.ref("virtualHubs", "hub"), "connections": [
            {"name": "tunnel", "id": f"{network}/vpnGateways/vpn-hub/vpnConnections/tunnel", "properties": {"provisioningState": "Succeeded", "remoteVpnSite": fastpath_cases.ref("vpnSites", "branch")}}]})]


def firewalled(tier, mbps):
    return case("ER-CAP-010", "", capacity_cases.inspected(tier), capacity_cases.sites(mbps))


# Of each limit: the rule that reads it, a smaller and a larger value, and estates beside the cases of that rule.
READ_BY = {
    "routes.private-peering.ipv4.standard": ("ER-RTE-001", 1, LARGE), "routes.private-peering.ipv4.premium": ("ER-RTE-001", 1, LARGE),
    "routes.private-peering.ipv6": ("ER-RTE-001", 1, LARGE, case("ER-RTE-001", "", circuit_cases.good(), sessions_v6(90))),
    "routes.announced.ipv4": ("ER-RTE-002", 1, LARGE), "routes.announced.ipv6": ("ER-RTE-002", 1, LARGE, case("ER-RTE-002", "", announced_v6(90))),
    "routes.hub.announced": ("ER-VWN-008", 1, LARGE), "routes.table": ("ER-RTE-019", 1, LARGE),
    "links.standard": ("ER-CKT-007", 1, LARGE),
    **{f"links.premium.{mbps}-mbps": ("ER-CKT-007", 1, LARGE, case("ER-CKT-007", "", circuit_cases.spokes(int(limit * 0.9), mbps, "Premium")))
       for mbps, limit in ((50, 20), (100, 25), (200, 25), (500, 40), (1000, 50), (2000, 60), (5000, 75), (10000, 100))},
    "circuits.gateway.per-location": ("ER-CON-006", 1, 900), "circuits.gateway.hub": ("ER-CON-006", 1, 900, case("ER-CON-006", "", hub_circuits(8))),
    "circuits.spread": ("ER-CON-010", 1, 900),
    "gateway.scale.units": ("ER-GW-015", 1, 80, case("ER-GW-015", "", scale_machines(3000, 1, 40)), case("ER-GW-015", "", scale_machines(51000, 1, 60))),
    "gateway.scale.full-units": ("ER-GW-015", 1, 40, case("ER-GW-015", "", scale_machines(23000, 11, 12))),
    "gateway.scale.circuits.one-unit": ("ER-CON-006", 1, 900, case("ER-CON-006", "", scale_circuits(4, 1)), case("ER-CON-006", "", scale_circuits(3, 1))),
    "gateway.scale.circuits.few-units": ("ER-CON-006", 1, 900, case("ER-CON-006", "", scale_circuits(8, 2)), case("ER-CON-006", "", scale_circuits(3, 2))),
    "gateway.scale.machines-further-unit": ("ER-GW-015", 1, 5000, case("ER-GW-015", "", scale_machines(22000, 12, 12)), case("ER-GW-015", "", scale_machines(23000, 12, 12))),
    "gateway.scale.resilient-units": ("ER-GW-006", 1, 10),
    "gateway.hub.unit-mbps": ("ER-VWN-001", 1, LARGE), "gateway.hub.fastpath-units": ("ER-FP-013", 1, 39),
    "vpn.hub.unit-mbps": ("ER-CAP-006", 1, LARGE, case("ER-CAP-006", "", hub_vpn())),
    "fastpath.addresses.provider": ("ER-FP-009", 1, LARGE),
    "fastpath.addresses.direct-10g": ("ER-FP-009", 1, LARGE, case("ER-FP-009", "", direct_addresses(0, 10))),
    "fastpath.addresses.direct-100g": ("ER-FP-009", 1, LARGE, case("ER-FP-009", "", direct_addresses(0, 100))),
    "fastpath.zone-mbps": ("ER-FP-012", 1, LARGE),
    "firewall.basic-mbps": ("ER-CAP-010", 1, LARGE), "firewall.standard-mbps": ("ER-CAP-010", 1, LARGE, firewalled("Standard", 40000)),
    "firewall.premium-mbps": ("ER-CAP-010", 1, LARGE, firewalled("Premium", 400000)),
    "subnet.gateway": ("ER-GW-007", 20, 32), "subnet.gateway.many-circuits": ("ER-GW-007", 20, 27, case("ER-GW-007", "", connection_cases.circuits(9))),
    "subnet.gateway.few-circuits": ("ER-GW-007", 1, 900), "subnet.route-server": ("ER-VNT-008", 20, 32), "subnet.hub": ("ER-VWN-006", 20, 32),
    "peerings.vnet": ("ER-VNT-007", 1, LARGE), "peerings.vnet.advised": ("ER-VNT-007", 1, 500),
    "mtu.path": ("ER-RTE-024", 100, 9000), "bgp.hold-time": ("ER-RTE-011", 90, 900), "bgp.hold-time.least": ("ER-RTE-012", 1, 900), "latency.difference": ("ER-RTE-021", 1, 900, case("ER-RTE-021", "", circuit_cases.good(), MODULES["cases_routing"].one_site(primary='rtt-ms="2"', secondary='rtt-ms="5"'))),
    "failover-test.age": ("ER-SITE-013", 1, 9000), "retired.public-ip-basic": ("ER-GW-005", "2020-01-01", "2031-01-01"),
    "retired.vpn-skus": ("ER-VPN-006", "2020-01-01", "2031-01-01"), "zones.first-region": ("ER-VWN-009", "2000-01-01", "2031-01-01"),
    "warn-from": ("ER-CKT-007", 1, 100),
}
# The same for other tables: table, key, column, rule, values.
DECIDES = [
    ("gateway-skus", "ErGw1AZ", "max_circuits", "ER-CON-006", "2", "90"), ("gateway-skus", "ErGw1AZ", "inbound_mbps", "ER-CAP-004", "10", "100000"),
    ("gateway-skus", "ErGw1AZ", "fastpath", "ER-FP-002", "yes", "yes"), ("gateway-skus", "ErGw2AZ", "virtual_machines", "ER-GW-015", "1", "90000"),
    ("gateway-skus", "ErGw2AZ", "learned_routes", "ER-RTE-003", "1", "90000"), ("gateway-skus", "ErGw2AZ", "availability_zones", "ER-GW-001", "no", "no"),
    ("vpn-gateway-skus", "VpnGw1", "generation1_mbps", "ER-CAP-006", "1", "90000"), ("azure-regions", "westeurope", "availability_zones", "ER-GW-001", "no", "no"),
    ("peering-locations", "Amsterdam", "local_azure_regions", "ER-CKT-004", "North Europe", "UK South"),
]


def outcome(one, folder, tables):
    """What the case's rule finds: counts, results, severities, headlines, evidence."""
    folder = pathlib.Path(folder)
    (folder / "in.json").write_text(json.dumps(one["resources"]), encoding="utf-8")
    command = ["check", "--format", "json", "--quiet", *DATED, "--rule", one["rule"], folder / "in.json"] + (["--tables", tables] if tables else [])
    if one.get("site"):
        (folder / "site.xml").write_text(one["site"], encoding="utf-8")
        command += ["--site", folder / "site.xml"]
    for number, (name, value) in enumerate(one.get("captures", {}).items()):
        (folder / f"capture-{number}.json").write_text(json.dumps(value), encoding="utf-8")
        command += ["--capture", f"{name}={folder}/capture-{number}.json"]
    status, out, told = run(*command)
    document = json.loads(out) if status <= 3 and out.startswith("{") else {"rules": told, "findings": []}
    return document["rules"], [{key: finding[key] for key in ("result", "severity", "headline", "evidence")} for finding in document["findings"]]


BEFORE = {}


def outcome_before(one, folder):
    if id(one) not in BEFORE:
        BEFORE[id(one)] = outcome(one, folder, None)
    return BEFORE[id(one)]


def decides(name, row, rule, values, estates):
    """The values that change nothing on any of the estates."""
    idle = []
    with tempfile.TemporaryDirectory(prefix="erscope-") as folder:
        for value in values:
            tables = folder_with(pathlib.Path(folder, "tables"), name, [[str(value) if field is None else field for field in row]])
            if not any(outcome(one, folder, tables) != outcome_before(one, folder) for one in estates):
                idle.append(f"{name} {row[0]} of {value}: changes nothing that {rule} finds on {len(estates)} estates")
    return idle


def rows_decide():
    limits = {row["name"]: row for row in table("limits")}
    for name in set(limits) ^ set(READ_BY):
        expect(False, f"limits {name}: " + ("no rule is named here that reads it" if name in limits else "there is no such row"))
    jobs = []
    for name, (rule, low, high, *more) in READ_BY.items():
        jobs.append(("limits", [None if key == "value" else value for key, value in limits[name].items()], rule, (low, high), more + BY_RULE.get(rule, [])))
    for where, key, column, rule, low, high in DECIDES:
        row = next(row for row in table(where) if next(iter(row.values())) == key)
        jobs.append((where, [None if name == column else value for name, value in row.items()], rule, dict.fromkeys((low, high)), BY_RULE.get(rule, [])))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for idle in pool.map(lambda job: decides(*job), jobs):
            expect(not idle, "\n".join(idle))


# ---- files ----

def round_trip(folder):
    names = [line.split(":")[0] for line in run("tables")[1].splitlines() if line and not line.startswith(" ")]
    expect(len(names) == 5, f"tables: {names}")
    whole = pathlib.Path(folder, "whole")
    whole.mkdir()
    for name in names:
        text = run("tables", name)[1]
        (whole / f"{name}.csv").write_text(text, encoding="utf-8")
        expect(run("tables", "--tables", whole, name)[1:] == (text, ""), f"{name}: another text when it is given back")
        windows = pathlib.Path(folder, "windows", name)
        windows.mkdir(parents=True)
        (windows / f"{name}.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
        expect(run("tables", "--tables", windows, name)[1:] == (text, ""), f"{name}: another text when it was saved on Windows")
        rows = table(name)
        expect(all(row["source"] and row["as_of"] for row in rows), f"{name}: a row without source or date")
        expect(f"{name}: {len(rows)} rows, the newest of {max(row['as_of'] for row in rows)}" in run("tables")[1], f"{name}: not listed with its rows and date")
    for form in ("text", "json", "sarif"):
        with_tables = run("check", "--format", form, *DATED, "--tables", whole, SITED / "input.json")
        expect(with_tables == run("check", "--format", form, *DATED, SITED / "input.json"), f"{form}: erscope's own tables, given back, change the report")
    expect(run("tables", "nothing")[0] == 2, "a table that is not there: no usage error")
    expect(run("tables", "limits", "-o", pathlib.Path(folder, "out.csv"))[0] == 0 and pathlib.Path(folder, "out.csv").read_text(encoding="utf-8") == run("tables", "limits")[1], "-o writes another text")


def reports(folder):
    limits = {row["name"]: list(row.values()) for row in table("limits")}
    newest = max(row["as_of"] for name in ("limits", "gateway-skus", "vpn-gateway-skus", "peering-locations", "azure-regions") for row in table(name))
    mine = limits["mtu.path"][:1] + ["1350"] + limits["mtu.path"][2:4] + ["our contract, \"annex\" 2", "2026-12-01"]
    tables = folder_with(pathlib.Path(folder, "report"), "limits", [mine])
    new = ["Atlantis", "Poseidon AT9", "Europe", "West Europe", "", "yes", "our own", "2026-12-02"]
    folder_with(tables, "peering-locations", [new])
    plain, own = run("check", *DATED, SITED / "input.json")[1], run("check", *DATED, "--tables", tables, SITED / "input.json")[1]
    expect(f"TABLES of published figures: {newest}.\n" in plain, "text: no date of the tables")
    expect(f"TABLES of published figures: {newest}; rows of your own: limits mtu.path, peering-locations\nAtlantis, Europe.\n".replace("\n", " ") in own.replace("\n", " ") + " ", f"text: rows of the user's are not named: {own[own.find('TABLES'):][:200]}")
    document = json.loads(run("check", "--format", "json", *DATED, "--tables", tables, SITED / "input.json")[1])
    columns = list(table("limits")[0])
    expect(document["tables"] == {"as_of": newest, "changes": [
        {"table": "limits", "key": "mtu.path", "row": dict(zip(columns, mine)), "before": dict(zip(columns, limits["mtu.path"]))},
        {"table": "peering-locations", "key": "Atlantis, Europe", "row": dict(zip(table("peering-locations")[0], new)), "before": {}}]}, f"JSON: {document['tables']}")
    headlines = [one["headline"] for one in document["findings"] if one["rule"] == "ER-RTE-024"]
    expect(headlines and "1350 bytes" in headlines[0], f"a headline does not print the row's value: {headlines}")
    expect(json.loads(run("analyze", *DATED, SITED / "input.json")[1])["tables"] == {"as_of": newest, "changes": []}, "JSON without tables of the user's")
    sarif = json.loads(run("check", "--format", "sarif", *DATED, "--tables", tables, SITED / "input.json")[1])["runs"][0]["properties"]
    expect(sarif == {"tablesAsOf": newest, "tablesChanged": ["limits mtu.path", "peering-locations Atlantis, Europe"]}, f"SARIF: {sarif}")
    listed = run("tables", "--tables", tables)[1]
    expect("  replaced: mtu.path\n" in listed and "  added: Atlantis, Europe\n" in listed, "tables: changes are not listed")


BAD = [  # name, file, content or rows, code, line, what is told, exit status
    ("no number", "limits", ["routes.table,many,routes,x,y,2026-01-01"], "TAB004", 2, "value: 'many' is no number", 3),
    ("zero", "limits", ["routes.table,0,routes,x,y,2026-01-01"], "TAB004", 2, "value: '0' is no number", 3),
    ("too large a number", "limits", ["routes.table,10000001,routes,x,y,2026-01-01"], "TAB004", 2, "is no number", 3),
    ("negative", "limits", ["routes.table,-5,routes,x,y,2026-01-01"], "TAB004", 2, "is no number", 3),
    ("no prefix length", "limits", ["subnet.gateway,33,prefix length,x,y,2026-01-01"], "TAB004", 2, "from 1 to 32", 3),
    ("no percentage", "limits", ["warn-from,101,percent,x,y,2026-01-01"], "TAB004", 2, "from 1 to 100", 3),
    ("no date", "limits", ["retired.vpn-skus,2025-02-30,date,x,y,2026-01-01"], "TAB004", 2, "is no date", 3),
    ("another unit", "limits", ["routes.table,300,tables,x,y,2026-01-01"], "TAB004", 2, "unit: 'tables' is another one", 3),
    ("no source", "limits", ["routes.table,300,routes,x,,2026-01-01"], "TAB004", 2, "source: '' must not be empty", 3),
    ("no day", "limits", ["routes.table,300,routes,x,y,lately"], "TAB004", 2, "as_of: 'lately' is no date", 3),
    ("few fields", "limits", ["# a remark", "", "routes.table,300,routes"], "TAB004", 4, "3 fields, 6 expected", 3),
    ("many fields", "limits", ["routes.table,300,routes,x,y,2026-01-01,more"], "TAB004", 2, "7 fields, 6 expected", 3),
    ("an open quote", "limits", ['routes.table,"300,routes,x,y,2026-01-01'], "TAB004", 2, "a quote is not closed", 3),
    ("twice", "limits", ["routes.table,400,routes,x,y,2026-01-01", "ROUTES.table,401,routes,x,y,2026-01-01"], "TAB004", 3, "has it twice", 3),
    ("an unknown limit", "limits", ["routes.tabel,300,routes,x,y,2026-01-01"], "TAB005", 2, "routes.tabel", 0),
    ("no yes", "azure-regions", ["westeurope,West Europe,Europe,maybe,northeurope,yes,x,2026-01-01"], "TAB004", 2, "is neither yes nor no", 3),
    ("no name", "azure-regions", [",West Europe,Europe,yes,northeurope,yes,x,2026-01-01"], "TAB004", 2, "name: '' must not be empty", 3),
    ("no unknown", "peering-locations", ["Amsterdam,x,Europe,,,perhaps,x,2026-01-01"], "TAB004", 2, "is none of yes, no and unknown", 3),
    ("no FastPath", "gateway-skus", ["ErGw1AZ,yes,1000,no,4,often,2000,4000,x,2026-01-01"], "TAB004", 2, "fastpath: 'often'", 3),
    ("no throughput", "vpn-gateway-skus", ["VpnGw1,fast,,x,2026-01-01"], "TAB004", 2, "generation1_mbps: 'fast'", 3),
    ("a long field", "limits", ["routes.table,300,routes," + "x" * 1001 + ",y,2026-01-01"], "TAB004", 2, "too long", 3),
    ("broken UTF-8", "limits", b"name,value,unit,what,source,as_of\nroutes.table,300,routes,\xff\xfe,y,2026-01-01\n", "TAB004", 2, "broken UTF-8", 3),
    ("a control character", "limits", b"name,value,unit,what,source,as_of\nroutes.table,300,routes,\x1b[31m,y,2026-01-01\n", "TAB004", 2, "control characters", 3),
    ("other columns", "limits", b"name;value;unit\nroutes.table;300;routes\n", "TAB003", 1, "it must begin with name,value,unit,what,source,as_of", 3),
    ("a NUL", "limits", b"name,value\0\n", "TAB002", 0, "", 3),
    ("too large", "limits", b"#" * (1 << 20) + b"\n", "TAB002", 0, "", 3),
    ("a table of another name", "limit", b"name\n", "TAB006", 0, "", 0),
]


def bad_files(folder):
    before = run("tables", "limits")[1]
    for number, (name, file, content, code, line, words, status) in enumerate(BAD):
        tables = pathlib.Path(folder, f"bad-{number}")
        tables.mkdir()
        path = tables / f"{file}.csv"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text("\n".join([",".join(table(file)[0]), *content]) + "\n", encoding="utf-8")
        result, _, told = run("check", "--brief", "--fail-on", "critical", *DATED, "--tables", tables, SITED / "input.json")
        place = f"{path}:{line}: {code}" if line else f"{path}: {code}"
        expect(result == status and place in told and words in told, f"{name}: status {result}, {told[:300]}")
        expect("\x1b" not in told, f"{name}: a control character is shown")
        if name != "twice":
            expect(run("tables", "limits", "--tables", tables)[1] == before, f"{name}: the embedded row is lost")
    expect("TAB001" in run("check", *DATED, "--tables", pathlib.Path(folder, "nowhere"), SITED / "input.json")[2], "a folder that is not there is not told")
    expect("TAB006" in run("check", *DATED, "--tables", FIXTURES, SITED / "input.json")[2], "a folder without a table is not told")
    expect(run("check", *DATED, "--tables", pathlib.Path(folder, "nowhere"), SITED / "input.json")[0] == 3, "a folder that is not there: another status than 3")
    (tables / "limits.csv").mkdir()
    expect("TAB001" in run("tables", "--tables", tables)[2], "a folder in place of a table is not told")
    many = pathlib.Path(folder, "many")
    folder_with(many, "azure-regions", [[f"r{i}", f"R {i}", "Europe", "yes", "", "no", "x", "2026-01-01"] for i in range(1100)])
    status, out, told = run("tables", "azure-regions", "--tables", many)
    expect(status == 3 and "more than 1000 new rows" in told and out.count("\nr9") == 1 + 10 + 100, f"many new rows: {status} {told[:200]}")


with tempfile.TemporaryDirectory(prefix="erscope-") as scratch:
    round_trip(scratch)
    reports(scratch)
    bad_files(scratch)
    rows_decide()
print(*complaints, sep="\n")
print(f"tables: {passed} passed, {len(complaints)} failed")
sys.exit(bool(complaints))
