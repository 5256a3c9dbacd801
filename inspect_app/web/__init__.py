"""Views: load and check access, clean the form, call one service, render one template."""

from flask import Flask

from inspect_app.web import (
    accounts,
    answers,
    assignments,
    checklists,
    compositions,
    evidence,
    history,
    inspections,
    memories,
    notices,
    office,
    offline,
    outbox,
    overall,
    parameters,
    people,
    photos,
    printouts,
    rankings,
    rounds,
    sessions,
    sharing,
    signatures,
    uploads,
    visits,
)
from inspect_app.web.numbers import Id

BLUEPRINTS = (
    sessions,
    inspections,
    answers,
    memories,
    visits,
    sharing,
    signatures,
    photos,
    outbox,
    evidence,
    uploads,
    rounds,
    assignments,
    rankings,
    overall,
    notices,
    parameters,
    office,
    printouts,
    checklists,
    compositions,
    people,
    accounts,
    history,
    offline,
)


def register(app: Flask) -> None:
    """Mount every blueprint."""
    app.url_map.converters["int"] = Id
    for module in BLUEPRINTS:
        app.register_blueprint(module.blueprint)
