# make run    the site on http://localhost:8501, set up from nothing
# make test   everything the tests need, then the tests
# make look   pictures of every page, phone and desktop, light and dark, into var/look
# make lint   style and types;  make bench   figures and ratios;  make lock   pin new versions

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# Debian's Chromium where there is one; tests say what is missing otherwise.
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: run test look bench lint lock clean

$(VENV)/site: requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: $(PYTHON) was not found. Set PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/site
	$(BIN)/python -m data init
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

clean:
	rm -rf $(VENV) var
