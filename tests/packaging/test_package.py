#!/usr/bin/env python3
"""The Debian packages: built without optimisation, taken apart, and the program in them run. Skipped where dpkg-dev is missing.

  test_package.py SOURCE BUILD_FOLDER FIXTURES        the build folder is kept, so that a second run is quick"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE, BUILD, FIXTURES = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
SINGLE = str(FIXTURES / "single-circuit/input.json")
checks, failures = 0, []


def check(what, good, detail=""):
    global checks
    checks += 1
    if not good:
        failures.append(f"{what}: {detail}")
    return good


def run(*command, **more):
    return subprocess.run([str(one) for one in command], capture_output=True, text=True, timeout=3000, **more)


def build(folder):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DEB", "MESON", "SOURCE_DATE"))}
    environment |= {"ERSCOPE_DEB_BUILD": BUILD, "DEB_BUILD_OPTIONS": "noopt parallel=2"}
    done = run("sh", SOURCE / "src/packaging/build-deb.sh", folder, env=environment)
    check("build-deb.sh", done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:])
    return {path.name.split("_")[0]: path for path in sorted(folder.glob("*.deb"))}


def field(package, name):
    return run("dpkg-deb", "-f", package, name).stdout.strip()


def look(packages, folder):
    version = re.search(r"version: '([^']+)'", (SOURCE / "meson.build").read_text(encoding="utf-8")).group(1)
    for name, package in packages.items():
        check(f"{name}: version", field(package, "Version") == version, field(package, "Version"))
        listed = run("dpkg-deb", "-c", package).stdout.splitlines()
        check(f"{name}: owned by root, nothing others may write", all(re.match(r"[-dl]r[w-][x-]r-[x-]r-[x-] root/root|l", line) for line in listed), listed)
        check(f"{name}: copyright and changelog", any(line.endswith(f"doc/{name}/copyright") for line in listed) and any(line.endswith(f"doc/{name}/changelog.gz") for line in listed))
        tree = folder / name
        run("dpkg-deb", "-R", package, tree)
        done = run("md5sum", "--check", "--quiet", tree / "DEBIAN/md5sums", cwd=tree)
        check(f"{name}: sums", done.returncode == 0, done.stderr)
        for file in tree.rglob("*"):
            if file.is_file() and not file.is_symlink():
                check(f"{name}: {file.name} names no folder of the build", str(SOURCE).encode() not in file.read_bytes())
    depends = field(packages["erscope"], "Depends")
    check("erscope needs what program and module need", all(library in depends for library in ("libc6", "libglib2.0-0", "libxml2", "libcairo2", "libpango-1.0-0", "librsvg2-2")), depends)
    check("erscope needs no header", "-dev" not in depends, depends)
    check("the library's dependencies", "libpango" not in field(packages["liberscope0"], "Depends"), field(packages["liberscope0"], "Depends"))


def use(folder):
    program = folder / "erscope/usr/bin/erscope"
    done = run(program, "draw", SINGLE, "--no-config", "--format", "svg,pdf", "-o", folder / "out")
    check("the program in the package draws PDF", done.returncode == 0 and (folder / "out/erscope.pdf").read_bytes().startswith(b"%PDF"), done.stderr)
    expected = FIXTURES / "single-circuit/expected/overview.svg"
    if expected.exists():
        check("it gives the bytes of the tests", re.sub(rb"\d{4}-\d\d-\d\d", b"", (folder / "out/overview.svg").read_bytes()) == re.sub(rb"\d{4}-\d\d-\d\d", b"", expected.read_bytes()))
    tree = folder / "installed"
    (tree / "var/lib/dpkg/updates").mkdir(parents=True)
    (tree / "var/lib/dpkg/info").mkdir()
    (tree / "var/lib/dpkg/status").touch()
    done = run("dpkg", f"--root={tree}", "--force-not-root", "--force-depends", "--force-bad-path", f"--log={folder}/dpkg.log", "--unpack", *sorted(folder.parent.glob("debs/*.deb")))
    check("dpkg unpacks them", done.returncode == 0, done.stderr)
    done = run("dpkg", f"--root={tree}", "-V", "erscope", "liberscope0", "liberscope-dev")
    check("dpkg finds its files unchanged", done.returncode == 0 and done.stdout == "", done.stdout + done.stderr)


def container(packages):
    """As far as it can be seen without building it: what it starts from, what it copies, who runs it."""
    lines = [line.split(None, 1) for line in (SOURCE / "src/packaging/Containerfile").read_text(encoding="utf-8").splitlines() if re.match(r"[A-Z]+ ", line)]
    steps = dict(lines)
    check("container: from Debian alone", [value for key, value in lines if key == "FROM"] == ["debian:12-slim"])
    check("container: copies the package", [path for path in packages.values() if path.match(steps["COPY"].split()[0])] == [packages["erscope"]], steps["COPY"])
    check("container: not root", re.fullmatch(r"[1-9]\d*:[1-9]\d*", steps["USER"]), steps["USER"])
    check("container: starts erscope", steps["ENTRYPOINT"] == '["erscope"]', steps["ENTRYPOINT"])


if shutil.which("dpkg-shlibdeps") is None or shutil.which("dpkg-deb") is None:
    print("package: skipped, dpkg-dev is not installed")
    sys.exit(77)
with tempfile.TemporaryDirectory() as name:
    debs, again, apart = pathlib.Path(name, "debs"), pathlib.Path(name, "again"), pathlib.Path(name, "apart")
    for folder in (debs, again, apart):
        folder.mkdir()
    packages = build(debs)
    if check("three packages", sorted(packages) == ["erscope", "liberscope-dev", "liberscope0"], sorted(packages)):
        look(packages, apart)
        use(apart)
        container(packages)
        for name, package in build(again).items():
            check(f"{name}: same bytes", package.read_bytes() == packages[name].read_bytes())
print(*failures, sep="\n")
print(f"package: {checks - len(failures)} passed, {len(failures)} failed")
sys.exit(bool(failures))
