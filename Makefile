# Huji: `make` alone tells what there is. Needs Python 3.11+, make and the package indexes; no root.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready
ENGLISH := src/huji/web/locale/en/LC_MESSAGES/django.po

.DEFAULT_GOAL := help
.PHONY: help setup demo test check prove faults bench bench-policy bench-register clean lock

help: ## Tell what there is
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## Install everything into .venv

$(STAMP): requirements/dev.lock pyproject.toml package-lock.json scripts/assets.py scripts/messages.py $(ENGLISH)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 以上：make PYTHON=python3.11 / Python 3.11+ is needed: make PYTHON=python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	$(BIN)/python scripts/assets.py
	$(BIN)/python scripts/messages.py
	@touch $@

demo: setup ## Build a synthetic city and open it at a printed address
	$(BIN)/huji demo

test: setup ## Run the tests
	$(BIN)/pytest -n auto --dist loadgroup

check: setup ## Check style, types and floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

prove: setup ## Do random acts by the thousand, alone and by eight processes, against the oracle
	$(BIN)/python -m tests.proof.prove --steps 10000 $(ARGS)
	$(BIN)/python -m tests.proof.prove --steps 10000 --processes 8 $(ARGS)

faults: setup ## Kill servers and processes again and again while acts are done
	$(BIN)/python -m tests.proof.faults --rounds 60 $(ARGS)
	$(BIN)/python -m tests.proof.steps
	$(BIN)/pytest -q -m faults

bench: setup ## Measure, each figure beside its peer
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/bench.lock
	@for one in decision moves as_of ledger papers pages; do echo; echo "== $$one"; $(BIN)/python benchmarks/$$one.py || exit 1; done

bench-policy: setup ## Measure populations, beside OpenFisca, DuckDB, Polars and NumPy
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/bench.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/spark.lock
	$(BIN)/python benchmarks/policy.py
	$(BIN)/python benchmarks/variants.py
	$(BIN)/python benchmarks/verify.py

bench-register: setup ## Measure the register of a city of 5.67 million: half an hour, 30 GB of disk
	$(BIN)/python benchmarks/register.py

clean: ## Stop the demonstration and remove what it made
	-$(BIN)/huji db stop --home .huji/demo
	rm -rf .huji

lock: ## Renew the lock files after a change in pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header \
	  pyproject.toml --group dev --group assets -o requirements/dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header \
	  pyproject.toml --extra spark -c requirements/dev.lock -o requirements/spark.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header \
	  pyproject.toml --group bench -c requirements/dev.lock -o requirements/bench.lock
