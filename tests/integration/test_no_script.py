"""The whole way without script: plain forms, plain POST, redirects."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.storage.models import Answer, Inspection, Visit
from tests.integration.conftest import Cast
from tests.integration.filling import FILLED, again

As = Callable[..., FlaskClient]
FORM = re.compile(r"<form[^>]*>.*?</form>", re.DOTALL)


def opened(client: FlaskClient, inspection: Inspection) -> str:
    """The page to which the form leads a browser without script."""
    path = f"/inspections/{inspection.id}"
    page = client.get(path).text
    led = re.search(r'<noscript><meta http-equiv="refresh" content="0; url=([^"]+)">', page)
    return client.get(f"{path}{led[1]}").text if led else page


def form_with(page: str, path: str) -> tuple[str, dict[str, str]]:
    """The address of the form that writes there, and what it would send before anything is typed."""
    form = next(form for form in FORM.findall(page) if f'method="post" action="{path}' in form)
    form = re.sub(r"<template>.*?</template>", "", form, flags=re.DOTALL)
    fields = {}
    for control in re.findall(r"<input[^>]*>", form):
        kind, name = re.search(r'type="(\w+)"', control), re.search(r'name="([^"]+)"', control)
        if name and not (kind and kind[1] in {"radio", "checkbox", "file"} and "checked" not in control):
            value = re.search(r'value="([^"]*)"', control)
            fields[name[1]] = unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        fields[name] = unescape(text)
    return unescape(form.split('action="')[1].split('"')[0]), fields


def typed(client: FlaskClient, inspection: Inspection, entry: str, data: dict[str, str]) -> TestResponse:
    """Open the page, fill the card and press its button."""
    path = f"/inspections/{inspection.id}/answers/{entry}"
    action, fields = form_with(opened(client, inspection), path)
    return client.post(action, data={**fields, **data})


@pytest.mark.parametrize("entry", FILLED)
def test_card_is_saved_by_its_own_button(as_: As, cast: Cast, inspection: Inspection, entry: str) -> None:
    client = as_(cast.inspector)
    response = typed(client, inspection, entry, FILLED[entry])
    assert response.status_code == 302
    assert response.headers["Location"].endswith(f"#card-{entry}")
    assert Answer.get().entry == entry


def test_page_sends_back_what_is_stored(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.inspector)
    for entry, data in FILLED.items():
        typed(client, inspection, entry, data)
    before = {row.entry: (row.facts, row.note, row.not_applicable) for row in Answer.select()}
    for entry, data in FILLED.items():
        typed(
            client,
            inspection,
            entry,
            {name: data[name] for name in data if "role" in name or _is_choice(name)},
        )
    assert {row.entry: (row.facts, row.note, row.not_applicable) for row in Answer.select()} == before


def _is_choice(name: str) -> bool:
    return name.endswith(("-met", "-choice", "-happened"))


def test_sheet_is_filled_submitted_and_approved(as_: As, cast: Cast, inspection: Inspection) -> None:
    inspector, manager = as_(cast.inspector), as_(cast.manager)
    for entry, data in FILLED.items():
        typed(inspector, inspection, entry, data)
    path = f"/inspections/{inspection.id}"
    assert "已提交" in inspector.post(f"{path}/submit", follow_redirects=True).text
    assert "审核通过" in manager.post(f"{path}/approve", follow_redirects=True).text
    assert (again(inspection).state, again(inspection).tally["total"]) == ("approved", "12.50")


def test_visit_is_logged_from_the_page(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.inspector)
    action, fields = form_with(opened(client, inspection), f"/inspections/{inspection.id}/visits")
    response = client.post(action, data={**fields, "place": "县局", "people": "陈立"})
    assert response.status_code == 302
    assert (Visit.get().place, Visit.get().inspectors) == ("县局", "沈巡查")


def test_sheet_that_is_locked_says_so_on_the_page(as_: As, cast: Cast, inspection: Inspection) -> None:
    client, path = as_(cast.inspector), f"/inspections/{inspection.id}/answers/talks"
    action, fields = form_with(opened(client, inspection), path)
    Inspection.update(state="submitted").execute()
    page = client.post(action, data={**fields, **FILLED["talks"]}, follow_redirects=True).text
    assert "不能再改" in page
    assert f'action="{path}' not in page


def test_every_save_of_the_page_has_an_id_of_its_own(as_: As, cast: Cast, inspection: Inspection) -> None:
    ids = re.findall(r'name="save_id" value="([^"]+)"', opened(as_(cast.inspector), inspection))
    assert len(ids) == len(set(ids)) > len(FILLED)


def test_page_has_neither_inline_script_nor_style(as_: As, cast: Cast, inspection: Inspection) -> None:
    for user in (cast.inspector, cast.manager):
        page = as_(user).get(f"/inspections/{inspection.id}").text
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|<style|hx-on", page)
