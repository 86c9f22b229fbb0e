#!/usr/bin/env python3
"""How fast an overview is drawn, against Graphviz dot on the same graph, and how often its lines cross. No test: machines are noisy.

  drawing.py ERSCOPE [--fixtures FOLDER] [--boxes N,N,…] [--circuits N] [--runs N] [-- DRAW OPTIONS …]

Speed: writes estates (made for this project) whose overview holds about 100, 1,000 and 5,000 boxes, and times whole processes:
`erscope draw --view overview --format svg` (no VNet collapses, one sheet) against `dot -Tsvg` on what `--format dot` wrote of the same
view. A gateway has --circuits circuits (2 unless told; Azure allows 16). Medians of --runs runs by turns; a dot that needs more than a
minute runs once. Targets: at most 0.5, 0.1 and 0.02 of dot.
Report: `erscope report --format html` against `erscope draw --format svg` (as they come, all sheets of it) on the same estate. Target: at most 3 times
as long, for 1,000 boxes.
Start: `erscope --version`, the smallest fixture, the libraries that the loader brings in, and its own word on what that took.
Crossings, with --fixtures: places where lines of two edges cross on our overview and on dot's layout of the same graph, from left to
right. Points of one pair nearer than 30 px are one crossing, since a connection is a double line. The lines that gather at a circuit's
edge are left out, because the DOT graph has no such edges. Target: at most a third of dot's. Measure a release build. Needs dot.
"""
import json
import math
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TARGETS = {100: 0.5, 1000: 0.1, 5000: 0.02}
REGIONS = ["uksouth", "westeurope", "francecentral", "germanywestcentral", "northeurope", "swedencentral", "switzerlandnorth", "ukwest"]
PLACES = ["London", "Amsterdam", "Paris", "Frankfurt", "Dublin", "Stockholm", "Zurich", "Newport(Wales)"]
MOST = 24             # circuits and hubs on one sheet
SLOW_SECONDS = 60
NEAR_PX = 30
OURS = ["--view", "overview", "--whole", "--spokes", "1000000", "--as-of", "2026-11-23", "--quiet"]


# ---- estates ----

def resource_id(kind, name, group="network"):
    return f"/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/{group}/providers/Microsoft.Network/{kind}/{name}"


def half(own, remote, hub, number):
    return {"name": f"p-{number}", "id": f"{own}/virtualNetworkPeerings/p-{number}",
            "properties": {"remoteVirtualNetwork": {"id": remote}, "peeringState": "Connected", "allowGatewayTransit": hub, "useRemoteGateways": not hub}}


def vnet(name, region, prefix, halves, subnets=()):
    own = resource_id("virtualNetworks", name)
    return {"id": own, "name": name, "location": region, "properties": {
        "addressSpace": {"addressPrefixes": [prefix]}, "virtualNetworkPeerings": halves,
        "subnets": [{"name": subnet, "id": f"{own}/subnets/{subnet}", "properties": {"addressPrefix": prefix.replace("/24", "/27")}} for subnet in subnets]}}


def circuit(n):
    own = resource_id("expressRouteCircuits", f"er-{n:02d}")
    peering = {"name": "AzurePrivatePeering", "id": f"{own}/peerings/AzurePrivatePeering", "properties": {
        "peeringType": "AzurePrivatePeering", "state": "Enabled", "peerASN": 65000 + n, "vlanId": 100 + n,
        "primaryPeerAddressPrefix": f"172.16.{n}.0/30", "secondaryPeerAddressPrefix": f"172.16.{n}.4/30"}}
    return {"id": own, "name": f"er-{n:02d}", "location": REGIONS[n % 8], "sku": {"tier": "Premium", "family": "MeteredData"}, "properties": {
        "circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "Provisioned", "peerings": [peering],
        "serviceProviderProperties": {"serviceProviderName": "Equinix", "peeringLocation": PLACES[n % 8], "bandwidthInMbps": 1000}}}


def gateway(n):
    hub = resource_id("virtualNetworks", f"hub-{n:02d}")
    return {"id": resource_id("virtualNetworkGateways", f"ergw-{n:02d}"), "name": f"ergw-{n:02d}", "location": REGIONS[n % 8], "properties": {
        "gatewayType": "ExpressRoute", "sku": {"name": "ErGw2AZ", "tier": "ErGw2AZ", "capacity": 2}, "ipConfigurations": [{"properties": {"subnet": {"id": f"{hub}/subnets/GatewaySubnet"}}}]}}


def connection(n, to, weight):
    name = f"conn-{n:02d}-{to:02d}"
    return {"id": resource_id("connections", name), "name": name, "location": REGIONS[n % 8], "properties": {
        "connectionType": "ExpressRoute", "connectionStatus": "Connected", "routingWeight": weight,
        "virtualNetworkGateway1": {"id": resource_id("virtualNetworkGateways", f"ergw-{n:02d}")}, "peer": {"id": resource_id("expressRouteCircuits", f"er-{to:02d}")}}}


def estate(boxes, circuits=2):
    """Resources whose overview holds about that many boxes: each hub with its own circuit and the next ones in a ring, the rest spokes."""
    hubs = min(max(2, round(math.sqrt(boxes) / 2.6)), MOST)
    spokes = max(hubs, boxes - 4 - 10 * hubs - min(hubs, len(REGIONS)))
    out = [circuit(n) for n in range(hubs)]
    for n in range(hubs):
        own = resource_id("virtualNetworks", f"hub-{n:02d}")
        mine = [resource_id("virtualNetworks", f"spoke-{n:02d}-{i:04d}") for i in range(n, spokes, hubs)]
        out.append(vnet(f"hub-{n:02d}", REGIONS[n % 8], f"10.{n}.0.0/24", [half(own, spoke, True, i) for i, spoke in enumerate(mine)], ["GatewaySubnet"]))
        out += [vnet(spoke.rsplit("/", 1)[1], REGIONS[n % 8], f"10.{100 + n}.{i % 250}.0/24", [half(spoke, own, False, 0)]) for i, spoke in enumerate(mine)]
        out += [gateway(n), *(connection(n, (n + k) % hubs, 50 if k else 100) for k in range(min(circuits, hubs)))]
    return {"value": out}


# ---- running ----

def seconds(command):
    """Of the whole process: from spawn to exit, and of processors; no pipe and no thread of ours in between."""
    nothing = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    begin = time.monotonic()
    pid = os.posix_spawnp(command[0], [str(word) for word in command], os.environ, file_actions=nothing)
    _, status, used = os.wait4(pid, 0)
    end = time.monotonic()
    status = os.waitstatus_to_exitcode(status)
    if status != 0:
        sys.exit(f"drawing.py: {' '.join(map(str, command))}: exit status {status}")
    return end - begin, used.ru_utime + used.ru_stime


def medians(times):
    return statistics.median(wall for wall, _ in times), statistics.median(busy for _, busy in times)


def draw(erscope, more, formats, folder, inventory, site=None):
    """The one sheet's path without its ending."""
    command = [erscope, "draw", *OURS, *more, "--format", formats, "-o", folder, *(["--site", site] if site else []), inventory]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    sheets = sorted({path.stem for path in pathlib.Path(folder).iterdir() if path.suffix[1:] in formats.split(",")})
    if [sheet for sheet in sheets if not sheet.endswith("-findings")] != ["overview"]:
        sys.exit(f"drawing.py: one sheet was expected of {inventory}, not {sheets}: give an option behind -- that forces one")
    return pathlib.Path(folder) / "overview"


def slope(rows):
    xs, ys = [math.log(size) for size, _ in rows], [math.log(value) for _, value in rows]
    mx, my = statistics.mean(xs), statistics.mean(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / sum((x - mx) ** 2 for x in xs)


def measure_speed(erscope, more, sizes, circuits, runs, root):
    rows = []
    print("wall clock (processor time), ms")
    print(f"{'boxes':>6} {'edges':>6} {'input':>9} {'erscope':>18} {'dot -Tsvg':>20} {'ratio':>16} {'target':>7}")
    for size in sizes:
        folder = root / str(size)
        folder.mkdir()
        inventory = folder / "input.json"
        inventory.write_text(json.dumps(estate(size, circuits), indent=1), encoding="utf-8")
        sheet = draw(erscope, more, "svg,dot,csv", folder / "out", inventory)
        table = sheet.with_suffix(".csv").read_text(encoding="utf-8").splitlines()
        boxes, edges = sum(line.startswith("box,") for line in table), sum(line.startswith("line,") for line in table)
        ours, theirs = [], []
        for _ in range(runs):
            ours.append(seconds([erscope, "draw", *OURS, *more, "--format", "svg", "-o", folder / "out", inventory]))
            if not theirs or theirs[0][0] < SLOW_SECONDS:
                theirs.append(seconds(["dot", "-Tsvg", "-o", folder / "dot.svg", sheet.with_suffix(".dot")]))
        (one, one_busy), (other, other_busy) = medians(ours), medians(theirs)
        rows.append((boxes, one_busy, other_busy))
        target = TARGETS.get(size)
        verdict = "" if target is None else "met" if one / other <= target else "MISSED"
        print(f"{boxes:6} {edges:6} {inventory.stat().st_size / 1e6:6.2f} MB {1000 * one:8.1f} ({1000 * one_busy:7.1f}) {1000 * other:9.0f} ({1000 * other_busy:8.0f}) {one / other:7.4f} ({one_busy / other_busy:.4f}) {target or '-':>6} {verdict}", flush=True)
    if len(rows) > 1:
        print(f"growth of processor time: erscope ~ boxes^{slope([(b, t) for b, t, _ in rows]):.2f}, dot ~ boxes^{slope([(b, t) for b, _, t in rows]):.2f}")


def measure_report(erscope, runs, root, size=1000):
    inventory = root / "report.json"
    inventory.write_text(json.dumps(estate(size), indent=1), encoding="utf-8")
    common = ["--as-of", "2026-11-23", "--quiet", "-o", root / "report", inventory]
    drawn, told = [], []
    for _ in range(runs):
        drawn.append(seconds([erscope, "draw", "--format", "svg", *common]))
        told.append(seconds([erscope, "report", "--format", "html", *common]))
    (one, one_busy), (other, other_busy) = medians(drawn), medians(told)
    page = (root / "report/report.html").stat().st_size
    print(f"HTML of {size} boxes: {1000 * other:.0f} ({1000 * other_busy:.0f}) ms, {page / 1e6:.2f} MB; draw: {1000 * one:.0f} ({1000 * one_busy:.0f}) ms; {other / one:.2f} ({other_busy / one_busy:.2f}) times, target 3 {'met' if other / one <= 3 else 'MISSED'}")


def measure_start(erscope, fixtures, runs, root):
    def tell(what, command):
        print(f"{what}: {1000 * medians([seconds(command) for _ in range(4 * runs)])[0]:.1f} ms")
    tell("/bin/true", ["/bin/true"])
    tell("erscope --version", [erscope, "--version"])
    if fixtures:
        smallest = min(fixtures.glob("*/input.json"), key=lambda path: path.stat().st_size)
        tell(f"erscope draw, overview as SVG, of {smallest.parent.name}", [erscope, "draw", *OURS, "--format", "svg", "-o", root / "start", smallest])
        tell("dot -Tsvg of the same", ["dot", "-Tsvg", "-o", root / "start.svg", f"{draw(erscope, [], 'dot', root / 'start-dot', smallest)}.dot"])
    libraries = subprocess.run(["ldd", erscope], capture_output=True, text=True).stdout.splitlines()
    said = subprocess.run([erscope, "--version"], capture_output=True, text=True, env={"LD_DEBUG": "statistics"}).stderr
    facts = [re.sub(r"^\s*\d+:\s*", "", line) for line in said.splitlines() if re.search(r"startup time|relocation|load", line)]
    print(f"libraries (ldd): {len(libraries)}; the loader says: {'; '.join(dict.fromkeys(fact.strip() for fact in facts))}")


# ---- crossings ----

def cubic(p, steps=12):
    """Points of a Bézier curve, without its first."""
    for i in range(1, steps + 1):
        t = i / steps
        s = 1 - t
        yield tuple(s ** 3 * p[0][k] + 3 * s * s * t * p[1][k] + 3 * s * t * t * p[2][k] + t ** 3 * p[3][k] for k in (0, 1))


def our_edges(trace):
    """Polylines per edge of a sheet's trace."""
    edges, depth, inside = [], 0, None
    for line in trace.read_text(encoding="utf-8").splitlines()[1:]:
        words = line.strip()
        if words == "close":
            depth -= 1
            if inside is not None and depth < inside:
                inside = None
        elif words.startswith("open "):
            depth += 1
            if words.startswith("open edge ") and inside is None and not re.match(r"open edge #\S+-gather(-\d+)? ", words):
                inside = depth
                edges.append([])
        elif inside is not None and words.startswith("path ") and not words.startswith("path head"):
            for kind, numbers in re.findall(r" ([MLCZ])((?: -?[0-9.]+,-?[0-9.]+)*)", words):
                points = [tuple(map(float, pair.split(","))) for pair in numbers.split()]
                if kind == "M":
                    edges[-1].append([points[0]])
                elif kind == "L":
                    edges[-1][-1].append(points[0])
                elif kind == "C":
                    edges[-1][-1].extend(cubic([edges[-1][-1][-1], *points]))
    return edges


def dot_edges(dot):
    run = subprocess.run(["dot", "-Grankdir=LR", "-Tplain", dot], capture_output=True, text=True, timeout=600)
    edges = []
    for line in run.stdout.replace("\\\n", "").splitlines():
        words = line.split()
        if not words or words[0] != "edge":
            continue
        count = int(words[3])
        points = [(96 * float(words[4 + 2 * i]), 96 * float(words[5 + 2 * i])) for i in range(count)]
        curve = [points[0]]
        for i in range(0, count - 1, 3):
            curve.extend(cubic(points[i:i + 4]))
        edges.append([curve])
    return edges


def meeting(a, b, c, d):
    """Where the insides of two segments meet; None for those that touch, lie on each other, or miss."""
    def turn(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    one, two, three, four = turn(c, d, a), turn(c, d, b), turn(a, b, c), turn(a, b, d)
    if min(abs(one), abs(two), abs(three), abs(four)) < 0.5 or (one > 0) == (two > 0) or (three > 0) == (four > 0):
        return None
    t = one / (one - two)
    return (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))


def crossings(edges):
    total = 0
    segments = [[(line[i], line[i + 1]) for line in edge for i in range(len(line) - 1)] for edge in edges]
    bounds = [(min(min(a[0], b[0]) for a, b in s), min(min(a[1], b[1]) for a, b in s), max(max(a[0], b[0]) for a, b in s), max(max(a[1], b[1]) for a, b in s)) if s else (1, 1, 0, 0) for s in segments]
    for i in range(len(edges)):
        for k in range(i):
            u, v = bounds[i], bounds[k]
            if u[0] > v[2] or v[0] > u[2] or u[1] > v[3] or v[1] > u[3]:
                continue
            places = []
            for a, b in segments[i]:
                for c, d in segments[k]:
                    at = meeting(a, b, c, d)
                    if at and all(math.dist(at, other) > NEAR_PX for other in places):
                        places.append(at)
            total += len(places)
    return total


def measure_crossings(erscope, fixtures, root):
    ours, theirs, rows = 0, 0, []
    for path in sorted(fixtures.glob("*/input.json")):
        site = path.parent / "site.xml"
        sheet = draw(erscope, [], "trace,dot", root / "crossings" / path.parent.name, path, site if site.exists() else None)
        one, other = crossings(our_edges(sheet.with_suffix(".trace"))), crossings(dot_edges(sheet.with_suffix(".dot")))
        rows.append((path.parent.name, one, other))
        ours, theirs = ours + one, theirs + other
    rows.append(("all fixtures", ours, theirs))
    for boxes in (100, 200, 300, 600):
        inventory = root / f"crossings-{boxes}.json"
        inventory.write_text(json.dumps(estate(boxes)), encoding="utf-8")
        sheet = draw(erscope, [], "trace,dot", root / f"crossings-{boxes}", inventory)
        rows.append((f"generated, {boxes} boxes", crossings(our_edges(sheet.with_suffix(".trace"))), crossings(dot_edges(sheet.with_suffix(".dot")))))
    print("crossings on the overview: erscope, dot, ratio (target: at most 0.33)")
    for name, one, other in rows:
        print(f"  {name:32} {one:4} {other:4}  {f'{one / other:.2f}' if other else '-' if not one else 'dot has none'}")


def main():
    arguments, more = sys.argv[1:], []
    if "--" in arguments:
        more = arguments[arguments.index("--") + 1:]
        arguments = arguments[:arguments.index("--")]
    options = {"--fixtures": None, "--boxes": "100,1000,5000", "--circuits": "2", "--runs": "5"}
    given = []
    while arguments:
        word = arguments.pop(0)
        if word in options and arguments:
            options[word] = arguments.pop(0)
        else:
            given.append(word)
    if len(given) != 1:
        sys.exit(__doc__)
    if not shutil.which("dot"):
        sys.exit("drawing.py: dot is missing: install graphviz")
    fixtures = pathlib.Path(options["--fixtures"]) if options["--fixtures"] else None
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        if fixtures:
            measure_crossings(given[0], fixtures, root)
        measure_start(given[0], fixtures, int(options["--runs"]), root)
        measure_report(given[0], int(options["--runs"]), root)
        measure_speed(given[0], more, [int(size) for size in options["--boxes"].split(",") if size], int(options["--circuits"]), int(options["--runs"]), root)


if __name__ == "__main__":
    main()
