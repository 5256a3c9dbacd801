"""The fonts of this checkout, and each sample document printed once."""

import pytest

from inspect_app.config import from_environment
from inspect_app.printing.engine import render
from inspect_app.printing.fonts import FontFolders
from tests.pdf import samples


@pytest.fixture(scope="session")
def fonts(tmp_path_factory):
    config = from_environment()
    return FontFolders(config.fonts, tmp_path_factory.mktemp("site-fonts"))


@pytest.fixture(scope="session")
def notice_pdf(fonts):
    return render(samples.notice(), fonts)


@pytest.fixture(scope="session")
def report_pdf(fonts):
    return render(samples.report(), fonts)


@pytest.fixture(scope="session")
def sheet_pdf(fonts):
    return render(samples.sheet(), fonts)
