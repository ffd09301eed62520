# The whole house from one place. Needs Python 3.11 or newer and make; the rest is installed into .venv, from the lock.

PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready-from-lock
CODE   := bridge mappings tests
UV     := uv==0.13.9
AUDIT  := pip-audit==2.10.1

# What the WHMCS addon is tested with: a real PHP, the database layer of WHMCS, the vendor's code style, a browser; and
# what shows that an answer comes after a sync, makes a disk that can be full, and tries the alerts.
DEBIAN := php-cli php-curl php-sqlite3 php-mysql php-mbstring php-xml php-illuminate-database php-codesniffer smarty4 \
          chromium strace e2fsprogs systemd nginx prometheus

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help backfill-large demo test check format lock debian kill soak backlog clean fuzz simulate simulate-mutants audit bench bench-peers

help: ## show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## play the whole story against a sandbox billing system
	@$(BIN)/bridge demo

test: check ## check, then run every test (docs included), with branch coverage
	$(BIN)/python -m pytest --cov --numprocesses auto --dist worksteal

check: $(READY) ## formatting, lint, types, import directions
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/python -m mypy $(CODE)
	$(BIN)/lint-imports --no-logo
	@.ci/php

format: $(READY) ## rewrite the code in the house's format
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

lock: .cache/lock/bin/uv ## take the newest allowed versions into requirements.lock
	.cache/lock/bin/uv pip compile --quiet --no-config --upgrade --universal --python-version 3.11 --extra test \
	    --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	    --output-file requirements.lock setup.cfg

audit: .cache/audit/bin/pip-audit ## ask whether the locked packages have known holes (where advisories can be had)
	@.ci/audit

bench: $(READY) ## measure what the bridge promises about speed, each figure beside its peer (docs/performance.md)
	$(BIN)/python -m tests.bench $(BENCH)

bench-peers: .cache/bench/python/bin/gunicorn .cache/bench/node_modules/express ## install the peers that make bench compares with

backfill-large: $(READY) ## backfill CLIENTS=100000 generated clients: calls, wall time over the floor, peak memory
	@$(BIN)/python -m tests.backfill.measure --clients $(or $(CLIENTS),100000)

debian: ## install what the addon and the disk are tested with (Debian, as root)
	@if dpkg -s $(DEBIAN) >/dev/null 2>&1; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
	    echo "make: some tests need these packages, or what stands for them here: $(DEBIAN)" >&2; exit 1; fi; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(DEBIAN)

fuzz: $(READY) ## throw broken HTTP at a real bridge for SECONDS=600 (SEED=... plays one run again)
	$(BIN)/python -m tests.hostile.fuzz --seconds $(or $(SECONDS),600) $(if $(SEED),--seed $(SEED))

kill: $(READY) ## kill the bridge and its shop KILLS=200 times in EVENTS=20000 webhooks (STORE=both TRANSPORT=addon SEED=...)
	@$(BIN)/python -m tests.kill --kills $(or $(KILLS),200) --events $(or $(EVENTS),20000) --store $(or $(STORE),both) \
	    --transport $(or $(TRANSPORT),addon) --seed $(or $(SEED),20260301)

simulate: $(READY) ## run SEEDS=300 seeds of the simulation, from FIRST=0 on
	@$(BIN)/python -m tests.simulation --seeds $(or $(SEEDS),300) --first $(or $(FIRST),0)

simulate-mutants: $(READY) ## see whether the simulation finds mistakes made on purpose
	@$(BIN)/python -m tests.simulation.mutants

soak: $(READY) ## a steady load for MINUTES=60 on each store (STORE=both RATE=10 a second): memory must stay flat
	@$(BIN)/python -m tests.kill.soak --minutes $(or $(MINUTES),60) --rate $(or $(RATE),10) --store $(or $(STORE),both)

backlog: $(READY) ## WEBHOOKS=100000 that came while no worker ran drain in order (STORE=both)
	@$(BIN)/python -m tests.kill.backlog --webhooks $(or $(WEBHOOKS),100000) --store $(or $(STORE),both)

clean: ## remove the environment and everything that was generated
	rm -rf .venv .cache build dist *.egg-info .coverage .coverage.* htmlcov
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# Ready: the locked packages, each with its hash checked, and this checkout itself. Made anew when the lock or setup.cfg changes.
$(READY): requirements.lock setup.cfg pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) not found: install Python 3.11 or newer, or say make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "make: $$($(PYTHON) --version) is too old: Python 3.11 or newer is needed; say make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo "make: this Python cannot make environments: install its venv package (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.cache/lock/bin/uv:
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/python -m pip install --quiet $(UV)

.cache/audit/bin/pip-audit:
	$(PYTHON) -m venv .cache/audit
	.cache/audit/bin/python -m pip install --quiet $(AUDIT)

# The peers have environments of their own: nothing of them is in the lock.
.cache/bench/python/bin/gunicorn: tests/bench/peers/requirements.txt
	$(PYTHON) -m venv .cache/bench/python
	.cache/bench/python/bin/python -m pip install --quiet --requirement $<
	@touch $@

.cache/bench/node_modules/express: tests/bench/peers/package.json
	cp $< .cache/bench/ && npm install --prefix .cache/bench --no-audit --no-fund --silent
	@touch $@
