#!/bin/sh
# uv as this project uses it: pinned, the machine's own Python, its certificates and its package index.
set -eu
cd "$(dirname "$0")/.."
tools=.tools/python

if ! [ tools/uv.txt -ot "$tools/uv.ok" ]; then
    "${PYTHON:-python3}" -m venv "$tools"
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/uv.txt
    touch "$tools/uv.ok"
fi

# uv reads neither pip's configuration nor the machine's certificates by itself.
index=${UV_DEFAULT_INDEX:-${PIP_INDEX_URL:-$("$tools/bin/python" -m pip config get global.index-url 2>/dev/null || true)}}
if [ -n "$index" ]; then export UV_DEFAULT_INDEX="$index"; fi
export UV_SYSTEM_CERTS=1 UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 UV_NO_CONFIG=1

exec "$tools/bin/uv" "$@"
