# Everything is installed into .venv and node_modules of this checkout; nothing else is touched.
# A stamp in .venv/stamps says what is installed already, so that a second call starts at once.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/stamps
NODE_MODULES := node_modules/.package-lock.json
HELUO := $(BIN)/python -m heluo
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all:
# Room for tests to run side by side; override on a larger machine.
WORKERS ?= 2
# Nothing here can come out otherwise on another database: no rows, or the same questions as the permission matrix asks.
ONCE := tests/engines tests/enginekit tests/examples tests/house/test_messages.py tests/web/test_offered_acts.py tests/web/test_words.py
export PYTHONPATH := src

TRANSLATIONS := $(wildcard src/heluo/*/locale/*/LC_MESSAGES/django.po)

.PHONY: help setup demo test lint bench soak docs-check messages lock

help: ## Say what can be made.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: $(STAMPS)/runtime $(STAMPS)/dev $(NODE_MODULES) messages ## Install everything, for running and for testing.

demo: $(STAMPS)/runtime $(NODE_MODULES) messages ## Fill a demonstration of Luoyang and serve it (PORT=8080 for another port).
	@$(HELUO) demo $(if $(PORT),--port $(PORT))

test: setup ## Run all tests, on SQLite and then on PostgreSQL.
	@echo "== Tests on SQLite"
	@HELUO_TEST_DATABASE=sqlite $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not soak"
	@echo "== Tests on PostgreSQL (browsers, engines and texts have been tested above)"
	@HELUO_TEST_DATABASE=postgres $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not soak and not browser" \
	  $(ONCE:%=--ignore=%)

lint: setup ## Style, types, the order of imports, translations, migrations.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(HELUO) messages --check
	@HELUO_DATA_DIR=$$(mktemp -d) $(HELUO) manage makemigrations --check --dry-run

bench: setup ## Measure, side by side, what was chosen for its speed.
	@for file in bench/*.py; do echo "== $$file"; $(BIN)/python $$file; done

soak: setup ## The tests that repeat much or take long.
	@HELUO_TEST_DATABASE=sqlite $(BIN)/python -m pytest -m soak
	@echo "== The random walks on PostgreSQL"
	@HELUO_TEST_DATABASE=postgres $(BIN)/python -m pytest -m soak tests/needs/test_random_walks.py

docs-check: setup ## Run the commands that the documents show, follow their links.
	@$(BIN)/python -m pytest tests/house/test_docs.py

messages: $(STAMPS)/messages ## Compile the translations.

lock: setup ## Pin and hash the newest packages that fit requirements*.in.
	@for list in requirements requirements-dev requirements-node; do \
	  CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --upgrade --quiet --generate-hashes --strip-extras \
	    --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	    --output-file=$$list.txt $$list.in; \
	done
	@$(BIN)/python tools/npm.py update --ignore-scripts

# --- What the targets above stand on ------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Heluo needs Python 3.11 or newer; name it: make PYTHON=python3.11 …")'
	@echo "== Making the virtual environment .venv"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python lacks its venv module: apt-get install python3-venv" >&2; exit 1; }

$(STAMPS)/runtime: requirements.txt tools/link.py | $(BIN)/python
	@mkdir -p $(STAMPS)
	@echo "== Installing what Heluo runs on (some 150 MB, about a minute)"
	@$(PIP_INSTALL) -r requirements.txt
	@$(BIN)/python tools/link.py
	@touch $@

$(STAMPS)/dev: requirements-dev.txt $(STAMPS)/runtime
	@echo "== Installing what the tests need"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

$(NODE_MODULES): package-lock.json .npmrc $(STAMPS)/runtime
	@echo "== Fetching the browser's libraries"
	@$(BIN)/python tools/npm.py ci --ignore-scripts --loglevel=error
	@touch $@

$(STAMPS)/messages: $(TRANSLATIONS) $(STAMPS)/runtime
	@$(HELUO) messages
	@touch $@
