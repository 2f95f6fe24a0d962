# Two commands matter: `make demo` shows the system, `make test` proves it. `make help` lists the rest.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := bash

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
SAY := @printf '\033[1m==> %s\033[0m\n'
SOURCES := core plugins schema policies tests bench examples
PRESENT = $(wildcard $(SOURCES))

# The first interpreter of at least 3.11; override with `make PYTHON=/path/to/python3`.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { command -v "$$name"; break; }; done)

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  \033[1mmake %-8s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ------------------------------------------------------------------------------------- the house

.PHONY: setup
setup: $(VENV)/.assets ## Create .venv and install what runs; again only when the locks changed

.PHONY: demo
demo: setup ## Fill a bureau with invented data and serve it on PORT (default 8000)
	@$(BIN)/zhijian demo

.PHONY: test
test: check ## Everything: check, then all tests
	$(SAY) "tests"
	@$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

.PHONY: check
check: $(VENV)/.dev $(VENV)/.assets ## The static half: lint, format, types, imports
	$(SAY) "lint and format"
	@$(BIN)/ruff check --quiet $(PRESENT)
	@$(BIN)/ruff format --check --quiet $(PRESENT) \
		|| { echo "not formatted; run: make fmt"; exit 1; }
	$(SAY) "types"
	@$(BIN)/mypy --no-error-summary
	@cd examples/third_party_plugin && MYPYPATH=../.. $(CURDIR)/$(BIN)/mypy --no-error-summary \
		-p zhijian_noise --config-file pyproject.toml
	@PATH="$$PATH:$(CURDIR)/$(BIN)" $(BIN)/pyright --pythonpath $(BIN)/python --warnings >$(VENV)/pyright.log \
		|| { cat $(VENV)/pyright.log; exit 1; }
	$(SAY) "imports"
	@$(BIN)/lint-imports >$(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }

.PHONY: fmt
fmt: $(VENV)/.dev ## Format and repair what can be repaired without thinking
	@$(BIN)/ruff check --fix --quiet $(PRESENT) || true
	@$(BIN)/ruff format $(PRESENT)

.PHONY: bench
bench: $(VENV)/.dev $(VENV)/.assets ## Measure; writes bench/results/latest.json
	@$(BIN)/python -m bench

.PHONY: bench-full
bench-full: $(VENV)/.dev $(VENV)/.assets ## The large figures as well: minutes, gigabytes
	@$(BIN)/python -m bench --full

.PHONY: soak
soak: $(VENV)/.dev $(VENV)/.assets ## The long tests, with seconds and memory in them
	@$(BIN)/python -m pytest -m soak

.PHONY: schema
schema: $(VENV)/.dev ## Rewrite schema/schema.graphql, docs/policy-matrix.md; look before committing
	@$(BIN)/zhijian schema --write schema/schema.graphql
	@$(BIN)/zhijian policy matrix --write docs/policy-matrix.md

# ----------------------------------------------------------------------------------------- locks

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(LOCK_OPTIONS)

.PHONY: lock
lock: $(VENV)/.dev ## Renew the hashed requirements; LOCK_OPTIONS=--upgrade takes newer versions
	$(SAY) "requirements"
	@$(COMPILE) pyproject.toml --group build -o requirements.txt
	@$(COMPILE) pyproject.toml --group dev --group build -c requirements.txt -o requirements-dev.txt
	@$(COMPILE) --group node -o requirements-node.txt
	@sed -i -E '/^ *(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)\b/d' requirements*.txt
	@! grep -nE '://' requirements*.txt || { echo "a lock file names a host"; exit 1; }

# --------------------------------------------------------------------------- what they stand upon

$(BIN)/python:
	$(SAY) "virtual environment"
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found"; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "python3 has no venv module; \
	on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements.txt pyproject.toml | $(BIN)/python
	$(SAY) "requirements"
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt tests/http/package-lock.json $(VENV)/.runtime
	$(SAY) "tools of developers"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@command -v npm >/dev/null || $(PIP) install --require-hashes -r requirements-node.txt
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent --prefix tests/http
	@touch $@

$(VENV)/.assets: core/gateway/assets/package-lock.json core/gateway/assets.py $(VENV)/.runtime
	$(SAY) "front-end files"
	@command -v npm >/dev/null || $(PIP) install --require-hashes -r requirements-node.txt
	@$(BIN)/python -m core.gateway.assets
	@touch $@

.PHONY: clean
clean: ## Remove the environment and caches; var/ with its database stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
