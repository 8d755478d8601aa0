#!/bin/sh
# Run a script of this folder with a Python of 3.11 or newer, which it finds by trying: sh scripts/with_python.sh FILE …
newer_than_3_10='import sys; sys.exit(sys.version_info < (3, 11))'
for python in python3.11 python3.12 python3.13 python3.14 python3 python; do
    if "$python" -c "$newer_than_3_10" >/dev/null 2>&1; then
        exec "$python" "$@"
    fi
done
if command -v uv >/dev/null 2>&1; then
    exec uv run --quiet --no-project --python 3.11 "$@"
fi
echo "Signpost needs Python 3.11: install it (for example: apt install python3.11 python3.11-venv) and try again." >&2
exit 1
