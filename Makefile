# Every target is one line of help, `make` alone prints them. ARGS= goes to the program behind the target.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PYTHON_BIN := .venv/bin
PEER_VERSION := 2.20.27
# Tests start many processes: bytecode is kept, whatever the environment says, and away from the sources.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/bytecode

.PHONY: help setup demo check test unit wire fuzz ui dev serve bench docs generate format build pins clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | while IFS=$$'\t' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

setup: ## make .venv with everything that development needs
	@scripts/setup

demo: setup ## run a flow on real data, then show that run in the web interface (Ctrl-C ends it)
	@scripts/ui-build
	@$(PYTHON_BIN)/python scripts/demo

check: setup ## may I push? format, lint, types, layers and the quick tests
	@$(PYTHON_BIN)/ruff format --quiet --check .
	@$(PYTHON_BIN)/ruff check --quiet .
	@$(PYTHON_BIN)/mypy --no-error-summary
	@scripts/pnpm run check
	@$(PYTHON_BIN)/pytest -q -m "not slow and not ui and not wire" $(ARGS)

test: setup ## everything: the web interface's tests, then the whole suite on SQLite, PostgreSQL, Chromium and the peer
	@scripts/ui-build
	@scripts/peer $(PEER_VERSION)
	@chromium=$$(scripts/chromium) && postgres=$$(scripts/postgres) && \
		scripts/pnpm test && \
		CHROMIUM="$$chromium" PG_BIN="$$postgres" $(PYTHON_BIN)/pytest $(ARGS)

unit: setup ## the quick tests alone; ARGS="-k retries" picks some
	@$(PYTHON_BIN)/pytest -q -m "not slow and not ui and not wire" $(ARGS)

wire: setup ## the tests in which the real Prefect 2 client talks to the server
	@scripts/peer $(PEER_VERSION)
	@$(PYTHON_BIN)/pytest -m wire $(ARGS)

fuzz: setup ## ten minutes of requests made up from the description of the API; FUZZ_SECONDS=60 for fewer
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-300} $(PYTHON_BIN)/pytest -s tests/contract/test_made_up_requests.py $(ARGS)

ui: setup ## build the web interface into ui/dist
	@scripts/ui-build

dev: setup ## the server and the web interface, the latter reloaded as you type (Ctrl-C ends both)
	@$(PYTHON_BIN)/legato server start & trap 'kill $$!' EXIT; scripts/pnpm run dev

serve: setup ## the server with the built web interface
	@scripts/ui-build
	@$(PYTHON_BIN)/legato server start $(ARGS)

bench: setup ## measure the workloads against their budgets; PEERS=1 beside other products
	@$(PYTHON_BIN)/python -m bench $(if $(PEERS),--peers) $(ARGS)

docs: setup ## write the reference pages of docs/ anew from the code
	@scripts/generate docs

generate: setup ## write generated code and pages anew: types of the web interface, methods of the clients, the reference
	@scripts/generate

format: setup ## put the Python code in shape
	@$(PYTHON_BIN)/ruff check --quiet --fix-only .
	@$(PYTHON_BIN)/ruff format --quiet .

build: setup ## make the wheel and the source archive in dist/
	@scripts/ui-build
	@rm -rf dist
	@$(PYTHON_BIN)/uv build --quiet

pins: setup ## write constraints.txt anew; ARGS=--upgrade takes the newest versions
	@scripts/pins $(ARGS)

clean: ## remove what was built; `git clean -fdX` removes the environments as well
	@rm -rf build dist ui/dist .demo .hypothesis .cache/bytecode .cache/stamps .cache/ruff .cache/mypy .cache/pytest
	@find legato tests examples -name __pycache__ -type d -prune -exec rm -rf {} +
