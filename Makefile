# make serve   index corpus/ and serve the page          CORPUS=… INDEX=… PORT=… to serve your own
# make test    everything that must hold: style, types, tests
# make cluster start OpenSearch on this machine, three nodes; needs Java and Maven   NODES=3 NODES_PORT=9200
# make cluster-stop    stop it; its data stay until build/cluster is removed
# make test-cluster    what must hold with a cluster: starts three nodes, runs the tests, stops them
#                      EFFORT=brief the engine's alone, a quarter of the examples; EFFORT=thorough ten times as many
# make test-thorough   every property with ten times the examples, others each time (SEED=… repeats)
# make planted-faults  plant faults in a copy of the code and see that the tests find them
# make quality measure the order of answers on judged sets   SETS=… (WRITE=--write keeps the figures)
# make bench-test      the tests of the benchmark programs
# make bench   measure the engine beside its peers           SIZE=100000 BUILD=20000, about 10 minutes
# make bench-cluster an archive in a cluster beside a directory   SIZE=100000
# make soak-cluster  ten minutes of searching while the archive is changed and built anew
# make saturation      a minute at saturation, beside a bare page   SIZE=100000
# make check-html      have the Nu HTML checker read every kind of page; needs Java and npm
# make check-deploy    have nginx, Caddy, systemd and podman read the files of deploy/, where installed
# All make their own virtual environment in .venv with the versions of constraints.txt.

PYTHON ?= python3
CORPUS ?= corpus
INDEX  ?= index
PORT   ?= 8000
SIZE   ?= 100000
BUILD  ?= 20000
SETS   ?= ../shared/data/eval
NODES  ?= 3
NODES_PORT ?= 9200
EFFORT ?= quick
ifndef SEED
SEED := $(shell date +%s)
endif

BIN := .venv/bin
CHECKER := build/vnu/node_modules/vnu-jar/build/dist/vnu.jar
CLUSTER_COVERAGE := --cov --cov-config=tests/cluster/coverage.toml --cov-report=term:skip-covered
BRIEFLY := tests/cluster tests/search/test_exactness.py tests/search/test_living_index.py \
           tests/search/test_groups.py tests/search/test_facets.py tests/search/test_completions.py \
           tests/test_sample_searches.py tests/indexer/test_build.py tests/browser/test_journey.py
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist worksteal --ignore tests/benchmarks

.PHONY: serve index test run-tests cluster cluster-stop test-cluster run-cluster-tests test-thorough quality planted-faults bench-test check bench \
        saturation bench-cluster soak-cluster check-html check-deploy constraints clean

serve: .venv/serve
	$(BIN)/python -m indexer update "$(CORPUS)" --index "$(INDEX)"
	$(BIN)/python -m web --index "$(INDEX)" --port $(PORT)

index: .venv/serve
	$(BIN)/python -m indexer build "$(CORPUS)" --index "$(INDEX)"

test: check run-tests

run-tests: .venv/test
	$(PYTEST) --cov --cov-report=term:skip-covered

cluster:
	$(PYTHON) deploy/cluster start --nodes $(NODES) --port $(NODES_PORT)

cluster-stop:
	$(PYTHON) deploy/cluster stop

# In a directory and on ports of its own, so that it stops nobody else's; whatever happens, it ends.
test-cluster: .venv/test
	$(PYTHON) deploy/cluster run --directory build/cluster-tests --port 0 -- $(MAKE) run-cluster-tests

# What kills nodes comes last and alone.
run-cluster-tests:
ifeq ($(EFFORT),brief)
	$(PYTEST) $(BRIEFLY) -m "cluster and not faults" --hypothesis-profile=brief
	$(BIN)/python -m pytest tests/cluster -m faults -k manager
else
	$(PYTEST) -m "cluster and not faults" --hypothesis-profile=$(EFFORT) $(CLUSTER_COVERAGE)
	$(BIN)/python -m pytest tests/cluster -m faults
endif

bench-cluster: .venv/bench
	$(PYTHON) deploy/cluster run --directory build/cluster-bench --port 0 --heap 1024 \
	  --java=-XX:TieredStopAtLevel=4 -- \
	  $(BIN)/python -m tests.benchmarks.cluster_bench --size $(SIZE) --write

soak-cluster: .venv/bench
	$(PYTHON) deploy/cluster run --directory build/cluster-bench --port 0 -- \
	  $(BIN)/python -m tests.benchmarks.cluster_soak --write

test-thorough: check
	@echo "to repeat: make test-thorough SEED=$(SEED)"
	$(PYTEST) --hypothesis-profile=thorough --hypothesis-seed=$(SEED) \
	|| { echo "to repeat: make test-thorough SEED=$(SEED)"; exit 1; }

quality: .venv/test
	$(BIN)/python -m tests.quality "$(SETS)" $(WRITE)

planted-faults: .venv/test
	$(BIN)/python -m tests.quality.faults

bench-test: .venv/bench
	$(BIN)/python -m pytest tests/benchmarks

check: .venv/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: .venv/bench
	$(BIN)/python -m tests.benchmarks.search_bench --size $(SIZE) --queries 8 --rounds 2 --write
	$(BIN)/python -m tests.benchmarks.build_bench --size $(BUILD) --slow 3000 --write
	$(BIN)/python -m tests.benchmarks.update_bench --sizes 5000,$(BUILD) --write
	$(BIN)/python -m tests.benchmarks.http_bench --size $(BUILD) --write
	$(BIN)/python -m tests.benchmarks.page_bench --size $(BUILD) --queries 5 --segments 7 --peer --write
	$(BIN)/python -m tests.benchmarks.suggest_bench --size $(BUILD) --segments 7 --http --posts $(BUILD) --write

saturation: .venv/bench
	$(BIN)/python -m tests.benchmarks.saturation --size $(SIZE) --write

check-html: .venv/test $(CHECKER)
	$(BIN)/python -m tests.quality.html

$(CHECKER):
	@command -v npm >/dev/null || { echo "npm is not installed; Debian and Ubuntu: apt install npm"; exit 1; }
	npm install --silent --no-save --prefix build/vnu vnu-jar@26.9.27

check-deploy:
	bash deploy/check

.venv/serve: pyproject.toml constraints.txt
	$(MAKE) .venv/bin/python
	@echo installing the program into .venv …
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

.venv/test: pyproject.toml constraints.txt
	$(MAKE) .venv/bin/python
	@echo installing the program and the tools of its tests into .venv …
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[test]"
	touch $@ .venv/serve

.venv/bench: pyproject.toml constraints.txt
	$(MAKE) .venv/test
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[test,bench]"
	touch $@

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv

# The versions that make serve and make test install: change pyproject.toml, then run this.
constraints:
	rm -rf .venv/fresh
	$(PYTHON) -m venv .venv/fresh
	.venv/fresh/bin/python -m pip install --quiet --editable ".[test,bench]"
	.venv/fresh/bin/python -m pip freeze --all --exclude pip --exclude-editable > constraints.txt
	rm -rf .venv/fresh

clean:
	rm -rf .venv index build huabao.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*
