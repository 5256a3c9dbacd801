"""The plugins of every test, whichever folder is run."""

pytest_plugins = ["tests.postgres", "tests.skips"]
