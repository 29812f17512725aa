# Four commands: run, test, check, fix. `run` and `test` each do all their own set-up on a fresh machine.

PYTHON ?= python3
VENV := .venv/bin
TEMPLATES = $(shell git ls-files 'templates/*.html')

.DEFAULT_GOAL := help
.PHONY: help run test quick check messages fix demo coverage failures load soak rehearse bench bench-competency mutants eval-drills screenshots lock

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

run: ## start 明断: set-up, data, web server and worker (PORT=8000)
	@$(PYTHON) bin/setup.py run && exec $(VENV)/python manage.py serve

test: ## every test with the browser: all on SQLite, then what touches the database on PostgreSQL
	@$(PYTHON) bin/setup.py dev
	@$(PYTHON) bin/prerequisites.py
	$(VENV)/python -m pytest -n 2 --dist worksteal
	$(PYTHON) bin/on_postgres.py $(VENV)/python -m pytest -n 2 --dist worksteal --only-database

quick: ## the tests without the browser and without broken servers, on SQLite
	@$(PYTHON) bin/setup.py dev
	$(VENV)/python -m pytest -n 2 --dist worksteal -q -m "not e2e and not failures"

check: ## format, lint, types, import contracts, migrations, deployment settings, known weaknesses of dependencies; changes no file
	@$(PYTHON) bin/setup.py dev
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/djade --check --target-version 5.2 $(TEMPLATES)
	$(VENV)/djlint --lint --quiet templates
	$(VENV)/mypy cases certification
	$(VENV)/lint-imports --no-cache
	$(VENV)/python manage.py makemigrations --check --dry-run
	HTTPS=on $(VENV)/python manage.py check --deploy --fail-level WARNING
	$(VENV)/python bin/messages.py check
	$(VENV)/python bin/audit.py

messages: ## read the strings to translate into locale/, compile, and say which still want English
	@$(PYTHON) bin/setup.py dev
	$(VENV)/python bin/messages.py write

fix: ## format, and mend what the linters can mend
	@$(PYTHON) bin/setup.py dev
	$(VENV)/ruff format .
	-$(VENV)/ruff check --fix .
	-$(VENV)/djade --target-version 5.2 $(TEMPLATES)

demo: ## fill the site of `make run` with sixty simulated trainees and three months of mocks (MINGDUAN_HOME as there)
	@$(PYTHON) bin/setup.py run
	$(VENV)/python manage.py make_demo_history

coverage: ## which lines, branches and template lines the tests without the browser reach
	@$(PYTHON) bin/setup.py dev
	$(VENV)/coverage run -m pytest -q -m "not e2e and not failures"
	$(VENV)/coverage report --skip-covered

failures: ## kill the server while 50 trainees save, ROUNDS=100 times, on SQLite and on PostgreSQL
	@$(PYTHON) bin/setup.py dev
	MINGDUAN_ROUNDS=$(or $(ROUNDS),100) $(VENV)/python -m pytest tests/failures -k killed
	MINGDUAN_ROUNDS=$(or $(ROUNDS),100) $(PYTHON) bin/on_postgres.py $(VENV)/python -m pytest tests/failures -k killed

load: ## play 1, 50 and 200 trainees on both databases and tell what each operation costs (LOAD="--users 200 --think 10")
	@$(PYTHON) bin/setup.py run
	$(VENV)/python bin/load.py $(LOAD)

soak: ## fifty people for half an hour: memory flat, nothing fails (SOAK="--minutes 5 --database postgresql")
	@$(PYTHON) bin/setup.py run
	$(VENV)/python bin/soak.py $(SOAK)

rehearse: ## install, upgrade, take back, back up, lose and restore in a fresh clone (REHEARSE="--from REVISION")
	$(PYTHON) bin/rehearse.py $(REHEARSE)

bench: ## measure: decisions, answers saved, pages viewed (ratios in one run)
	@$(PYTHON) bin/setup.py bench
	$(VENV)/python -m pytest tests/benchmarks -m benchmark -s -p no:randomly

bench-competency: ## what the pages of competency cost with PEOPLE=5000, 3 million answers (RECOMPUTE=1: from scratch too)
	@$(PYTHON) bin/setup.py dev
	$(VENV)/python -m tests.benchmarks.competency --people $(or $(PEOPLE),5000) $(if $(RECOMPUTE),--recompute)

mutants: ## put small mistakes into engine and prover: the tests must notice 95 % (MUTANTS="--sample 200 --module decide")
	@$(PYTHON) bin/setup.py dev
	$(VENV)/python bin/mutants.py $(MUTANTS)

eval-drills: ## precision and recall of the recogniser on labelled replies (SPLITS="dev train"; test only rarely)
	@$(PYTHON) bin/setup.py dev
	$(VENV)/python bin/eval_drills.py $(SPLITS)

screenshots: ## take the pictures of docs/screenshots anew
	@$(PYTHON) bin/setup.py dev
	@$(PYTHON) bin/prerequisites.py
	MINGDUAN_SCREENSHOTS=1 $(VENV)/python -m pytest -q tests/e2e/test_screenshots.py tests/e2e/test_drill_screenshots.py

lock: ## write the lock files anew from requirements*.in (needs uv)
	for name in requirements requirements-dev requirements-bench; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $$name.in -o $$name.lock; \
	done
