# `make demo` and `make test` set everything up in .venv on a machine with python3 (3.11 or later) and its venv module.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check format bench setup spark clean

setup: $(READY)

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

# Apache Spark for `byname build --engine spark` and its tests; needs Java 17 or later.
spark: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock

demo: $(READY)
	$(BIN)/byname demo demo-archive

test: $(READY)
	$(BIN)/python -m pytest -n 2

# Format, lint, strict types and the direction of imports.
check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_import_directions.py

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Measures accuracy and speed on the real lists beside the repository; see benchmarks/README.md.
bench: $(READY)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) demo-archive
