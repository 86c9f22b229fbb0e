#!/usr/bin/env python3
"""What `meson install` leaves: a program that works wherever the tree stands, and a library that other programs can use.

  test_install.py BUILD PREFIX LIBDIR FIXTURES SANITIZERS"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BUILD, PREFIX, LIBDIR, FIXTURES, SANITIZERS = sys.argv[1], sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4]), sys.argv[5]
SINGLE = str(FIXTURES / "single-circuit/input.json")
HERE = pathlib.Path(__file__).parent
STRICT = ["-std=gnu17", "-Wall", "-Wextra", "-Werror"]
FILES = ["bin/erscope", "include/erscope/results.h", f"{LIBDIR}/liberscope.so", f"{LIBDIR}/pkgconfig/erscope.pc", f"{LIBDIR}/erscope/erscope-paint.so", "share/man/man1/erscope.1",
         "share/man/man5/erscope.conf.5", "share/bash-completion/completions/erscope", "share/zsh/site-functions/_erscope", "share/fish/vendor_completions.d/erscope.fish",
         "share/erscope/schemas/results.schema.json", "share/erscope/schemas/site.xsd", "share/erscope/schemas/site.schema.json", "share/erscope/schemas/arm-inventory.xsd",
         "share/doc/erscope/LICENSE", "share/doc/erscope/README.md"]
checks, failures = 0, []


def check(what, good, detail=""):
    global checks
    checks += 1
    if not good:
        failures.append(f"{what}: {detail}")
    return good


def run(*command, **more):
    more.setdefault("env", {key: value for key, value in os.environ.items() if key != "DESTDIR"})
    return subprocess.run([str(one) for one in command], capture_output=True, text=True, timeout=300, **more)


def pkg_config(tree, *arguments):
    return run("pkg-config", *arguments, "erscope", env={**os.environ, "PKG_CONFIG_PATH": str(tree / LIBDIR / "pkgconfig")})


def program(tree, folder):
    """Moved from where it was to be installed, and called by its name alone: the module is still found."""
    environment = {**os.environ, "PATH": f"{tree / 'bin'}:{os.environ['PATH']}"}
    done = run("erscope", "draw", SINGLE, "--format", "pdf,svg", "-o", folder / "out", env=environment, cwd=folder)
    check("the program draws PDF", done.returncode == 0 and (folder / "out/erscope.pdf").read_bytes().startswith(b"%PDF"), done.stderr)
    done = run("erscope", "--version", "-v", env=environment)
    check("it tells its version", re.fullmatch(r"erscope \d+\.\d+\.\d+\nbuilt with GLib \d.*\n", done.stdout), done.stdout)
    (tree / LIBDIR / "erscope/erscope-paint.so").rename(folder / "erscope-paint.so")
    done = run("erscope", "draw", SINGLE, "--format", "pdf", "-o", folder / "out", env=environment, cwd=folder)
    check("no module of the working folder is opened", done.returncode == 4 and "erscope-paint.so" in done.stderr, done.stderr)
    (folder / "erscope-paint.so").rename(tree / LIBDIR / "erscope/erscope-paint.so")


def library(tree, folder):
    # As installed, the file names the prefix of the build; this tree stands elsewhere.
    file = tree / LIBDIR / "pkgconfig/erscope.pc"
    text = file.read_text(encoding="utf-8")
    check("erscope.pc names the prefix", f"prefix={PREFIX}\n" in text, text)
    file.write_text(text.replace(f"prefix={PREFIX}\n", f"prefix={tree}\n"), encoding="utf-8")
    flags = pkg_config(tree, "--cflags", "--libs").stdout.split()
    sanitize = [] if SANITIZERS == "none" else [f"-fsanitize={SANITIZERS}"]
    done = run("cc", *STRICT, *sanitize, HERE / "estate.c", "-o", folder / "estate", *flags, f"-Wl,-rpath,{tree / LIBDIR}")
    if check("a program compiles against it", done.returncode == 0, done.stderr):
        done = run(folder / "estate", SINGLE, folder / "estate.pdf")
        check("it works everything out", re.fullmatch(r"[1-9]\d* flows, [1-9]\d* findings, [1-9]\d* sheets\n", done.stdout), done.stdout + done.stderr)
        check("it draws PDF", (folder / "estate.pdf").exists() and (folder / "estate.pdf").read_bytes().startswith(b"%PDF"))
    for header in sorted((tree / "include/erscope").glob("*.h")):
        source = folder / "one.c"
        source.write_text(f"#include <erscope/{header.name}>\n", encoding="utf-8")
        done = run("cc", *STRICT, "-fsyntax-only", *pkg_config(tree, "--cflags").stdout.split(), source)
        check(f"{header.name} alone", done.returncode == 0, done.stderr)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    done = run("meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", folder / "root")
    if check("meson install", done.returncode == 0, done.stdout[-1000:] + done.stderr):
        tree = folder / "root" / PREFIX.lstrip("/")
        for file in FILES:
            check(file, (tree / file).is_file())
        program(tree, folder)
        library(tree, folder)
print(*failures, sep="\n")
print(f"install: {checks - len(failures)} passed, {len(failures)} failed")
sys.exit(bool(failures))
