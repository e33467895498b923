#!/bin/sh
# Prints the path of a Python that Briefgen runs on (3.11 or newer), or says on stderr that there is none.
# A name on PATH is not enough: version switchers put names there that only print a complaint. So each is run.
#
# Use: [PYTHON=path] build_scripts/find_python.sh
set -eu
probe='import sys; sys.version_info >= (3, 11) and print(sys.executable)'
for name in ${PYTHON:-python3.13 python3.12 python3.11 python3.14 python3 python}; do
    found=$("$name" -c "$probe" 2>/dev/null || true)
    if [ -n "$found" ]; then
        printf '%s\n' "$found"
        exit 0
    fi
done
if [ -n "${PYTHON:-}" ]; then
    echo "“$PYTHON” is not a Python 3.11 or newer: name another one with PYTHON=..., or leave it out." >&2
else
    echo "Briefgen needs Python 3.11 or newer and found none: install it (on Debian and Ubuntu:" \
        "apt-get install python3 python3-venv), or name one with PYTHON=..." >&2
fi
exit 4
