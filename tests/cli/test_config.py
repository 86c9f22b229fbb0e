#!/usr/bin/env python3
"""erscope.conf: where it is looked for, what wins, what is told. usage: test_config.py ERSCOPE FIXTURES"""
import os
import pathlib
import subprocess
import sys
import tempfile

ERSCOPE, FIXTURES = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
SINGLE = str(FIXTURES / "single-circuit/input.json")
VPN = FIXTURES / "vpn-backup"
CHECK = ["check", "--as-of", "2026-11-28", SINGLE]
# the file; where it is: "own", "named", or None; arguments; status, on stdout, on stderr, and not on stdout
CASES = {
    "the user's own is read": ("[check]\nformat=csv\n", "own", CHECK, 1, "fingerprint", "", "VERDICT"),
    "--no-config": ("[check]\nformat=csv\n", "own", CHECK + ["--no-config"], 1, "VERDICT", "", "fingerprint"),
    "a named one": ("[check]\nformat=csv\n", "named", CHECK, 1, "fingerprint", "", "VERDICT"),
    "one in the working folder is not read": ("[check]\nformat=csv\n", "here", CHECK, 1, "VERDICT", "", "fingerprint"),
    "the command line wins": ("[check]\nformat=csv\n", "named", CHECK + ["--format=text"], 1, "VERDICT", "", "fingerprint"),
    "a short option wins, too": ("[check]\noutput=/nowhere/x\n", "named", CHECK + ["-o", "-"], 1, "VERDICT", ""),
    "switches": ("[check]\nbrief=true\n", "named", CHECK, 1, "ER-TOP-002", "", "INVENTORY"),
    "switches off": ("[check]\nbrief=false\n", "named", CHECK, 1, "HIGH: 3 findings", ""),
    "no switch": ("[check]\n\nbrief=perhaps\n", "named", CHECK, 2, "", "erscope.conf:3: brief is true or false"),
    "common options": ("[erscope]\nquiet=true\nas-of=2026-13-01\n", "named", ["check", SINGLE], 2, "", "--as-of '2026-13-01' is no date"),
    "of one command": ("[erscope]\nas-of=2026-13-01\n[check]\nas-of=2026-11-28\n", "named", ["check", SINGLE], 1, "VERDICT", ""),
    "of another command": ("[draw]\nas-of=2026-13-01\n", "named", ["check", SINGLE], 1, "VERDICT", ""),
    "a list": ("[check]\nrule=ER-TOP-002;ER-TOP-0O1\n", "named", CHECK, 2, "", "near: ER-TOP-001"),
    "a list is replaced": ("[check]\nrule=ER-TOP-0O1\n", "named", CHECK + ["--rule", "ER-TOP-002"], 1, "the others were not asked for", ""),
    "a wrong value tells where it is from": ("[check]\nformat=yaml\n", "named", CHECK, 2, "", "erscope.conf: --format=yaml"),
    "-v tells what was read": ("[check]\nformat=csv\n", "own", CHECK + ["-v"], 1, "fingerprint", "erscope.conf: --format=csv"),
    "-v tells that there was nothing": ("[draw]\ntheme=dark\n", "own", CHECK + ["-v"], 1, "VERDICT", "none for this command"),
    "unknown key": ("[check]\n# of ours\nfail-om=high\n", "named", CHECK, 2, "", "erscope.conf:3: [check] has no key 'fail-om'; near: fail-on"),
    "unknown key of another command": ("[draw]\ntheem=dark\n", "named", CHECK, 2, "", "erscope.conf:2: [draw] has no key 'theem'; near: theme"),
    "own key among the common ones": ("[erscope]\ntheme=dark\n", "named", CHECK, 2, "", "erscope.conf:2: [erscope] has no key 'theme'"),
    "a name that is near nothing": ("[erscope]\nxyzzyxyzzy=1\n", "named", CHECK, 2, "", "there are site, capture"),
    "unknown group": ("[chek]\nformat=csv\n", "named", CHECK, 2, "", "erscope.conf:1: there is no group [chek]; near: check"),
    "what is wrong in the user's own is left out": ("[check]\nfail-om=high\nformat=csv\n", "own", CHECK, 1, "fingerprint", "was left out"),
    "not a key file": ("format=csv\n", "named", CHECK, 2, "", "is no configuration"),
    "not a text": ("[check]\nformat=\0csv\n", "named", CHECK, 2, "", "it is no text"),
    "config is no key": ("[erscope]\nconfig=x\n", "named", CHECK, 2, "", "has no key 'config'"),
    "--help in spite of it": ("[cheque]\n", "named", ["check", "--help"], 0, "--fail-on", "", "cheque"),
    "both": ("[check]\n", "named", CHECK + ["--no-config"], 2, "", "not both"),
    "behind -- nothing is an option": ("[check]\nformat=csv\n", "own", CHECK + ["--", "--no-config"], 3, "fingerprint", "--no-config"),
    "a file": (f"[erscope]\nsite={VPN / 'site.xml'}\n", "named", ["flows", str(VPN / "input.json")], 0, "VPN", ""),
    "a query has options, too": ("[query]\nformat=az\n", "named", ["query"], 0, "az ", "", "Search-AzGraph"),
}


def run(text, place, arguments):
    with tempfile.TemporaryDirectory() as folder:
        home, work = pathlib.Path(folder, "home"), pathlib.Path(folder, "work")
        file = {"own": home / "erscope/erscope.conf", "here": work / "erscope.conf"}.get(place, work / "nightly/erscope.conf")
        for one in (home, work, file.parent):
            one.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        command = [ERSCOPE, *arguments[:1], *(["--config", str(file)] if place == "named" else []), *arguments[1:]]
        return subprocess.run(command, capture_output=True, text=True, cwd=work, timeout=60, env={**os.environ, "XDG_CONFIG_HOME": str(home)})


failed = 0
for name, (text, place, arguments, status, out, err, *absent) in CASES.items():
    done = run(text, place, arguments)
    if done.returncode != status or out not in done.stdout or err not in done.stderr or any(word in done.stdout for word in absent):
        failed += 1
        print(f"{name}: status {done.returncode}, want {status}\nstdout: {done.stdout[:400]}\nstderr: {done.stderr[:400]}")
missing = subprocess.run([ERSCOPE, "check", "--config", "/nowhere/erscope.conf", SINGLE], capture_output=True, text=True, timeout=60)
if missing.returncode != 2 or "/nowhere/erscope.conf" not in missing.stderr:
    failed += 1
    print(f"a file that is not there: status {missing.returncode}\n{missing.stderr}")
print(f"config: {len(CASES) + 1 - failed} passed, {failed} failed")
sys.exit(bool(failed))
