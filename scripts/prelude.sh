# Sourced by the programs beside it: goes to the checkout, names its places, remembers what is already done.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
venv=$root/.venv
cache=$root/.cache

export UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=${UV_LINK_MODE:-copy} PIP_DISABLE_PIP_VERSION_CHECK=1
mkdir -p "$cache/stamps"
if [ ! -w "${HOME:-/nowhere}" ]; then # some accounts have no home, and tools want to keep things there
  export HOME=$cache/home
  mkdir -p "$HOME"
fi

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

# digest: a fingerprint of what comes in.
digest() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

# is_done NAME DIGEST: this step was finished with just this input.
is_done() { [ "$(cat "$cache/stamps/$1" 2>/dev/null || true)" = "$2" ]; }

# done_with NAME DIGEST: remember it.
done_with() { printf '%s\n' "$2" >"$cache/stamps/$1"; }

# apt_install PACKAGE...: install Debian packages, where that is possible; false where it is not.
apt_install() {
  command -v apt-get >/dev/null || return 1
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || return 1
    as_root=(sudo -n)
  fi
  local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
  say "installing $* (Debian)"
  {
    "${install[@]}" install -y --no-install-recommends "$@" ||
      { "${install[@]}" update && "${install[@]}" install -y --no-install-recommends "$@"; }
  } </dev/null >&2
}
