# Everything a newcomer needs: `make demo` and `make test`. The rest serves the developers.
PORT ?= 8000
DATA ?= demo-data
PYTHON ?= python3
BIN := .venv/bin
ENGINES := apertium apertium-eng-spa apertium-fr-es lttoolbox-dev apertium-lex-tools-dev

# $(call debian,packages,options): install what is missing of them, where one is root on Debian.
define debian
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! dpkg -s $(1) >/dev/null 2>&1; then \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(2) $(1) >/dev/null \
	|| echo "Not installed: $(1)"; \
fi
endef
READY := .venv/.ready

.PHONY: setup demo test check nightly bench oracles engines parts catalogues pictures clean

setup: $(READY)

$(READY): requirements-dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: setup engines
	$(BIN)/conference demo --port $(PORT) --data $(DATA)

# Debian's parts are installed where that is allowed; elsewhere the tests, or the doctor, say what is missing and how to
# get it. A demo without its engines is a whole demo, so nothing stops here when they cannot be had.
engines:
	@$(call debian,$(ENGINES),--no-install-recommends)

parts: engines
	@$(call debian,apertium-apy,--no-install-recommends)
	@command -v chromium >/dev/null || { $(call debian,chromium); }

test: setup parts
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/test_shape.py

# A thousand servers killed in the middle of casting, on each database: none of the acknowledged ballots may be lost.
# And on PostgreSQL what `make test` asks of SQLite alone.
nightly: setup
	CONFERENCE_THOROUGH=1 $(BIN)/python -m pytest -q -n auto --dist loadfile -k postgres --ignore tests/faults/test_killed.py
	CONFERENCE_KILLS=1000 $(BIN)/python -m pytest -q --durations=2 tests/faults/test_killed.py

# Ten thousand elections beside a library of 800 MB; once it is installed, `make test` and `make bench` use it too.
oracles: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-oracles.txt
	$(BIN)/python -m pytest tests/tally/test_against_pref_voting.py

bench: setup
	$(BIN)/python -m benchmarks

# The README's pictures, taken anew from a demo of their own; needs Chromium.
pictures: setup
	$(BIN)/python -m docs.pictures

clean:
	rm -rf .venv demo-data .mypy_cache .ruff_cache .pytest_cache
