"""Exports from the button to the file."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook

from inspect_app import jobs
from inspect_app.storage.models import Printout
from tests.workbooks import opened

SHEET, ROUND = "sheet-excel", "report-excel"


def asked(client: FlaskClient, document: str, **of: int) -> Any:
    return client.post("/printouts/", data={"document": document, **of})


def exported(app: Flask, client: FlaskClient, document: str, **of: int) -> Workbook:
    """What the person gets who asks for it, from the button to the file."""
    response = asked(client, document, **of)
    assert response.status_code == 302, response.text
    jobs.make(Printout.select().order_by(Printout.id.desc()).get().id, app.config["INSPECT"])
    with client.get(f"{response.location}/file") as file:
        assert file.status_code == 200
        return opened(file.data)
