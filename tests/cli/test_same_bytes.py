#!/usr/bin/env python3
"""Same resources, same bytes: each fixture in ten other orders, under a German locale and a far time zone.

Compared: the results document but for `inputs` and every place, which describe the files as given, and each sheet that
`erscope draw` writes as SVG. Arguments: erscope, the folder of fixtures.
"""
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

ERSCOPE, FIXTURES = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
DATE = ["--as-of", "2026-11-23"]
ORDERS = 10
passed = failed = 0


def tell(ok, name, why):
    global passed, failed
    passed += ok
    failed += not ok
    if not ok:
        print(f"{name}: {why}")


def german(folder):
    """An environment with a comma for decimals and a date of tomorrow; the locale is made when the machine has none."""
    environment = dict(os.environ, LC_ALL="de_DE.UTF-8", LANG="de_DE.UTF-8", TZ="Pacific/Kiritimati")
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.lower().replace("-", "").split()
    if "de_de.utf8" not in known and shutil.which("localedef"):
        made = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", folder / "de_DE.UTF-8"], capture_output=True)
        if made.returncode in (0, 1):
            environment["LOCPATH"] = str(folder)
    shown = subprocess.run(["locale", "decimal_point"], capture_output=True, text=True, env=environment).stdout.strip()
    if shown != ",":
        print("note: this machine has no German locale and cannot make one; the other half of the test still holds")
    return environment


def run(arguments, environment):
    return subprocess.run([ERSCOPE, *map(str, arguments)], capture_output=True, timeout=300, env=environment)


def without_places(value):
    if isinstance(value, dict):
        places = {"origin", "file", "line", "pointer"} if "code" in value else {"origin"}
        return {key: without_places(item) for key, item in value.items() if key not in places}
    return [without_places(item) for item in value] if isinstance(value, list) else value


def document(files, environment):
    """Text of the document without places, members in the order they came."""
    result = run(["analyze", *DATE, *files], environment)
    if result.returncode != 0:
        return f"exit status {result.returncode}: {result.stderr.decode(errors='replace')[-300:]}"
    parsed = without_places(json.loads(result.stdout))
    parsed.pop("inputs")
    return json.dumps(parsed, ensure_ascii=False, indent=1)


def sheets(folder, environment):
    """Name and bytes of each SVG of folder/input.json, named as beside it, since a sheet names its file; None when this erscope does not draw."""
    result = subprocess.run([ERSCOPE, "draw", "input.json", "-o", "drawn", "--format", "svg", *DATE], capture_output=True, timeout=300, env=environment, cwd=folder)
    if result.returncode == 2:
        return None
    drawn = {path.name: path.read_bytes() for path in sorted((folder / "drawn").glob("*.svg"))}
    return drawn or {"(nothing)": result.stderr}


def shuffled(resources, seed):
    """Another order of the list and of the members and children inside; order in lists of values keeps its meaning."""
    rand = random.Random(seed)

    def mixed(value, key=""):
        if isinstance(value, dict):
            items = list(value.items())
            rand.shuffle(items)
            return {name: mixed(item, name) for name, item in items}
        if isinstance(value, list):
            items = [mixed(item) for item in value]
            if key in ("subnets", "peerings", "virtualNetworkPeerings", "links", "authorizations"):
                rand.shuffle(items)
            return items
        return value

    items = mixed(resources)
    rand.shuffle(items)
    return items, rand.randrange(len(items) + 1)


def first_difference(want, got):
    for number, (one, two) in enumerate(zip(want.splitlines(), got.splitlines()), 1):
        if one != two:
            return f"line {number}: {one[:200]} | {two[:200]}"
    return f"{len(want)} and {len(got)} characters"


def write(folder, name, around, resources):
    """@around: the rest of the document; a template keeps its resources under another name than a list."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps({**around, "resources" if "$schema" in around else "value": resources}), encoding="utf-8")
    return folder / name


def check_fixture(path, folder, environment):
    name = path.parent.name
    plain = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC")
    around = json.loads(path.read_text(encoding="utf-8"))
    resources = around.pop("resources" if "$schema" in around else "value")
    want = document([write(folder / "plain", "input.json", around, resources)], plain)
    drawn = sheets(folder / "plain", plain)
    tell(want.startswith("{"), name, want)
    for seed in range(ORDERS):
        items, middle = shuffled(resources, f"{name} {seed}")
        if "$schema" in around:   # of half a template the other half is not told
            middle = len(items)
        own = folder / str(seed)
        got = document([write(own, "a.json", around, items[:middle]), write(own, "b.json", around, items[middle:])], environment)
        tell(want == got, f"{name}, order {seed}", first_difference(want, got))
        if drawn is None:
            continue
        write(own, "input.json", around, items)
        again = sheets(own, environment)
        different = sorted(sheet for sheet in drawn.keys() | again.keys() if drawn.get(sheet) != again.get(sheet))
        tell(not different and "(nothing)" not in drawn, f"{name}, drawn in order {seed}", f"differ: {', '.join(different) or 'nothing was drawn'}")
    return drawn is not None


with tempfile.TemporaryDirectory(prefix="erscope-") as scratch:
    root = pathlib.Path(scratch)
    environment = german(root)
    draws = False
    for path in sorted(FIXTURES.glob("*/input.json")):
        folder = root / path.parent.name
        folder.mkdir()
        draws = check_fixture(path, folder, environment) or draws
    if not draws:
        print("note: this erscope does not draw; sheets were not compared")
print(f"same_bytes: {passed} passed, {failed} failed")
sys.exit(failed > 0)
