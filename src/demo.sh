#!/bin/sh
# Installs what is missing, builds erscope, and runs its main job on a shipped inventory into out/.
set -eu
cd "$(dirname "$0")/.."
. src/packages.sh
need_packages $build_packages

[ -f build/build.ninja ] || meson setup build >/dev/null
ninja -C build >build/build.log 2>&1 || { tail -n 40 build/build.log >&2; echo "the build failed; full log: build/build.log" >&2; exit 1; }

inventory=${1:-fixtures/single-circuit/input.json}
echo "erscope draw $inventory -o out/"
./build/erscope draw "$inventory" -o out/
echo
# 1 means: findings at or above high. That is an answer, not a failure of the demo.
./build/erscope check "$inventory" --brief || [ $? -eq 1 ]
