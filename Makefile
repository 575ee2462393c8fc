# What can be done here: each target sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test bench check messages readme lock fonts browser clean

demo: $(READY)             # play the main job on the sample contract
	@$(BIN)/assets demo

test: $(READY) fonts browser  # every test
	$(BIN)/python -m pytest

bench: $(READY) fonts      # speed, each as a ratio against a named reference in the same run
	$(BIN)/python -m tests.bench

check: $(READY)            # style and types
	$(BIN)/ruff check .
	$(BIN)/mypy

messages: $(READY)         # collect the messages, list what lacks Japanese, compile the catalogue
	$(BIN)/python -m tests.messages --write

readme: $(READY)           # write the generated parts of the README anew
	$(BIN)/python -m tests.readme --write

lock:                      # pin every dependency with its hashes, for all platforms
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --output-file requirements.lock

fonts:
	@sh .ci/system fonts-ipaexfont-gothic libzbar0

browser:
	@sh .ci/system chromium

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV) || { sh .ci/system python3-venv && $(PYTHON) -m venv $(VENV); }
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
