#!/usr/bin/env python3
"""erscope batch as a nightly job meets it: what it writes, what it skips, and what it survives. usage: test_batch.py ERSCOPE FIXTURES

ERSCOPE_KILLS=N kills a run at N random moments (default: 25). Tests that need root (a full and a read-only file system) are told when skipped.
"""
import html.parser
import json
import os
import pathlib
import pty
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

ERSCOPE, FIXTURES = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
KILLS = int(os.environ.get("ERSCOPE_KILLS", "25"))
DAY, NEXT = "2026-11-27", "2026-11-28"
FAST = ["--format", "svg,text"]
failures, passed = [], 0


def check(good, *words):
    global passed
    if good:
        passed += 1
    else:
        failures.append(" ".join(map(str, words)))
        print("FAILED:", *words, file=sys.stderr)


def batch(*words, cwd, day=DAY, status=None, env=None, **more):
    done = subprocess.run([ERSCOPE, "batch", *map(str, words), "--as-of", day], cwd=cwd, capture_output=True, text=True, env={**os.environ, **(env or {})}, **more)
    if status is not None:
        check(done.returncode == status, words, "status", done.returncode, "wanted", status, done.stderr[-600:])
    return done


def estates(root, names, folder="estates"):
    for i, name in enumerate(names):
        home = root / folder / (name if names.count(name) == 1 else f"{name}-{i}")
        home.mkdir(parents=True)
        shutil.copy(FIXTURES / name / "input.json", home)
        if (FIXTURES / name / "site.xml").exists():
            shutil.copy(FIXTURES / name / "site.xml", home)


def tree(folder, but=(".erscope",)):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file() and path.relative_to(folder).parts[0] not in but}


def by_estate(files):
    """File names and bytes per folder of an estate; pages over all under their own name."""
    out = {}
    for name, data in files.items():
        top = name.split("/")[0]
        out.setdefault(name if top == "trends" else top, {})[name] = data
    return out


def index(root, out="out"):
    return {row["estate"]: row for row in json.loads((root / out / "index.json").read_text())["estates"]}


NAMES = ["bow-tie", "single-circuit", "two-circuits-one-location", "vpn-backup", "square-with-wan", "virtual-wan"]


# ---- what it writes ----

class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.tags, self.open = [], set(), []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.links += [value for name, value in attributes if name in ("href", "src")]
        if tag not in ("meta", "path", "circle", "rect"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        check(self.open and self.open.pop() == tag, "tags do not nest at", tag)


def check_trend(path):
    """Three pictures; no text leaves its picture, and none stands on another (0.62 em a letter is more than the font has on average)."""
    svg = "{http://www.w3.org/2000/svg}"
    pictures = ElementTree.parse(path).getroot().findall(svg + "svg")
    check(len(pictures) == 3 and all(picture.find(svg + "title").text and picture.find(svg + "desc").text for picture in pictures), "pictures of", path)
    for picture in pictures:
        boxes = []
        for text in picture.iter(svg + "text"):
            size = 14 if text.get("class") == "title" else 12
            width, x, y = len(text.text) * 0.62 * size, float(text.get("x")), float(text.get("y"))
            boxes.append((x - width if text.get("text-anchor") == "end" else x, y - 0.8 * size, x if text.get("text-anchor") == "end" else x + width, y + 0.2 * size, text.text))
        for i, a in enumerate(boxes):
            check(-4 <= a[0] and a[2] <= 470 and 0 <= a[1] and a[3] <= 190, "text leaves its picture", path, a)
            for b in boxes[:i]:
                check(a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], "texts stand on each other", path, a, b)


def test_outputs(root):
    estates(root, NAMES)
    done = batch("estates", "-o", "out", cwd=root, status=1)
    check(len(done.stdout.splitlines()) == 1 and done.stdout.startswith("6 estates: 6 reported"), "summary", done.stdout)
    check(re.search(r"^\[6/6\] .*: \d+ findings.* \(\d+\.\d\d s\)$", done.stderr, re.M), "lines", done.stderr)
    subprocess.run([ERSCOPE, "draw", "estates/bow-tie/input.json", "--as-of", DAY, "--format", "svg", "-q", "-o", "drawn"], cwd=root, check=True, capture_output=True)
    for path in sorted((root / "drawn").iterdir()):
        check((root / "out/bow-tie" / path.name).read_bytes() == path.read_bytes(), "batch and draw differ in", path.name)
    for form, name in (("text", "check.txt"), ("json", "results.json")):
        alone = subprocess.run([ERSCOPE, "check", "estates/virtual-wan/input.json", "--as-of", DAY, "-q", "--format", form], cwd=root, capture_output=True)
        check((root / "out/virtual-wan" / name).read_bytes() == alone.stdout, "batch and check differ in", name)
    page = (root / "out/index.html").read_text()
    links = Links()
    links.feed(page)
    check(not links.open, "tags left open", links.open)
    check("script" not in links.tags and not re.search(r"https?://", page), "the page reaches outside, or acts")
    for link in set(links.links):
        check((root / "out" / link).is_file(), "dead link", link)
    check(any(link.endswith("report.html") for link in links.links), "no report is linked")
    for name in ("trend.svg", "trends/bow-tie.svg"):
        check_trend(root / "out" / name)
    metrics = (root / "out/metrics.prom").read_text()
    check(metrics.endswith("# EOF\n") and 'erscope_estate_findings{estate="single-circuit",severity="high"} 3\n' in metrics, "metrics", metrics[:500])
    for line in metrics.splitlines():
        check(re.match(r'# (HELP|TYPE|EOF)|[a-z_]+(\{estate="[^"]*"(,[a-z]+="[a-z]+")?\})? -?[\d.]+$', line), "metrics line", line)
    rows = index(root)
    check(rows["single-circuit"]["findings"]["high"] == 3 and rows["single-circuit"]["single_points"] == 3 and rows["bow-tie"]["single_points"] == 0, "index", rows["single-circuit"])
    check(len((root / "out/history.jsonl").read_text().splitlines()) == 6, "history")
    for jobs in ("1", "4"):
        batch("estates", "-o", f"jobs{jobs}", "--jobs", jobs, cwd=root, env={"TZ": "Pacific/Auckland", "LC_ALL": "C"})
        check(tree(root / f"jobs{jobs}") == tree(root / "out"), "bytes depend on --jobs", jobs)


def test_again(root):
    estates(root, NAMES)
    batch("estates", "-o", "out", *FAST, cwd=root)
    before = tree(root / "out")
    done = batch("estates", "-o", "out", *FAST, cwd=root, status=1)
    check("0 reported, 6 unchanged" in done.stdout and tree(root / "out") == before, "again", done.stdout)
    done = batch("estates", "-o", "out", *FAST, cwd=root, day=NEXT)
    check("0 reported, 6 unchanged" in done.stdout, "another day", done.stdout)
    check(len((root / "out/history.jsonl").read_text().splitlines()) == 12, "history of two days")
    site = root / "estates/vpn-backup/site.xml"
    site.write_text(site.read_text().replace("</estate>", '<accept rule="ER-TOP-009" subject="er-x" until="2027-03-31" by="board" reason="known"/></estate>'))
    done = batch("estates", "-o", "out", *FAST, cwd=root, day=NEXT)
    check("1 reported, 5 unchanged" in done.stdout, "a changed site description", done.stdout)
    done = batch("estates", "-o", "out", *FAST, cwd=root, day="2026-11-29")
    check("1 reported, 5 unchanged" in done.stdout, "an acceptance depends on the day", done.stdout)
    (root / "out/bow-tie/overview.svg").unlink()
    done = batch("estates", "-o", "out", *FAST, cwd=root, day="2026-11-29")
    check("1 reported, 5 unchanged" in done.stdout and (root / "out/bow-tie/overview.svg").exists(), "a file that is missing", done.stdout)
    for more in (["--format", "text"], ["--fail-on", "low"], ["--anew"]):
        done = batch("estates", "-o", "out", *FAST, *more, cwd=root, day="2026-11-29")
        check("6 reported" in done.stdout, more, done.stdout)


def test_regressions(root):
    estates(root, ["bow-tie", "single-circuit"])
    batch("estates", "-o", "out", *FAST, cwd=root)
    shutil.copy(FIXTURES / "two-circuits-one-location/input.json", root / "estates/bow-tie/input.json")
    done = batch("estates", "-o", "out", *FAST, cwd=root, day=NEXT)
    rows = index(root)
    check(rows["bow-tie"]["new"] > 0 and rows["bow-tie"]["fixed"] > 0 and rows["single-circuit"]["new"] == 0, "new", rows["bow-tie"])
    check(", new" not in done.stdout and f"{rows['bow-tie']['new']} new" in done.stdout, "summary tells what is new", done.stdout)
    page = (root / "out/index.html").read_text()
    check(page.index("Worse since") < page.index(f"since {DAY}") < page.index("Trends"), "regressions stand at the top")
    batch("estates", "-o", "out", *FAST, "--anew", cwd=root, day=NEXT)
    check(index(root)["bow-tie"]["new"] == rows["bow-tie"]["new"], "another run of the same day compares with the day before")
    batch("estates", "-o", "out", *FAST, cwd=root, day="2026-11-29")
    check(index(root)["bow-tie"]["new"] == 0 and "Nothing." in (root / "out/index.html").read_text(), "the day after nothing is new")


# ---- sources ----

def test_sources(root):
    estates(root, ["bow-tie", "single-circuit"])
    (root / "estates/readme.txt").write_text("no inventory")
    (root / "estates/empty").mkdir()
    shutil.copy(FIXTURES / "virtual-wan/input.json", root / "estates/fleet.json")
    done = batch("estates", "-o", "out", *FAST, cwd=root, status=1)
    check("3 estates" in done.stdout and "2 files or folders hold no inventory" in done.stderr, "folder", done.stderr)
    batch("estates/*/input.json", "-o", "glob", *FAST, cwd=root, status=1)
    check(sorted(index(root, "glob")) == ["input", "input 2"] and (root / "glob/input-2").is_dir(), "pattern: names are made unique")
    (root / "list").write_text("# nightly\nestates/bow-tie\n\nestates/fl*.json\nestates/absent\n")
    done = batch("list", "-o", "listed", *FAST, cwd=root, status=3)
    check(sorted(index(root, "listed")) == ["absent", "bow-tie", "fleet"], "list", done.stderr)
    (root / "erscope-batch.conf").write_text("[defaults]\nformats=text\nfail-on=low\n\n[estate Contoso & <Söhne>]\ninputs=estates/bow-tie/*.json\n[estate two]\ninputs=estates/single-circuit/input.json;estates/fleet.json\nformats=sarif,junit,csv,openmetrics\n[estate none]\ninputs=nothing*.json\n")
    done = batch(".", "-o", "manifest", cwd=root, status=3)
    rows = index(root, "manifest")
    check(list(rows) == ["Contoso & <Söhne>", "two", "none"] and rows["Contoso & <Söhne>"]["folder"] == "contoso-sohne", "manifest", list(rows))
    check(sorted(path.name for path in (root / "manifest/two").iterdir()) == ["check.csv", "check.junit.xml", "check.prom", "check.sarif", "estate.json", "findings.json"], "formats of one estate")
    page = (root / "manifest/index.html").read_text()
    check("Contoso &amp; &lt;Söhne&gt;" in page and "<Söhne>" not in page and "no file is named like" in page, "names are escaped")
    for text, words in (("[estate a]\ninput=x\n", "there is no key 'input'"), ("[estates]\n", "[estates]"), ("[estate a]\ninputs=x\n[estate a]\ninputs=y\n", ":3: there are two estates 'a'"), ("[estate a]\nsite=x\n", "says no inputs="),
                        ("[defaults]\nformats=svgg\n", "near: svg"), ("[defaults]\ntimeout=soon\n", ":2: timeout is a whole number"), ("[estate a]\nnonsense\n", ":2: this is no KEY=VALUE"), ("[defaults]\nfail-on=purple\n", "purple")):
        (root / "wrong.conf").write_text(text)
        done = batch("wrong.conf", "-o", "wrong", cwd=root, status=2)
        check(words in done.stderr and not (root / "wrong").exists(), "manifest", text, done.stderr)
    for words, status, told in ((["absent"], 2, "there is no folder"), (["estates", "--shard", "2/2"], 2, "I from 0 to N-1"), (["estates", "--jobs", "-1"], 2, "--jobs"), ([], 2, "name a folder"), (["estates/empty"], 3, "no estate"), (["estates", "--timeout", "x"], 2, "timeout")):
        done = batch(*words, "-o", "wrong", cwd=root, status=status)
        check(told in done.stderr, words, done.stderr)


def test_german(root):
    """--lang is of what people read; what programs read stays as it is."""
    estates(root, NAMES[:3])
    batch("estates", "-o", "en", *FAST, cwd=root)
    batch("estates", "-o", "de", *FAST, "--lang", "de", cwd=root)
    one, other = tree(root / "en"), tree(root / "de")
    page = other["index.html"].decode()
    check('<html lang="de">' in page and "Alle Bestände, die schlechtesten zuerst" in page and "Offene Befunde, alle Bestände" in page, "index page in German", page[:500])
    for word in ("estates", "Trends", "open questions", "Worse", "Nothing.", "single points", ">report<", "at least"):
        check(word not in re.sub(r"<style>.*?</style>", "", page, flags=re.S), "English on the German page:", word)
    for name in ("index.json", "metrics.prom", "history.jsonl"):
        check(one[name] == other[name].replace(b"/de/", b"/en/"), "a language for programs:", name)


def test_shards(root):
    estates(root, NAMES)
    shutil.copy(FIXTURES / "bad/empty.json", root / "estates/broken.json")
    for day in (DAY, NEXT):
        batch("estates", "-o", "one", *FAST, cwd=root, day=day, status=3)
        for i in (2, 0, 1):
            batch("estates", "-o", "shards", *FAST, "--shard", f"{i}/3", cwd=root, day=day)
        check((root / "shards/index.html").exists() == (day == NEXT), "shards make no pages")
        batch("estates", "-o", "shards", *FAST, "--merge", cwd=root, day=day, status=3)
        running = [subprocess.Popen([ERSCOPE, "batch", "estates", "-o", "last", *FAST, "--shard", f"{i}/3", "--merge", "-q", "--as-of", day], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for i in range(3)]
        for process in running:
            process.wait()
        for out in ("shards", "last"):
            check(tree(root / out) == tree(root / "one"), "shards and one run differ", out, day)
        shutil.copy(FIXTURES / "metro/input.json", root / "estates/bow-tie/input.json")


# ---- what it survives ----

def test_hostile(root):
    estates(root, ["bow-tie"])
    for path in sorted((FIXTURES / "bad").iterdir()):
        if path.suffix in (".json", ".xml"):
            shutil.copy(path, root / "estates" / f"bad-{path.stem}.json")
    deep, fifo, secret = root / "estates/deep.json", root / "estates/fifo.json", root / "estates/unreadable"
    deep.write_text("[" * 200000)
    os.mkfifo(fifo)
    secret.mkdir()
    (secret / "input.json").mkdir()
    (root / "estates/dangling.json").symlink_to("/nonexistent/input.json")
    (root / "estates/random.json").write_bytes(random.Random(1).randbytes(100000))
    (root / "estates/a\nb<script>&\"'.json").write_bytes((FIXTURES / "single-circuit/input.json").read_bytes())
    (root / "estates/big.json").touch()
    os.truncate(root / "estates/big.json", 3 << 30)
    done = batch("estates", "-o", "out", *FAST, cwd=root, status=3, timeout=300)
    rows = index(root)
    check(rows["bow-tie"]["state"] == "ok" and rows["bow-tie"]["failure"] is None, "the good one")
    bad = {name: row["failure"] for name, row in rows.items() if row["failure"]}
    check({"deep", "random", "bad-empty", "bad-not-json"} <= set(bad), "failures", sorted(bad))
    check(all("signal" not in why and "status" not in why for why in bad.values()), "crashes", bad)
    page = (root / "out/index.html").read_text()
    check("<script" not in page and "&lt;script&gt;" in page, "the name of a file is escaped")
    Links().feed(page)
    for slug in (row["folder"] for row in rows.values() if row["failure"]):
        check((root / "out" / slug / "failed.txt").read_text().startswith(DAY), "failed.txt", slug)
    print(f"batch: {len(rows)} inputs, {len(bad)} of them hostile and told, {sum(row['failure'] is None for row in rows.values())} reported")
    # Today's export is broken: yesterday's reports stay.
    kept = tree(root / "out/bow-tie")
    (root / "estates/bow-tie/input.json").write_text("")
    batch("estates", "-o", "out", *FAST, cwd=root, day=NEXT, status=3)
    now = tree(root / "out/bow-tie")
    check({name: now[name] for name in kept} == kept and set(now) - set(kept) == {"failed.txt"}, "reports of yesterday stay")
    check(f"The reports are of {DAY}" in (root / "out/index.html").read_text(), "and that is told")
    shutil.copy(FIXTURES / "bow-tie/input.json", root / "estates/bow-tie")
    batch("estates", "-o", "out", *FAST, cwd=root, day=NEXT, status=3)
    check(not (root / "out/bow-tie/failed.txt").exists() and index(root)["bow-tie"]["failed_on"] is None, "a failure ends")


def test_limits(root):
    estates(root, ["bow-tie"])
    sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "bench"))
    from drawing import estate
    (root / "estates/large.json").write_text(json.dumps(estate(3000)))
    done = batch("estates", "-o", "time", "--timeout", "1", "--format", "svg,text,json", cwd=root)
    rows = index(root, "time")
    check(rows["large"]["failure"] == "it took longer than 1 s" and done.returncode == 3, "time", rows["large"]["failure"])
    done = batch("estates/large.json", "-o", "memory", "--memory", "30", *FAST, cwd=root, status=3)
    check("more memory" in (index(root, "memory")["large"]["failure"] or ""), "memory", index(root, "memory")["large"]["failure"])


def test_crash(root):
    """A child that is killed is one estate's matter; another one is not touched."""
    estates(root, ["bow-tie", "single-circuit"])
    sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "bench"))
    from drawing import estate
    (root / "estates/a-large.json").write_text(json.dumps(estate(3000)))
    process = subprocess.Popen([ERSCOPE, "batch", "estates", "-o", "out", "--jobs", "1", *FAST, "--as-of", DAY], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    children, until = [], time.monotonic() + 60
    while not children and time.monotonic() < until and process.poll() is None:
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGABRT)
    check(process.wait() == 3, "status after a crash", process.returncode)
    rows = index(root)
    check("signal 6" in rows["a-large"]["failure"] and rows["bow-tie"]["failure"] is None and rows["single-circuit"]["failure"] is None, "crash", rows["a-large"]["failure"])


EVERY = ["--format", "svg,html,pdf,drawio,markdown,text,json,sarif,junit,openmetrics,csv"]


def test_one_worker(root):
    """What an estate's reports hold does not depend on what its worker was at before: shards of one estate each, against one worker for all."""
    estates(root, NAMES)
    batch("estates", "-o", "all", "--jobs", "1", *EVERY, cwd=root)
    for i in range(len(NAMES)):
        batch("estates", "-o", "alone", *EVERY, "--shard", f"{i}/{len(NAMES)}", cwd=root)
    batch("estates", "-o", "alone", *EVERY, "--merge", cwd=root)
    one, other = tree(root / "all"), tree(root / "alone")
    check(one == other and len(one) > 100, "one worker for all, and one for each:", len(one), [name for name in one if one[name] != other.get(name)])


def test_idle_worker_killed(root):
    """A worker that has nothing to do may end: nobody misses it."""
    estates(root, ["bow-tie"])
    sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "bench"))
    from drawing import estate
    (root / "estates/z-large.json").write_text(json.dumps(estate(6000)))
    process = subprocess.Popen([ERSCOPE, "batch", "estates", "-o", "out", "--jobs", "2", *FAST, "--as-of", DAY], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until, idle = time.monotonic() + 120, []
    while not (root / "out/bow-tie/estate.json").exists() and time.monotonic() < until and process.poll() is None:
        time.sleep(0.002)
    for child in pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        said_to = os.readlink(f"/proc/{child}/fd/2")   # of the estate it is at, or was
        if said_to.endswith(" (deleted)") or "/out/bow-tie/" in said_to:
            os.kill(int(child), signal.SIGKILL)
            idle.append(child)
    check(process.wait() == 0 and all(row["failure"] is None for row in index(root).values()), "an idle worker is killed", idle, process.returncode)
    check(len(idle) == 1, "one worker was idle", idle)


def test_two_runs(root):
    estates(root, NAMES)
    first = subprocess.Popen([ERSCOPE, "batch", "estates", "-o", "out", *FAST, "--jobs", "1", "--as-of", DAY], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not (root / "out/.erscope/work").exists() and time.monotonic() < until:
        time.sleep(0.002)
    second = batch("estates", "-o", "out", *FAST, cwd=root, status=4)
    check(f"another run (process {first.pid})" in second.stderr, "the second run", second.stderr)
    shard = batch("estates", "-o", "out", *FAST, "--shard", "0/2", cwd=root, status=4)
    check("another run" in shard.stderr, "a shard beside a run", shard.stderr)
    first.communicate()
    check(first.returncode == 1 and len(index(root)) == 6, "the first run")


def test_killed(root):
    estates(root, NAMES)
    batch("estates", "-o", "old", *FAST, cwd=root)
    shutil.copytree(root / "old", root / "new")
    for i, name in enumerate(NAMES[:-1]):
        shutil.copy(FIXTURES / NAMES[i + 1] / "input.json", root / "estates" / name / "input.json")
    begin = time.monotonic()
    batch("estates", "-o", "new", *FAST, cwd=root, day=NEXT)
    took = time.monotonic() - begin
    old, new = by_estate(tree(root / "old")), by_estate(tree(root / "new"))
    random_ = random.Random(KILLS)
    mixed = ended = half = 0
    for n in range(KILLS):
        shutil.rmtree(root / "out", ignore_errors=True)
        shutil.copytree(root / "old", root / "out")
        process = subprocess.Popen([ERSCOPE, "batch", "estates", "-o", "out", *FAST, "--as-of", NEXT], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Half of them where folders are being put in place.
        time.sleep(random_.uniform(0, took * 1.1) if n % 2 else random_.uniform(took * 0.75, took * 1.05))
        process.kill()
        ended += process.wait() >= 0
        now = by_estate(tree(root / "out"))
        states = set()
        for name in set(old) | set(new):
            if name == "history.jsonl":
                check(new[name][name].startswith(now[name][name]), "kill", n, "history")
            else:
                whole = now.get(name) in (old.get(name), new.get(name))
                half += not whole
                check(whole, "kill", n, "half written:", name)
                states.add("old" if now.get(name) == old.get(name) else "new")
        check(not set(now) - set(old) - set(new), "kill", n, "left behind", set(now) - set(old) - set(new))
        mixed += len(states) == 2
        if n % 5 == 0:
            done = batch("estates", "-o", "out", *FAST, cwd=root, day=NEXT)
            check(tree(root / "out") == tree(root / "new"), "kill", n, "the next run does not end as one that was not killed", done.stderr)
            check(sorted(os.listdir(root / "out/.erscope")) == ["lock"], "kill", n, "left in .erscope")
    print(f"batch: killed at {KILLS} random moments: {KILLS - ended} before the end, {mixed} with some estates old and some new, {half} half")


SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) { errno = EINVAL; return -1; }
int rename(const char *from, const char *to)
{
	static int n;
	int done = ((int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename"))(from, to);
	if (getenv("KILL_AT") != NULL && ++n == atoi(getenv("KILL_AT")))
		raise(SIGKILL);
	return done;
}
"""


def test_no_exchange(root):
    """A file system that exchanges no folders: two renames, and the next run puts back what a kill between them left."""
    (root / "shim.c").write_text(SHIM)
    if subprocess.run(["cc", "-shared", "-fPIC", "-o", root / "shim.so", root / "shim.c", "-ldl"], capture_output=True).returncode != 0:
        print("batch: no exchange of folders: skipped, it takes a C compiler")
        return
    estates(root, NAMES[:3])
    batch("estates", "-o", "old", *FAST, cwd=root)
    for i, name in enumerate(NAMES[:3]):
        shutil.copy(FIXTURES / NAMES[i + 1] / "input.json", root / "estates" / name / "input.json")
    shutil.copytree(root / "old", root / "new")
    batch("estates", "-o", "new", *FAST, cwd=root, day=NEXT)
    new, old, gaps, killed = by_estate(tree(root / "new")), by_estate(tree(root / "old")), 0, 0
    for n in range(1, 12):
        shutil.rmtree(root / "out", ignore_errors=True)
        shutil.copytree(root / "old", root / "out")
        env = {"LD_PRELOAD": str(root / "shim.so"), "KILL_AT": str(n), "ASAN_OPTIONS": "verify_asan_link_order=0"}
        done = batch("estates", "-o", "out", *FAST, "--jobs", "1", cwd=root, day=NEXT, env=env)
        now = by_estate(tree(root / "out"))
        killed += done.returncode == -signal.SIGKILL
        missing = [name for name in NAMES[:3] if name not in now]
        gaps += len(missing)
        check(len(missing) <= 1 and all(now[name] in (old[name], new[name]) for name in NAMES[:3] if name in now), "no exchange, killed after rename", n, missing)
        # What is put back is whole, also where the estate can no longer be read.
        for name in missing:
            kept = (root / "estates" / name / "input.json").read_bytes()
            (root / "estates" / name / "input.json").write_text("")
            batch("estates", "-o", "out", *FAST, cwd=root, day=NEXT, status=3)
            back = by_estate(tree(root / "out"))[name]
            check({file: data for file, data in back.items() if not file.endswith("failed.txt")} == old[name], "the old reports are put back", n, name)
            (root / "estates" / name / "input.json").write_bytes(kept)
        batch("estates", "-o", "out", *FAST, cwd=root, day=NEXT)
        whole = by_estate(tree(root / "out"))
        check(all(whole[name] == new[name] for name in NAMES[:3]), "no exchange: the next run ends as any", n)
    check(killed > 5 and gaps >= 2, "kills between two renames were met", killed, gaps)


def test_resumed(root):
    """Ended by a signal, it goes on where it was."""
    estates(root, NAMES)
    process = subprocess.Popen([ERSCOPE, "batch", "estates", "-o", "out", "--jobs", "1", *FAST, "--as-of", DAY], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if line.startswith("[2/6]"):
            break
    process.send_signal(signal.SIGTERM)
    told = process.stderr.read()
    process.wait()
    if "[6/6]" not in told:
        check(process.returncode == -signal.SIGTERM and "the next run goes on" in told, "ended by SIGTERM", process.returncode, told)
    done = batch("estates", "-o", "out", *FAST, cwd=root, status=1)
    check(re.search(r"[1-6] unchanged", done.stdout), "goes on", done.stdout)


def test_torn_history(root):
    estates(root, ["bow-tie"])
    batch("estates", "-o", "out", *FAST, cwd=root)
    path = root / "out/history.jsonl"
    whole = path.read_text()
    path.write_text("not json\n" + whole + whole[:40])
    done = batch("estates", "-o", "out", *FAST, cwd=root, day=NEXT, status=0)
    lines = path.read_text().splitlines()
    check("2 lines could not be read" in done.stderr and "half a line" in done.stderr, "torn history is told", done.stderr)
    check(len(lines) == 3 and json.loads(lines[1])["as_of"] == DAY and json.loads(lines[2])["as_of"] == NEXT, "torn history goes on", lines)


def test_full(root):
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", root], capture_output=True).returncode != 0:
        print("batch: full and read-only file systems: skipped, it takes root to mount one")
        return
    work = pathlib.Path(tempfile.mkdtemp(prefix="batch-in-"))
    try:
        estates(work, NAMES)
        done = batch(work / "estates", "-o", root / "out", "--format", "svg,text,json", cwd=work, status=4)
        reported = [name for name in NAMES if (root / "out" / name / "estate.json").exists()]
        check("No space left on device" in done.stderr and "6 estates" in done.stdout, "a full disk is told", done.stderr)
        check(0 < len(reported) < 6, "some fit", reported)
        for name in reported:
            record = json.loads((root / "out" / name / "estate.json").read_text())
            check(all((root / "out" / name / file).stat().st_size > 0 for file in record["files"]), "half written on a full disk", name)
        before = {name: tree(root / "out" / name) for name in reported}
        done = batch(work / "estates", "-o", root / "out", "--format", "svg,text,json", "--anew", cwd=work, day=NEXT, status=4)
        for name in reported:
            now = tree(root / "out" / name)
            check(now and (DAY.encode() in now["estate.json"] or NEXT.encode() in now["estate.json"]) and all(now[file] for file in before[name]), "old or new on a full disk", name)
        subprocess.run(["mount", "-o", "remount,size=60m", root], check=True)
        batch(work / "estates", "-o", root / "out", "--format", "svg,text,json", cwd=work, day=NEXT, status=1)
        check(all(row["failure"] is None for row in index(root).values()), "with room again all are reported")
        print(f"batch: full disk: {len(reported)} of 6 estates fitted, none half; all reported once there was room")
        before = tree(root / "out")
        subprocess.run(["mount", "-o", "remount,ro", root], check=True)
        for out in ("out", "other"):
            done = batch(work / "estates", "-o", root / out, *FAST, cwd=work, day=NEXT, status=4)
            check("Read-only file system" in done.stderr and len(done.stderr.splitlines()) == 1, "read-only", done.stderr)
        check(tree(root / "out") == before, "read-only: nothing changed")
    finally:
        subprocess.run(["umount", root], check=True)
        shutil.rmtree(work)


def test_not_ours(root):
    estates(root, ["bow-tie", "single-circuit"])
    (root / "out/bow-tie").mkdir(parents=True)
    (root / "out/bow-tie/thesis.txt").write_text("ten years of work")
    done = batch("estates", "-o", "out", *FAST, cwd=root, status=4)
    check((root / "out/bow-tie/thesis.txt").read_text() == "ten years of work" and "is not erscope's and was left alone" in done.stderr, "a folder of somebody else", done.stderr)
    check((root / "out/single-circuit/check.txt").exists(), "the others go on")


def test_terminal(root):
    estates(root, NAMES)
    master, slave = pty.openpty()
    process = subprocess.Popen([ERSCOPE, "batch", "estates", "-o", "out", *FAST, "--jobs", "1", "--as-of", DAY], cwd=root, stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    told = b""
    while True:
        try:
            part = os.read(master, 4096)
        except OSError:
            break
        if not part:
            break
        told += part
    process.wait()
    os.close(master)
    check(b"\r\x1b[K[" in told and re.search(rb"\d:\d\d left", told) and told.endswith(b"\r\x1b[K"), "progress on a terminal", told)
    check(b"\n" not in told, "one line on a terminal", told)
    done = batch("estates", "-o", "out2", *FAST, "-q", cwd=root)
    check(done.stderr == "" and len(done.stdout.splitlines()) == 1, "quiet", done.stderr)


def main():
    tests = [value for name, value in sorted(globals().items()) if name.startswith("test_") and (len(sys.argv) < 4 or name[5:] in sys.argv[3:])]
    for test in tests:
        begin = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="batch-") as name:
            test(pathlib.Path(name))
        if os.environ.get("ERSCOPE_TIMES"):
            print(f"{test.__name__}: {time.monotonic() - begin:.1f} s", file=sys.stderr)
    print(f"batch: {passed} passed, {len(failures)} failed")
    sys.exit(bool(failures))


main()
