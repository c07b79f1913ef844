# make run    the site on http://localhost:8501, set up from nothing
# make test   everything the tests need, then the tests
# make look   pictures of every page, phone and desktop, light and dark, into var/look
# make lint   style and types;  make bench   figures and ratios;  make lock   pin new versions

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# What visitors type; QR codes, links and the content policy say it.
PUBLIC_URL ?= http://localhost:$(PORT)
export PUBLIC_URL

.PHONY: run test look bench lint lock clean

$(VENV)/site: requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: $(PYTHON) was not found. Set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed, $(PYTHON) is another. Set PYTHON=/path/to/python3.11"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { echo "No virtual environment could be made: on Debian and Ubuntu, install python3.11-venv"; exit 1; }
	@echo "Installing what the site needs: a minute or two, the first time only."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/site
	@$(BIN)/python -m data init
	@echo "The site: http://localhost:$(PORT)   Stop it with Ctrl-C."
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(VENV)/dev
	@PYTHON=$(BIN)/python sh tests/prepare.sh
	$(BIN)/python -m pytest -n auto

look: $(VENV)/dev
	$(BIN)/python -m tests.look

bench: $(VENV)/dev
	$(BIN)/python -m tests.bench

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy app.py web pages geo content data materials

lock: $(VENV)/dev
	$(BIN)/uv pip compile --quiet --no-header --universal --python-version 3.11 requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --no-header --universal --python-version 3.11 requirements-dev.in -o requirements-dev.txt

# Leaves var/site.db alone: answers, officers and the audit log live there.
clean:
	rm -rf $(VENV) var/assets var/fonts var/look
