#!/usr/bin/env python3
"""Holds the catalogues of src/po against the code and against what is drawn.

  test_languages.py ERSCOPE ROOT FIXTURES

Each catalogue of LINGUAS has every text that the code marks, translated, with the same placeholders (msgfmt -c); what stands in one no longer
used is told. In another language nothing English of the frame is left on a sheet; the language of the environment changes no byte.
"""
import gettext
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ERSCOPE, ROOT, FIXTURES = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
PO = ROOT / "src" / "po"
KEYWORDS = ["_", "N_", "X:2", "er_tr_n:1,2", "er_view_plural:2,3"]
DRAWN = ["bow-tie", "single-circuit", "virtual-wan", "vpn-backup", "firewall-both-ways", "fastpath-provider-spoke", "metro", "global-reach", "external-circuit"]
# Names and ends of sentences that stay English: the site that nobody declared, "… is not known" at the end of what a rule says.
STAY = {"On-premises", "not known"}

passed, failed = 0, 0


def check(good, what):
    global passed, failed
    passed += good
    failed += not good
    if not good:
        print(f"languages: FAILED {what}", file=sys.stderr)


def run(*args, env=None):
    return subprocess.run([str(arg) for arg in args], capture_output=True, text=True, encoding="utf-8", env=env)


def message_ids(text):
    """msgid of each entry, joined and unescaped, but that of the header."""
    out = set()
    for entry in re.split(r"\n\n+", text):
        entry = "\n".join(line for line in entry.split("\n") if not line.startswith("#~"))
        found = re.search(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n?)+)', entry, re.M)
        if found:
            out.add("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found[1])))
    return out - {""}


def draw(fixture, folder, *more, env=None):
    made = run(ERSCOPE, "draw", FIXTURES / fixture / "input.json", "--as-of", "2026-11-23", "--quiet", "--format", "svg,txt", "-o", folder, *more, env=env)
    check(made.returncode == 0, f"draw {fixture} {' '.join(more)}: {made.stderr}")
    return {file.name: file.read_bytes() for file in sorted(pathlib.Path(folder).iterdir())}


def texts_of(svg):
    return {re.sub(r"<[^>]*>", "", text) for text in re.findall(r"<text\b[^>]*>(.*?)</text>", svg, re.S)} | set(re.findall(r'aria-label="([^"]*)"', svg))


def check_catalogue(lang, root):
    file = PO / f"{lang}.po"
    compiled = pathlib.Path(root) / f"{lang}.mo"
    made = run("msgfmt", "-c", "--statistics", "-o", compiled, file, env={**os.environ, "LC_ALL": "C"})
    check(made.returncode == 0 and "fuzzy" not in made.stderr and "untranslated" not in made.stderr, f"{file.name} complete: {made.stderr}")
    pot = run("xgettext", "--from-code=UTF-8", *[f"--keyword={word}" for word in KEYWORDS], "-D", ROOT, "-f", PO / "POTFILES", "-o", "-", env={**os.environ, "LC_ALL": "C"})
    said, known = message_ids(pot.stdout), message_ids(file.read_text(encoding="utf-8"))
    check(len(said) > 200, "texts are marked")
    check(said == known, f"{file.name}: the code says {sorted(said - known)}, and no longer {sorted(known - said)}")
    with open(compiled, "rb") as handle:
        return gettext.GNUTranslations(handle), said


def check_marked_files():
    listed = set((PO / "POTFILES").read_text(encoding="utf-8").split())
    marked = {file.relative_to(ROOT).as_posix() for file in (ROOT / "src").rglob("*.c") if re.search(r'\b(_|N_|er_tr_n|er_view_plural)\("', file.read_text(encoding="utf-8"))}
    check(marked <= listed, f"POTFILES lacks {sorted(marked - listed)}")


def check_drawings(lang, catalogue, said, root):
    english = {text for text in said if "%" not in text and "\\" not in text and catalogue.gettext(text) != text} - STAY
    for fixture in DRAWN:
        plain = draw(fixture, pathlib.Path(root) / f"{fixture}-en")
        other = draw(fixture, pathlib.Path(root) / f"{fixture}-{lang}", "--lang", lang, "--lint")
        check(plain.keys() == other.keys(), f"{fixture}: sheets have the same names in {lang}")
        left = {text for name, data in other.items() if name.endswith(".svg") for text in texts_of(data.decode()) & english}
        check(not left, f"{fixture}: English on sheets in {lang}: {sorted(left)}")
        changed = sum(plain[name] != other[name] for name in plain)
        check(changed == len(plain), f"{fixture}: {changed} of {len(plain)} files differ in {lang}")


def check_reports(lang, catalogue, said, root):
    """What stands alone between tags, in a cell or on a line is a word of the frame, or a name."""
    english = {text for text in said if "%" not in text and "{" not in text and "\\" not in text and catalogue.gettext(text) != text} - STAY
    for fixture in ("bow-tie", "single-circuit", "virtual-wan", "service-two-regions"):
        folder = pathlib.Path(root) / f"report-{fixture}-{lang}"
        made = run(ERSCOPE, "report", FIXTURES / fixture / "input.json", "--as-of", "2026-11-23", "--quiet", "--format", "html,md,pdf", "--lang", lang, "--fail-on", "critical", "-o", folder)
        check(made.returncode in (0, 1) and (folder / "report.html").exists(), f"report of {fixture} in {lang}: {made.stderr}")
        page = (folder / "report.html").read_text(encoding="utf-8")
        check(f'lang="{lang}"' in page, f"{fixture}: the page says its language")
        plain = re.sub(r"<(script|style|svg)\b.*?</\1>", "", page, flags=re.S)
        left = {text.strip() for text in re.findall(r">([^<>]+)<", plain)} & english
        check(not left, f"{fixture}: English on the page in {lang}: {sorted(left)}")
        words = set(re.findall(r'\bt\("((?:[^"\\]|\\.)*)"', (ROOT / "templates" / "report.js").read_text(encoding="utf-8")))
        given = set(json.loads(re.search(r'id="data">(.*?)</script>', page, re.S)[1])["words"])
        check(words and words <= given, f"the script says what has no translation: {sorted(words - given)}")
        markdown = (folder / "report.md").read_text(encoding="utf-8")
        left = {text.strip("#*| -:") for text in re.split(r"[|\n]", markdown)} & english
        check(not left, f"{fixture}: English in Markdown in {lang}: {sorted(left)}")
        paper = run("pdftotext", "-layout", folder / "report.pdf", "-").stdout
        heads = set(re.findall(r"^\d+(?:\.\d+)? +(\S.*?)(?:  |$)", paper, re.M)) & english
        check(paper and not heads, f"{fixture}: English headings on paper in {lang}: {sorted(heads)}")


def check_environment(root):
    env = {**os.environ, "LANGUAGE": "de", "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"}
    check(draw("bow-tie", pathlib.Path(root) / "bow-tie-env", env=env) == draw("bow-tie", pathlib.Path(root) / "bow-tie-again"), "the environment's language changes no byte")
    wanted = draw("bow-tie", pathlib.Path(root) / "bow-tie-asked", "--lang", "de")
    check(draw("bow-tie", pathlib.Path(root) / "bow-tie-over", "--lang", "de", env={**env, "LANGUAGE": "fr", "LC_ALL": "C"}) == wanted, "what is asked for counts, whatever the environment says")
    refused = run(ERSCOPE, "draw", FIXTURES / "bow-tie" / "input.json", "--lang", "xx")
    check(refused.returncode == 2 and "xx" in refused.stderr and "en, de" in refused.stderr, f"unknown language: {refused.stderr}")
    for name in ("../../etc", "", "de/.."):
        check(run(ERSCOPE, "draw", FIXTURES / "bow-tie" / "input.json", f"--lang={name}").returncode == 2, f"no language: '{name}'")
    results = [run(ERSCOPE, "analyze", FIXTURES / "bow-tie" / "input.json", "--as-of", "2026-11-23", "--lang", lang).stdout for lang in ("en", "de")]
    check(results[0] == results[1] and results[0] != "", "the results document has no language")


with tempfile.TemporaryDirectory() as root:
    check_marked_files()
    for lang in (PO / "LINGUAS").read_text(encoding="utf-8").split():
        catalogue, said = check_catalogue(lang, root)
        check_drawings(lang, catalogue, said, root)
        check_reports(lang, catalogue, said, root)
    check_environment(root)
print(f"languages: {passed} passed, {failed} failed")
sys.exit(failed > 0)
