"""Tablets in the field against a real server that is killed now and then; afterwards every acknowledgement is checked.

`python -m tests.bench field --help`. The parts: site.py what is inspected, tablet.py the people with their outboxes,
network.py what goes wrong on the way, server.py the server (and what can be taken out of it), run.py all together,
check.py what of the acknowledged changes the database holds.
"""
