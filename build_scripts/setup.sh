#!/bin/sh
# Makes .venv with the locked dependencies and Briefgen itself, and sees to the system libraries.
# Run again, it does only what has changed. The stamp in .venv says what .venv is: its first line, the Python
# and the place that it was made with; its second, a digest of all that was installed from.
#
# Use: [PYTHON=path] build_scripts/setup.sh
set -eu
cd "$(dirname "$0")/.."
stamp=.venv/briefgen-setup

if [ -z "${PYTHON:-}" ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    # What .venv was made with stays, however many other Pythons have come since.
    python=$(.venv/bin/python -c 'import sys; print(sys._base_executable)')
else
    python=$(sh build_scripts/find_python.sh)
fi

"$python" build_scripts/system_libraries.py

made_with=$("$python" -c 'import sys, os; print(sys.base_prefix, sys.version.split()[0], os.getcwd())')
made_from=$("$python" - <<'END'
import hashlib, pathlib
inputs = ("requirements/dev.lock", "pyproject.toml", "briefgen/__init__.py")
print(hashlib.sha256(b"".join(pathlib.Path(name).read_bytes() for name in inputs)).hexdigest())
END
)

if [ "$(sed -n 1p "$stamp" 2>/dev/null || true)" != "$made_with" ] ||
    ! .venv/bin/python -c "import pip" 2>/dev/null; then
    # Of another Python, moved, broken or never finished: made anew.
    rm -rf .venv
    echo "Making .venv with $python …"
    "$python" -m venv .venv
elif [ "$(sed -n 2p "$stamp")" = "$made_from" ]; then
    exit 0
fi
printf '%s\n' "$made_with" >"$stamp"
echo "Installing what requirements/dev.lock names …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
# --no-index: everything is there by now, and what is not in the lock must not slip in.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation \
    --editable .
printf '%s\n' "$made_from" >>"$stamp"
echo "Briefgen is set up in .venv."
