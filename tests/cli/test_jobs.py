#!/usr/bin/env python3
"""The jobs of src/packaging/jobs, run as far as they can be here: unit files verified, cron lines and the steps of every pipeline executed, with
an az that answers from a fixture. usage: test_jobs.py ERSCOPE FIXTURES"""
import configparser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import yaml
except ImportError:
    print("jobs: skipped, python3-yaml is missing")
    sys.exit(77)

ERSCOPE, FIXTURES = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
JOBS = FIXTURES.parent / "src/packaging/jobs"
SUBSCRIPTIONS = {"sub-a": "bow-tie", "sub-b": "single-circuit", "sub-c": "virtual-wan", "sub-d": "metro"}
# Replies as Resource Graph gives them: sub-b comes in two pages, sub-broken never.
AZ = """#!/usr/bin/env python3
import json, pathlib, sys
words, here = sys.argv[1:], pathlib.Path(__file__).parent
value = lambda name: words[words.index(name) + 1] if name in words else None
(here / "az.log").open("a").write(json.dumps(words) + "\\n")
if words[:2] == ["account", "list"]:
    print("\\n".join((here / "subscriptions").read_text().split()))
elif words[:1] == ["login"]:
    pass
elif words[:2] == ["graph", "query"] and "microsoft.network/expressroutecircuits" in value("-q"):
    subscription = value("--subscriptions")
    if subscription == "sub-broken":
        sys.exit("az: not authorised")
    data = json.loads((here / (subscription + ".json")).read_text())["value"]
    if subscription == "sub-b":
        first, token = data[:len(data) // 2], value("--skip-token")
        data = data[len(data) // 2:] if token == "page two" else first
        print(json.dumps({"count": len(data), "data": data, **({} if token else {"skip_token": "page two"}), "total_records": 9}, indent=2))
    else:
        print(json.dumps({"count": len(data), "data": data, "skip_token": None, "total_records": len(data)}, indent=2))
else:
    sys.exit("az: unexpected: " + " ".join(words))
"""
failures, passed = [], 0


def check(good, *words):
    global passed
    if good:
        passed += 1
    else:
        failures.append(words)
        print("FAILED:", *words, file=sys.stderr)


def prepare(root, broken=False):
    """A machine: az and erscope on the path, and a folder to work in."""
    tools, work = root / "tools", root / "work"
    tools.mkdir()
    work.mkdir()
    (tools / "az").write_text(AZ)
    (tools / "az").chmod(0o755)
    (tools / "erscope").symlink_to(ERSCOPE)
    for name, fixture in SUBSCRIPTIONS.items():
        shutil.copy(FIXTURES / fixture / "input.json", tools / f"{name}.json")
    (tools / "subscriptions").write_text("\n".join([*SUBSCRIPTIONS, *(["sub-broken"] if broken else [])]))
    (root / "token").write_text("token")
    env = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "SOURCE_DATE_EPOCH": "1795770000", "AZURE_CLIENT_ID": "id", "AZURE_CLIENT_SECRET": "secret", "AZURE_TENANT_ID": "tenant",
           "AZURE_FEDERATED_TOKEN_FILE": str(root / "token"), "GITHUB_OUTPUT": str(root / "outputs")}
    return work, env


def run(script, work, env, status=0, **more):
    """As the runner would, with the installed paths replaced by those here."""
    script = script.replace("/usr/share/erscope/jobs", str(JOBS)).replace("/usr/bin/erscope", ERSCOPE).replace("/var/lib/erscope", str(work))
    done = subprocess.run(["sh", "-e", "-c", script], cwd=work, env={**env, **more}, capture_output=True, text=True)
    check(done.returncode == status, "status", done.returncode, "wanted", status, "of", script, done.stdout[-500:], done.stderr[-500:])
    return done


def reported(work, out="reports"):
    rows = json.loads((work / out / "index.json").read_text())["estates"]
    check(sorted(row["estate"] for row in rows) == sorted(SUBSCRIPTIONS), "estates", [row["estate"] for row in rows])
    check(all(row["failure"] is None for row in rows), "all are reported", rows)
    check((work / out / "index.html").exists() and (work / out / "metrics.prom").exists(), "pages over all")


def export(root):
    work, env = prepare(root, broken=True)
    (work / "estates/sub-broken").mkdir(parents=True)
    (work / "estates/sub-broken/page-1.json").write_text("yesterday")
    (work / "estates/sub-a").mkdir()
    (work / "estates/sub-a/site.xml").write_text("by hand")
    done = run("/usr/share/erscope/jobs/export.sh estates", work, env, status=1)
    check("sub-broken could not be exported; yesterday's export stays" in done.stderr, "a failed export is told", done.stderr)
    check((work / "estates/sub-broken/page-1.json").read_text() == "yesterday", "yesterday's export stays")
    check((work / "estates/sub-a/site.xml").read_text() == "by hand", "the site description stays")
    check(sorted(path.name for path in (work / "estates/sub-b").iterdir()) == ["page-1.json", "page-2.json"], "all pages")
    check(not [path.name for path in (work / "estates").iterdir() if path.name.startswith(".")], "nothing is left behind")
    one = subprocess.run([ERSCOPE, "check", FIXTURES / "single-circuit/input.json", "--format", "json", "-q"], env=env, capture_output=True, text=True).stdout
    two = subprocess.run([ERSCOPE, "check", *sorted((work / "estates/sub-b").iterdir()), "--format", "json", "-q"], env=env, capture_output=True, text=True).stdout
    check(json.loads(one)["content"] == json.loads(two)["content"], "pages hold what one file held")


def systemd(root):
    work, env = prepare(root)
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(JOBS / "erscope-batch.service")
    service = unit["Service"]
    check(service["WorkingDirectory"] == "/var/lib/" + service["StateDirectory"], "its folder is the one systemd makes")
    run(service["ExecStartPre"].lstrip("-"), work, env)
    run(service["ExecStart"], work, env, status=int(service["SuccessExitStatus"]))
    reported(work)
    if shutil.which("systemd-analyze") is None:
        print("jobs: systemd-analyze is missing: units are not verified")
        return
    units = root / "units"
    units.mkdir()
    for name in ("erscope-batch.service", "erscope-batch.timer"):
        (units / name).write_text((JOBS / name).read_text().replace("/usr/bin/erscope", ERSCOPE).replace("/usr/share/erscope/jobs", str(JOBS)))
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", units / name], capture_output=True, text=True)
        own = [line for line in done.stderr.splitlines() if "erscope" in line]
        check(not own, "systemd-analyze verify", name, own)
    timer = configparser.RawConfigParser()
    timer.read(JOBS / "erscope-batch.timer")
    check(subprocess.run(["systemd-analyze", "calendar", timer["Timer"]["OnCalendar"]], capture_output=True).returncode == 0, "calendar")


def cron(root):
    work, env = prepare(root)
    lines = [line for line in (JOBS / "erscope.cron").read_text().splitlines() if line and not line.startswith("#") and not re.match(r"[A-Z]+=", line)]
    found = re.fullmatch(r"(\d+|\*) (\d+|\*) (\S+) (\S+) (\S+) (\S+) (.*)", lines[0])
    check(len(lines) == 1 and found and found.group(6) == "erscope" and "%" not in found.group(7), "the line of cron", lines)
    done = run(found.group(7), work, env, status=1)
    check(len(done.stdout.splitlines()) == 1 and not done.stderr, "cron mails one line", done.stdout, done.stderr)
    reported(work)


def github(root):
    work, env = prepare(root)
    steps = yaml.safe_load((JOBS / "github-actions.yml").read_text())["jobs"]["report"]["steps"]
    for step in steps:
        check(("uses" in step) != ("run" in step), "a step uses or runs", step)
        if "run" in step:
            run(step["run"], work, env)
    reported(work)
    check((root / "outputs").read_text() == "status=1\n", "the status is an output")
    check(all(json.loads((work / "reports" / name / "check.sarif").read_text())["version"] == "2.1.0" for name in SUBSCRIPTIONS), "SARIF")


def azure(root):
    work, env = prepare(root)
    pipeline = yaml.safe_load((JOBS / "azure-pipelines.yml").read_text())
    for step in pipeline["steps"]:
        script = step.get("script") or step.get("inputs", {}).get("inlineScript")
        if script:
            run(script, work, env)
        if step.get("task", "").startswith("PublishTestResults"):
            check(len(list(work.glob(step["inputs"]["testResultsFiles"]))) == len(SUBSCRIPTIONS), "test results", step)
    reported(work)


def gitlab(root):
    work, env = prepare(root)
    job = yaml.safe_load((JOBS / "gitlab-ci.yml").read_text())["expressroute"]
    run("\n".join(job["script"]), work, env, status=job["allow_failure"]["exit_codes"])
    check(len(list(work.glob(job["artifacts"]["reports"]["junit"]))) == len(SUBSCRIPTIONS), "test results")
    reported(work)


def objects(name):
    return [one for one in yaml.safe_load_all((JOBS / name).read_text()) if one]


def containers(pod):
    claims = {volume["name"] for volume in pod["volumes"]}
    for container in pod.get("initContainers", []) + pod["containers"]:
        check({mount["name"] for mount in container["volumeMounts"]} <= claims, "volumes", container["name"])
        check(container["workingDir"] in [mount["mountPath"] for mount in container["volumeMounts"]], "works on the volume", container["name"])
        yield container["args"][0], {row["name"]: row["value"] for row in container.get("env", [])}


def kubernetes(root):
    work, env = prepare(root)
    claim, job = objects("kubernetes-cronjob.yaml")
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    check(claim["metadata"]["name"] in [volume.get("persistentVolumeClaim", {}).get("claimName") for volume in pod["volumes"]], "the claim is used")
    for script, more in containers(pod):
        run(script, work, env, **more)
    reported(work)


def indexed(root):
    work, env = prepare(root)
    claim, exports, reports = objects("kubernetes-indexed-job.yaml")
    spec = reports["spec"]
    check(spec["completionMode"] == "Indexed" and {one["metadata"]["labels"]["step"] for one in (claim, exports)} == {"export"} and reports["metadata"]["labels"]["step"] == "report", "steps")
    for script, more in containers(exports["spec"]["template"]["spec"]):
        run(script, work, env, **more)
    ((script, more),) = containers(spec["template"]["spec"])
    check(more["SHARDS"] == str(spec["completions"]), "as many shards as completions")
    for number in (2, 0, 3, 1):
        check(not (work / "reports/index.html").exists(), "pages come last")
        run(script, work, env, **more, JOB_COMPLETION_INDEX=str(number))
    reported(work)
    subprocess.run([ERSCOPE, "batch", "estates", "-o", "one", "-q"], cwd=work, env=env, stdout=subprocess.DEVNULL)
    check(subprocess.run(["diff", "-r", "-x", ".erscope", work / "reports", work / "one"], capture_output=True).returncode == 0, "shards and one run differ")


def main():
    for script in JOBS.glob("*.sh"):
        check(subprocess.run(["sh", "-n", script]).returncode == 0 and os.access(script, os.X_OK), "shell", script)
    for test in (export, systemd, cron, github, azure, gitlab, kubernetes, indexed):
        with tempfile.TemporaryDirectory(prefix="jobs-") as name:
            test(pathlib.Path(name))
    print(f"jobs: {passed} passed, {len(failures)} failed")
    sys.exit(bool(failures))


main()
