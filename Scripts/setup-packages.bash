# Finds and installs the system packages that are missing; part of Scripts/setup.

# What the Swift toolchain itself needs (swift.org's list for Debian 12 and Ubuntu).
readonly swift_packages=(binutils libcurl4-openssl-dev libedit-dev libncurses-dev libpython3-dev
  libsqlite3-dev libxml2-dev pkg-config tzdata uuid-dev)
readonly dataset=dataset-fashion-mnist
# Debian's; Ubuntu has it as a snap only, which is not installed here.
readonly browser=chromium-headless-shell

missing=()

# Notes a package as missing where the command that follows it fails.
need() {
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

has_header() { [[ -e /usr/include/$1 || -e /usr/local/include/$1 ]]; }
has_library() { [[ $(g++ -print-file-name="$1") == /* ]]; }
has_charts() { [[ -e /usr/share/javascript/chart.js/chart.min.js ]]; }
has_browser() {
  command -v chromium-headless-shell || command -v chromium || command -v google-chrome
}
has_dataset() { [[ -e /usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz ]]; }
can_make_venv() { [[ -x .venv/bin/python ]] || python3 -c 'import ensurepip, venv'; }

# The version of the newest GCC folder: the one whose C++ headers Swift's clang takes.
newest_gcc() { (shopt -s nullglob; printf '%s\n' /usr/lib/gcc/*/[0-9]*) | sort -V | tail -n 1; }

look_for_packages() {
  missing=()
  if [[ $swift_answer == *"shared librar"* ]]; then missing+=("${swift_packages[@]}"); fi
  need gcc command -v gcc
  need g++ command -v g++
  need make command -v make
  need git command -v git
  need python3 command -v python3
  need python3-venv can_make_venv
  need zlib1g-dev has_header zlib.h
  need libjpeg-dev has_header jpeglib.h
  need libspng-dev has_header spng.h
  need libcurl4-openssl-dev has_library libcurl.so
  need libarchive-dev has_header archive.h
  need libssl-dev has_header openssl/evp.h
  need libgoogle-perftools-dev has_library libtcmalloc_minimal.so
  need libjs-chart.js has_charts
  need "$dataset" has_dataset
  local gcc
  gcc=$(newest_gcc)
  if [[ $gcc ]]; then need "libstdc++-${gcc##*/}-dev" has_header "c++/${gcc##*/}/vector"; fi
}

install_packages() {
  install_needed
  if has_browser >/dev/null; then return 0; fi
  missing=("$browser")
  if apt-cache show "$browser" >/dev/null 2>&1; then install_with_apt; fi
  has_browser >/dev/null ||
    warn "no Chromium: the tests that open a report in it are skipped, the build does without"
}

install_needed() {
  look_for_packages
  ((${#missing[@]})) || return 0
  if command -v apt-get >/dev/null; then
    install_with_apt
    look_for_packages
  else
    say "No apt here. Needed, by their Debian names: ${missing[*]}"
  fi
  ((${#missing[@]})) || return 0
  if [[ ${missing[*]} != "$dataset" ]]; then stop "Please install first: ${missing[*]}"; fi
  warn "$dataset is missing: the Fashion-MNIST recipes and the demo need it, the build does not"
}

install_with_apt() {
  local as_root=()
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      warn "neither root nor sudo: cannot run apt-get install ${missing[*]}"
      return
    fi
    as_root=(sudo)
    say "Not root: using sudo for apt-get"
  fi
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
  local install=("${apt[@]}" install -y --no-install-recommends
    -o DPkg::Lock::Timeout=300)
  say "Installing with apt-get: ${missing[*]}"
  "${install[@]}" "${missing[@]}" >/dev/null 2>&1 && return
  say "Fetching apt's package lists, then trying again"
  quietly "${apt[@]}" update || warn "apt-get update failed"
  quietly "${install[@]}" "${missing[@]}" || warn "apt-get did not install all of ${missing[*]}"
}
