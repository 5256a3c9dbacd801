# Sourced by ./run and ./test: brings the machine and the checkout to the state that both need.
# Every step first looks, cheaply, whether it is done; a second run takes well under a second here.
# shellcheck shell=bash

export INSPECT_DATA="${INSPECT_DATA:-$ROOT/var}"
[[ "$INSPECT_DATA" = /* ]] || INSPECT_DATA="$PWD/$INSPECT_DATA"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUTF8=1

VENV="$ROOT/.venv"
FONTS="$INSPECT_DATA/fonts"
TEX_FONTS=/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol
FANDOL=(FandolFang-Regular FandolHei-Bold FandolHei-Regular FandolKai-Regular FandolSong-Bold FandolSong-Regular)

say() { printf '%s\n' "$*"; }

fail() {
    printf '\n出错：%s\n' "$1" >&2
    shift
    [[ $# -eq 0 ]] || printf '　　%s\n' "$@" >&2
    exit 1
}

# step TITLE COMMAND…: runs it, shows its output only when it fails, and says how long it took.
step() {
    local title=$1 log begun=${EPOCHREALTIME/[^0-9]/} status=0
    shift
    log=$(mktemp)
    printf '· %s …' "$title"
    # Not `if ! …`: there, bash would let the command run on past its first error.
    set +e
    (set -e && "$@") >"$log" 2>&1 9>&-
    status=$?
    set -e
    if [[ $status -ne 0 ]]; then
        printf ' 失败\n'
        tail -n 60 "$log" >&2
        rm -f "$log"
        fail "没有完成：$title。原因见上。" "排除原因后再次运行即可，已完成的步骤不会重做。"
    fi
    rm -f "$log"
    local spent=$(((${EPOCHREALTIME/[^0-9]/} - begun) / 100000))
    printf ' 完成（%d.%d 秒）\n' $((spent / 10)) $((spent % 10))
}

# Two runs at once would write over each other.
take_turns() { flock -n 9 || { say "· 另一个设置正在进行，等待其完成 …" && flock 9; }; }

fingerprint() { cat "$@" | sha256sum | cut -d' ' -f1; }

# is_stamped FILE VALUE: whether an earlier run finished this step with the same input.
is_stamped() { [[ -f $1 && $(<"$1") == "$2" ]]; }

# Runs a command as root; false when there is neither root nor sudo without a password.
as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

can_be_root() { as_root true; }

is_installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# A Python from 3.11 on; PYTHON names another one.
find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# Debian packages that are needed and not there, one a line. Arguments: further ones that are wanted.
missing_packages() {
    local package python
    for package in fontconfig fonts-noto-cjk libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 "$@"; do
        is_installed "$package" || printf '%s\n' "$package"
    done
    if ! python=$(find_python); then
        printf '%s\n' python3 python3-venv
    elif ! has_venv "$python"; then
        "$python" -c 'import sys; print(f"python3.{sys.version_info.minor}-venv")'
    fi
}

install_packages() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

set_up_system() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "· 不是 Debian 系统：请自行安装 Pango、HarfBuzz（含 subset）、fontconfig 和 Noto CJK 字体"
        return
    fi
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [[ ${#missing[@]} -eq 0 ]] && return
    can_be_root || fail "缺少系统软件包，而当前用户不能自行安装。请输入下面的命令（没有 sudo 时用 root 登录，去掉 sudo），然后再次运行：" \
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
    step "系统软件包：${missing[*]}" install_packages "${missing[@]}"
}

# Printed documents are set in the Fandol fonts. Debian has them only inside a TeX package that draws in 22 others:
# downloading it (apt checks the signature) and taking out the six font files needs neither TeX nor root.
has_fonts() {
    local name
    for name in "${FANDOL[@]}"; do
        [[ -s "$FONTS/$name.otf" ]] || return 1
    done
}

set_up_fonts() {
    has_fonts && return
    command -v apt-get >/dev/null ||
        fail "没有公文字体。请把下列字体文件（.otf）放进 $FONTS，然后再次运行：" "${FANDOL[*]}"
    if [[ ! -d $TEX_FONTS ]] && ! has_candidate texlive-lang-chinese; then
        can_be_root || fail "软件源中没有找到公文字体（需要 main 部分的 texlive-lang-chinese）。请输入下面的命令，然后再次运行：" "sudo apt-get update"
        step "软件源目录" as_root apt-get update -q
    fi
    step "公文字体（Fandol）" copy_fonts
}

has_candidate() { apt-cache show "$1" >/dev/null 2>&1; }

copy_fonts() {
    local folder name source=$TEX_FONTS
    if [[ ! -d $source ]]; then
        folder=$(mktemp -d)
        # step runs this in a subshell, whose end removes the folder.
        # shellcheck disable=SC2064
        trap "rm -rf '$folder'" EXIT
        cd "$folder"
        download texlive-lang-chinese
        dpkg-deb --fsys-tarfile texlive-lang-chinese_*.deb | tar -x --wildcards '*/fandol/*.otf'
        source="$folder$TEX_FONTS"
    fi
    mkdir -p "$FONTS"
    for name in "${FANDOL[@]}"; do
        install -m 644 "$source/$name.otf" "$FONTS/.$name.part"
        mv "$FONTS/.$name.part" "$FONTS/$name.otf"
    done
}

# An old package list names files that the archive no longer has.
download() {
    # As root, apt would hand the download to a user who may not enter this folder, and warn.
    local command=(apt-get download -q -o "APT::Sandbox::User=$(id -un)" "$1")
    "${command[@]}" || { as_root apt-get update -q && "${command[@]}"; }
}

# Whether .venv works where it lies: its Python may have been replaced, or the checkout moved.
has_sound_environment() {
    local place
    place=$(sed -nE 's/^command = .* -m venv( --[a-z-]+)* (.*)/\2/p' "$VENV/pyvenv.cfg" 2>/dev/null) || return 1
    [[ $place == "$VENV" ]] && "$VENV/bin/python" -c \
        'import sys, importlib.util; sys.exit(importlib.util.find_spec("pip") is None)' 2>/dev/null
}

# set_up_python LOCK_FILE: a virtual environment with exactly what the lock file names, and this project.
set_up_python() {
    local lock=$1 python stamp="$VENV/.stamp-${1%.txt}" value
    if ! has_sound_environment; then
        python=$(find_python) ||
            fail "没有找到 Python 3.11 或更新的版本。请安装后再次运行，或用环境变量 PYTHON 指明其位置。"
        has_venv "$python" || fail "$python 缺少 venv 模块。请安装后再次运行。"
        step "Python 环境（$("$python" -V)）" "$python" -m venv --clear "$VENV"
    fi
    value=$(fingerprint "$ROOT/$lock" "$ROOT/pyproject.toml")
    is_stamped "$stamp" "$value" && return
    step "Python 软件包（$lock）" install_python_packages "$lock"
    printf '%s' "$value" >"$stamp"
}

install_python_packages() {
    "$VENV/bin/python" -m pip install --require-hashes -r "$ROOT/$1"
    "$VENV/bin/python" -m pip install --no-deps --no-build-isolation -e "$ROOT"
}

# set_up_frontend GROUP…: the groups of files in package.json that are wanted under static/vendor or tests/vendor.
set_up_frontend() {
    local python="$VENV/bin/python" node="$INSPECT_DATA/node"
    "$python" "$ROOT/scripts/vendor.py" --is-current "$@" && return
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        step "Node.js（系统中没有，临时从 PyPI 取得）" install_node "$node"
        python="$node/bin/python"
    fi
    step "网页前端文件" "$python" "$ROOT/scripts/vendor.py" "$@"
    rm -rf "$node"
}

install_node() {
    "$VENV/bin/python" -m venv --clear "$1"
    "$1/bin/python" -m pip install --require-hashes -r "$ROOT/requirements-node.txt"
}
