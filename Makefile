# `make demo` and `make test` set everything up in .venv on a machine with python3 (3.11 or later) and its venv module.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo site test check format bench setup docs spark judges validate-tools attack simulate fuzz sbom wheel dist bundle compare mutants coverage second clean

setup: $(READY)

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

# Apache Spark for `byname build --engine spark` and its tests; needs Java 17 or later.
spark: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock

# The documentation as a site in site-docs, with warnings as errors, checked for links and outside requests.
docs: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.lock
	rm -rf site-docs
	$(BIN)/python -m manual site-docs

# What judges the site in its tests: axe and vnu (npm, by hashes), and schemathesis in an environment of its own.
judges:
	cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --silent
	$(PYTHON) -m venv .venv-schemathesis
	.venv-schemathesis/bin/pip install --quiet --disable-pip-version-check "schemathesis==4.32.5"

demo: $(READY)
	$(BIN)/byname demo demo-archive

# What reads our exports in their tests, in an environment of its own; none of it is imported by us.
validate-tools:
	$(PYTHON) -m venv .venv-validators
	.venv-validators/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/exports/validators.lock

# The site of the demonstration archive in the browser.
site: $(READY)
	$(BIN)/byname serve demo-archive --open

# In CI the branches that the tests reach are counted, too; their share may only rise.
COVERED := --cov=byname --cov-branch --cov-report=term:skip-covered
FLOOR := 93
test: $(READY)
	$(BIN)/python -m pytest -n 2 $(if $(filter true,$(CI)),$(COVERED) --cov-fail-under=$(FLOOR))

coverage: $(READY)
	$(BIN)/python -m pytest -n 2 $(COVERED) --cov-report=html --cov-fail-under=$(FLOOR)

# Hostile files and broken machines, longer than `make test` does it: a million fuzzed inputs a parser, every bit of small
# files, 500 kills, 10,000 pieces of work by several writers.
attack: $(READY)
	BYNAME_ATTACK=$(or $(TIMES),20) BYNAME_FUZZ=$(or $(FUZZ),1000000) $(BIN)/python -m pytest -n 2 tests/attack

# Histories of an archive on a simulated disk, each with a power cut at its end; BYNAME_HISTORY=NUMBER runs one again.
simulate: $(READY)
	BYNAME_SIMULATE=$(or $(HISTORIES),10000) $(BIN)/python -m pytest -n 2 -s tests/attack/test_power_cuts.py

# Fuzzing that is guided by what the code does (atheris), in an environment of its own that also sees .venv; what is found
# lies in .fuzz. `make fuzz SECONDS=600 PARSERS="dates notes"`.
FUZZED := dates names genealogies entities json tables mappings settings grammars grammar-files notes receipts keys
fuzz: $(READY)
	$(PYTHON) -m venv .venv-fuzz
	.venv-fuzz/bin/pip install --quiet --disable-pip-version-check "atheris==3.0.0"
	ls -d $(CURDIR)/$(VENV)/lib/python3*/site-packages > $$(ls -d .venv-fuzz/lib/python3*/site-packages)/byname.pth
	for name in $(or $(PARSERS),$(FUZZED)); do PYTHONPATH=src:. .venv-fuzz/bin/python -m tests.attack.guided "$$name" \
		-max_total_time=$(or $(SECONDS),60) -timeout=10 -rss_limit_mb=4000 || exit 1; done

# The parts of Byname with their hashes (CycloneDX), from the lock, by a tool in an environment of its own.
sbom:
	$(PYTHON) -m venv .venv-sbom
	.venv-sbom/bin/pip install --quiet --disable-pip-version-check "cyclonedx-bom==7.5.0"
	mkdir -p dist
	.venv-sbom/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --mc-type application \
		--output-reproducible --of JSON -o dist/byname.cdx.json

# The wheel and the source archive, the same bytes each time.
wheel: $(READY)
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m hatchling build -d dist

# A folder that installs Byname on a machine without a network.
bundle: $(READY)
	mkdir -p dist
	$(BIN)/python -m distribution.bundle dist/byname-offline
# Wheel, source archive and list of parts in dist, and a signed statement of what they were built from:
# make dist KEY=FILE (made by `byname ledger key`); whoever gets them runs `python -m provenance dist --check PUBLIC_KEY`.
dist: $(READY)
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m hatchling build -d dist
	$(MAKE) sbom
	$(BIN)/python -m provenance dist --key $(KEY)

# The rooms without compiled loops on a second Python: make second SECOND=python3.13
SECOND_TESTS := tests/values tests/statistics tests/sources tests/records tests/claims tests/archive/test_ledger.py \
	tests/archive/test_settings.py
second:
	$(SECOND) -m venv .venv-second
	.venv-second/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	.venv-second/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	.venv-second/bin/python -m pytest -q -n 2 $(SECOND_TESTS)

# Mutation testing of the hand-set rules; see mutants/README.md.
mutants: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check "cosmic-ray>=8.4"
	for room in claims casualties people; do $(BIN)/python -m mutants $$room || exit 1; done

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

# Byname beside other programs on the same data (docs/comparison.md); the search, too, where DATA is a folder for its lists.
compare: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check --target .bench/peers --upgrade pandas
	PYTHONPATH=.bench/peers $(BIN)/python -m benchmarks.people.estonia ../shared --splink
	$(BIN)/python -m benchmarks.casualties.against_r ../shared/reference/capture-histories
	$(BIN)/python -m benchmarks.claims.baseline
	$(if $(DATA),$(BIN)/python -m benchmarks.search.compare ../shared $(DATA) dev --peers,)

clean:
	rm -rf site-docs $(VENV) .fuzz .venv-fuzz .venv-second .venv-sbom .venv-schemathesis .venv-validators tests/browser/node_modules demo-archive
