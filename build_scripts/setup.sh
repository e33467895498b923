#!/bin/sh
# Makes .venv with the locked dependencies and Briefgen itself, and sees to the system libraries.
# Run again, it does only what has changed: the stamp in .venv holds a digest of all that .venv was made from.
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

digest() {
    "$python" - "$python" <<'END'
import hashlib, pathlib, sys
made_from = hashlib.sha256(f"{sys.version}\n{sys.argv[1]}\n{pathlib.Path.cwd()}\n".encode())
for name in ("requirements/dev.lock", "pyproject.toml", "briefgen/__init__.py"):
    made_from.update(pathlib.Path(name).read_bytes())
print(made_from.hexdigest())
END
}

wanted=$(digest)
if [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then
    exit 0
fi

# A .venv of another Python, or one that was moved or broken, is made anew; a sound one is brought up to date.
if [ "$(.venv/bin/python -c 'import sys; print(sys._base_executable)' 2>/dev/null || true)" != "$python" ] ||
    ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv
    echo "Making .venv with $python …"
    "$python" -m venv .venv
fi
rm -f "$stamp"
echo "Installing what requirements/dev.lock names …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
# --no-index: everything is there by now, and what is not in the lock must not slip in.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation \
    --editable .
printf '%s\n' "$wanted" >"$stamp"
echo "Briefgen is set up in .venv."
