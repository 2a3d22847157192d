# Gradeline. `make help` lists the targets; `make run` and `make test` are the two that most people need.

PYTHON  ?= python3
VENV    ?= .venv
HOST    ?= 127.0.0.1
PORT    ?= 8050
WORKERS ?= 2
# The data folder to show; empty means the one that comes with the project.
DATA    ?=
# The documents that `make build` reads: files or folders.
SOURCES ?= $(wildcard ../shared/reports ../shared/statistics)
# More arguments for the program that a target runs, e.g. make test ARGS="-k compare"
ARGS    ?=

PY      := $(VENV)/bin/python
PIP     := $(PY) -m pip --disable-pip-version-check --quiet
RUNTIME := $(VENV)/.runtime-installed
DEV     := $(VENV)/.dev-installed

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run serve test test-quick check lint-fix format build bench clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.* ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: $(RUNTIME) ## Serve the dashboard on http://127.0.0.1:8050 (HOST=, PORT=, DATA=)
	$(PY) app.py --host $(HOST) --port $(PORT) $(if $(DATA),--data '$(DATA)') $(ARGS)

serve: $(RUNTIME) ## Serve it to more than one person, with gunicorn (WORKERS= as well)
	$(PY) -m gunicorn --preload --no-control-socket --workers $(WORKERS) --bind $(HOST):$(PORT) $(ARGS) \
		'app:wsgi($(if $(DATA),"$(DATA)"))'

test: check ## Lint, types and all tests, those in a real browser included
	@tools/driver.sh $(PY)
	CHROMIUM="$$(tools/browser.sh)" && export CHROMIUM && $(PY) -m pytest $(ARGS)

test-quick: $(DEV) ## The tests that need no browser, and nothing else
	$(PY) -m pytest -m 'not browser' $(ARGS)

check: $(DEV) ## Lint, format and types, nothing changed
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

lint-fix: $(DEV) ## Mend what the linter can mend by itself
	$(PY) -m ruff check --fix .

format: $(DEV) ## Format the code
	$(PY) -m ruff format .

build: $(RUNTIME) ## Rebuild data/built from the documents (SOURCES=)
	@test -n '$(SOURCES)' || { echo 'No documents found beside the checkout; name some: make build SOURCES=folder' >&2; exit 2; }
	$(PY) -m loaders build $(SOURCES) --output data/built $(ARGS)

bench: $(RUNTIME) ## Time start-up, pages and downloads, and a build where there are documents
	$(PY) -m tools.bench $(foreach source,$(SOURCES),--source $(source)) $(ARGS)

clean: ## Remove the virtual environment and every cache
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp says that its requirements are installed; it is older than them only when they have changed.
# Where the environment's own Python does not start (none yet, or its Python has gone), stamps count for nothing.
ifneq ($(shell $(PY) -c 'print("starts")' 2>/dev/null),starts)
.PHONY: $(RUNTIME)
endif

$(RUNTIME): requirements.txt
	@$(PY) -c '' 2>/dev/null || PYTHON='$(PYTHON)' tools/venv.sh '$(VENV)'
	@echo 'Installing what Gradeline runs on into $(VENV) (once, about a minute)' >&2
	$(PIP) install -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt requirements-dask.txt $(RUNTIME)
	@echo 'Installing what the checks and tests need into $(VENV) (once, about a minute)' >&2
	$(PIP) install -r requirements-dev.txt
	@touch $@
