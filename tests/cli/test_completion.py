#!/usr/bin/env python3
"""Completion and manual pages: what the shells offer, held against what the commands accept.

  test_completion.py ERSCOPE FOLDER_OF_WHAT_THE_BUILD_MADE FIXTURES MAKE_PAGE SOURCES"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ERSCOPE, MADE, FIXTURES, MAKE_PAGE, SOURCES = (pathlib.Path(argument).resolve() for argument in sys.argv[1:6])
SINGLE = str(FIXTURES / "single-circuit/input.json")
checks, failures, skipped = 0, [], []


def check(what, good, detail=""):
    global checks
    checks += 1
    if not good:
        failures.append(f"{what}: {detail}")


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **more)


# ---- bash ----

def offered(words, folder):
    """What bash offers for the last of the words, in that folder."""
    script = f'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _erscope; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = run("bash", "--norc", "-c", script, "bash", str(MADE / "erscope"), "erscope", *words, cwd=folder)
    check(f"bash says nothing else of {words}", done.returncode == 0 and done.stderr == "", done.stderr)
    return done.stdout.split("\n")[:-1] if done.stdout.strip() else []


def commands():
    return re.findall(r"^  ([a-z]+) ", run(ERSCOPE, "--help").stdout, re.M)


def options(command):
    return re.findall(r"^  (?:-\w, )?(--[a-z-]+)", run(ERSCOPE, command, "--help").stdout, re.M)


def bash():
    with tempfile.TemporaryDirectory() as folder:
        for name in ("drawings", "export 1.json", "theme.conf"):
            pathlib.Path(folder, name).mkdir() if name == "drawings" else pathlib.Path(folder, name).touch()
        files = ["drawings", "export 1.json", "theme.conf"]
        cases = {
            ("",): commands() + ["--help", "--version"],
            ("dr",): ["draw"],
            ("draw", "--format", "s"): ["svg"],
            ("draw", "--format", "svg,p"): ["svg,pdf", "svg,png"],
            ("draw", "--format", "=", "d"): ["drawio", "dot"],
            ("draw", "--theme", "th"): ["theme.conf"],
            ("draw", "--theme", "=", "colour"): ["colour-blind"],
            ("draw", "--animate", ""): ["on", "off"],
            ("draw", "--layout", "="): ["tier", "dot"],
            ("draw", "-o", ""): ["drawings"],
            ("draw", "--icons", ""): ["drawings"],
            ("draw", "--hide", "find"): ["findings"],
            ("draw", "--dpi", ""): [],
            ("draw", ""): files,
            ("draw", "exp"): ["export 1.json"],
            ("draw", "--lint", "--wh"): ["--whole"],
            ("check", "--fail-on", ""): ["critical", "high", "medium", "low", "info", "unknown"],
            ("check", "--rule", "ER-TOP-001,ER-TOP-00"): [f"ER-TOP-001,ER-TOP-00{i}" for i in range(1, 10)],
            ("check", "x.json", "--site", ""): files,
            ("check", "x.json", "--capture", "er-london/primary", "=", "exp"): ["export 1.json"],
            ("rules", "ER-TOP-00"): [f"ER-TOP-00{i}" for i in range(1, 10)],
            ("schema", ""): ["site", "site-json", "arm-xml", "results"],
            ("query", ""): [],
            ("query", "--q"): ["--quiet"],
        }
        for words, want in cases.items():
            got = offered(words, folder)
            check(f"bash: {words}", sorted(got) == sorted(want), f"got {got}, want {want}")
        for command in commands():
            got = [word for word in offered((command, "--"), folder)]
            check(f"bash: options of {command}", sorted(got) == sorted(options(command)), f"{set(got) ^ set(options(command))}")


def accepted():
    """Every word that is offered for an option is accepted; a word that is not offered is refused, and told are those that are."""
    for command, option, more in (("draw", "format", []), ("draw", "theme", []), ("draw", "hide", []), ("draw", "view", []), ("draw", "animate", []), ("draw", "layout", []), ("draw", "svg", []),
                                  ("check", "format", []), ("check", "fail-on", []), ("fail", "format", []), ("analyze", "format", []), ("analyze", "depth", []), ("rules", "format", []), ("query", "format", [])):
        with tempfile.TemporaryDirectory() as folder:
            words = offered((command, "--" + option, ""), folder)
            inventory = [] if command in ("rules", "query") else [SINGLE]
            check(f"{command} --{option} offers something", words)
            for word in words:
                done = run(ERSCOPE, command, f"--{option}={word}", *more, *inventory, cwd=folder)
                check(f"{command} --{option} {word}", done.returncode != 2, f"{done.returncode} {done.stderr[:200]}")
            if option != "depth":
                done = run(ERSCOPE, command, f"--{option}=zzzzzzzz", *inventory, cwd=folder)
                told = done.stderr.split(": ", 1)[1] if ": " in done.stderr else ""
                check(f"{command} --{option} zzzzzzzz", done.returncode == 2 and all(re.search(rf"\b{re.escape(word)}\b", told) for word in words), f"{words} {done.stderr}")


# ---- the others ----

def shells():
    for shell, file in (("zsh", "_erscope"), ("fish", "erscope.fish")):
        if shutil.which(shell) is None:
            skipped.append(f"{shell} is not installed: its script was not read by it")
            continue
        done = run(shell, "-n", str(MADE / file))
        check(f"{shell} reads its script", done.returncode == 0 and done.stderr == "", done.stderr)
    for file in ("_erscope", "erscope.fish"):
        text = (MADE / file).read_text(encoding="utf-8")
        for command in commands():
            for option in options(command):
                check(f"{file}: {command} {option}", f"--{option[2:]}" in text or f"-l {option[2:]}" in text)


def manual():
    pages = {"erscope.1": [], "erscope.conf.5": []}
    for page in pages:
        text = (MADE / page).read_text(encoding="ascii")
        for command in commands():
            for option in options(command) if page == "erscope.1" else [one[2:] for one in options(command) if one not in ("--help", "--config", "--no-config")]:
                check(f"{page}: {command} {option}", f"\\fB{option}\\fR".replace("-", "\\-") in text)
        for tool, command in (("groff", ["groff", "-man", "-ww", "-Tutf8", "-z"]), ("mandoc", ["mandoc", "-T", "lint", "-W", "warning"])):
            if shutil.which(tool) is None:
                skipped.append(f"{tool} is not installed: it did not read {page}")
                continue
            done = run(*command, str(MADE / page))
            told = [line for line in (done.stdout + done.stderr).splitlines() if "missing date" not in line]
            check(f"{tool} reads {page}", not told, told[:5])


def same_bytes():
    """Neither the clock nor the locale nor the time zone is in what the build makes."""
    made = {"erscope": ["bash"], "_erscope": ["zsh"], "erscope.fish": ["fish"], "erscope.1": ["man", str(SOURCES / "erscope.1.in")], "erscope.conf.5": ["man", str(SOURCES / "erscope.conf.5.in")]}
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in made.items():
            pages = []
            for more in ({"LC_ALL": "C", "TZ": "UTC"}, {"LC_ALL": "de_DE.UTF-8", "TZ": "Pacific/Kiritimati"}):
                run(MAKE_PAGE, *arguments, folder + "/page", env={**environment, **more})
                pages.append(pathlib.Path(folder, "page").read_bytes())
            # The build may have been given a date.
            pages.append(re.sub(rb'"\d{4}-\d\d-\d\d" "erscope', b'"" "erscope', (MADE / name).read_bytes()))
            check(f"{name}: same bytes", pages[0] == pages[1] == pages[2])
        run(MAKE_PAGE, *made["erscope.1"], folder + "/page", env={**environment, "SOURCE_DATE_EPOCH": "1700000000"})
        check("SOURCE_DATE_EPOCH", '"2023-11-14"' in pathlib.Path(folder, "page").read_text(encoding="ascii"))
    check("make_page tells how", run(MAKE_PAGE, "csh", "/nowhere/x").returncode == 1)


for part in (bash, accepted, shells, manual, same_bytes):
    part()
for line in failures:
    print(line)
for line in sorted(set(skipped)):
    print(f"skipped: {line}")
print(f"completion: {checks - len(failures)} passed, {len(failures)} failed")
sys.exit(bool(failures))
