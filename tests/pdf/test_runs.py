"""A round's notices in one job."""

import pytest
from pypdf import PdfReader

from inspect_app.printing.errors import MissingGlyph
from inspect_app.printing.runs import RunEntry, print_run
from inspect_app.printing.titles import title_lines
from tests.pdf import samples


def entries(count):
    for number in range(1, count + 1):
        subject = f"云川第{number}分局"
        document = samples.notice(subject, number, findings=samples.FINDINGS[:1])
        yield RunEntry(f"{number:03}-{subject}", subject, document)


def test_hundred_notices_stay_small(fonts, tmp_path):
    *files, joined = print_run(entries(100), tmp_path, "全部", fonts)
    assert len(files) == 100
    assert max(file.stat().st_size for file in files) <= 150_000
    assert len(PdfReader(joined).outline) == 100


def test_each_notice_begins_on_an_odd_page(fonts, tmp_path):
    *files, joined = print_run(entries(3), tmp_path, "全部", fonts)
    reader = PdfReader(joined)
    starts = [reader.get_destination_page_number(entry) for entry in reader.outline]
    assert [start % 2 for start in starts] == [0, 0, 0]
    assert all(len(PdfReader(file).pages) >= 2 for file in files)


def test_same_run_gives_same_bytes(fonts, tmp_path):
    first, second = (list(print_run(entries(2), tmp_path / name, "全部", fonts)) for name in "ab")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


def test_run_that_fails_leaves_no_joined_file(fonts, tmp_path):
    wrong = RunEntry("002", "乙", samples.notice("\ue000局", 2))
    with pytest.raises(MissingGlyph):
        list(print_run([*entries(1), wrong], tmp_path, "全部", fonts))
    assert [file.name for file in tmp_path.iterdir()] == ["001-云川第1分局.pdf"]


def test_run_counts_what_is_done(fonts, tmp_path):
    counted = []
    list(print_run(entries(2), tmp_path, "全部", fonts, done=counted.append))
    assert counted == [1, 2]


@pytest.mark.parametrize(
    ("title", "broken"),
    [
        ("整改通知书", ("整改通知书",)),
        (
            "关于2020年上半年机关党建工作督导考核情况的通报",
            ("关于2020年上半年机关党建工作", "督导考核情况的通报"),
        ),
        ("甲|乙", ("甲乙",)),
    ],
)
def test_titles_break_at_words(title, broken):
    assert title_lines(title) == broken
