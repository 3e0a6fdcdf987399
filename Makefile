# What one runs here. `make` alone lists it.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.SILENT:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
UV := $(VENV)/tools/bin/uv
WORDS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
export PYTHON
# The tests start many processes of Python: what one of them compiles is there for the next.
unexport PYTHONDONTWRITEBYTECODE

# $(call check,name,command): prints the name; the command's output only where it fails.
define check
printf '%-22s' '$(1)'; \
if found=$$($(2) 2>&1); then echo ok; else echo FAILED; printf '%s\n' "$$found"; exit 1; fi
endef

.PHONY: help
help: ## List the commands
	awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: packages
packages:
	.ci/packages

.PHONY: install
install: $(INSTALLED) $(WORDS) ## Install the Python packages into .venv

$(INSTALLED): requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Suivi needs Python 3.11 or newer; install one and name it: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python cannot make virtual environments here; run .ci/packages, which installs python3-venv." >&2; exit 1; }
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	echo "Installing the Python packages (about 2 minutes)…"
	all=$$(grep -c '^[^ #]' requirements.lock); found=0; say=:; [ ! -t 1 ] || say=printf; \
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock | \
	while read -r word _; do case $$word in \
	  Collecting|Requirement) found=$$((found + 1)); $$say '\r  found %d of about %d' $$found $$all ;; \
	  Installing) $$say '\n  unpacking them…' ;; \
	esac; done; $$say '\n'
	touch $@

%.mo: %.po $(INSTALLED)
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

.PHONY: demo
demo: packages $(INSTALLED) $(WORDS) ## Start Suivi with sample data (RESET=1: afresh; SERVE=0: data only; PORT=8000)
	trap : INT; $(BIN)/python manage.py demo \
	  $(if $(filter 1,$(RESET)),--reset) $(if $(filter 0,$(SERVE)),--no-serve) $(if $(PORT),--port '$(PORT)') || \
	  { code=$$?; [ $$code -eq 130 ] || exit $$code; }

.PHONY: test
test: $(INSTALLED) $(WORDS) ## Run the tests (ARGS="-k approve"); .ci/services make test: on PostgreSQL and Redis
	$(BIN)/python -m pytest -n auto $(ARGS)

.PHONY: test-long
test-long: $(INSTALLED) $(WORDS) ## Repeat the tests of strength many times; also .ci/services make test-long
	$(BIN)/python -m pytest -n auto --long -m strength $(ARGS)

.PHONY: lint
lint: $(INSTALLED) ## Check style, types, imports, migrations and third-party parts
	$(call check,third-party parts,$(BIN)/python .ci/parts)
	$(call check,style,$(BIN)/ruff check . .ci/audit .ci/parts)
	$(call check,format,$(BIN)/ruff format --check . .ci/audit .ci/parts)
	$(call check,imports,$(BIN)/lint-imports)
	$(call check,system checks,$(BIN)/python manage.py check)
	$(call check,migrations,$(BIN)/python manage.py makemigrations --check --dry-run)
	# Afresh each time: what the Django plugin remembers of a module that was moved or deleted is an error.
	$(call check,types,$(BIN)/mypy --cache-dir=/dev/null workflow cases notifications exports config)
	printf '%-22s' 'vulnerabilities'; $(BIN)/python .ci/audit

.PHONY: audit
audit: $(INSTALLED) ## Look for known vulnerabilities in the third-party parts
	$(BIN)/python .ci/audit

.PHONY: format
format: $(INSTALLED) ## Format the code, and mend what ruff can mend
	$(BIN)/ruff check --fix-only --quiet . .ci/audit .ci/parts
	$(BIN)/ruff format . .ci/audit .ci/parts

.PHONY: lock
lock: $(UV) ## Write requirements.lock from pyproject.toml (UPGRADE=1: newest versions)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" --extra dev $(if $(filter 1,$(UPGRADE)),--upgrade) \
	  pyproject.toml -o requirements.lock

$(UV):
	$(PYTHON) -m venv $(VENV)/tools
	$(VENV)/tools/bin/python -m pip install --quiet --disable-pip-version-check uv

.PHONY: words
words: $(INSTALLED) ## Bring the catalogues under locale/ up to the texts of the code (docs/languages.md)
	$(BIN)/python manage.py make_words
	$(MAKE) $(WORDS)

.PHONY: steps
steps: $(INSTALLED) $(WORDS) ## Measure the steps of each task in Chromium, and write docs/steps.md
	SUIVI_STEPS=1 $(BIN)/python -m pytest -q tests/browser/test_tasks.py

.PHONY: screenshots
screenshots: $(INSTALLED) $(WORDS) ## Take the pictures of docs/images from the sample data, in Chromium
	SUIVI_SCREENSHOTS=1 $(BIN)/python -m pytest -q tests/browser/test_screenshots.py

.PHONY: bench
bench: $(INSTALLED) $(WORDS) ## Run the benchmarks (ONLY=engine: one of them)
	$(BIN)/python -m benchmarks $(ONLY)

.PHONY: clean
clean: ## Remove caches and var/, where the demo keeps its data; .venv stays
	rm -rf var staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -path ./.venv -prune -o -path ./.git -prune -o -name __pycache__ -type d -exec rm -rf {} +
