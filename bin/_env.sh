# Sourced by the other scripts: go to the checkout, find Python, make .venv.
# Usage: . bin/_env.sh runtime|dev
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
export PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE="${PYTHONDONTWRITEBYTECODE-}"

find_python() {
    local name
    for name in "${DNFA_PYTHON:-}" python3.11 python3.12 python3.13 python3.14 python3; do
        if [ -n "$name" ] && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "✗ Cần Python 3.11 trở lên. Trên Debian/Ubuntu: apt install python3 python3-venv; hoặc đặt DNFA_PYTHON." >&2
    echo "  Python 3.11 or later is needed. On Debian/Ubuntu: apt install python3 python3-venv; or set DNFA_PYTHON." >&2
    exit 1
}

python=$(find_python) || exit 1
"$python" bin/_bootstrap.py "$1" || exit 1
