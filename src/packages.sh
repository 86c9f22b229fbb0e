# packages.sh: sourced by demo.sh and tests/run.sh. Installs what is missing, or says what is and stops.
# usage: need_packages PACKAGE…
need_packages() {
  missing=""
  for package in "$@"; do
    if command -v dpkg-query >/dev/null 2>&1 && dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed'; then
      continue
    fi
    missing="$missing $package"
  done
  [ -z "$missing" ] && return 0
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "This is not Debian or Ubuntu (no apt-get). Install the counterparts of these Debian packages, then build with meson:" >&2
    echo " $missing" >&2
    exit 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    echo "These packages are missing. Run this as root, then call the script again:" >&2
    echo "  apt-get install --no-install-recommends$missing" >&2
    exit 1
  fi
  echo "installing:$missing"
  log=$(mktemp)
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "apt-get could not install:$missing (full log: $log)" >&2
    exit 1
  fi
  rm -f "$log"
}

build_packages="gcc libc6-dev meson ninja-build pkg-config gettext libglib2.0-dev libxml2-dev nettle-dev libgraphviz-dev libcairo2-dev libpango1.0-dev librsvg2-dev libharfbuzz-dev libfontconfig-dev fonts-open-sans libxslt1-dev"
test_packages="check graphviz libjansson-dev libasan8 libubsan1 python3 python3-jsonschema qpdf poppler-utils librsvg2-bin libxml2-utils locales scram mandoc dpkg-dev binutils python3-yaml"
