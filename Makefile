# Gradeline. `make help` lists the targets; `make run` and `make test` are the two that most people need.

PYTHON  ?= python3
VENV    ?= .venv
HOST    ?= 127.0.0.1
PORT    ?= 8050
# How many processes serve; empty means one for each core, and at least two.
WORKERS ?=
# The data folder to show; empty means the one that comes with the project. What it is called is for the shell's
# environment to pass on, whatever quotes and blanks are in it.
DATA    ?=
# The documents that `make build` reads: files or folders, as words of a shell (SOURCES="'my reports' lists").
SOURCES ?= $(wildcard ../shared/reports ../shared/statistics data/lists)
# How tests are spread over the cores: a file's tests stay together, and files keep their order, in which those with a
# browser come first: they take longest. Empty runs them one after another.
SPREAD  ?= --numprocesses auto --dist loadfile --no-loadscope-reorder
# More arguments for the program that a target runs, e.g. make test ARGS="-k compare"
ARGS    ?=

PY      := $(VENV)/bin/python
PIP     := $(PY) -m pip --disable-pip-version-check --quiet
RUNTIME := $(VENV)/.runtime-installed
DEV     := $(VENV)/.dev-installed
# The environment of `make fuzz-http` alone.
FUZZING := $(VENV)/fuzz-http
# The environment of `make check-data` alone.
VALIDATORS := $(VENV)/check-data
# The environment of `make mutants` alone.
MUTANTS := $(VENV)/mutants

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run serve test browser all-tests test-quick coverage check lint types audit check-data matrix mutants lint-fix format build bench load screenshots fuzz fuzz-http clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.* ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

install: $(RUNTIME) ## Make .venv with what the dashboard runs on, and serve nothing

run: $(RUNTIME) ## Serve the dashboard on http://127.0.0.1:8050 (HOST=, PORT=, DATA=)
	$(PY) app.py --host $(HOST) --port $(PORT) $(if $(DATA),--data "$$DATA") $(ARGS)

serve: $(RUNTIME) ## Serve it to many people, with gunicorn (HOST=, PORT=, DATA=, WORKERS=; README)
	$(if $(WORKERS),GRADELINE_WORKERS=$(WORKERS)) $(if $(DATA),GRADELINE_DATA="$$DATA") \
		GRADELINE_HOST=$${GRADELINE_HOST:-$(HOST)} GRADELINE_PORT=$${GRADELINE_PORT:-$(PORT)} \
		MALLOC_ARENA_MAX=$${MALLOC_ARENA_MAX:-2} \
		exec $(PY) -m gunicorn $(ARGS)

# The browser is installed beside the environment, and checks run beside the tests: mypy has one core, and looking up
# vulnerabilities waits for others.
test: ## Lint, types and all tests, those in a real browser included
	@$(MAKE) --no-print-directory --jobs 2 $(DEV) browser
	@$(MAKE) --no-print-directory --jobs 3 check all-tests

# Tests start hundreds of processes; each of them takes the modules that another one has compiled.
all-tests test-quick: export PYTHONDONTWRITEBYTECODE =

browser:
	@tools/browser.sh > /dev/null

all-tests: $(DEV)
	@tools/driver.sh $(PY)
	CHROMIUM="$$(tools/browser.sh)" && export CHROMIUM && $(PY) -m pytest $(SPREAD) $(ARGS)

test-quick: $(DEV) ## The tests that need neither a browser nor much time: some forty seconds on two quiet cores
	$(PY) -m pytest -m 'not browser and not slow' $(SPREAD) $(ARGS)

matrix: ## The tests that need no browser, on each Python from 3.11 to 3.13 that is installed
	tools/matrix.sh $(ARGS)

coverage: $(DEV) ## The share of lines that the quick tests reach, those of processes that they start left out
	$(PY) -m coverage run -m pytest -m 'not browser and not slow' $(ARGS)
	$(PY) -m coverage report

check: lint types audit ## Lint, format, types and which way imports go, nothing changed

lint: $(DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-cache

types: $(DEV)
	$(PY) -m mypy

audit: $(DEV)
	@tools/audit.sh $(PY)

check-data: $(RUNTIME) $(VALIDATORS)/.installed ## The data and their descriptions against validators of others
	$(PY) -m tools.check_data $(VALIDATORS)/bin

mutants: $(MUTANTS)/.installed ## Which small changes of the rules no test notices: a sample (ARGS='--size 0' tries all)
	$(MUTANTS)/bin/python -m tools.mutants $(MUTANTS)/bin/mutmut $(ARGS)

lint-fix: $(DEV) ## Mend what the linter can mend by itself
	$(PY) -m ruff check --fix .

format: $(DEV) ## Format the code
	$(PY) -m ruff format .

build: $(RUNTIME) ## Rebuild data/built from the documents (SOURCES=)
	@$(if $(strip $(SOURCES)),:,echo 'No documents found beside the checkout; name some: make build SOURCES=folder' >&2; exit 2)
	$(PY) -m loaders build $(SOURCES) --output data/built $(ARGS)

bench: $(DEV) ## Measure against a bare Dash app, print the table and write BENCHMARKS.md (SOURCES=, ARGS='--only pages')
	@tools/driver.sh $(PY)
	CHROMIUM="$$(tools/browser.sh)" && export CHROMIUM && \
		PYTHONDONTWRITEBYTECODE=1 $(PY) -m tools.benchmarks $(foreach source,$(SOURCES),--source $(source)) $(ARGS)

load: $(RUNTIME) ## 200 readers at once for a minute against `make serve`; no request may fail
	PYTHONDONTWRITEBYTECODE=1 $(PY) -m tools.benchmarks.load --report $(ARGS)

screenshots: $(DEV) ## Make the README's pictures of the pages again
	@tools/driver.sh $(PY)
	CHROMIUM="$$(tools/browser.sh)" && export CHROMIUM && $(PY) -m tools.screenshots

fuzz: $(DEV) ## Mutated and made-up documents, 10,000 of them: each is read, or refused in one line
	$(PY) -m tools.fuzz $(ARGS)

fuzz-http: $(RUNTIME) $(FUZZING)/.installed ## Thousands of made-up requests; each answer is as the OpenAPI description says
	$(PY) -m tools.fuzz.web $(FUZZING)/bin/schemathesis $(ARGS)

clean: ## Remove the virtual environment and every cache
	rm -rf $(VENV) .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis mutants build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp says that its requirements are installed; it is older than them only when they have changed.
# Where the environment's own Python does not start (none yet, or its Python has gone), stamps count for nothing.
ifneq ($(shell $(PY) -c 'print("starts")' 2>/dev/null),starts)
.PHONY: $(RUNTIME)
endif

$(RUNTIME): requirements.txt
	@$(PY) -c '' 2>/dev/null || PYTHON='$(PYTHON)' tools/venv.sh '$(VENV)'
	@echo 'Installing what Gradeline runs on into $(VENV) (once, about a minute)' >&2
	$(PIP) install --no-compile -r requirements.txt
	@$(PY) -m compileall -qq -j 0 $(VENV)/lib || true  # on every core, where pip compiles on one
	@touch $@

$(DEV): requirements-dev.txt requirements-dask.txt $(RUNTIME)
	@echo 'Installing what the checks and tests need into $(VENV) (once, about a minute)' >&2
	$(PIP) install --no-compile -r requirements-dev.txt
	@touch $@

$(VALIDATORS)/.installed: requirements-data.txt | $(RUNTIME)
	@echo 'Installing the validators into $(VALIDATORS) (once, half a minute)' >&2
	@PYTHON='$(PY)' tools/venv.sh '$(VALIDATORS)'
	$(VALIDATORS)/bin/python -m pip --disable-pip-version-check --quiet install -r requirements-data.txt
	@touch $@

$(MUTANTS)/.installed: requirements-mutants.txt | $(RUNTIME)
	@echo 'Installing mutmut and the tests into $(MUTANTS) (once, a minute)' >&2
	@PYTHON='$(PY)' tools/venv.sh '$(MUTANTS)'
	$(MUTANTS)/bin/python -m pip --disable-pip-version-check --quiet install -r requirements-mutants.txt
	@touch $@

$(FUZZING)/.installed: requirements-fuzz.txt | $(RUNTIME)
	@echo 'Installing schemathesis into $(FUZZING) (once, half a minute)' >&2
	@PYTHON='$(PY)' tools/venv.sh '$(FUZZING)'
	$(FUZZING)/bin/python -m pip --disable-pip-version-check --quiet install -r requirements-fuzz.txt
	@touch $@
