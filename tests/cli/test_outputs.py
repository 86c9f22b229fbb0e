#!/usr/bin/env python3
"""check for other programs: each format by its own rules, also with hostile names; what is asked for; baselines. usage: test_outputs.py ERSCOPE FIXTURES SCHEMA"""
import csv
import io
import json
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as tree

import jsonschema

ERSCOPE, FIXTURES = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
SCHEMA = jsonschema.Draft202012Validator(json.loads(pathlib.Path(sys.argv[3]).read_text(encoding="utf-8")))
SINGLE, BOW_TIE = FIXTURES / "single-circuit/input.json", FIXTURES / "bow-tie/input.json"
EVIL_NAME = "=HYPERLINK(\"x\"),100%;]<b>&'::\n::error::x"
EVIL_FILE = "-a,b;c:d%]<x>&\"'\n::error::=1+1 é.json"
LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}
passed, failed = 0, 0


def tell(ok, name, why=""):
    global passed, failed
    passed += bool(ok)
    failed += not ok
    if not ok:
        print(f"{name}: {str(why)[:800]}")


def check(*arguments, folder=None):
    return subprocess.run([ERSCOPE, "check", "--as-of", "2026-11-23", *map(str, arguments)], capture_output=True, timeout=120, cwd=folder)


def output(form, *arguments, folder=None):
    return check("--quiet", "--format", form, *arguments, folder=folder).stdout.decode()


def result_of(*arguments, folder=None):
    document = json.loads(output("json", *arguments, folder=folder))
    errors = [f"{error.json_path}: {error.message}" for error in SCHEMA.iter_errors(document)]
    tell(not errors, f"schema {arguments}", errors[:2])
    return document


def sarif(name, text, results, folder):
    log = json.loads(text)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    tell(log["version"] == "2.1.0" and log["$schema"].startswith("https://") and run["tool"]["driver"]["name"] == "erscope", f"{name}: head")
    listed = subprocess.run([ERSCOPE, "rules"], capture_output=True, text=True, check=True).stdout.splitlines()
    tell([rule["id"] for rule in rules] == [line.split()[0] for line in listed], f"{name}: all rules of the table")
    tell(all(rule["shortDescription"]["text"] and rule["helpUri"] and rule["defaultConfiguration"]["level"] in ("error", "warning", "note") for rule in rules), f"{name}: members of a rule")
    tell(len(run["results"]) == len(results["findings"]), f"{name}: a result per finding")
    for got, want in zip(run["results"], results["findings"]):
        fail = want["result"] == "fail"
        good = got["ruleId"] == want["rule"] == rules[got["ruleIndex"]]["id"] and got["partialFingerprints"]["erscope/v1"] == want["fingerprint"]
        good = good and got["kind"] == ("fail" if fail else "open") and got["level"] == (LEVELS[want["severity"]] if fail else "none")
        good = good and got["message"]["text"].startswith(want["headline"]) and (fail or want["missing"] in got["message"]["text"])
        tell(good, f"{name}: result", got)
        place = got["locations"][0]["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        path = pathlib.Path(folder, urllib.parse.unquote(urllib.parse.urlsplit(uri).path if uri.startswith("file://") else uri))
        tell(re.fullmatch(r"(file://)?[A-Za-z0-9/@&=+$,._~%-]+", uri) and path.exists(), f"{name}: uri", uri)
        tell(not fail or not want["subjects"] or place.get("region", {}).get("startLine", 0) > 0, f"{name}: region", want["headline"])


def junit(name, text, results):
    root = tree.fromstring(text)
    suites = root.findall("testsuite")
    cases = root.findall("testsuite/testcase")
    for node in (root, *suites):
        below = node.findall(".//testcase")
        counts = (len(below), len(node.findall(".//failure")), 0, len(node.findall(".//skipped")))
        tell(tuple(int(node.get(key)) for key in ("tests", "failures", "errors", "skipped")) == counts, f"{name}: counts", node.attrib)
    tell(len({suite.get("name") for suite in suites}) == len(suites) and all(case.get("classname").rsplit("-", 1)[0] == suite.get("name") for suite in suites for case in suite), f"{name}: a suite per family")
    tell({case.get("classname") for case in cases} == {rule["id"] for rule in results["rules"]}, f"{name}: every rule")
    wanted = sorted((finding["rule"], finding["headline"]) for finding in results["findings"] if finding["result"] == "fail")
    tell(sorted((case.get("classname"), case.find("failure").get("message")) for case in cases if case.find("failure") is not None) == wanted, f"{name}: failures")
    skipped = [case.find("skipped").get("message") for case in cases if case.find("skipped") is not None]
    tell(all(any(finding["missing"] in message and finding["headline"] in message for message in skipped) for finding in results["findings"] if finding["result"] == "unknown"), f"{name}: unknown is skipped")
    silent = {rule["id"] for rule in results["rules"] if rule["fail"] + rule["unknown"] + rule["pass"] == 0}
    tell(all(case.find("skipped") is not None for case in cases if case.get("classname") in silent), f"{name}: what does not apply is not passed")


def metrics(name, text, results):
    sample = re.compile(r'([a-z_]+)(?:\{([a-z]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*)\})? ([0-9]+)')
    lines, types, values = text.splitlines(), {}, {}
    tell(text.endswith("\n# EOF\n") and lines.count("# EOF") == 1, f"{name}: ends with # EOF")
    for line in lines[:-1]:
        if line.startswith("# TYPE "):
            types[line.split()[2]] = line.split()[3]
        elif not line.startswith("# HELP "):
            found = sample.fullmatch(line)
            tell(found and types.get(found[1]) == "gauge" and (found[1], found[2]) not in values, f"{name}: sample", line)
            values[found[1], found[2]] = int(found[3])
    for severity in LEVELS:
        for result in ("fail", "unknown"):
            n = sum(finding["severity"] == severity and finding["result"] == result for finding in results["findings"])
            tell(values["erscope_findings", f'severity="{severity}",result="{result}"'] == n, f"{name}: findings {severity} {result}")
    tell(all(values["erscope_rule_results", f'rule="{rule["id"]}",result="{key}"'] == rule[key] for rule in results["rules"] for key in ("fail", "unknown", "pass", "not_applicable")), f"{name}: rules")
    tell(0 <= values["erscope_flows_up", None] <= values["erscope_flows", None] <= len(results["flows"]), f"{name}: flows")


def table(name, text, results):
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    inside = sum(cell.count("\n") for row in rows for cell in row.values())
    tell(text.count("\r\n") == len(rows) + 1 and text.count("\n") == len(rows) + 1 + inside, f"{name}: lines end in CRLF")
    tell(all(not cell or cell[0] not in "=+-@\t\r" for row in rows for cell in row.values()), f"{name}: no formula")
    plain = [{key: cell[1:] if cell.startswith("'") else cell for key, cell in row.items()} for row in rows]
    for row, want in zip(plain, results["findings"], strict=True):
        tell((row["rule"], row["result"], row["severity"], row["headline"], row["subjects"], row["missing"], row["fingerprint"]) ==
             (want["rule"], want["result"], want["severity"], want["headline"], "; ".join(want["subjects"]), want["missing"], want["fingerprint"]), f"{name}: round trip", row)


def unescape(text, codes):
    return re.sub("|".join(codes), lambda found: codes[found[0]], text)


def github(name, text, results, file):
    codes = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    for line, want in zip(text.splitlines(), results["findings"], strict=True):
        found = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        fields = dict(field.split("=", 1) for field in found[2].split(",")) if found else {}
        kind = LEVELS[want["severity"]].replace("note", "notice") if want["result"] == "fail" else "notice"
        tell(found and found[1] == kind and set(fields) <= {"file", "line", "title"} and unescape(fields["title"], codes).startswith(want["rule"]), f"{name}: command", line)
        tell(unescape(found[3], codes).startswith(want["headline"]) and unescape(fields.get("file", file), codes).replace("\n", " ") == file.replace("\n", " "), f"{name}: values", line)


def azure(name, text, results, file):
    codes = {"%0D": "\r", "%0A": "\n", "%3B": ";", "%5D": "]", "%AZP25": "%"}
    for line, want in zip(text.splitlines(), results["findings"], strict=True):
        found = re.fullmatch(r"##vso\[task\.logissue type=(error|warning);([^\]]*)\](.*)", line)
        fields = dict(field.split("=", 1) for field in found[2].split(";")) if found else {}
        bad = want["result"] == "fail" and want["severity"] in ("critical", "high")
        tell(found and found[1] == ("error" if bad else "warning") and fields["code"] == want["rule"] and set(fields) <= {"sourcepath", "linenumber", "code"}, f"{name}: command", line)
        tell(unescape(found[3], codes).startswith(want["headline"]) and unescape(fields.get("sourcepath", file), codes) == file, f"{name}: values", line)


def formats(name, file, folder):
    results = result_of("./" + file if file.startswith("-") else file, folder=folder)
    shown = "./" + file if file.startswith("-") else file
    sarif(f"{name} sarif", output("sarif", shown, folder=folder), results, folder)
    junit(f"{name} junit", check("--quiet", "--format", "junit", shown, folder=folder).stdout, results)
    metrics(f"{name} openmetrics", output("openmetrics", shown, folder=folder), results)
    table(f"{name} csv", output("csv", shown, folder=folder), results)
    github(f"{name} github", output("github", shown, folder=folder), results, shown)
    azure(f"{name} azure", output("azure", shown, folder=folder), results, shown)


def on_terminal(*arguments, **environment):
    ours, theirs = pty.openpty()
    with subprocess.Popen([ERSCOPE, "check", "--quiet", *map(str, arguments)], stdout=theirs, env={**os.environ, "NO_COLOR": "", **environment}) as run:
        os.close(theirs)
        text = b""
        try:
            while block := os.read(ours, 65536):
                text += block
        except OSError:  # Linux tells the end so
            pass
        run.wait()
    os.close(ours)
    return text.decode()


def selection(folder):
    all_rules = {finding["rule"] for finding in result_of(SINGLE)["findings"]}
    asked = result_of("--rule", "er-top-002,ER-TOP-006", SINGLE)
    tell({finding["rule"] for finding in asked["findings"]} == {"ER-TOP-002", "ER-TOP-006"} and len(asked["rules"]) == 2, "--rule")
    tell({finding["rule"] for finding in result_of("--skip", "ER-TOP-002", SINGLE)["findings"]} == all_rules - {"ER-TOP-002"}, "--skip")
    tell({rule["id"].split("-")[1] for rule in result_of("--family", "TOP,er-gw", SINGLE)["rules"]} == {"TOP", "GW"}, "--family")
    both = result_of("--family", "GW", "--rule", "ER-TOP-002", "--skip", "ER-GW-001", SINGLE)["rules"]
    tell({rule["id"] for rule in both} >= {"ER-TOP-002", "ER-GW-003"} and "ER-GW-001" not in {rule["id"] for rule in both}, "--family and --rule")
    tell("of 2 rules" not in output("text", SINGLE) and "This is the answer of 2 of " in output("text", "--rule", "ER-TOP-002,ER-TOP-006", SINGLE), "the text says what was asked for")
    profile = pathlib.Path(folder, "profile")
    profile.write_text("# ours\n[severity]\nER-TOP-002=low\ner-gw-003 = critical\n\n[exclude]\nrules=ER-TOP-012\nsubjects=VNET-*, *ergw*\n", encoding="utf-8")
    changed = result_of("--profile", profile, SINGLE)
    findings = changed["findings"]
    tell({finding["severity"] for finding in findings if finding["rule"] == "ER-TOP-002"} <= {"low"} and "ER-TOP-012" not in {finding["rule"] for finding in findings}, "--profile")
    tell(findings and all(not finding["subjects"] or any("ergw" not in id and not id.rsplit("/", 1)[-1].startswith("vnet-") for id in finding["subjects"]) for finding in findings), "--profile subjects")
    counts = {rule["id"]: (rule["fail"], rule["unknown"]) for rule in changed["rules"]}
    tell(all(n == tuple(sum(finding["rule"] == id and finding["result"] == result for finding in findings) for result in ("fail", "unknown")) for id, n in counts.items()), "--profile counts")
    tell("Left out for their subjects" in output("text", "--profile", profile, SINGLE), "the text says what was left out")
    for text, told in (("[severity]\nER-TOP-002=low\n\nER-TOP-0020=low\n", ":4: "), ("[severity]\nER-TOP-002=loud\n", ":2: "), ("[exclude]\nsubjects=a\nrules=ER-TOP-002,ER-XXX-001\n", ":3: "),
                       ("\n[exclude]\nvnets=a\n", ":3: "), ("\n[colour]\na=b\n", ":2: "), ("ER-TOP-002=low\n", "is no profile"), ("\0", "is no profile")):
        profile.write_text(text, encoding="utf-8")
        run = check("--profile", profile, SINGLE)
        tell(run.returncode == 2 and told in run.stderr.decode() and not run.stdout, f"profile {text!r}", run.stderr.decode())


def baselines(folder):
    baseline = pathlib.Path(folder, "baseline.json")
    whole = result_of(SINGLE)
    baseline.write_text(json.dumps(whole), encoding="utf-8")
    same = result_of("--baseline", baseline, SINGLE)
    tell({finding["state"] for finding in same["findings"]} == {"unchanged"} and same["fixed"] == [], "baseline of the same")
    tell(check("--baseline", baseline, SINGLE).returncode == 0 and check("--baseline", baseline, "--fail-on", "unknown", SINGLE).returncode == 0, "what is known does not fail")
    tell("0 new, " in output("text", "--baseline", baseline, SINGLE) and output("github", "--baseline", baseline, SINGLE) == "", "nothing new in text and annotations")
    tell(b"<failure" not in check("--format", "junit", "--baseline", baseline, SINGLE).stdout, "nothing new in JUnit")
    # One high failure less, another that was an open question, and one that is gone.
    rows = [dict(row) for row in whole["findings"]]
    new = next(row for row in rows if row["rule"] == "ER-TOP-002")
    gone = {**new, "fingerprint": "0" * 16, "headline": "er-old: it was there", "subjects": ["/x/er-old"]}
    turned = next(row for row in rows if row["result"] == "fail" and row["rule"] != "ER-TOP-002" and row["severity"] == "medium")
    turned["result"], turned["missing"] = "unknown", "something"
    baseline.write_text(json.dumps({**whole, "findings": [row for row in rows if row is not new] + [gone]}), encoding="utf-8")
    mixed = result_of("--baseline", baseline, SINGLE)
    states = {finding["fingerprint"]: finding["state"] for finding in mixed["findings"]}
    tell({print_ for print_, state in states.items() if state == "new"} == {new["fingerprint"], turned["fingerprint"]}, "new by fingerprint and result", states)
    tell([row["headline"] for row in mixed["fixed"]] == ["er-old: it was there"], "fixed", mixed["fixed"])
    tell(check("--baseline", baseline, SINGLE).returncode == 1 and check("--baseline", baseline, "--fail-on", "critical", SINGLE).returncode == 0, "--fail-on counts what is new")
    text = output("text", "--baseline", baseline, SINGLE)
    tell("2 new, " in text and "1 fixed" in text and "ER-TOP-002 (new)" in text and "er-old: it was there" in text, "text against a baseline", text)
    run = json.loads(output("sarif", "--baseline", baseline, SINGLE))["runs"][0]
    tell({"new": 2, "absent": 1}.items() <= {state: sum(row["baselineState"] == state for row in run["results"]) for state in ("new", "absent")}.items(), "baselineState")
    tell([row["state"] for row in csv.DictReader(io.StringIO(output("csv", "--baseline", baseline, SINGLE), newline=""))].count("fixed") == 1, "fixed in CSV")
    tell(result_of("--baseline", baseline, "--skip", "ER-TOP-002", SINGLE)["fixed"] == [], "a rule that was not asked for is not fixed")
    profile = pathlib.Path(folder, "profile")
    profile.write_text("[exclude]\nsubjects=er-old\n", encoding="utf-8")
    tell(result_of("--baseline", baseline, "--profile", profile, SINGLE)["fixed"] == [], "a subject that is left out is not fixed")
    # The same estate in two subscriptions has each fingerprint twice: they are counted.
    both = pathlib.Path(folder, "both.json")
    both.write_text(SINGLE.read_text(encoding="utf-8").replace("11111111-2222", "99999999-2222"), encoding="utf-8")
    baseline.write_text(json.dumps(whole), encoding="utf-8")
    grown = [row for row in result_of("--baseline", baseline, SINGLE, both)["findings"] if row["headline"] == "er-london: single circuit"]
    tell(sorted(row["state"] for row in grown) == ["new", "unchanged"] and len({row["fingerprint"] for row in grown}) == 1, "one of two with the same fingerprint is new", grown)
    baseline.write_text(json.dumps(result_of(SINGLE, both)), encoding="utf-8")
    tell([row["headline"] for row in result_of("--baseline", baseline, SINGLE)["fixed"]].count("er-london: single circuit") == 1, "one of two with the same fingerprint is fixed")
    for text in ("{}", "[]", "", "{", SINGLE.read_text(encoding="utf-8"), '{"schema": "erscope.results", "version": 2, "findings": []}', '{"schema": "erscope.results", "version": 1}',
                 '{"schema": "erscope.results", "version": 1, "findings": [{}]}', '{"schema": "erscope.results", "version": 1, "findings": [7]}', "\xff"):
        baseline.write_text(text, encoding="latin-1")
        run = check("--baseline", baseline, SINGLE)
        tell(run.returncode == 3 and not run.stdout and str(baseline) in run.stderr.decode(), f"refused {text[:40]!r}", run.stderr.decode())


with tempfile.TemporaryDirectory() as temporary:
    formats("single", str(SINGLE), temporary)
    formats("bow-tie", str(BOW_TIE), temporary)
    formats("external-circuit", str(FIXTURES / "external-circuit/input.json"), temporary)
    evil = SINGLE.read_text(encoding="utf-8").replace("er-london", json.dumps(EVIL_NAME)[1:-1].replace("/", ""))
    pathlib.Path(temporary, EVIL_FILE).write_text(evil, encoding="utf-8")
    tell(any(finding["headline"].startswith("=HYPERLINK") for finding in result_of("./" + EVIL_FILE, folder=temporary)["findings"]), "the hostile name is there")
    formats("hostile", EVIL_FILE, temporary)
    coloured = on_terminal(SINGLE)
    tell("\033[" in coloured and "HIGH: " in coloured, "colour on a terminal")
    tell("\033" not in on_terminal(SINGLE, NO_COLOR="1"), "NO_COLOR")
    target = pathlib.Path(temporary, "out.txt")
    on_terminal("-o", target, SINGLE)
    tell("\033" not in target.read_text(encoding="utf-8") and "VERDICT" in target.read_text(encoding="utf-8"), "no colour in a file")
    tell(all("\033" not in on_terminal("--format", form, SINGLE) for form in ("json", "github", "azure", "csv")), "no colour in other formats")
    selection(temporary)
    baselines(temporary)
print(f"outputs: {passed} passed, {failed} failed")
sys.exit(failed > 0)
