#!/usr/bin/env python3
"""The real program on bad and on large input: exit status, and messages that name the file, a code and what to do.

Arguments: erscope, the folder of fixtures. Time is bounded for every run, and address space too unless the program runs under
AddressSanitizer, which reserves terabytes.
"""
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

ERSCOPE, FIXTURES = sys.argv[1], pathlib.Path(sys.argv[2])
SANITIZED = b"__asan_init" in pathlib.Path(ERSCOPE).read_bytes()
MOST_BYTES = 2 << 30          # ten times the largest file
MOST_SECONDS = 120 if SANITIZED else 30
FINE, USAGE, INPUT = 0, 2, 3
passed = failed = 0


def tell(name, complaints):
    global passed, failed
    passed += not complaints
    failed += bool(complaints)
    for complaint in complaints:
        print(f"{name}: {complaint}")


def bound():
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


def run(*arguments):
    return subprocess.run([ERSCOPE, *map(str, arguments)], capture_output=True, timeout=MOST_SECONDS, preexec_fn=bound)


def document_complaints(out):
    try:
        document = json.loads(out)
    except ValueError as error:
        return [f"standard output is no JSON: {error}"]
    return [] if document["schema"] == "erscope.results" else ["standard output is no results document"]


def check(name, path, status, code):
    """`analyze PATH` ends with @status and says @code (None: says nothing) of the file."""
    result = run("analyze", "--as-of", "2026-11-23", path)
    told = result.stderr.decode("utf-8")
    complaints = document_complaints(result.stdout)
    if result.returncode != status:
        complaints.append(f"exit status {result.returncode}, not {status}: {told[-300:]}")
    lines = [line for line in told.splitlines() if code and f" {code} " in f" {line}"]
    if code and not lines:
        complaints.append(f"{code} is not told: {told[-300:]}")
    if not code and told:
        complaints.append(f"said something: {told[-300:]}")
    for line in lines:
        # place: CODE severity: what was met: detail (what was done); what to do
        if not re.search(rf"{code} (error|warning): .+ \(.+\); .+", line):
            complaints.append(f"does not tell what was done and what to do: {line}")
        if status == INPUT and str(path) not in line:
            complaints.append(f"does not name the file: {line}")
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", told):
        complaints.append("a control character on standard error")
    if re.search(r"AddressSanitizer|runtime error|assertion|CRITICAL", told, re.IGNORECASE):
        complaints.append(f"an error of the program: {told[-600:]}")
    tell(name, complaints)


def usage(name, *arguments):
    result = run(*arguments)
    told = result.stderr.decode("utf-8")
    complaints = [] if result.returncode == USAGE and told and not result.stdout else [f"exit status {result.returncode}, said '{told[-200:]}', wrote {len(result.stdout)} bytes"]
    tell(name, complaints)


def write_large(path):
    filler = "x" * 700
    with open(path, "w", encoding="ascii") as out:
        out.write('{"value": [\n')
        for i in range(200 * 1000):
            out.write(f'{"," if i else ""}{{"id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-{i:07}", "name": "vm-{i:07}", '
                      f'"location": "uksouth", "properties": {{"vmId": "{filler}", "hardwareProfile": {{"vmSize": "Standard_D2s_v5", "disks": [{i}, {i}, {i}], "on": true, "why": null}}}}}}\n')
        out.write("]}\n")
    return os.path.getsize(path)


def check_large(folder):
    path = folder / "large.json"
    size = write_large(path)
    began = time.monotonic()
    check("200 MB of other resources", path, FINE, "MOD001")
    took = time.monotonic() - began
    path.unlink()
    tell("200 MB of other resources, size and time", [] if size > 190e6 and took < MOST_SECONDS / 2 else [f"{size} bytes took {took:.1f} s"])


bad = FIXTURES / "bad"
for file, status, code in [
    ("not-json.json", INPUT, "ING003"), ("cut-off.json", INPUT, "ING016"), ("wrong-format.json", INPUT, "ING006"), ("empty.json", INPUT, "ING002"),
    ("drawing.xml", INPUT, "ING006"), ("duplicate-keys.json", 0, "ING021"), ("no-expressroute.json", FINE, "MOD001"), ("empty-list.json", FINE, "MOD001"),
    ("circular.json", FINE, "ING015"), ("circular.json", FINE, "MOD003"), ("dangling.json", FINE, None), ("bad-utf8.json", FINE, "ING013"),
    ("control-characters.json", FINE, "ING013"), ("contradiction.json", FINE, "ING010"), ("long-names.json", FINE, None), ("paged.json", FINE, "ING007"), ("wrong-types.json", FINE, "ING008"),
]:
    check(file, bad / file, status, code)
result = run("analyze", bad / "names-only.json")
tell("names-only.json", [] if result.returncode == INPUT and b"ING011 warning" in result.stderr and b"export full resources" in result.stderr else [f"{result.returncode}: {result.stderr[-200:]}"])
check("a directory", bad, INPUT, "ING001")
check("a device", "/dev/null", INPUT, "ING001")
with tempfile.TemporaryDirectory(prefix="erscope-") as name:
    folder = pathlib.Path(name)
    check("a missing file", folder / "missing.json", INPUT, "ING001")
    deep = folder / "deep.json"
    deep.write_text("[" * 100000 + "]" * 100000, encoding="ascii")
    check("100,000 nested arrays", deep, INPUT, "ING005")
    deep.write_text('{"a":' * 100000, encoding="ascii")
    check("100,000 open objects", deep, INPUT, "ING005")
    os.mkfifo(folder / "pipe")
    check("a pipe that nobody writes to", folder / "pipe", INPUT, "ING002")
    odd = folder / "two words\x1b[31m\n.json"
    odd.write_text("{", encoding="ascii")
    result = run("analyze", odd)
    tell("a file name with control characters", [] if result.returncode == INPUT and b"\x1b" not in result.stderr + result.stdout and not document_complaints(result.stdout) else [f"{result.returncode}: {result.stderr}"])
    latin = os.fsencode(folder) + b"/caf\xe9.json"
    with open(latin, "w", encoding="ascii") as out:
        out.write("{")
    result = subprocess.run([ERSCOPE, "analyze", latin], capture_output=True, timeout=MOST_SECONDS)
    tell("a file name that is no UTF-8", document_complaints(result.stdout) if result.returncode == INPUT and b"ING004" in result.stderr else [f"{result.returncode}: {result.stderr}"])
    good = FIXTURES / "single-circuit/input.json"
    result = run("analyze", good, folder / "missing.json")
    document = json.loads(result.stdout)
    tell("a good file beside a missing one", [] if result.returncode == INPUT and len(document["flows"]) == 6 and [row["complete"] for row in document["inputs"]] == [True, False] else [f"{result.returncode}"])
    result = run("analyze", good, "-o", folder / "no such folder/out.json")
    tell("an output that cannot be written", [] if result.returncode == 4 and b"no such folder" in result.stderr else [f"{result.returncode}: {result.stderr}"])
    if os.geteuid() != 0:
        locked = folder / "locked.json"
        locked.write_text("{}", encoding="ascii")
        locked.chmod(0)
        check("a file without permission", locked, INPUT, "ING001")
    check_large(folder)
for name, arguments in {
    "no command": [], "an unknown command": ["frobnicate"], "no file": ["analyze"], "an unknown option": ["analyze", "--frobnicate", "x"], "an unknown format": ["analyze", "--format", "yaml", "x"],
    "a depth of four": ["analyze", "--depth", "4", "x"], "a depth that is no number": ["analyze", "--depth", "x", "x"], "a date that is none": ["analyze", "--as-of", "2026-02-30", "x"],
}.items():
    usage(name, *arguments)
tell("good input", [] if run("analyze", FIXTURES / "single-circuit/input.json").returncode == FINE else ["exit status"])
print(f"bad_input: {passed} passed, {failed} failed")
sys.exit(failed > 0)
