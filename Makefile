PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHROMIUM ?= /usr/bin/chromium
SEEDS ?= 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20

.PHONY: run test check test-browser simulations mutations chaos bench diagrams clean

run: $(VENV)/.run
	$(BIN)/garden serve

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 -m "not browser"

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/garden check

test-browser: $(VENV)/.dev
	CHROMIUM=$(CHROMIUM) $(BIN)/python -m pytest -m browser

simulations: $(VENV)/.run
	for seed in $(SEEDS); do $(BIN)/garden simulate --cadres 200 --weeks 6 --faults --seed $$seed || exit 1; done

mutations: $(VENV)/.dev
	$(BIN)/python tests/mutations.py

chaos: $(VENV)/.dev
	PYTHONPATH=tests $(BIN)/python tests/chaos.py

bench: $(VENV)/.dev .venv-peers/.done
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.flood
	$(BIN)/python -m benchmarks.scale

.venv-peers/.done: requirements-peers.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-peers.txt
	touch $@

diagrams: $(VENV)/.dev
	$(BIN)/python -m content.diagrams

$(VENV)/.python:
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.run: $(VENV)/.python requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
