"""What the work costs, beside its bare limit: `python -m tests.bench`. Prints, and asserts no times."""
