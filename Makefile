# The only definition of every command: README, docs and CI call these targets.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

UV_VERSION := 0.13.9
UV := .tools/uv/bin/uv
BIN := .venv/bin
PYTHON := $(BIN)/python
CARGO := cargo
MANIFEST := runtime/Cargo.toml

# The machine's own Python, and nothing fetched from outside the package registries.
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON_PREFERENCE := only-system
export CARGO_TARGET_DIR := $(CURDIR)/runtime/target

PYTHON_SOURCES := schema/src runtime/python runtime/fuzz training/src serving/src tests benchmarks demo scripts
RUST_SOURCES = $$(git ls-files -co --exclude-standard 'runtime/*.rs')
SAMPLE := bundles/flights-late.zip
ARCHIVE := dist/executors.tar.gz
SECONDS := 60
SWAPS := 1000
STEPS := 100000
KILLS := 200
SEEDS := tests/fixtures/mleap $(wildcard ../shared/bundles/cases)

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- set-up -----------------------------------------------------------------

$(UV):
	@sh scripts/preflight.sh venv
	python3 -m venv .tools/uv
	.tools/uv/bin/pip install --quiet "uv==$(UV_VERSION)"

.PHONY: setup
setup: ## Check the machine, then install everything into .venv
	@sh scripts/preflight.sh cc venv rust java
	@$(MAKE) $(UV)
	$(UV) sync --quiet --frozen --all-packages --all-extras --all-groups

.PHONY: setup-serve
setup-serve: ## Install the Spark-free service only (no Java needed)
	@sh scripts/preflight.sh cc venv rust
	@$(MAKE) $(UV)
	$(UV) sync --quiet --frozen --package saltus-serving --no-dev --inexact

# --- use --------------------------------------------------------------------

.PHONY: demo
demo: setup ## Train on real flights, export, serve, predict (FULL=1 takes all rows)
	$(PYTHON) -m demo $(if $(FULL),--full)

.PHONY: recipes
recipes: setup ## Train every recipe on all of its data; verify, serve and ask each bundle
	$(PYTHON) -m demo.recipes

.PHONY: serve
serve: setup-serve ## Serve the sample bundle on http://127.0.0.1:8000/docs
	$(BIN)/saltus serve $(SAMPLE)

.PHONY: executors
executors: ## Pack what executors of a Spark cluster need (ARCHIVE=dist/executors.tar.gz), for --archives
	@sh scripts/preflight.sh cc venv rust
	@$(MAKE) $(UV)
	sh scripts/executors.sh $(UV) $(ARCHIVE)
	@echo $(ARCHIVE)

.PHONY: kafka
kafka: .tools/kafka ## Fetch Spark's connector for Kafka, and a broker for the tests, from Maven Central

.tools/kafka: scripts/kafka.sh
	@sh scripts/preflight.sh java maven
	sh scripts/kafka.sh $@

.PHONY: sample
sample: setup ## Train the sample bundle under bundles/ anew
	$(PYTHON) -m demo.sample $(SAMPLE)

# --- check ------------------------------------------------------------------

.PHONY: test
test: setup lint test-rust test-python ## Everything CI runs: lint, types, import rules, Rust and Python tests

.PHONY: lint
lint: ## Style, types and import rules of Python and Rust
	$(BIN)/ruff format --check $(PYTHON_SOURCES)
	$(BIN)/ruff check $(PYTHON_SOURCES)
	$(BIN)/mypy
	$(BIN)/python -m mypy.stubtest saltus_runtime._native
	$(BIN)/lint-imports
	rustfmt --check --edition 2024 --config-path runtime/rustfmt.toml $(RUST_SOURCES)
	$(CARGO) clippy --quiet --locked --manifest-path $(MANIFEST) --all-targets -- -D warnings

.PHONY: format
format: ## Put all code into the project's style
	$(BIN)/ruff format $(PYTHON_SOURCES)
	$(BIN)/ruff check --fix $(PYTHON_SOURCES)
	rustfmt --edition 2024 --config-path runtime/rustfmt.toml $(RUST_SOURCES)

.PHONY: docs
docs: ## Make the pages on operators and on Spark stages anew
	$(PYTHON) scripts/operators.py
	PYTHONPATH=tests/support $(PYTHON) scripts/spark_stages.py

.PHONY: test-rust
test-rust: ## cargo test
	$(CARGO) test --quiet --locked --manifest-path $(MANIFEST)

.PHONY: test-python
test-python: ## pytest
	$(BIN)/pytest

.PHONY: test-slow
test-slow: setup kafka ## The tests that `make test` leaves out: a Spark cluster, Kafka, many kills
	$(BIN)/pytest -m slow --timeout=1800

.PHONY: parity-record
parity-record: setup ## Ask a live Spark again for what the recorded models give (CASES="text clustering/lda*" for some)
	$(PYTHON) tests/parity/record.py $(CASES)

.PHONY: test-full
test-full: test test-slow properties rollout-machine rollout-kills soak fuzz-proof fuzz bench images ## What takes longer: clusters, kills, properties, soak, fuzzing, benchmarks, the container images

.PHONY: parity-versions
parity-versions: setup ## The same for some families with an older and a newer Spark, from PyPI
	sh scripts/parity_versions.sh $(UV)

.PHONY: properties
properties: ## Random pipelines against their reference, twenty times as many as in a test run
	$(BIN)/pytest --hypothesis-profile=thorough --timeout=3600 tests/runtime/properties

.PHONY: rollout-machine
rollout-machine: ## STEPS=100000 of changes, workers and faults in any order, fifty times as many as in a test run
	ROLLOUT_STEPS=$(STEPS) $(BIN)/pytest tests/rollout/test_machine.py -k no_order

.PHONY: rollout-kills
rollout-kills: ## Kill a worker at a random moment of each of KILLS=200 promotions
	ROLLOUT_KILLS=$(KILLS) $(BIN)/pytest tests/rollout/test_live.py -k killed

.PHONY: fuzz
fuzz: ## Fuzz the reader and the scorer, SECONDS=60 each
	@sh scripts/preflight.sh cxx rust
	$(PYTHON) runtime/fuzz/seed.py $(SEEDS)
	sh runtime/fuzz/run.sh reader $(SECONDS)
	sh runtime/fuzz/run.sh scoring $(SECONDS)

.PHONY: fuzz-proof
fuzz-proof: ## Show that the fuzzers find a planted panic
	@sh scripts/preflight.sh cxx rust
	$(PYTHON) runtime/fuzz/seed.py $(SEEDS)
	sh runtime/fuzz/prove.sh $(SECONDS)

# --- measure ----------------------------------------------------------------

.PHONY: bench
bench: ## One-row score, columns, files, Spark, /predict, the export of a forest and the load of a bundle, beside their baselines
	$(PYTHON) -m benchmarks.score
	$(PYTHON) -m benchmarks.columns
	$(PYTHON) -m benchmarks.files
	$(PYTHON) -m benchmarks.batch
	$(PYTHON) -m benchmarks.convert
	$(PYTHON) -m benchmarks.predict
	$(PYTHON) -m benchmarks.preparation

.PHONY: soak
soak: ## SWAPS=1000 bundles swapped under load: failures, latency and memory
	$(PYTHON) -m benchmarks.rollout --swaps $(SWAPS)

.PHONY: images
images: ## Build both container images and ask the serving one for a prediction
	sh scripts/images.sh

.PHONY: clean
clean: ## Remove what was built
	rm -rf .venv .tools runtime/target runtime/fuzz/target demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis
