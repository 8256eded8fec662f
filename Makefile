# Everything a fresh machine with Python 3.11 and make needs: `make run` and `make test`.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: install run test thorough coverage check lint docs bench lock sbom audit clean

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

test: $(STAMP)
	$(BIN)/python -m pytest -n auto

# Before a release: every test, laws on a thousand inputs each, every reader on every hostile input
# (tests/sampling.py). Takes an hour.
thorough: $(STAMP)
	$(BIN)/python -m pytest -n auto --hypothesis-profile thorough

# Every test once: the cheap tiers with coverage and its floors (pyproject.toml), then everything else without.
coverage: $(STAMP)
	@rm -rf var/coverage && mkdir -p var/coverage
	$(BIN)/python -m coverage run -m pytest -n auto tests/pure tests/database tests/web
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage json --quiet
	$(BIN)/python -m tests.coverage_floors
	$(BIN)/python -m pytest -n auto --ignore=tests/pure --ignore=tests/database --ignore=tests/web

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint coverage

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

# Known weaknesses of what is pinned, by pip-audit. Needs uv on the PATH and the advisories of PyPI; fails too when
# they cannot be had: a package that nobody looked up is not a good one.
audit:
	uv tool run pip-audit --requirement requirements.lock --disable-pip --strict

# Needs uv on the PATH; names no registry in the file it writes.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header --generate-hashes --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
