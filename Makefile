# Briefgen's commands. Each does all the set-up that it needs; set-up that is done costs less than a second.
#
#   make setup    .venv with Briefgen and its tools, and the system libraries
#   make run      the window with the sample dossier; without a window or a display, its brief as a PDF
#   make test     every check, then every test, with the floor under the coverage
#   make check    style, types, layers, licences, dead code
#   make bench    measurements, as ratios
#   make release-check  every template and sample held against PDF/UA-1 and PDF/A-3a; veraPDF by BRIEFGEN_VERAPDF
#   make lock     new lock files from pyproject.toml (UPGRADE=--upgrade for newer versions)
#   make dist     sdist and wheel in dist/, and the proof that the wheel works by itself
#   make app      the download for this system: one folder, and on Linux a Debian package and an archive, in dist/
#   make app-test the Debian package tried in a bare Debian, as its user has it; as root
#   make clean    away with all that was made
#
# PYTHON=... chooses the Python that .venv is made with; WORKERS=... the number of test processes.

PYTHON ?=
WORKERS ?= 2
UPGRADE ?=
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench release-check lock dist app app-test clean

help:
	@sed -n 's/^#  *make /make /p' Makefile

setup:
	@PYTHON='$(PYTHON)' sh build_scripts/setup.sh

run: setup
	@$(VENV)/python build_scripts/run.py

check: setup
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/python build_scripts/licences.py
	$(VENV)/python build_scripts/dead_code.py

test: check
	$(VENV)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term

bench: setup
	$(VENV)/python build_scripts/bench.py

release-check: setup
	$(VENV)/python build_scripts/conformance_report.py

lock: setup
	sh build_scripts/lock.sh $(VENV)/uv $(UPGRADE)

dist: setup
	$(VENV)/python build_scripts/wheel_proof.py

app: setup
	$(VENV)/python build_scripts/make_app.py

app-test: setup
	$(VENV)/python build_scripts/app_test.py

clean:
	rm -rf .venv build dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find briefgen build_scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +
