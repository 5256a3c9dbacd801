"""`python -m inspect_app.cli`, which is how the server starts its print process."""

from inspect_app.cli import main

main()
