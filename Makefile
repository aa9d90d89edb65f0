# make run    everything, from nothing but Python 3.11, git and make
# make test   the whole suite, on servers of its own
# make help   the rest

.DEFAULT_GOAL := help
.SUFFIXES:
PYTHONS := $(PYTHON) python3.11 python3.12 python3.13 python3 python3.14 python
IN := .venv/bin/python
SUPERVISOR := $(IN) -m starservice.supervisor --with-parent
ON_SERVERS := exec $(SUPERVISOR) with-servers

.PHONY: help run test browser bench lint format messages manage catalogues

help:
	@echo "make run        start everything here (PORT=8001, HOST=0.0.0.0 to choose where)"
	@echo "make test       run the tests (ARGS='tests/ratings -k month' to choose which)"
	@echo "make browser    run the tests that need a Chromium"
	@echo "make bench      measure speed and memory beside hand-written SQL"
	@echo "make lint       style, types, layers, migrations, translations"
	@echo "make messages   collect texts to translate (needs gettext)"
	@echo "make manage     run a management command: make manage ARGS='rate_month 2026-10 --dry-run'"

run: catalogues
	@exec $(SUPERVISOR) run

test: catalogues
	@$(ON_SERVERS) $(IN) -m pytest -n 2 $(ARGS)

browser: catalogues
	@$(ON_SERVERS) $(IN) -m pytest -p no:xdist -o addopts="-q --strict-markers" tests/browser $(ARGS)

bench: catalogues
	@$(ON_SERVERS) $(IN) -m tests.bench $(ARGS)

lint: catalogues
	@$(IN) -m ruff check .
	@$(IN) -m ruff format --check .
	@SECRET_KEY=lint $(IN) -m mypy .
	@.venv/bin/lint-imports
	@$(ON_SERVERS) $(IN) manage.py makemigrations --check --dry-run

format: .venv/ready
	@$(IN) -m ruff check --fix .
	@$(IN) -m ruff format .

messages: .venv/ready
	@$(IN) manage.py makemessages --locale zh_Hans --locale zh_Hant --no-wrap --ignore '.*' --ignore staticfiles
	@$(IN) -m starservice.web.catalogues

manage: .venv/ready
	@$(IN) manage.py $(ARGS)

catalogues: .venv/ready
	@$(IN) -m starservice.web.catalogues

# The environment is made again only when the lock file has changed.
.venv/ready: requirements.lock
	@set -e; \
	if ! .venv/bin/python -c '' 2>/dev/null; then \
	    for python in $(PYTHONS); do \
	        if $$python -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	    done; \
	    if [ -z "$$found" ]; then \
	        echo "Python 3.11 or newer with its venv module is needed (Debian: apt install python3 python3-venv)."; \
	        echo "If yours has another name: make run PYTHON=/path/to/python"; exit 1; \
	    fi; \
	    echo "Making .venv with $$($$found --version)"; rm -rf .venv; $$found -m venv .venv; \
	fi; \
	echo "Installing the packages of requirements.lock"; \
	.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null; \
	.venv/bin/python -m pip install --quiet --disable-pip-version-check uv; \
	UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 .venv/bin/python -m uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock \
	    || .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; \
	touch $@
