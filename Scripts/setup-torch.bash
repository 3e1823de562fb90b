# Brings a libtorch and points .torch to it; part of Scripts/setup.

readonly yaml_version=6.0.3
readonly cpu_index=https://download.pytorch.org/whl/cpu
readonly record=.venv/spar-setup # What .venv was made with; written when it is whole.

# The version of the torch folder $1, which is checked; nothing where it is no whole torch folder.
version_of() {
  [[ -e $1/include/ATen/ATen.h && -e $1/lib/libtorch_cpu.so && -e $1/lib/libc10.so ]] || return 0
  if [[ -e $1/version.py ]]; then
    sed -n "s/^__version__ = '\(.*\)'.*/\1/p" "$1/version.py"
  elif [[ -e $1/build-version ]]; then
    head -n 1 "$1/build-version"
  else
    say "of unknown version"
  fi
}

# Where the wheel's torch folder is in .venv; nothing where .venv does not work.
wheel_folder() {
  .venv/bin/python -c 'import sysconfig, yaml; print(sysconfig.get_path("purelib") + "/torch")' \
    2>/dev/null || true
}

# Whether .venv was finished with the requirements $1 and torch is in it still.
venv_is_whole() {
  [[ -f $record && $(<"$record") == "$1" ]] || return 1
  local folder
  folder=$(wheel_folder)
  [[ $folder && $(version_of "$folder") ]]
}

pip_install() { .venv/bin/python -m pip install --disable-pip-version-check "$@"; }

# Makes .venv with the requirements $1 for the kind $2.
make_venv() {
  local size="about 200 MB" requirements
  if [[ $2 == cuda ]]; then size="several GB"; fi
  read -ra requirements <<<"$1"
  if [[ -e .venv ]]; then say ".venv is unfinished, broken or of another kind: making it anew"; fi
  say "Making .venv with $(python3 --version)"
  rm -rf .venv
  quietly python3 -m venv .venv || fail "python3 -m venv .venv"
  say "Installing $1 into .venv ($size to fetch, a minute or more)"
  if [[ $2 == cuda ]]; then
    quietly pip_install "${requirements[@]}" || fail "pip install $1"
  elif ! pip_install "${requirements[@]}" >/dev/null 2>&1; then
    say "Not in pip's own indexes: trying $cpu_index"
    quietly pip_install "${requirements[@]}" --extra-index-url "$cpu_index" ||
      fail "pip install $1; a torch folder from elsewhere serves too: see Scripts/setup --help"
  fi
  [[ $(version_of "$(wheel_folder)") ]] || fail "the wheel has not the files Spar needs"
  say "$1" >"$record"
}

# Points .torch to the folder $1, by a relative link where it is inside this checkout.
link() {
  local target=${1#"$PWD"/}
  if [[ $(readlink .torch) == "$target" ]]; then return; fi
  if [[ -e .torch && ! -L .torch ]]; then stop ".torch is no link: please move it away"; fi
  say "Linking .torch to $target"
  ln -sfn "$target" .torch
}

use_wheel() {
  # "===" takes exactly this text: "==2.13.0" would be content with "2.13.0+cpu".
  local version="===$torch_version" requirements
  if [[ $1 == cpu ]]; then version="==$torch_version+cpu"; fi
  requirements="torch$version pyyaml==$yaml_version"
  venv_is_whole "$requirements" || make_venv "$requirements" "$1"
  link "$(wheel_folder)"
}

use_folder() {
  local version
  version=$(version_of "$1")
  [[ $version ]] || stop "No torch folder: $1 (include/ATen/ATen.h, lib/libtorch_cpu.so, libc10.so)"
  if [[ $version != "${torch_version%.*}".* ]]; then
    warn "torch $version in $1; Spar is built and tested with ${torch_version%.*}"
  fi
  link "$1"
}

# Does what the environment asks for, else what the last run did.
provide_torch() {
  case ${TORCH:-} in
    cpu | cuda) use_wheel "$TORCH" ;;
    ?*) stop "TORCH is cpu or cuda, not $TORCH" ;;
    *)
      if [[ $folder ]]; then
        use_folder "$folder"
      elif [[ -e .torch && ! -L .torch ]] || [[ -L .torch && $(readlink .torch) != .venv/* ]]; then
        use_kept
      elif [[ -f $record && $(<"$record") == torch===* ]]; then
        use_wheel cuda
      else
        use_wheel cpu
      fi
      ;;
  esac
}

# Keeps the folder that .torch points to, or is.
use_kept() {
  if [[ -L .torch ]]; then
    [[ $(version_of .torch) ]] ||
      stop ".torch leads to no torch folder: $(readlink .torch) (TORCH=cpu Scripts/setup mends it)"
    use_folder "$(readlink -f .torch)"
  elif [[ ! $(version_of .torch) ]]; then
    stop ".torch is a folder with no whole torch in it: please move it away"
  fi
}
