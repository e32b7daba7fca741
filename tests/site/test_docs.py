from __future__ import annotations

from pathlib import Path

from byname.site.charts.overlap import MOST_ROWS
from byname.site.pages import MOST_CONFLICTS, MOST_UNREAD, SHORT_VALUE
from byname.site.report import PAGES
from byname.site.report_data import FRAMES

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "report.md").read_text(encoding="utf-8")


def test_the_page_names_every_page_of_the_report() -> None:
    assert all(f"`{page}.html`" in TEXT for page in PAGES)


def test_the_page_gives_the_columns_of_every_frame() -> None:
    for name, columns in FRAMES.items():
        row = next(line for line in TEXT.splitlines() if line.startswith(f"| `{name}` |"))
        assert all(f"`{column}`" in row for column in columns)


def test_the_page_gives_the_limits_of_the_code() -> None:
    assert MOST_UNREAD == MOST_CONFLICTS == 500
    assert "beyond 500 rows" in TEXT
    assert f"the {MOST_ROWS} largest combinations" in TEXT
    assert f"up to {SHORT_VALUE} characters" in TEXT
