#!/usr/bin/env python3
"""The commands as a shell meets them: exit status, what stands on stdout and stderr. usage: test_exit_status.py ERSCOPE FIXTURES"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ERSCOPE, FIXTURES = sys.argv[1], pathlib.Path(sys.argv[2])


def fixture(name):
    return str(FIXTURES / name / "input.json")


def bad(name):
    return str(FIXTURES / "bad" / name)


SINGLE, BOW_TIE, TWO = fixture("single-circuit"), fixture("bow-tie"), fixture("two-locations-one-gateway")
VPN, SITE = fixture("vpn-backup"), str(FIXTURES / "vpn-backup/site.xml")
CAPTURED = str(FIXTURES / "captures/{}.json")
SERVICE_SITE = str(FIXTURES / "service-two-regions/site.xml")
# Estates with a site description: each is drawn.
DECLARED = sorted(path.parent.name for path in FIXTURES.glob("*/site.xml"))
CASES = [  # arguments, status, words that stand on stdout, words that stand on stderr
    (["--version"], 0, "erscope 0.1.0", ""),
    (["--help"], 0, "Commands:", ""),
    ([], 2, "", "Usage:"),
    (["paint"], 2, "", "there is no command 'paint'"),
    (["check", SINGLE], 1, "VERDICT: not resilient", ""),
    (["check", "--fail-on", "critical", SINGLE], 0, "VERDICT", ""),
    (["check", "--brief", SINGLE], 1, "ER-TOP-002", ""),
    (["check", BOW_TIE], 0, "no single point of failure", ""),
    (["check", "--fail-on", "info", BOW_TIE], 1, "", ""),
    (["check", "--fail-on", "unknown", BOW_TIE], 1, "", "not decided"),
    (["check", "--fail-on", "purple", SINGLE], 2, "", "purple"),
    (["check", "--format", "json", SINGLE], 1, '"erscope.results"', ""),
    (["check", "--format", "yaml", SINGLE], 2, "", "there is no format 'yaml'"),
    (["check", "--format", "sarff", SINGLE], 2, "", "near: sarif"),
    (["check", "--format", "sarif", SINGLE], 1, '"version": "2.1.0"', ""),
    (["check", "--format", "junit", SINGLE], 1, "<testsuites", ""),
    (["check", "--format", "openmetrics", SINGLE], 1, "# EOF", ""),
    (["check", "--format", "csv", BOW_TIE], 0, "fingerprint", ""),
    (["check", "--format", "github", SINGLE], 1, "::error file=", ""),
    (["check", "--format", "azure", SINGLE], 1, "##vso[task.logissue type=error;", ""),
    (["check", "--format", "sarif", "--brief", SINGLE], 2, "", "--brief"),
    (["check", "--format", "junit", bad("cut-off.json"), SINGLE], 3, "<testsuites", "ING016"),
    (["check", "--format", "openmetrics", bad("no-expressroute.json")], 0, "erscope_flows 0", ""),
    (["check", "--format", "csv", "-o", "/nowhere/x", SINGLE], 4, "", "/nowhere/x"),
    (["check", "--rule", "ER-TOP-002", SINGLE], 1, "the others were not asked for", ""),
    (["check", "--rule", "ER-TOP-012", SINGLE], 0, "nothing of severity medium or above in what was asked for", ""),
    (["check", "--rule", "er-top-012", "--fail-on", "info", SINGLE], 1, "", ""),
    (["check", "--rule", "ER-TOP-0O2", SINGLE], 2, "", "near: ER-TOP-002"),
    (["check", "--rule", "", SINGLE], 2, "", "no rule is left"),
    (["check", "--skip", "ER-TOP-002,ER-TOQ-001", SINGLE], 2, "", "near: ER-TOP-001"),
    (["check", "--family", "TOPP", SINGLE], 2, "", "there is no family 'TOPP'; near: TOP"),
    (["check", "--family", "SITE", SINGLE], 0, "", ""),
    (["check", "--rule", "ER-TOP-002", "--skip", "ER-TOP-002", SINGLE], 2, "", "no rule is left"),
    (["check", "--profile", "/nowhere/profile", SINGLE], 2, "", "/nowhere/profile"),
    (["check", "--baseline", "/nowhere/baseline", SINGLE], 3, "", "/nowhere/baseline"),
    (["check", "--baseline", SINGLE, SINGLE], 3, "", "no results of erscope"),
    (["check", "--baseline", str(FIXTURES / "single-circuit/expected/results.json"), SINGLE], 0, "0 new, ", ""),
    (["check", "--baseline", str(FIXTURES / "bow-tie/expected/results.json"), SINGLE], 1, "(new)", ""),
    (["check"], 2, "", "name at least one inventory file"),
    (["check", bad("no-expressroute.json")], 0, "no ExpressRoute", "MOD001"),
    (["check", bad("names-only.json")], 3, "", "ING011"),
    (["check", bad("cut-off.json"), SINGLE], 3, "INCOMPLETE", "ING016"),
    (["check", bad("paged.json")], 0, "INCOMPLETE", "ING007"),
    (["check", "-o", "/nowhere/x", SINGLE], 4, "", "/nowhere/x"),
    (["check", "--as-of", "2026-02-30", SINGLE], 2, "", "2026-02-30"),
    (["check", "--capture", "ergw-hub-uks=" + CAPTURED.format("resiliency"), fixture("captures")], 1, "Resiliency Insights said 45 of 100, computed 2026-11-20T06:00:00Z; 20 above this", ""),
    (["check", "--capture", "er-london/primary=" + CAPTURED.format("primary"), "--capture", "er-london/secondary=" + CAPTURED.format("secondary"), SINGLE], 1, "ER-PEER-009", ""),
    (["check", "--capture", CAPTURED.format("primary"), SINGLE], 2, "", "RESOURCE=FILE"),
    (["flows", TWO], 0, "past the gateway", ""),
    (["flows", "--to", "vnet-app1", "--explain", SINGLE], 0, "redundancy", ""),
    (["flows", "--to", "vnet-app9", SINGLE], 2, "", "near: vnet-app1"),
    (["flows", "--from", "paris", SINGLE], 2, "", "there is no site 'paris'"),
    (["flows", "--fault-tree", "--from", "on-premises", "--to", "vnet-app1", SINGLE], 0, "<opsa-mef>", ""),
    (["flows", "--fault-tree", "--to", "vnet-app1", SINGLE], 2, "", "give --from and --to"),
    (["flows", bad("no-expressroute.json")], 3, "", "nothing to report"),
    (["analyze", "--depth", "4", SINGLE], 2, "", "--depth"),
    (["analyze", "--format", "xml", SINGLE], 2, "", "there is no format 'xml'"),
    (["flows", "--site", SITE, "--from", "london", VPN], 0, "VPN vpn-london", ""),
    (["flows", "--site", SITE, "--explain", "--to", "vnet-app", VPN], 0, "Availability of site:london", ""),
    (["flows", "--site", "/nowhere/site.xml", SINGLE], 3, "", "SIT001"),
    (["check", "--site", SITE, SINGLE], 3, "", "SIT009"),
    (["check", "--site", str(FIXTURES / "local-preference/site.xml"), fixture("local-preference")], 1, "choose different", ""),
    (["fail", SINGLE], 0, "SC-08", ""),
    (["fail", SINGLE, "SC-08"], 0, "DOWN", ""),
    (["fail", SINGLE, "SC-30"], 0, "it needs a Global Reach connection", ""),
    (["fail", SINGLE, "er-london#msee-primary", "er-london#msee-secondary"], 0, "DOWN", ""),
    (["fail", SINGLE, "er-london"], 0, "Failure: circuit er-london", ""),
    (["fail", SINGLE, "London"], 2, "", "group:peering-location:london"),
    (["fail", SINGLE, "er-londen"], 2, "", "near: er-london"),
    (["fail", SINGLE, "SC-01", "er-london#msee-secondary"], 0, "while these are gone", ""),
    (["fail", "er-london"], 2, "", "name at least one inventory file"),
    (["fail", bad("no-expressroute.json"), "SC-01"], 3, "", "nothing that could fail"),
    (["fail", "--format", "xml", SINGLE], 2, "", "there is no format 'xml'"),
    (["fail", "--format", "json", SINGLE, "SC-08"], 0, '"SC-08"', ""),
    (["fail", "--site", SERVICE_SITE, fixture("service-two-regions"), "gateway:ergw-uks"], 0, "TOO MUCH", ""),
    (["fail", "--site", SERVICE_SITE, fixture("service-two-regions"), "SC-33"], 0, "at most", ""),
    (["fail", "--site", SERVICE_SITE, fixture("service-two-regions"), "ergw-uks", "ergw-weu"], 0, "service ERP: DOWN", ""),
    (["fail", "-o", "/nowhere/x", SINGLE, "SC-08"], 4, "", "/nowhere/x"),
    (["site", "--from", SINGLE], 0, '<circuit name="er-london">', ""),
    (["site"], 2, "", "name an inventory"),
    (["schema"], 0, "site-json", ""),
    (["schema", "site"], 0, "xs:schema", ""),
    (["query"], 0, "az graph query", ""),
    (["query", "--format", "powershell"], 0, "Search-AzGraph", ""),
    (["query", "--format", "graf"], 2, "", "near: graph"),
    (["query", "x.json"], 2, "", "reads no file"),
    (["schema", "arm-xml"], 0, "urn:erscope:arm:1", ""),
    (["schema", "results"], 0, "urn:erscope:results:1", ""),
    (["schema", "sites"], 2, "", "near: site"),
    (["report", "-o", "FOLDER", SINGLE], 1, "report-overview.svg", ""),
    (["report", "-o", "FOLDER", "--fail-on", "critical", "--format", "txt", SINGLE], 0, "report.txt", ""),
    (["report", "-o", "FOLDER", "--fail-on", "unknown", "--format", "txt", BOW_TIE], 1, "report.txt", ""),
    (["report", "-o", "FOLDER", "--fail-on", "red", SINGLE], 2, "", "red"),
    (["report", "-o", "FOLDER", "--format", "docx", SINGLE], 2, "", "there is no format 'docx'"),
    (["report", "-o", "FOLDER", "--format", "xml", "--view", "moon", SINGLE], 2, "", "there is no view 'moon'"),
    (["report", "-o", "FOLDER", "--theme", "sepia", SINGLE], 2, "", "there is no theme 'sepia'"),
    (["report", "-o", "FOLDER", "--template", "/nowhere/form.xsl", SINGLE], 2, "", "/nowhere/form.xsl"),
    (["report", "-o", "FOLDER", "--template", "change-request", "--param", "number", SINGLE], 2, "", "NAME=VALUE"),
    (["report", "-o", "FOLDER", "--param", "a=b", SINGLE], 2, "", "--param is for --template"),
    (["report", "-o", "FOLDER", "--logo", "/nowhere/logo.png", SINGLE], 2, "", "/nowhere/logo.png"),
    (["report", "-o", "FOLDER", bad("no-expressroute.json")], 3, "", "nothing to report"),
    (["report", "-o", "FOLDER", bad("cut-off.json"), SINGLE], 3, "report.md", "ING016"),
    (["report", "-o", "/proc/nowhere", "--format", "txt", SINGLE], 4, "", "/proc/nowhere"),
    (["report"], 2, "", "name at least one inventory file"),
    (["schema", "report"], 0, 'name="report"', ""),
    (["rules", "--format", "markdown", "er-top-002"], 0, "| severity | high |", ""),
    (["rules", "--format", "json", "--inventory", SINGLE, "ER-TOP-002"], 0, '"answer": "decided", "fail": 1', ""),
    (["rules", "--inventory", fixture("external-circuit"), "ER-TOP-002"], 0, "open, missing: the export that holds this circuit", ""),
    (["rules", "--cross-reference"], 0, "APRL:d37db635-157f-584d-9bce-4f6fc8c65ce5\n    ER-TOP-001", ""),
    (["rules", "--cross-reference", "--format", "json"], 0, '"why": "cost, not resilience"', ""),
    (["rules", "--format", "yaml"], 2, "", "there are text, markdown and json"),
    (["rules"], 0, "ER-GW-003", ""),
    (["rules", "ER-GW-003"], 0, "zone", ""),
    (["rules", "ER-GW-999"], 2, "", "ER-GW-999"),
    (["rules", "--diagnostics"], 0, "ING004", ""),
    (["draw", "--view", "side", SINGLE], 2, "", "there is no view 'side'"),
    (["draw", "--format", "gif", SINGLE], 2, "", "there is no format 'gif'"),
    *((["draw", "-o", "FOLDER", "--site", str(FIXTURES / name / "site.xml"), fixture(name)], 0, "overview.svg", "") for name in DECLARED),
    (["draw", "-o", "FOLDER", "--format", "svg,pdf,dot", SINGLE], 0, "overview.dot", ""),
    (["draw", "-o", "FOLDER", bad("no-expressroute.json")], 3, "", "nothing to draw"),
    (["draw", "-o", "FOLDER", bad("names-only.json")], 3, "", "nothing to draw"),
    (["draw", "-o", "FOLDER", "--lint", BOW_TIE], 0, "erscope.pdf", "lint: overview\n"),
    (["draw", "-o", "FOLDER", "--format", "png", "--dpi", "48", SINGLE], 0, "overview.png", "READ: 16 resources"),
    (["draw", "-o", "FOLDER", "--format", "png", "--dpi", "12", SINGLE], 2, "", "--dpi"),
    (["draw", "-o", "FOLDER", "--theme", "dark", SINGLE], 0, "overview.svg", ""),
    (["draw", "-o", "FOLDER", "--theme", "auto", "--format", "svg,pdf,png,drawio", SINGLE], 0, "erscope.drawio", ""),
    (["draw", "-o", "FOLDER", "--theme", "FOLDER/own", SINGLE], 0, "overview.svg", ""),
    (["draw", "-o", "FOLDER", "--theme", "FOLDER/pale", SINGLE], 0, "overview.svg", "below the 4.5 : 1 of WCAG AA"),
    (["draw", "-o", "FOLDER", "--theme", SINGLE, SINGLE], 2, "", "input.json: "),
    (["draw", "-o", "FOLDER", "--svg", "office", "--links", SINGLE], 0, "overview.svg", ""),
    (["draw", "-o", "FOLDER", "--svg", "word", SINGLE], 2, "", "there is no kind of SVG 'word'"),
    (["draw", "-o", "FOLDER", "--icons", "FOLDER/icons", "--format", "svg,pdf,png,drawio", SINGLE], 0, "erscope.drawio", "gateway.svg is not used: it has a <script>"),
    (["draw", "-o", "FOLDER", "--icons", "FOLDER/icons", "--svg", "office", SINGLE], 0, "overview.svg", "notes.txt is no glyph's"),
    (["draw", "-o", "FOLDER", "--icons", str(FIXTURES / "bad"), SINGLE], 0, "overview.svg", "no icon in it is used"),
    (["draw", "-o", "FOLDER", "--icons", "FOLDER/none", SINGLE], 2, "", "FOLDER/none"),
    (["draw", "-o", "FOLDER", "--embed-font", "--format", "svg,pdf", SINGLE], 0, "overview.svg", ""),
    (["draw", "-o", "FOLDER", "--embed-font", "--svg", "office", SINGLE], 2, "", "--svg office has none"),
    (["draw", "-o", "FOLDER", "--theme", "sepia", SINGLE], 2, "", "there is no theme 'sepia'"),
    (["draw", "-o", "FOLDER", "--view", "all", BOW_TIE], 0, "circuit-er-amsterdam.svg", ""),
    (["draw", "-o", "FOLDER", "--view", "moon", BOW_TIE], 2, "", "there is no view 'moon'"),
    (["draw", "-o", "FOLDER", "--focus", "er-paris", BOW_TIE], 0, "circuit-er-paris.svg", ""),
    (["draw", "-o", "FOLDER", "--focus", "er-pariss", BOW_TIE], 2, "", "near: er-paris"),
    (["draw", "-o", "FOLDER", "--only", "name:*-AMSTERDAM", "--view", "overview,circuit", BOW_TIE], 0, "circuit-er-amsterdam.svg", ""),
    (["draw", "-o", "FOLDER", "--view", "overview", "--only", "tag:Environment=PROD*", bad("control-characters.json")], 0, "overview.svg", ""),
    (["draw", "-o", "FOLDER", "--view", "overview", "--only", "tag:environment=test", bad("control-characters.json")], 3, "", "only tag:environment=test"),
    (["draw", "-o", "FOLDER", "--only", "colour:red", BOW_TIE], 2, "", "--only 'colour:red' is not of the form KEY:PATTERN"),
    (["draw", "-o", "FOLDER", "--exclude", "*", BOW_TIE], 2, "", "--exclude '*' is not of the form"),
    (["draw", "-o", "FOLDER", "--exclude", "name:*", BOW_TIE], 3, "", "not name:*"),
    (["draw", "-o", "FOLDER", "--links", "--view", "overview", BOW_TIE], 0, "overview.svg", ""),
    (["draw", "-o", "FOLDER", "--fail", "er-paris + er-amsterdam", "--fail", "SC-08", BOW_TIE], 0, "failure-circuit-er-paris-and-circuit-er-amsterdam.svg", ""),
    (["draw", "-o", "FOLDER", "--fail", "er-pariss", BOW_TIE], 2, "", "er-paris"),
    (["draw", "-o", "FOLDER", "--fail", "SC-23", BOW_TIE], 3, "", "nothing here that it could hit"),
    (["draw", "-o", "FOLDER", "--hide", "flow-in,findings", SINGLE], 0, "overview.svg", ""),
    (["draw", "-o", "FOLDER", "--hide", "flows", SINGLE], 2, "", "there is no layer 'flows'; there are flow-in, flow-out"),
    (["draw", "-o", "FOLDER", "--layout", "tier", SINGLE], 0, "overview.svg", ""),
    (["draw", "-o", "FOLDER", "--layout", "neato", SINGLE], 2, "", "there is no layout 'neato'; there are tier, dot"),
    (["draw", "-o", "FOLDER", "--pin", "/nowhere/places.dot", SINGLE], 3, "", "/nowhere/places.dot"),
    (["draw", "-o", "FOLDER", "--pin", SINGLE, SINGLE], 3, "", "input.json: not a graph in DOT"),
    (["draw", "-o", "FOLDER", "--pin", "FOLDER/places", SINGLE], 0, "overview.svg", "DRW005"),
    (["draw", "-o", "/proc/nowhere", SINGLE], 4, "", "/proc/nowhere"),
]



def circuit(name):
    return {"id": f"/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/expressRouteCircuits/{name}", "properties": {}}


failed = 0
with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "own").write_text("[theme]\nbase=dark\n[colours]\nprovider=#00558C\n", encoding="utf-8")
    pathlib.Path(folder, "pale").write_text("[colours]\nprovider=#DDDDDD\n", encoding="utf-8")
    icons = pathlib.Path(folder, "icons")
    icons.mkdir()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/>{}</svg>'
    (icons / "router.svg").write_text(svg.format(""), encoding="utf-8")
    (icons / "gateway.svg").write_text(svg.format("<script/>"), encoding="utf-8")
    (icons / "notes.txt").write_text("x", encoding="utf-8")
    pathlib.Path(folder, "places").write_text("digraph other { }\n", encoding="utf-8")
    for arguments, status, out, err in CASES:
        err = err.replace("FOLDER", folder)
        command = [ERSCOPE, *(argument.replace("FOLDER", folder, 1) for argument in arguments)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, "NO_COLOR": "1"})
        if run.returncode != status or out not in run.stdout or err not in run.stderr or "\033" in run.stdout:
            failed += 1
            print(f"{' '.join(arguments)}: {run.returncode} instead of {status}\n{run.stdout[:300]}\n{run.stderr[:600]}")
    # More circuits than one sheet holds: an overview of cards and its parts; one sheet where that is asked for.
    many = pathlib.Path(folder, "many.json")
    many.write_text(json.dumps([circuit(f"c{i}") for i in range(30)]), encoding="utf-8")
    for options, want in (([], {"overview.svg", "overview-part-1.svg", "overview-part-10.svg"}), (["--whole"], {"overview.svg"})):
        run = subprocess.run([ERSCOPE, "draw", *options, "--quiet", "--view", "overview", "--format", "svg", "-o", folder, many], capture_output=True, text=True, timeout=120)
        sheets = {pathlib.Path(line).name for line in run.stdout.splitlines()}
        if run.returncode != 0 or not want <= sheets or run.stderr != "" or (options and sheets != want):
            failed += 1
            print(f"draw {options}: {run.returncode} {sheets}\n{run.stderr[:600]}")
    run = subprocess.run([ERSCOPE, "draw", "-o", folder, "--fail", "SC-33", many], capture_output=True, text=True, timeout=120)
    if run.returncode != 2 or "more than 100 sheets" not in run.stderr:
        failed += 1
        print(f"draw --fail SC-33: {run.returncode}\n{run.stderr[:600]}")
    # A machine without Open Sans: told, and the SVG is written without it.
    fonts = pathlib.Path(folder, "fonts.conf")
    fonts.write_text(f"<fontconfig><dir>{icons}</dir><cachedir>{folder}/cache</cachedir></fontconfig>", encoding="utf-8")
    run = subprocess.run([ERSCOPE, "draw", "--embed-font", "--format", "svg", "--view", "overview", "-o", folder, SINGLE], capture_output=True, text=True, timeout=120,
                         env={**os.environ, "FONTCONFIG_FILE": str(fonts)})
    if run.returncode != 0 or "Open Sans semibold italic is not installed: SVG is written without it" not in run.stderr or "@font-face" in pathlib.Path(folder, "overview.svg").read_text(encoding="utf-8"):
        failed += 1
        print(f"draw --embed-font: {run.returncode}\n{run.stderr[:600]}")
    # The layout program as it may be met: missing, failing, answering nonsense, and (where it is installed) well.
    answers = {None: "is not installed", "exit 3": "ended with status 3", "echo garbage": "dot's answer", "echo 'digraph { b0 [pos=\"1,2\"] }'": "a box has no place"}
    for answer, told in answers.items():
        tools = pathlib.Path(folder, "tools")
        tools.mkdir(exist_ok=True)
        if answer is not None:
            (tools / "dot").write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
            (tools / "dot").chmod(0o755)
        pictures = []
        for layout in ("tier", "dot"):
            run = subprocess.run([str(pathlib.Path(ERSCOPE).resolve()), "draw", "-o", folder, "--format", "trace", "--view", "overview", "--layout", layout, SINGLE], capture_output=True, text=True, timeout=120, env={**os.environ, "PATH": str(tools)})
            pictures.append(pathlib.Path(folder, "overview.trace").read_text(encoding="utf-8"))
        if run.returncode != 0 or "DRW001" not in run.stderr or told not in run.stderr or pictures[0] != pictures[1]:
            failed += 1
            print(f"--layout dot, dot: {answer}: {run.returncode}\n{run.stderr[:600]}")
# A pipe or device named by -o is written into, and stays what it is.
with tempfile.TemporaryDirectory() as folder:
    pipe = os.path.join(folder, "pipe")
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True)
    into = subprocess.run([ERSCOPE, "check", "-q", "--brief", "-o", pipe, SINGLE], capture_output=True, text=True, timeout=60)
    stays = pathlib.Path(pipe).is_fifo()
    if not stays:
        reader.kill()
    got = reader.communicate(timeout=60)[0]
    if into.returncode != 1 or not stays or not got.startswith("VERDICT:"):
        failed += 1
        print(f"-o of a pipe: {into.returncode}, {'a pipe' if stays else 'replaced'}, {got[:80]!r}")
print(f"exit_status: {len(CASES) + 9 - failed} passed, {failed} failed")
sys.exit(failed > 0)
