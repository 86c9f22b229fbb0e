#!/usr/bin/env python3
"""erscope report as a user meets it: XML that its schema knows, names and templates that mean harm. usage: test_document.py ERSCOPE FIXTURES"""
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ERSCOPE, FIXTURES = sys.argv[1], pathlib.Path(sys.argv[2])
XSL = '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"{}>{}</xsl:stylesheet>'
SINGLE = FIXTURES / "single-circuit/input.json"
passed = failed = 0


def tell(good, what, detail=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print(f"{what}: {detail}")


def run(*arguments, **environment):
    return subprocess.run([ERSCOPE, *map(str, arguments)], capture_output=True, text=True, timeout=300, env={**os.environ, **environment})


def report(folder, *arguments, **environment):
    return run("report", "-q", "--as-of", "2026-11-23", "-o", folder, *arguments, **environment)


# ---- XML and its schema ----

def check_schema(folder):
    xsd = folder / "report.xsd"
    xsd.write_text(run("schema", "report").stdout, encoding="utf-8")
    files = []
    for path in sorted(FIXTURES.glob("*/input.json")):
        site = ["--site", path.with_name("site.xml")] if path.with_name("site.xml").exists() else []
        made = report(folder / path.parent.name, "--format", "xml", path, *site)
        tell(made.returncode in (0, 1), f"{path.parent.name}: report", made.stderr)
        files.append(folder / path.parent.name / "report.xml")
    check = subprocess.run(["xmllint", "--noout", "--schema", xsd, *files], capture_output=True, text=True)
    tell(check.returncode == 0 and check.stderr.count(" validates") == len(files), "report.xsd", check.stderr[:600])
    # The results in it say what the JSON says, value by value.
    for name in ("single-circuit", "bow-tie", "virtual-wan"):
        wanted = [str(text) for text in values(json.loads(run("analyze", "--scenarios", "--as-of", "2026-11-23", FIXTURES / name / "input.json").stdout))]
        xml = (folder / name / "report.xml").read_text(encoding="utf-8")
        inside = re.findall(r"<\w+>([^<>]*)</(?!results)\w+>", xml[xml.index("<results>"):])
        inside = [text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&") for text in inside if text]
        missing = [text for text in set(wanted) - {"", "None"} if text not in set(inside)]
        tell(not missing, f"{name}: values of the JSON that the XML has not", missing[:5])


def values(node):
    if isinstance(node, dict):
        for item in node.values():
            yield from values(item)
    elif isinstance(node, list):
        for item in node:
            yield from values(item)
    elif isinstance(node, bool):
        yield str(node).lower()
    elif isinstance(node, float):
        yield f"{node:.6f}".rstrip("0").rstrip(".")
    else:
        yield node


# ---- names that mean harm ----

NAMES = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "entity": "&lt;b&gt; &#60;svg onload=alert(3)&#62;",
    "markdown": "[click](javascript:alert(4)) ![x](http://evil.example/x.png) `code` **bold** | cell | # head",
    "formula": "=HYPERLINK(\"http://evil.example\")",
    "picture": "<?erscope-picture overview?> ]]> -->",
    "long": "n" + "a name without end " * 100,
    "unbroken": "x" * 2000,
    "turned": "gw-\u202egpj.exe\u2066\u200f",
    "quotes": "it's \"quoted\" \\",
}


class Scripts(html.parser.HTMLParser):
    """Elements and attributes that act."""
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "iframe", "object", "img", "a", "svg:script", "foreignobject"):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name, value in attrs if name.startswith("on") or (value or "").strip().lower().startswith("javascript:")]


def hostile(name):
    """The single circuit, with that name for its circuit, VNets and provider."""
    document = json.loads(SINGLE.read_text(encoding="utf-8"))
    for resource in document["value"]:
        if resource["type"].lower().endswith(("expressroutecircuits", "virtualnetworks", "virtualnetworkgateways")):
            resource["name"] = name + resource["name"][-1]
            resource.setdefault("tags", {})["owner"] = name
        provider = resource.get("properties", {}).get("serviceProviderProperties")
        if provider:
            provider["serviceProviderName"] = name
            provider["peeringLocation"] = name
    return document


def check_names(folder):
    for kind, name in NAMES.items():
        source, out = folder / f"{kind}.json", folder / kind
        source.write_text(json.dumps(hostile(name)), encoding="utf-8")
        made = report(out, "--format", "md,txt,xml", "--template", "change-request", "--title", name, "--author", name, "--param", f"what={name}", "--param", f"number={name[:100]}", source)
        tell(made.returncode in (0, 1), f"{kind}: report", made.stderr)
        if made.returncode not in (0, 1):
            continue
        xml, markdown, text, form = (out / file for file in ("report.xml", "report.md", "report.txt", "change-request.html"))
        tell(subprocess.run(["xmllint", "--noout", xml], capture_output=True).returncode == 0, f"{kind}: well-formed")
        raw = markdown.read_text(encoding="utf-8")
        source_links = re.sub(r"<https://[\w./:%()#?=&,+~-]+>", "", raw)
        tell("<" not in source_links, f"{kind}: Markdown has raw markup", source_links[max(0, source_links.find("<") - 40):][:120])
        tell(not re.search(r"(?<!\\)\]\((?!report-[a-z0-9-]+\.svg\))", raw), f"{kind}: Markdown has a link of the name's")
        for table in re.findall(r"(?:^\|.*\n)+", raw, re.M):
            cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
            tell(len(cells) == 1, f"{kind}: a table of Markdown is broken", table[:300])
        scripts = Scripts()
        scripts.feed(form.read_text(encoding="utf-8"))
        tell(not scripts.found, f"{kind}: the form has {scripts.found}")
        tell(form.read_text(encoding="utf-8").count("<svg ") == 1, f"{kind}: one picture in the form")
        for file in (xml, markdown, text, form):
            turned = re.findall("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", re.sub(r"(?s)<svg .*</svg>", "", file.read_text(encoding="utf-8")))
            tell(not turned, f"{kind}: {file.name} turns the direction of its text")
        tell(not re.search("[\x00-\x08\x0b-\x1f]", text.read_text(encoding="utf-8")), f"{kind}: control characters in the text")
        if kind in ("long", "unbroken"):
            widest = max(len(line) for line in text.read_text(encoding="utf-8").splitlines())
            tell(widest <= 160, f"{kind}: a line of {widest} columns")
            tell("x" * 60 in text.read_text(encoding="utf-8") or kind == "long", f"{kind}: the name is told")


# ---- templates that mean harm ----

def check_templates(folder):
    secret, made_file = folder / "secret.xml", folder / "made-by-the-template"
    secret.write_text("<secret>hunter2</secret>", encoding="utf-8")
    rec = '<xsl:template match="/"><xsl:call-template name="r"/></xsl:template><xsl:template name="r"><x><xsl:call-template name="r"/></x></xsl:template>'
    loop = '<xsl:template match="/"><xsl:for-each select="//*"><xsl:for-each select="//*">{}</xsl:for-each></xsl:for-each></xsl:template>'
    root = '<xsl:template match="/">{}</xsl:template>'
    bad = {   # name: template, words of the message
        "document": (XSL.format("", root.format(f"<x><xsl:copy-of select=\"document('{secret.as_uri()}')\"/></x>")), "reads and writes no file"),
        "passwd": (XSL.format("", root.format("<x><xsl:copy-of select=\"document('/etc/passwd')\"/></x>")), "reads and writes no file"),
        "network": (XSL.format("", root.format("<x><xsl:copy-of select=\"document('http://127.0.0.1:9/x')\"/></x>")), "reaches no network"),
        "import-file": (XSL.format("", f'<xsl:import href="{secret.as_uri()}"/>'), "reads and writes no file"),
        "import-http": (XSL.format("", '<xsl:import href="http://127.0.0.1:9/x.xsl"/>'), "reaches no network"),
        "include": (XSL.format("", '<xsl:include href="secret.xml"/>'), "reads and writes no file"),
        "xsl-document": (XSL.format("", root.format(f'<xsl:document href="{made_file}"><x/></xsl:document>')).replace('version="1.0"', 'version="1.1"', 1), "reads and writes no file"),
        "exsl-document": (XSL.format(' xmlns:exsl="http://exslt.org/common" extension-element-prefixes="exsl"', root.format(f'<exsl:document href="{made_file}"><x/></exsl:document>')), "exsl-document"),
        "recursion": (XSL.format("", rec), "recursion"),
        "loop": (XSL.format("", loop.format('<xsl:if test="count(//*[. = current()]) = -1">x</xsl:if>')), "loop"),
        "output": (XSL.format("", loop.format('<xsl:for-each select="//*"><xsl:text>' + "y" * 5000 + "</xsl:text></xsl:for-each>")), "output"),
        "bomb": ('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)) + "]>" + XSL.format("", root.format("<x>&j;</x>")), "DOCTYPE"),
        "external": (f'<!DOCTYPE x SYSTEM "{secret.as_uri()}">' + XSL.format("", root.format("<x/>")), "DOCTYPE"),
        "broken": ("<xsl:stylesheet", "broken.xsl:1"),
        "wrong": (XSL.format("", '\n<xsl:template match="/">\n<xsl:value-of select="1 +"/></xsl:template>'), "wrong.xsl:3"),
        "no-template": ("<html/>", "no-template"),
        "stop": (XSL.format("", root.format('<xsl:message terminate="yes">field X is missing</xsl:message>')), "field X is missing"),
        "picture": (XSL.format("", root.format('<x><xsl:processing-instruction name="erscope-picture">../../etc/passwd</xsl:processing-instruction></x>')), "picture '../../etc/passwd'"),
    }
    for name, (text, words) in bad.items():
        file, out = folder / f"{name}.xsl", folder / f"out-{name}"
        file.write_text(text, encoding="utf-8")
        began = time.monotonic()
        made = report(out, "--template", file, SINGLE)
        tell(made.returncode == 2 and words in made.stderr, f"template {name}", f"{made.returncode} {made.stderr[:400]}")
        tell("hunter2" not in made.stderr + made.stdout and "root:" not in made.stderr, f"template {name} tells a file's text")
        tell(not out.exists() and not made_file.exists(), f"template {name} wrote something")
        tell(time.monotonic() - began < 120, f"template {name} took {time.monotonic() - began:.0f} s")
        tell(made.stderr.count("\n") <= 3, f"template {name}: a message of many lines", made.stderr)
    big = folder / "big.xsl"
    big.write_text("<!--" + "x" * 2**20 + "-->" + XSL.format("", ""), encoding="utf-8")
    tell("larger than" in report(folder / "o", "--template", big, SINGLE).stderr, "a template of more than 1 MiB")


# ---- parameters, frame ----

def check_parameters(folder):
    form = folder / "own-form.xsl"
    form.write_text(XSL.format("", '<xsl:output method="text"/><xsl:param name="a"/><xsl:param name="b" select="7"/><xsl:template match="/"><xsl:value-of select="concat($a, \'|\', $b, \'|\', /report/frame/title)"/></xsl:template>'), encoding="utf-8")
    value = "it's \"x\" /report/frame <&> 'y'"
    made = report(folder / "own", "--template", form, "--param", f"a={value}", "--title", "T & \"t\"", SINGLE)
    tell(made.returncode == 1 and (folder / "own/own-form.txt").read_text(encoding="utf-8") == f"{value}|7|T & \"t\"", "parameters", made.stderr)
    made = report(folder / "own", "--template", form, "--param", "c=1", SINGLE)
    tell(made.returncode == 2 and "no parameter 'c'; it has" in made.stderr, "a parameter that there is not", made.stderr)
    logo = folder / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>', encoding="utf-8")
    report(folder / "logo", "--template", "change-request", "--logo", logo, SINGLE)
    tell('src="data:image/svg+xml;base64,' in (folder / "logo/change-request.html").read_text(encoding="utf-8"), "a logo")
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><script>x</script></svg>', encoding="utf-8")
    made = report(folder / "logo", "--logo", logo, SINGLE)
    tell(made.returncode == 2 and "<script>" in made.stderr, "a logo with a script", made.stderr)
    target = report(folder / "target", "--template", "change-request", "--param", "target=er-london", SINGLE)
    tell(target.returncode == 1 and "circuit er-london" in (folder / "target/change-request.html").read_text(encoding="utf-8"), "scenarios of the target")


# ---- the same bytes ----

def check_bytes(folder):
    german = {"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo"}
    if shutil.which("localedef"):
        subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", folder / "de_DE.UTF-8"], capture_output=True)
        german["LOCPATH"] = str(folder)
    for out, environment in (("one", {}), ("two", {}), ("three", german)):
        report(folder / out, "--format", "md,txt,xml", "--template", "change-request", FIXTURES / "bow-tie/input.json", **environment)
    for file in sorted((folder / "one").iterdir()):
        for out in ("two", "three"):
            tell(file.read_bytes() == (folder / out / file.name).read_bytes(), f"{file.name} differs in run {out}")
    tell(len(list((folder / "one").glob("*.svg"))) >= 2, "pictures beside the Markdown")


with tempfile.TemporaryDirectory(prefix="erscope-") as scratch:
    for name, check in (("schema", check_schema), ("names", check_names), ("templates", check_templates), ("parameters", check_parameters), ("bytes", check_bytes)):
        folder = pathlib.Path(scratch, name)
        folder.mkdir()
        check(folder)
print(f"document: {passed} passed, {failed} failed")
sys.exit(failed > 0)
