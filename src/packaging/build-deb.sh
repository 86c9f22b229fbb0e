#!/bin/sh
# Builds the Debian packages erscope, liberscope0 and liberscope-dev into out/ or the folder given, with dpkg's own tools.
# The same sources, build packages and architecture give the same bytes. ERSCOPE_DEB_BUILD is the build folder (default: build-deb);
# DEB_BUILD_OPTIONS=noopt, nostrip and parallel=N are heeded.
set -eu
out=$(mkdir -p "${1:-$(dirname "$0")/../../out}" && cd "${1:-$(dirname "$0")/../../out}" && pwd)
cd "$(dirname "$0")/../.."
. src/packages.sh
need_packages $build_packages dpkg-dev binutils

packaging=$PWD/src/packaging
mkdir -p "${ERSCOPE_DEB_BUILD:=build-deb}"
build=$(cd "$ERSCOPE_DEB_BUILD" && pwd)
version=$(dpkg-parsechangelog -l "$packaging/debian/changelog" -S Version)
architecture=$(dpkg --print-architecture)
libdir=lib/$(dpkg-architecture -q DEB_HOST_MULTIARCH)
options=" ${DEB_BUILD_OPTIONS:-} "
jobs=$(echo "$options" | sed -n 's/.* parallel=\([0-9][0-9]*\) .*/\1/p')
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(dpkg-parsechangelog -l "$packaging/debian/changelog" -S Timestamp)}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8
umask 022
grep -q "version: '$version'" meson.build || { echo "build-deb.sh: src/packaging/debian/changelog is of $version, meson.build of another version" >&2; exit 1; }

# Paths of the build machine stay out of the packages.
CFLAGS="$(dpkg-buildflags --get CFLAGS) -ffile-prefix-map=$PWD=." CPPFLAGS=$(dpkg-buildflags --get CPPFLAGS) LDFLAGS=$(dpkg-buildflags --get LDFLAGS)
export CFLAGS CPPFLAGS LDFLAGS
[ -f "$build/build.ninja" ] || meson setup "$build" --buildtype=plain --prefix=/usr --libdir="$libdir" -Db_lto=false >/dev/null
# What is installed, and no tests.
targets=$(meson introspect --installed "$build" | python3 -c 'import json, os, sys
build = os.path.abspath(sys.argv[1])
print(*(os.path.relpath(path, build) for path in json.load(sys.stdin) if path.startswith(build + os.sep) and "/meson-private/" not in path))' "$build")
ninja -C "$build" ${jobs:+-j"$jobs"} $targets >"$build/build.log" 2>&1 || { tail -n 40 "$build/build.log" >&2; exit 1; }

work=$build/package
rm -rf "$work"
mkdir -p "$work/debian"
cp "$packaging/debian/control" "$packaging/debian/changelog" "$work/debian/"
meson install -C "$build" --no-rebuild --quiet --destdir "$work/all"
all=$work/all
cd "$work"
mv "$all/usr/share/zsh/site-functions" "$all/usr/share/zsh/vendor-completions"
gzip -9n "$all"/usr/share/man/man*/*

# Debug symbols go, dates become the one of the changelog, the rest is as it was installed.
package() {
  name=$1
  tree=$work/$name
  doc=$tree/usr/share/doc/$name
  mkdir -p "$tree/DEBIAN" "$doc"
  (cd "$all" && while read -r pattern; do
    for file in $pattern; do
      mkdir -p "$tree/$(dirname "$file")"
      cp -a "$file" "$tree/$(dirname "$file")/"
    done
  done) <"$packaging/debian/$name.files"
  { cat "$packaging/debian/copyright.head"; sed -n 's/^Copyright (c) /Copyright: /p' "$packaging/../../LICENSE"; echo "License: Expat"
    sed -n '/^Permission/,$ { s/^$/./; s/^/ /; p }' "$packaging/../../LICENSE"; } >"$doc/copyright"
  gzip -9nc debian/changelog >"$doc/changelog.gz"
  binaries=$(find "$tree" -type f \( -name '*.so*' -o -path '*/bin/*' \))
  touch debian/substvars
  if [ -n "$binaries" ]; then
    case $options in *" nostrip "*) ;; *) strip --strip-unneeded --remove-section=.comment --remove-section=.note $binaries ;; esac
    dpkg-shlibdeps --warnings=0 -Tdebian/substvars $binaries
  fi
  dpkg-gencontrol -p"$name" -P"$tree" -Tdebian/substvars -fdebian/files >/dev/null 2>debian/gencontrol.log || { cat debian/gencontrol.log >&2; exit 1; }
  rm -f debian/substvars
  case $name in lib*[0-9])
    echo "${name%0} 0 $name (= $version)" >"$tree/DEBIAN/shlibs"
    echo "activate-noawait ldconfig" >"$tree/DEBIAN/triggers" ;;
  esac
  find "$tree/usr" -name '*.so*' -type f -exec chmod 644 {} +
  (cd "$tree" && find usr -type f | LC_ALL=C sort | xargs md5sum >DEBIAN/md5sums)
  find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  dpkg-deb --build --root-owner-group "$tree" "$out/${name}_${version}_$architecture.deb" >/dev/null
  echo "$out/${name}_${version}_$architecture.deb"
}
for name in liberscope0 liberscope-dev erscope; do
  package "$name"
done
