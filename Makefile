# Everything a fresh machine with Python 3.11 and make needs: `make run` and `make test`.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

# What is imported is compiled once, not by each of the processes that a service or a test starts.
unexport PYTHONDONTWRITEBYTECODE

# `make -j` runs the steps of a check one after the other too: the floors read what the tests have written.
.NOTPARALLEL:
.PHONY: install run test thorough faults coverage measured floors others check lint style format types layers bench lock
.PHONY: docs sbom image audit clean

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: '$(PYTHON)' was not found. Set PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(STAMP)
	@test -f var/guichet.db || $(BIN)/guichet init
	@exec $(BIN)/guichet serve

# Workers take what another has left over: tests of one file mostly stay together, and what it set up is used again.
# They wait for real servers more than they reckon: three for each two processors.
WORKERS := $(shell expr \( $$(nproc 2>/dev/null || sysctl -n hw.ncpu) \* 3 + 1 \) / 2)
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
# Each of several steps, whatever became of those before; fails in the end when one of them did.
EACH   := @$(MAKE) --no-print-directory --keep-going

test: $(STAMP)
	$(PYTEST)

# Before a release: every test, laws on a thousand inputs each, every reader on every hostile input
# (tests/sampling.py). Takes an hour.
thorough: $(STAMP)
	$(PYTEST) --hypothesis-profile thorough

# Every fault in its long form: 10,000 mails and 200 kills on each database. Takes hours.
faults: $(STAMP)
	$(PYTEST) tests/faults --hypothesis-profile thorough

# What tests without database, network and process try of each layer, and its floors (pyproject.toml).
coverage: $(STAMP)
	$(EACH) measured floors

measured: $(STAMP)
	@rm -rf var/coverage && mkdir -p var/coverage
	$(BIN)/python -m coverage run -m pytest -n auto --dist worksteal tests/pure

floors: $(STAMP)
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage json --quiet
	$(BIN)/python -m tests.coverage_floors

others: $(STAMP)
	$(PYTEST) --ignore=tests/pure

lint: $(STAMP)
	$(EACH) style format types layers

style: $(STAMP)
	$(BIN)/ruff check .

format: $(STAMP)
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

layers: $(STAMP)
	$(BIN)/lint-imports

# What the continuous integration runs: one run shows everything that is wrong.
check: $(STAMP)
	$(EACH) style format types layers measured floors others

# These pages as a site, in dist/docs/site: open index.html, or let a web server serve it.
docs: $(STAMP)
	$(BIN)/python -m tests.docs_site dist/docs
	$(BIN)/zensical build --strict --config-file dist/docs/zensical.toml

bench: $(STAMP)
	$(BIN)/python -m bench

# What the program is made of, for other tools (CycloneDX 1.6, JSON).
sbom: $(STAMP)
	@mkdir -p dist
	@$(BIN)/python -m tests.sbom > dist/guichet.cdx.json && echo dist/guichet.cdx.json

# The image of a container, in dist/: docs/container.md. As root on Debian 12, with mmdebstrap.
image: $(STAMP)
	@$(BIN)/python -m tests.image dist

# Known weaknesses of what is pinned, by pip-audit. Needs uv on the PATH and the advisories of PyPI; says so and fails
# when they cannot be had: a package that nobody looked up is not a good one.
audit:
	@$(PYTHON) -m tests.advisories

# Needs uv on the PATH; names no registry in the file it writes.
lock:
	@command -v uv > /dev/null || { echo "uv is not on the PATH: https://docs.astral.sh/uv/" >&2; exit 2; }
	uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header --generate-hashes --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
