#!/usr/bin/env python3
"""Cuts against another program: SCRAM (Debian package scram) works out the fault trees that erscope writes.

usage: test_scram.py SCRAM_TREES ERSCOPE FIXTURES [TREES [DEPTH [FIRST_SEED]]]

Random estates: at least TREES flows that are up, of distinct classes, until as many are had (tests/model/scram_trees.c).
Fixtures: `erscope flows --fault-tree` for one VNet per pair of classes, against the cuts of `erscope analyze`.
For each flow SCRAM's minimal cut sets of at most DEPTH events must be erscope's, exactly, as sets of sets of ids; and a damaged
tree (a group left out of the components it holds) must be noticed."""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

PROGRAM, ERSCOPE, FIXTURES = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
TREES, DEPTH, SEED = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((4, 400), (5, 2), (6, 1)))
SEEDS_AT_ONCE = 50


def labels(trees):
    """Ids of the basic events by their name; two events of one id would hide a difference."""
    found = {event.get("name"): event.findtext("label") for event in trees.iter("define-basic-event")}
    assert len(set(found.values())) == len(found), "two basic events carry one label"
    assert all(re.fullmatch(r"[a-z]\w*", name, re.ASCII) for name in found), "a name is no identifier"
    return found


def scram(text, depth):
    """Minimal cut sets that SCRAM finds, by flow: sets of ids."""
    with tempfile.NamedTemporaryFile("w", suffix=".xml", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        run = subprocess.run(["scram", "--bdd", "--limit-order", str(depth), file.name], capture_output=True, text=True, timeout=300)
    if run.returncode != 0:
        raise RuntimeError(f"scram: {run.stderr or run.stdout}")
    ids = labels(ET.fromstring(text))
    result = {}
    for top in ET.fromstring(run.stdout).iter("sum-of-products"):
        products = [frozenset(ids[event.get("name")] for event in product.iter("basic-event")) for product in top.iter("product")]
        result[top.get("name").removesuffix("_down")] = set(products)
        assert len(set(products)) == len(products) and int(top.get("products")) == len(products), "SCRAM counts otherwise"
    return result


def read_cuts(path):
    result = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.fullmatch(r"flow_\d+", line):
            cuts = result.setdefault(line, set())
        else:
            cuts.add(frozenset(line.split("\t")))
    return result


def differences(name, text, want, depth):
    got = scram(text, depth)
    if set(got) != set(want):
        return [f"{name}: flows {sorted(got)} instead of {sorted(want)}"]
    found = []
    for flow in sorted(want):
        for what, cuts in (("only SCRAM finds", got[flow] - want[flow]), ("only erscope finds", want[flow] - got[flow])):
            if cuts:
                found.append(f"{name} {flow}: {what} {len(cuts)} cuts, one is {sorted(min(cuts, key=sorted))}")
    return found


def random_estates(folder):
    """Writes estates until there are enough flows; yields name, text, cuts."""
    trees, seed = 0, SEED
    while trees < TREES:
        run = subprocess.run([PROGRAM, folder, str(seed), str(SEEDS_AT_ONCE), str(DEPTH)], capture_output=True, text=True, timeout=600)
        assert run.returncode == 0, run.stderr
        trees += int(re.search(r"trees (\d+)", run.stdout).group(1))
        for number in range(seed, seed + SEEDS_AT_ONCE):
            path = pathlib.Path(folder, f"{number}.xml")
            if path.exists():
                yield f"seed {number}", path.read_text(encoding="utf-8"), read_cuts(path.with_suffix(".cuts"))
        seed += SEEDS_AT_ONCE


def erscope(*arguments):
    run = subprocess.run([ERSCOPE, *arguments], capture_output=True, text=True, timeout=120)
    assert run.returncode in (0, 3), run.stderr
    return run.stdout


def fixtures():
    """One VNet for each set of classes that a site and a VNet have between them, as the program itself writes it."""
    for folder in sorted(FIXTURES.iterdir()):
        inventory = folder / "input.json"
        if not inventory.exists():
            continue
        results = json.loads(erscope("analyze", "--quiet", "--depth", str(DEPTH), str(inventory)))
        cuts = {found["id"]: [cut["members"] for cut in found["cuts"]] for found in results["flow_classes"]}
        pairs = {}
        for flow in results["flows"]:
            pairs.setdefault((flow["site"], flow["vnet"]), []).append(flow)
        done = set()
        for (site, vnet), flows in sorted(pairs.items()):
            classes = tuple(flow["class"] for flow in flows)
            if classes in done:
                continue
            done.add(classes)
            text = erscope("flows", "--quiet", "--fault-tree", "--from", site, "--to", vnet, str(inventory))
            number = {tree.findtext("label"): tree.get("name") for tree in ET.fromstring(text).iter("define-fault-tree")}
            mapped = {"$attachment": flows[0].get("attachment"), "$vnet": vnet}
            want = {number[flow["id"]]: {frozenset(mapped.get(member, member) for member in cut) for cut in cuts[flow["class"]]} for flow in flows}
            # A flow without a path is down whatever happens: the empty cut.
            for flow in flows:
                if not flow["up"]:
                    want[number[flow["id"]]] = {frozenset()}
            yield f"{folder.name} {vnet.rsplit('/', 1)[-1]}", text, want


def is_noticed(text, want):
    """Groups left out of the first flow: does the comparison see it?"""
    damaged, n = re.subn(r'(<define-gate name="flow_1_lost_\w+"><or><basic-event name="\w+"/>)<basic-event name="group_\w+"/>', r'\1<constant value="false"/>', text)
    return None if n == 0 else bool(differences("damaged", damaged, want, DEPTH))


if shutil.which("scram") is None:
    print("scram: the program scram is not installed (Debian package scram): skipped")
    sys.exit(77)
failed = []
flows = cuts = 0
with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
    cases = [*random_estates(folder), *fixtures()]
    for found in pool.map(lambda case: differences(*case, DEPTH), cases):
        failed += found
    noticed = [answer for answer in pool.map(lambda case: is_noticed(*case[1:]), cases[-12:]) if answer is not None]
for _, _, want in cases:
    flows += len(want)
    cuts += sum(map(len, want.values()))
if True not in noticed:
    failed.append("damaged trees are not noticed")
print(*failed[:20], sep="\n")
print(f"{len(cases)} inputs, {flows} flows, {cuts} minimal cut sets of at most {DEPTH}, {sum(noticed)} of {len(noticed)} damaged trees noticed")
print(f"scram: {flows - len(failed)} passed, {len(failed)} failed")
sys.exit(bool(failed))
