"""Printed from a page: wait for the job, fetch the file, read its text."""

import io

import pdfplumber
from playwright.sync_api import Page, expect


def printed(page: Page, link: str) -> str:
    """The address of the finished document, once the page offers it."""
    offered = page.get_by_role("link", name=link)
    expect(offered).to_be_visible(timeout=90_000)
    return offered.get_attribute("href") or ""


def fetched(page: Page, address: str) -> bytes:
    """The document, as this person's browser gets it."""
    answer = page.request.get(address)
    assert answer.ok, answer.status
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def text_of(pdf: bytes) -> str:
    """All words of the document without blanks, so that a line's end does not break a sentence."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "".join("".join((page.extract_text() or "").split()) for page in document.pages)
