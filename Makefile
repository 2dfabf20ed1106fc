# Everything a developer does, by name. `make` alone lists it.
# Settings: PORT=8000  INSTANCE=instance  DEMO=1  PYTHON=python3  PIP=1 (set up with pip instead of uv)

SHELL = /bin/sh
PYTHON ?= python3
export PYTHON
export PORT ?= 8000
export INSTANCE ?= instance
# DEMO, like any variable given to make, reaches the application as it is.

VENV = .venv
RUN = $(VENV)/bin/python
UV = tools/uv.sh
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11.2 --only-binary :all: \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock"
FONTS = static/fonts/Lora-Variable.woff2
BROWSER = .tools/chromium/chromium
# Where there is no node, one from PyPI is put into .tools/ and found by its folder.
WITH_NODE = PATH="$$PATH:$(CURDIR)/.tools/node/bin"
TESTS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run dev test lint browser bench torture lock clean

help: ## list what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/run.ok $(FONTS) ## serve the application on PORT (needs python3, venv and make only)
	@$(RUN) -m compileall -q alongside app.py
	@exec $(RUN) -m flask --app app serve

dev: $(VENV)/run.ok $(FONTS) ## the same, starting again whenever a file changes
	@exec $(RUN) -m flask --app app serve --reload

test: lint browser $(FONTS) ## everything: lint, then the tests on both engines and in a browser (TESTS=tests/… for some)
	@$(WITH_NODE) $(RUN) -m pytest -n 2 $(TESTS)

lint: $(VENV)/dev.ok ## read the code: ruff, import-linter, mypy
	@$(RUN) -m ruff check
	@$(VENV)/bin/lint-imports --no-logo --no-cache
	@$(RUN) -m mypy

browser: $(if $(CHROMIUM),node_modules/.ok,$(BROWSER)) ## unpack the Chromium that the tests use (CHROMIUM=/usr/bin/… for another)

bench: $(VENV)/dev.ok $(FONTS) ## measure speed, as ratios to the bare floor
	@$(RUN) -m bench

torture: $(VENV)/dev.ok $(FONTS) ## kill, cut and crowd the application, and count what is lost
	@$(RUN) -m bench.torture

lock: ## pin the dependencies again (UPGRADE=--upgrade for newer ones)
	$(COMPILE) $(UPGRADE) requirements/run.in -o requirements/run.txt
	$(COMPILE) $(UPGRADE) requirements/dev.in -o requirements/dev.txt
	$(COMPILE) $(UPGRADE) tools/node.in -o tools/node.txt
	$(COMPILE) $(UPGRADE) tools/uv.in -o tools/uv.txt
	npm install --package-lock-only --ignore-scripts

clean: ## remove what set-up and tests made (not the instance)
	rm -rf $(VENV) .tools node_modules static/fonts .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up. Each stamp is newer than the list it was made from. The development set contains the running set;
# `pip install` (not `sync`) for the latter, so that `make run` after `make test` strips nothing.

ifdef PIP
$(VENV)/run.ok: requirements/run.txt
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/run.txt
	@touch $@

$(VENV)/dev.ok: requirements/dev.txt
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $(VENV)/run.ok $@
else
$(VENV)/pyvenv.cfg:
	$(UV) venv --quiet --allow-existing --python "$(PYTHON)" $(VENV)

$(VENV)/run.ok: requirements/run.txt | $(VENV)/pyvenv.cfg
	$(UV) pip install --quiet --compile-bytecode --python $(RUN) --require-hashes --only-binary :all: -r requirements/run.txt
	@touch $@

$(VENV)/dev.ok: requirements/dev.txt | $(VENV)/pyvenv.cfg
	$(UV) pip sync --quiet --compile-bytecode --python $(RUN) --require-hashes --only-binary :all: requirements/dev.txt
	@touch $(VENV)/run.ok $@
endif

$(FONTS): tools/fonts.py requirements/run.txt | $(VENV)/run.ok
	@$(RUN) tools/fonts.py

.tools/node.ok: tools/node.txt tools/node.sh
	@tools/node.sh
	@touch $@

node_modules/.ok: package.json package-lock.json .npmrc | .tools/node.ok
	$(WITH_NODE) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(BROWSER): tools/chromium.mjs node_modules/.ok
	$(WITH_NODE) node tools/chromium.mjs
	@touch -c $@
