# Two commands: `make run` and `make test`. Only Python 3.11 or newer, make and a package index are needed.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

# Compiled modules are kept, so that the many processes of the tests start sooner.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check format lock clean

run: .venv/.ready ## set up, one whole pass, then say where everything is
	$(BIN)/tenor run

test: .venv/.ready-dev ## set up, then every test
	tests/set_up.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/.ready-dev ## format check, lint, strict types, the fast tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not slow and not browser and not postgres"

format: .venv/.ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## recompile both locks: hashed, for every platform, without the address of any index
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --no-annotate --extra build pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --no-annotate --extra build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "tenor needs Python 3.11 or newer: make PYTHON=python3.11 run"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.ready: .venv/bin/python requirements.lock pyproject.toml
	$(PIP) install --no-deps --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.ready-dev: .venv/bin/python requirements-dev.lock pyproject.toml
	$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch .venv/.ready $@
