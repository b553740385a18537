# Every target sets up what it needs: Python 3.11 or later, git and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# the build as it is, when it is what the inputs and the package give; else a new one
UP_TO_DATE = @$(BIN)/claims check >/dev/null 2>&1 || $(BIN)/claims build

.DEFAULT_GOAL := help
.PHONY: help datasets report release findings test lint lexicon evaluate native bench notebooks clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

datasets: $(READY)  ## build the tables and the figures from datasets/ into datasets/build
	$(BIN)/claims build

report: $(READY)  ## write the report site to datasets/build/site
	$(UP_TO_DATE)
	$(BIN)/claims report

release: $(READY)  ## write and validate a release in datasets/release
	$(UP_TO_DATE)
	$(BIN)/claims release

findings: $(READY)  ## print the tables of datasets/FINDINGS.md
	$(BIN)/python -m claims.reconciling.findings

test: $(READY)  ## run the tests
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: $(READY)  ## check style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lexicon: $(READY)  ## generate the inflected forms in claims/lexicon
	$(BIN)/python -m claims.lexicon.generate

evaluate: $(READY)  ## measure the parser on the annotated statements
	$(BIN)/python -m tests.evaluate

native: $(READY)  ## compile the reader of the sources as they are (without it: the same at half the speed)
	$(BIN)/python -m claims.compiling

bench: native  ## measure the speed
	$(BIN)/python -m pytest tests/bench --benchmark-only

notebooks: datasets  ## build, run the notebooks again and keep their outputs
	$(BIN)/python -m notebooks

clean:  ## remove everything that make has made
	rm -rf $(VENV) datasets/build datasets/builds datasets/release datasets/releases .mypy_cache .pytest_cache .ruff_cache .hypothesis .benchmarks
	find claims tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The build backends are pinned like everything else, hence no build isolation (docopt, which num2words needs, has no wheel).
$(READY): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt hatchling editables setuptools
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	$(BIN)/python -m claims.compiling
	touch $@
