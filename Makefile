.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup site demo serve test torture lint golden bench mutants lock clean

YEAR ?= 2022
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)

help:  ## list the targets · 列出各目标
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.stamp  ## create .venv from the lock file (PYTHON=… names an interpreter) · 按锁定文件建立运行环境

site: setup  ## publish YEAR (2022) into archive/ · 发布一个年度到历年报告库
	.venv/bin/nianbao publish $(YEAR)
	@echo "打开 / open: archive/current/$(YEAR)/index.html"

demo: setup  ## publish every year of the fictional department · 发布示例部门的各年度
	.venv/bin/nianbao publish --all --root tests/sample --archive build/demo
	@echo "打开 / open: build/demo/current/index.html"

serve: setup  ## preview while you write · 边写边预览
	.venv/bin/nianbao serve

test: setup  ## run all tests (PYTEST_ARGS=… is passed on) · 运行全部测试
	@tests/install-programs.sh
	.venv/bin/python -m pytest --numprocesses auto --dist loadfile $(PYTEST_ARGS)

torture: setup  ## test the archive's promises in full, print what was measured · 逐项测试报告库的承诺
	@tests/install-programs.sh
	.venv/bin/python -m pytest tests/archive --torture $(PYTEST_ARGS)

lint: setup  ## style, format and types · 检查风格、格式与类型
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

golden: setup  ## write the golden files anew, to be reviewed · 重写对照文件，供审阅
	.venv/bin/python -m pytest --golden-update

bench: setup  ## measure against the peers · 与同类工具比较
	@tests/install-programs.sh
	.venv/bin/python -m benchmarks.run
	.venv/bin/python -m benchmarks.weight
	.venv/bin/python -m benchmarks.search

mutants: setup  ## change each number of sound years, see what is noticed · 逐个改动数字，看核对能发现多少
	.venv/bin/python -m benchmarks.mutants $(YEARS)

# An unchanged pin stays; UPGRADE=1 moves all of them to the newest stable releases.
LOCK = .venv/bin/uv pip compile pyproject.toml --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--fork-strategy fewest --prerelease disallow --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

lock: setup  ## write the lock files anew (UPGRADE=1 moves the pins) · 重写锁定文件
	$(LOCK) --output-file requirements.lock
	$(LOCK) --output-file requirements-dev.lock --all-extras --constraint requirements.lock

clean:  ## remove build/ and caches, never archive/ · 清除构建结果与缓存，不动报告库
	@test ! -d build || chmod -R u+w build
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

.venv/.locked: requirements-dev.lock
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "需要 Python 3.11 或更高版本 / Python 3.11 or newer is needed: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "缺少 venv 模块 / the venv module is missing: apt-get install $(notdir $(PYTHON))-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.stamp: .venv/.locked pyproject.toml
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
