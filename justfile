# Recipes for work on RadExo, in an active environment: pip install -e '.[test,docs]' --group dev

# list the recipes
default:
    @just --list

# run the fast tests
test *ARGS:
    python -m pytest -q -n logical -m "not slow and not browser and not neo4j" {{ARGS}}

# run every test that this machine can run
test-all *ARGS:
    python -m pytest -q -n logical --slow {{ARGS}}

# open exports in the programs that they are for (decoupler, gseapy, mlcroissant, rocrate, sssom); load all of miRTarBase
oracles:
    python3 -m venv .venv-oracles
    .venv-oracles/bin/pip install -q --upgrade pip uv
    .venv-oracles/bin/uv pip install -q --python .venv-oracles/bin/python -e . --group oracles
    .venv-oracles/bin/pip install -q --no-deps --group data
    ORACLES=1 .venv-oracles/bin/python -m pytest -q -m oracle tests/oracles

# format the code and remove outputs from notebooks
format:
    ruff check --fix .
    ruff format .
    python notebooks/strip.py

# lint, import layers, types
check:
    ruff check .
    ruff format --check .
    lint-imports
    .ci/types

# write the generated pages, build the site
docs:
    python -m radexo.docs.make.pages docs
    sphinx-build -W --keep-going -q docs site

# measure start-up and exchange
bench:
    python benchmarks/startup.py
    python benchmarks/exchange.py

# measure a large graph beside other engines: a folder with edges.parquet and queries.json
bench-scale FOLDER:
    python -m pip install -q --group bench
    python benchmarks/scale.py --folder {{FOLDER}}

# what must pass before a release: everything above, two Neo4j servers, a browser, the wheel
ci:
    .ci/run
