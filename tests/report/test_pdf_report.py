#!/usr/bin/env python3
"""The report on paper, as others read it: qpdf and poppler. test_pdf_report.py ERSCOPE FIXTURES"""
import copy
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

ERSCOPE, FIXTURES = sys.argv[1], pathlib.Path(sys.argv[2])
CASES = ["bow-tie", "single-circuit", "virtual-wan", "no-way-back"]
FRAME = ["--title", "Connectivity (draft) \\ <b>1</b> 'x'", "--author", "Network team", "--version-label", "1.3", "--confidentiality", "Internal", "--as-of", "2026-11-23"]
# Names as no one should give them: markup, a script, a formula, PDF's own signs, other directions and scripts, marks that turn them, length.
HOSTILE = ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "(a) \\ ) ]] >> endobj", "שלום 123 עולם", "مرحبا", "\u202eevil\u202c", "东京🚀é", "n" * 900, "%s%n%d", "a'] uri='x"]
MARGIN_PT = 30       # of any page
BODY_PT = 53         # of pages of text
passed = failed = 0


def check(fine, what):
    global passed, failed
    passed += bool(fine)
    failed += not fine
    if not fine:
        print(f"FAILED: {what}")


def run(*command, **more):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, errors="replace", **more)


def report(folder, files, *options, **environment):
    result = run(ERSCOPE, "report", "--quiet", "--format", "pdf", "-o", folder, *FRAME, *options, *files, env={**os.environ, **environment})
    check(result.returncode in (0, 1, 3), f"{files}: status {result.returncode}: {result.stderr[-400:]}")
    return pathlib.Path(folder) / "report.pdf"


def pages_of(pdf):
    """Per page: size, and its words as (text, left, top, right, bottom)."""
    text = run("pdftotext", "-bbox", pdf, "-").stdout
    root = ET.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text))
    space = "{http://www.w3.org/1999/xhtml}"
    for page in root.iter(space + "page"):
        words = [(w.text or "", *(float(w.get(k)) for k in ("xMin", "yMin", "xMax", "yMax"))) for w in page.iter(space + "word")]
        yield float(page.get("width")), float(page.get("height")), words


def check_margins(name, pages):
    for number, (width, height, words) in enumerate(pages, 1):
        margin = BODY_PT if min(width, height) < 613 and height > width and "Figure" not in name else MARGIN_PT
        for text, left, top, right, bottom in words:
            inside = left >= margin - 1 and right <= width - margin + 1 and top >= MARGIN_PT - 6 and bottom <= height - 20
            if not inside:
                check(False, f"{name} page {number}: '{text[:40]}' at {left:.0f} {top:.0f} {right:.0f} {bottom:.0f} of {width:.0f} × {height:.0f}")
                return
    check(True, name)


class Document:
    """Objects of the file, as qpdf tells them."""

    def __init__(self, pdf):
        told = json.loads(run("qpdf", "--json=1", pdf).stdout)
        self.objects = told["objects"]
        self.pages = [page["object"] for page in told["pages"]]
        self.outlines = told["outlines"]
        root = self.at(self.at(self.objects["trailer"])["/Root"])
        self.names = self.named((self.at(root.get("/Names")) or {}).get("/Dests", {}))

    def at(self, value):
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            value = self.objects[value]
        return value

    def links(self):
        for number, page in enumerate(self.pages):
            for annotation in self.at(self.at(page).get("/Annots")) or []:
                yield number, self.at(annotation)

    def destination(self, link):
        found = self.at(link.get("/Dest") or (self.at(link.get("/A")) or {}).get("/D"))
        return self.names.get(found.removeprefix("u:")) if isinstance(found, str) else found

    def named(self, node):
        """Destinations by name, of a node of the tree and all below it."""
        node = self.at(node)
        pairs = self.at(node.get("/Names")) or []
        found = {name.removeprefix("u:"): self.at(value) for name, value in zip(pairs[::2], pairs[1::2])}
        for kid in self.at(node.get("/Kids")) or []:
            found |= self.named(kid)
        return {name: value["/D"] if isinstance(value, dict) else value for name, value in found.items()}

    def tags(self):
        return {value["/S"] for value in self.objects.values() if isinstance(value, dict) and "/S" in value and "/P" in value}


def entries(pages):
    """Contents: from the page headed so, lines that end in a number, until the first chapter."""
    for _, _, words in pages[1:]:
        if not any(text == "Contents" for text, *_ in words) and not entries.open:
            return
        entries.open = True
        lines = {}
        for text, left, top, *_ in words:
            lines.setdefault(round(top), []).append((left, text))
        for top in sorted(lines):
            line = [text for _, text in sorted(lines[top])]
            if len(line) > 2 and re.fullmatch(r"\d+(\.\d+)?", line[0]) and line[-1].isdigit():
                yield line[0], line[1:-1], int(line[-1])
        if any(text == "Summary" and top > 700 for text, _, top, *_ in words):
            return
        return


def check_contents(name, pages):
    entries.open = False
    found = 0
    for number, title, page in entries(pages):
        found += 1
        words = [text for text, *_ in pages[page - 1][2]] if page <= len(pages) else []
        first = [i for i, text in enumerate(words) if text == number]
        # A long title is cut short in the contents.
        want = [word for word in title if word.isascii()][:2]
        if not any([word for word in words[i + 1:i + 1 + len(title)] if word.isascii()][:len(want)] == want for i in first):
            check(False, f"{name}: contents say {number} {' '.join(title)} is on page {page}")
            return
    check(found >= 8, f"{name}: {found} entries of contents could be read")


def check_links(name, document):
    inner = 0
    for page, link in document.links():
        target = document.destination(link)
        address = (document.at(link.get("/A")) or {}).get("/URI")
        if target is not None:
            inner += 1
            if target[0] not in document.pages:
                check(False, f"{name}: a link of page {page + 1} leads to {target[0]}, which is no page")
                return
        elif not (address or "").startswith(("http://", "https://")):
            check(False, f"{name}: a link of page {page + 1} leads nowhere: {link}")
            return
    check(inner > 20, f"{name}: {inner} links within")


def check_heads(name, pages):
    """A page that goes on with a table begins with its heads: the same first line as where it began."""
    heads = {"Scenario": 0}
    for _, height, words in pages:
        body = sorted(((round(top), left, text) for text, left, top, *_ in words if top < height - 60))
        if not body:
            continue
        first = [text for top, _, text in body if top <= body[0][0] + 2]
        heads["Scenario"] += first[:1] == ["Scenario"]
    check(heads["Scenario"] >= 1, f"{name}: no page goes on with the table of failures below its heads")


def check_file(name, pdf):
    result = run("qpdf", "--check", pdf)
    check(result.returncode == 0 and "WARNING" not in result.stderr, f"{name}: qpdf: {result.stdout[-300:]}{result.stderr[-300:]}")
    about = run("pdfinfo", pdf).stdout
    check(re.search(r"Tagged:\s+yes", about) is not None, f"{name}: not tagged")
    pages = list(pages_of(pdf))
    check(int(re.search(r"Pages:\s+(\d+)", about).group(1)) == len(pages), f"{name}: pages")
    check(re.search(r"Author:\s+Network team", about) is not None and "2026" in about, f"{name}: about: {about}")
    document = Document(pdf)
    tags = document.tags()
    check({"/Document", "/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/Figure", "/Link", "/TOC"} <= tags, f"{name}: tags: {sorted(tags, key=str)}")
    check(len(document.outlines) >= 8 and any(entry["kids"] for entry in document.outlines), f"{name}: outline")
    check_margins(name, pages)
    check_contents(name, pages)
    check_links(name, document)
    for number, (_, _, words) in enumerate(pages[1:], 2):
        texts = [text for text, *_ in words]
        if not any(texts[i:i + 4] == ["Page", str(number), "of", str(len(pages))] for i in range(len(texts))):
            check(False, f"{name}: page {number} does not say so")
            break
    return pages


def hostile(folder):
    """The bow-tie, every name replaced; ids stay ids."""
    text = (FIXTURES / "bow-tie/input.json").read_text()
    names = sorted(set(re.findall(r'"name"\s*:\s*"((?:er|ergw|vnet|conn)-[a-z0-9-]+)"', text)), key=len, reverse=True)
    for i, name in enumerate(names):
        new = HOSTILE[i % len(HOSTILE)].replace("/", "|") + (str(i) if i >= len(HOSTILE) else "")
        text = re.sub(rf'(?<=["/]){re.escape(name)}(?=["/])', lambda _: json.dumps(new)[1:-1], text)
    path = pathlib.Path(folder) / "hostile.json"
    path.write_text(text)
    json.loads(text)
    return path


def large(folder):
    """About 100 boxes, from the estates that drawing is timed on."""
    spec = importlib.util.spec_from_file_location("drawing", pathlib.Path(__file__).parent.parent / "bench/drawing.py")
    drawing = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(drawing)
    path = pathlib.Path(folder) / "large.json"
    path.write_text(json.dumps(drawing.estate(100)))
    return path


def main():
    missing = [tool for tool in ("qpdf", "pdfinfo", "pdftotext") if shutil.which(tool) is None]
    if missing:
        print(f"pdf_report: skipped: {', '.join(missing)} not installed (apt-get install qpdf poppler-utils)")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            site = FIXTURES / case / "site.xml"
            pages = check_file(case, report(f"{folder}/{case}", [FIXTURES / case / "input.json"], *(["--site", site] if site.exists() else [])))
            if case == "bow-tie":
                check_heads(case, pages)
        check_file("large", report(f"{folder}/large", [large(folder)]))
        pages = check_file("hostile", report(f"{folder}/hostile", [hostile(folder)]))
        text = " ".join(word for _, _, words in pages for word, *_ in words)
        has_chinese = run("fc-list", ":lang=zh-cn").stdout.strip() != ""
        for expected in ("<script>alert(1)<|script>", "endobj", "%s%n%d", *(["东京"] if has_chinese else [])):
            check(expected in text, f"hostile: '{expected}' is not in the text")
        check("\u202e" not in text, "hostile: a mark that turns the direction is left")
        first = (pathlib.Path(folder) / "bow-tie/report.pdf").read_bytes()
        for locale in ("C", "de_DE.UTF-8"):
            again = report(f"{folder}/again-{locale}", [FIXTURES / "bow-tie/input.json"], LC_ALL=locale, TZ="Asia/Tokyo")
            check(again.read_bytes() == first, f"other bytes in the locale {locale}")
        letter = report(f"{folder}/letter", [FIXTURES / "single-circuit/input.json"], "--param", "paper=letter")
        check("612 x 792" in run("pdfinfo", letter).stdout, "paper=letter is no letter")
        wrong = run(ERSCOPE, "report", "--quiet", "--format", "pdf", "-o", f"{folder}/wrong", "--param", "paper=a0", FIXTURES / "single-circuit/input.json")
        check(wrong.returncode == 2 and "a4" in wrong.stderr and not os.path.exists(f"{folder}/wrong/report.pdf"), f"paper=a0: {wrong.returncode} {wrong.stderr}")
    print(f"pdf_report: {passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
