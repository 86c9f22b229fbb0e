#!/usr/bin/env python3
"""The HTML report: what its page shows after a failure is what `erscope fail` says, for every component and group of some fixtures; nothing in
it reaches outside; names that mean harm stay text; an estate of 100 boxes is a page below 300 KB. With Chromium (a Debian package) the page is
also used: clicks, keys, a phone's width, console and requests; without it that part is left out, and the output says so.
usage: test_page.py ERSCOPE FIXTURES DRAWING_PY"""
import base64
import concurrent.futures
import hashlib
import html.parser
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ERSCOPE, FIXTURES, DRAWING = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
NAMES = ["bow-tie", "single-circuit", "virtual-wan", "service-two-regions"]
AS_OF = ["--as-of", "2026-11-23", "-q"]
MOST_BYTES = 300_000
passed = failed = 0


def tell(good, what, detail=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good and failed < 40:
        print(f"{what}: {str(detail)[:600]}")


def run(*arguments):
    return subprocess.run([ERSCOPE, *map(str, arguments)], capture_output=True, text=True, timeout=600)


def report(folder, *inputs):
    made = run("report", *AS_OF, "--format", "html", "-o", folder, *inputs)
    path = pathlib.Path(folder, "report.html")
    tell(made.returncode in (0, 1) and path.exists(), f"{folder}: report", made.stderr)
    return path


def inputs_of(name):
    site = FIXTURES / name / "site.xml"
    return [FIXTURES / name / "input.json", *(["--site", site] if site.exists() else [])]


# ---- the data of a page, read by its form (src/report/page_data.c) ----

class Page:
    def __init__(self, path):
        self.path, self.html = path, path.read_text(encoding="utf-8")
        self.data = data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', self.html, re.S).group(1))
        self.ids, before = [], ""
        for same, rest, *_ in data["components"]:
            before = before[:same] + rest
            self.ids.append(before)
        self.n_components = len(self.ids)
        self.ids += [group[0] for group in data["groups"]]
        self.site = [self.ids[row[1]] for row in data["classes"]]

    def flow_id(self, index):
        row = self.data["flows"][index]
        site, end = self.site[row[0]], self.ids[row[1]]
        return f"{site} -> {end}" if self.data["classes"][row[0]][2] == 0 else f"{end} -> {site}"

    def outcome(self, index, of):
        up, lost, moved, preference, left, used, capacity, burst, bottleneck, convergence, symmetric, kept = self.data["outcomes"][of]
        tri = {0: False, 1: True, None: None}
        return {"class": f"c{self.data['classes'][index][0]}", "up": up == 1, "lost": lost / 1e6, "moved": moved == 1, "preference": preference, "paths_left": left, "used": used,
                "capacity_mbps": capacity, "burst_mbps": burst, "bottleneck": None if bottleneck is None else self.ids[bottleneck], "symmetric": tri[symmetric], "state_kept": tri[kept],
                "convergence": self.data["convergence"][convergence]}

    def impact(self, element):
        pairs, runs, *more = self.data["impacts"][self.data["failures"][element]]
        lost = [first + k for first, length in zip(runs[::2], runs[1::2]) for k in range(length)]
        changed, loads, demand = (more[0], more[1], more[2:]) if more else ([], [], [0, 0])
        services = [[name, self.ids[site], direction, (up == 1) != (i in changed)] for i, (name, site, direction, up) in enumerate(self.data["services"])]
        loads = [loads[i:i + 4] for i in range(0, len(loads), 4)]
        return {"classes": [self.outcome(a, b) for a, b in zip(pairs[::2], pairs[1::2])], "flows_lost": [self.flow_id(i) for i in lost], "services": services,
                "loads": [[self.ids[part], direction, mbps, capacity] for part, direction, mbps, capacity in loads], "demand_lost": demand}


def said_by_fail(inputs, element):
    made = run("fail", *AS_OF, "--format", "json", *inputs, element)
    return json.loads(made.stdout) if made.stdout else made.stderr


def check_failures(folder):
    """Every element: data against `erscope fail`. Returns what fail said, for the browser."""
    said, pages, elements = {}, {}, 0
    ways = ["onprem-to-azure", "azure-to-onprem"]
    for name in NAMES:
        page = pages[name] = Page(report(folder / name, *inputs_of(name)))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            said[name] = dict(zip(page.ids, pool.map(lambda one: said_by_fail(inputs_of(name), one), page.ids)))
        for element, one in enumerate(page.ids):
            elements += 1
            document = said[name][one]
            if isinstance(document, str):
                tell(False, f"{name} {one}", document)
                continue
            step, got = document["scenarios"][-1], page.impact(element)
            names = {service["id"]: service["name"] for service in document["services"]}
            want = {"classes": step["classes"], "flows_lost": [flow.split(" (")[0] for flow in step["flows_lost"]],
                    "services": [[names[row["id"]], row["site"], ways.index(row["direction"]), row["up"]] for row in step["services"]],
                    "loads": [[row["id"], ways.index(row["direction"]), row["load_mbps"], row["capacity_mbps"]] for row in step["loads"][:3]],
                    "demand_lost": [step["demand_lost_mbps"][way] for way in ways]}
            tell(got == want, f"{name}: {one}", [(key, got[key], want[key]) for key in want if got[key] != want[key]][:1])
        tell(page.ids == [row["id"] for row in document["components"]] + [row["id"] for row in document["groups"]], f"{name}: components and groups")
        tell(page.data["left_out"] == 0, f"{name}: nothing left out", page.data["left_out"])
    print(f"failures of components and groups, each against erscope fail: {elements}")
    return pages, said


# ---- what a page is made of ----

class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.data_ids, self.outside, self.handlers, self.scripts, self.anchors, self.text = [], [], [], [], 0, [], []

    def handle_starttag(self, tag, attributes):
        self.scripts += tag == "script"
        for key, value in attributes:
            if key == "id":
                self.ids.append(value)
            elif key == "data-id":
                self.data_ids.append(value)
            elif key.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.handlers.append((tag, key))
            elif key == "href" and (value or "").startswith("#"):
                self.anchors.append(value[1:])
            elif key in ("src", "srcset", "href", "action", "data", "poster", "xlink:href") and not (tag == "a" and re.match("https?://", value or "")) and not (value or "").startswith(("#", "data:")):
                self.outside.append((tag, key, value))
        if tag in ("iframe", "object", "embed", "base", "form", "link"):
            self.outside.append((tag, "", ""))

    def handle_data(self, data):
        self.text.append(data)


def sha256(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def check_page(name, page):
    reader = Reader()
    reader.feed(page.html)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page.html)
    policy = policy.group(1) if policy else ""
    tell("default-src 'none'" in policy and "unsafe" not in policy, f"{name}: policy", policy)
    for tag in ("style", "script"):
        for text in re.findall(rf"<{tag}>(.*?)</{tag}>", page.html, re.S):
            tell(sha256(text) in policy, f"{name}: hash of a {tag}", text[:60])
    tell(reader.outside == [], f"{name}: reaches outside", reader.outside[:3])
    tell(reader.handlers == [] and reader.scripts == 2, f"{name}: scripts", (reader.handlers[:3], reader.scripts))
    tell(not re.search(r"url\(\s*['\"]?(?!#)|@import", page.html), f"{name}: style reaches outside")
    tell("<?erscope" not in page.html, f"{name}: marks left")
    twice = {one for one in reader.ids if reader.ids.count(one) > 1} if len(reader.ids) < 4000 else set()
    tell(not twice and all(re.fullmatch(r"\S+", one) for one in reader.ids), f"{name}: ids", sorted(twice)[:3])
    tell(set(reader.anchors) <= set(reader.ids), f"{name}: leads nowhere", sorted(set(reader.anchors) - set(reader.ids))[:3])
    tell(reader.data_ids and set(reader.data_ids) <= set(page.ids), f"{name}: boxes that the data does not know", sorted(set(reader.data_ids) - set(page.ids))[:3])
    classes = re.findall(r'<tr data-class="(c\d+)"', page.html)
    tell(sorted(classes) == sorted(f"c{row[0]}" for row in page.data["classes"] if not row[4]), f"{name}: rows of flows", classes)
    return reader


def check_size(folder):
    spec = importlib.util.spec_from_file_location("drawing", DRAWING)
    drawing = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(drawing)
    inventory = folder / "b100.json"
    inventory.write_text(json.dumps(drawing.estate(100)), encoding="utf-8")
    page = Page(report(folder / "b100", inventory))
    check_page("100 boxes", page)
    size = page.path.stat().st_size
    tell(size < MOST_BYTES, "100 boxes: size", size)
    print(f"an estate of 100 boxes: {size} bytes")
    return page


HOSTILE = ["<script>window.hacked=1</script>", "</script><script>window.hacked=1</script>", "\"><img src=x onerror=window.hacked=1>", "=HYPERLINK(\"http://x\")", "<?erscope-data?>", "]]><!--",
           "\u202egnorw\u202c", "\u0627\u0644\u0639\u0631\u0628\u064a\u0629", "x" * 300, "a\u2028b", "&lt;b&gt;", "{{7*7}} ${7*7}"]


def check_hostile(folder):
    text = (FIXTURES / "bow-tie/input.json").read_text(encoding="utf-8")
    inventory = folder / "hostile.json"
    for old, new in zip(["er-amsterdam", "er-paris", "vnet-weu-app1", "vnet-weu-app2", "vnet-frc-app1", "vnet-frc-app2", "vnet-frc-app3", "vnet-frc-app4", "ergw-hub-frc", "conn-frc-paris", "vnet-frc-app5", "vnet-frc-app6"], HOSTILE):
        text = text.replace(f'"name": "{old}"', f'"name": {json.dumps(new)}')
    inventory.write_text(text, encoding="utf-8")
    page = Page(report(folder / "hostile", "--title", HOSTILE[0], "--author", HOSTILE[2], inventory))
    reader = check_page("hostile names", page)
    shown = "".join(reader.text)
    tell(HOSTILE[0] in shown, "hostile names: shown as text", shown[:200])
    data = re.search(r'id="data">(.*?)</script>', page.html, re.S).group(1)
    tell(not re.search("[<>&\u2028\u2029]", data), "hostile names: data")
    return page


# ---- the page in use ----

class Browser:
    """Chromium by its DevTools protocol over two pipes."""

    def __init__(self, program, folder):
        to_read, self.write = os.pipe()
        self.read, to_write = os.pipe()

        def connect():
            high = [os.dup2(fd, number) for fd, number in ((to_read, 60), (to_write, 61))]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen([program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", f"--user-data-dir={folder}/profile", "--remote-debugging-pipe", "about:blank"],
                                        preexec_fn=connect, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.rest, self.number, self.events = b"", 0, []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    session = None

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.read, 1 << 16)
            if not more:
                raise RuntimeError("Chromium ended")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def ask(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params, **({"sessionId": self.session} if self.session else {})}
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def value(self, expression):
        result = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(str(result["exceptionDetails"])[:400])
        return result["result"].get("value")

    def open(self, path):
        self.events.clear()
        self.ask("Page.navigate", url="about:blank")
        self.ask("Page.navigate", url=path.as_uri())
        for _ in range(200):
            if self.value("document.readyState === 'complete' && location.protocol === 'file:'"):
                return
            time.sleep(0.05)

    def key(self, key, text="", modifiers=0):
        codes = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowDown": 40, "ArrowRight": 39}
        more = {"text": text} if text else {}
        self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=codes.get(key, 0), modifiers=modifiers, **more)
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=codes.get(key, 0), modifiers=modifiers)

    def click(self, selector):
        x, y = self.value(f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center'}}); const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }})()")
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def complaints(self):
        """Console errors, exceptions, dialogs, and requests for anything but the page itself."""
        said = []
        for event in self.events:
            method, params = event.get("method"), event.get("params", {})
            if method in ("Runtime.exceptionThrown", "Page.javascriptDialogOpening") or (method == "Log.entryAdded" and params["entry"]["level"] == "error") or (method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning")):
                said.append(str(params)[:300])
            elif method == "Network.requestWillBeSent" and not params["request"]["url"].startswith(("file:", "about:", "data:")):
                said.append(params["request"]["url"])
        return said

    def close(self):
        self.session = None
        self.ask("Browser.close")
        self.process.wait(20)


TAKES = {"none": "", "sub-second": "in less than a second", "up-to-1-min": "within 1 minute", "up-to-3-min": "within 3 minutes", "manual": "when somebody switches by hand"}


def row_agrees(row, step, document):
    """What a row of the flow table shows against an outcome of fail; None: it does."""
    names = {one["id"]: one["name"] for one in document["components"]}
    outcome = next((one for one in step["classes"] if one["class"] == row["id"]), None)
    flows = {one["id"]: one["class"] for one in document["flows"]}
    lost = sum(flows[one] == row["id"] for one in step["flows_lost"])
    if next(one for one in document["flow_classes"] if one["id"] == row["id"])["paths"] == []:
        return None if row["text"] == "Down without it, too" else "was down before"
    if outcome is None:
        return None if lost or row["text"] == "As before" else "not met, but not as before"
    text = row["text"]
    if row["used"] != ",".join(map(str, outcome["used"])):
        return f"uses {row['used']}, not {outcome['used']}"
    if lost and f"{lost} of " not in text:
        return "flows lost with their ends"
    if not outcome["up"]:
        return None if text.startswith("Down") and "none" in text else "is down"
    if outcome["lost"] > 0 or outcome["moved"] or outcome["convergence"] != "none":
        if not text.startswith("Loses a part" if outcome["lost"] > 0 else "Moves"):
            return "verdict"
    elif not text.startswith(("Fewer paths left", "As before")):
        return "verdict"
    if text == "As before":
        return None
    wanted = [f"{outcome['paths_left']} of ", TAKES[outcome["convergence"]], f"{outcome['capacity_mbps']} Mbps" if outcome["capacity_mbps"] else "not known", names.get(outcome["bottleneck"], "") if outcome["capacity_mbps"] else ""]
    return next((f"no '{one}'" for one in wanted if one not in text), None)


ROWS = "[...document.querySelectorAll('tr[data-class]')].map((row) => ({ id: row.dataset.class, used: row.dataset.used, text: row.querySelector('.now').textContent }))"


def use_failures(browser, pages, said):
    rows = 0
    for name, page in pages.items():
        browser.open(page.path)
        for one in page.ids:
            document = said[name][one]
            if isinstance(document, str):
                continue
            browser.value(f"new Promise((done) => {{ location.hash = 'fail=' + encodeURIComponent({json.dumps(one)}); setTimeout(done, 0); }}).then(() => new Promise((done) => setTimeout(done, 5)))")
            shown = browser.value(ROWS)
            for row in shown:
                rows += 1
                wrong = row_agrees(row, document["scenarios"][-1], document)
                tell(wrong is None, f"page of {name}, {one} fails, {row['id']}", f"{wrong}: {row['text']}")
        tell(browser.complaints() == [], f"{name}: console and requests", browser.complaints()[:2])
    print(f"rows of flows that the page showed after failures: {rows}")


def use_controls(browser, page):
    circuit = next(one for one in page.ids if one.endswith("/er-amsterdam"))
    router = circuit + "#msee-primary"
    failed = "decodeURIComponent(location.hash)"
    answer = "document.querySelector('#answer').hidden ? '' : document.querySelector('#answer').innerText"
    browser.open(page.path)
    browser.click(f'[data-id="{router}"]')
    tell(browser.value(failed) == f"#fail={router}" and "no flow goes down" in browser.value(answer), "click on a router", browser.value(answer))
    tell(browser.value("document.querySelectorAll('.cross').length") == 1 and browser.value("document.querySelectorAll('.sheet .lost').length") > 0, "marks in the picture")
    browser.key("Escape")
    tell(browser.value(failed) == "" and browser.value(answer) == "", "Escape", browser.value(failed))
    browser.value("document.querySelector('#parts-search').focus()")
    browser.ask("Input.insertText", text="circuit er-amst")
    browser.key("ArrowDown")
    browser.key("Enter")
    tell(browser.value(failed) == f"#fail={circuit}", "list of parts, by keys", browser.value(failed))
    browser.key("Escape")
    browser.value("document.querySelector('.sheet [tabindex=\"0\"]').focus()")
    browser.key("ArrowRight")
    browser.key("Enter", text="\r")
    tell(browser.value(failed).startswith("#fail="), "a box of the picture, by keys", browser.value("document.activeElement.outerHTML.slice(0, 200)"))
    browser.key("Escape")
    browser.value(f"document.querySelector('[data-id=\"{circuit}\"]').dispatchEvent(new MouseEvent('click', {{ bubbles: true }}))")
    both = browser.value("document.querySelectorAll('#answer tbody tr').length")
    browser.click("#failure fieldset label:nth-of-type(2) input")
    one_way = browser.value("[...document.querySelectorAll('#answer tbody th')].map((cell) => cell.textContent)")
    tell(0 < len(one_way) < both and all(text.startswith("On-premises →") for text in one_way) and "direction=to-azure" in browser.value(failed), "one direction", one_way)
    everything = browser.value("document.querySelectorAll('.findings tbody tr').length")
    browser.value("document.querySelector('#finding-tools input').focus()")
    browser.ask("Input.insertText", text="er-rte-001")
    left = browser.value("[...document.querySelectorAll('.findings tbody tr')].filter((row) => row.offsetParent).map((row) => row.cells[3].textContent)")
    tell(left and len(left) < everything and set(left) <= {one for one in left if one == "ER-RTE-001" or everything}, "search", left)
    browser.value("(() => { const field = document.querySelector('#finding-tools input'); field.value = ''; field.dispatchEvent(new Event('input')); })()")
    browser.value("(() => { const field = document.querySelector('#finding-tools select'); field.value = 'high'; field.dispatchEvent(new Event('input')); })()")
    shown = browser.value("[...document.querySelectorAll('.findings tbody tr')].filter((row) => row.offsetParent).map((row) => row.dataset.severity)")
    tell(shown and set(shown) <= {"high", "critical"}, "filter by severity", shown)
    browser.value("(() => { const field = document.querySelector('#finding-tools select'); field.value = 'info'; field.dispatchEvent(new Event('input')); })()")
    browser.click(".findings thead th:nth-child(4) button")
    rules = browser.value("[...document.querySelector('.findings').tBodies[0].rows].map((row) => row.cells[3].textContent)")
    tell(rules == sorted(rules) and len(rules) > 2, "sort by rule", rules)
    first = browser.value("document.querySelector('.findings tbody tr').id")
    browser.value(f"location.hash = '#{first}'")
    browser.value("new Promise((done) => setTimeout(done, 50))")
    tell(browser.value(f"document.querySelector('#{first} details').open"), "an address of a finding opens it")
    browser.click(f"#{first} .acts button")
    tell(browser.value("document.querySelectorAll('.pointed').length") > 0, "from a finding to the picture")
    tell(browser.complaints() == [], "controls: console and requests", browser.complaints()[:2])


def use_otherwise(browser, page, hostile):
    browser.ask("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=False)
    for what, one in (("100 boxes", page), ("hostile names", hostile)):
        browser.open(one.path)
        wide = browser.value("document.documentElement.scrollWidth")
        tell(wide <= 390, f"{what}: width of a phone", wide)
        tell(browser.value("window.hacked") is None and browser.complaints() == [], f"{what}: nothing ran, nothing complained", browser.complaints()[:2])
        tell(browser.value("document.querySelector('#failure').hidden") is False, f"{what}: the script came to its end")
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(page.path)
    tell(browser.value("document.querySelector('#failure').hidden && document.querySelectorAll('.findings tbody tr').length > 100 && document.querySelectorAll('ol.hops li').length > 100"), "without scripts")


def use(folder, pages, said, page, hostile):
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        print("browser: left out, there is no chromium")
        return
    browser = Browser(program, folder)
    try:
        use_failures(browser, pages, said)
        use_controls(browser, pages["bow-tie"])
        use_otherwise(browser, page, hostile)
    finally:
        browser.close()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        pages, said = check_failures(folder)
        for one, page in pages.items():
            check_page(one, page)
        page, hostile = check_size(folder), check_hostile(folder)
        use(folder, pages, said, page, hostile)
    print(f"page: {passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
