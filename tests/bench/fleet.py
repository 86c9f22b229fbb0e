#!/usr/bin/env python3
"""How fast a batch is, against as many separate processes, with one job and two, and when nothing has changed. No test: machines are noisy.

  fleet.py ERSCOPE [--estates N] [--boxes N] [--formats LIST] [--separate N] [--rounds N]

Writes N estates (1,000 of about 100 boxes unless told; made for this project, each with names of its own), then times, in turns:
  separate   erscope draw --format svg, then erscope report --format html: the two commands an estate takes without batch; of --separate
             estates (all unless told), counted up to all
  one        one erscope process per estate that does the same at once: erscope batch of that estate alone
  jobs 1, 2  erscope batch of all, SVG and HTML each
  halves     two erscope batch of one job at once, a half of the estates each: what two processors of this machine give that share nothing
  again      the same once more, nothing changed
Targets: two jobs at least 1.8 times as fast as one, and 5 times as fast as separate processes; again at most a twentieth. Measure a release
build on a machine that does nothing else; wall clock and processor time are both printed, since the former needs two free processors.
"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from drawing import estate  # noqa: E402

AS_OF = "2026-11-23"


def timed(commands, together=1):
    """Wall clock and processor time of commands, so many at a time."""
    before, begin, waiting = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), list(commands)
    while waiting:
        running = [(command, subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)) for command in waiting[:together]]
        del waiting[:together]
        for command, process in running:
            told = process.communicate()[1]
            if process.returncode not in (0, 1):
                sys.exit(f"fleet.py: {' '.join(map(str, command))}: exit status {process.returncode}: {told.decode()[-400:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write_estates(folder, n, boxes):
    text = json.dumps(estate(boxes))
    for i in range(n):
        (folder / f"estate-{i:04d}").mkdir(parents=True)
        (folder / f"estate-{i:04d}" / "input.json").write_text(text.replace("resourceGroups/network", f"resourceGroups/network-{i:04d}"), encoding="utf-8")
    return sorted(folder.iterdir())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("erscope")
    parser.add_argument("--estates", type=int, default=1000)
    parser.add_argument("--boxes", type=int, default=100)
    parser.add_argument("--formats", default="svg,html")
    parser.add_argument("--separate", type=int)
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    n, separate = given.estates, given.separate or given.estates
    document = [form for form in given.formats.split(",") if form != "svg"]
    with tempfile.TemporaryDirectory(prefix="fleet-") as name:
        root = pathlib.Path(name)
        estates = write_estates(root / "estates", n, given.boxes)
        batch = [given.erscope, "batch", root / "estates", "--as-of", AS_OF, "--format", given.formats, "-q"]
        best = {}

        def measure(what, commands, of=n, together=1):
            wall, busy = timed(commands, together)
            row = (wall * n / of, busy * n / of)
            if what not in best or row[0] < best[what][0]:
                best[what] = row
            print(f"{what:12} {row[0]:9.2f} s ({row[1]:9.2f} s of processors)" + (f", counted up from {of}" if of != n else ""), flush=True)

        for _ in range(given.rounds):
            for folder in ("one", "two", "half-0", "half-1", "alone", "draw"):
                shutil.rmtree(root / folder, ignore_errors=True)
            measure("jobs 1", [[*batch, "--jobs", "1", "-o", root / "one"]])
            measure("jobs 2", [[*batch, "--jobs", "2", "-o", root / "two"]])
            measure("halves", [[given.erscope, "batch", *estates[i::2], *batch[3:], "--jobs", "1", "-o", root / f"half-{i}"] for i in (0, 1)], together=2)
            measure("again", [[*batch, "--jobs", "2", "-o", root / "two"]])
            commands = []
            for folder in estates[:separate]:
                out = root / "draw" / folder.name
                commands.append([given.erscope, "draw", folder / "input.json", "--as-of", AS_OF, "--format", "svg", "-q", "-o", out])
                commands += [[given.erscope, "report", folder / "input.json", "--as-of", AS_OF, "--format", form, "-q", "-o", out] for form in document]
            measure("separate", commands, separate)
            measure("one", [[given.erscope, "batch", folder / "input.json", "--as-of", AS_OF, "--format", given.formats, "-q", "--jobs", "1", "-o", root / "alone" / folder.name] for folder in estates[:separate]], separate)
        same = subprocess.run(["diff", "-r", "-x", ".erscope", root / "one", root / "two"], stdout=subprocess.DEVNULL).returncode == 0
        size = sum(path.stat().st_size for path in (root / "two").rglob("*") if path.is_file())
    print(f"{os.cpu_count()} processors; {size / 1e6:.0f} MB written; one job and two wrote {'the same bytes' if same else 'DIFFERENT BYTES'}")
    for what, ratio, target, least in (("two jobs against one", best["jobs 1"][0] / best["jobs 2"][0], 1.8, True), ("two processes that share nothing against one", best["jobs 1"][0] / best["halves"][0], None, True), ("two jobs against separate processes", best["separate"][0] / best["jobs 2"][0], 5, True),
                                       ("two jobs against one process each", best["one"][0] / best["jobs 2"][0], None, True), ("again against first", best["again"][0] / best["jobs 2"][0], 0.05, False)):
        met = "" if target is None else "  met" if (ratio >= target) == least or ratio == target else "  MISSED"
        print(f"{what}: {ratio:.3f}" + (f" (target: at {'least' if least else 'most'} {target}){met}" if target else ""))


main()
