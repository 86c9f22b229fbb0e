#!/bin/sh
# Installs what is missing, builds with ASan and UBSan and warnings as errors, and runs every test.
# ERSCOPE_CORPUS=FOLDER adds the tests over real inventories kept outside the project.
set -eu
cd "$(dirname "$0")/.."
. src/packages.sh
need_packages $build_packages $test_packages

build=${ERSCOPE_TEST_BUILD:-build-test}
[ -f "$build/build.ninja" ] || meson setup "$build" --werror -Db_sanitize=address,undefined -Db_lundef=false >/dev/null
ninja -C "$build" >"$build.log" 2>&1 || { tail -n 60 "$build.log" >&2; exit 1; }
rm -f "$build.log"
status=0
meson test -C "$build" --no-rebuild --print-errorlogs || status=$?
# What each test program itself said: Check's closing lines.
grep -hE '^[0-9]+%: Checks: |^[a-z_-]+: [0-9]+ passed, [0-9]+ failed' "$build/meson-logs/testlog.txt" || true
if [ -z "${ERSCOPE_CORPUS:-}" ]; then
  echo "ERSCOPE_CORPUS is not set: the tests over real inventories were skipped"
fi
exit $status
