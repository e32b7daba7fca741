from __future__ import annotations

from byname.errors import BadMapping
from byname.site.manual import chapters, manual_folder, manual_page, pages_with


def test_the_chapters_hold_every_page_of_the_folder_once() -> None:
    names = [page.name for chapter in chapters() for page in chapter.pages]
    assert len(names) == len(set(names))
    assert {path.stem for path in manual_folder().glob("*.md")} <= {*names, "index"}
    assert [chapter.title for chapter in chapters()][:2] == ["Learn", "Protect"]


def test_a_name_that_leads_out_of_the_folder_is_no_page() -> None:
    assert manual_page("../README") is None
    assert manual_page("nowhere") is None


def test_the_page_of_errors_has_every_code() -> None:
    page = manual_page("errors")
    assert page is not None
    assert f"## {BadMapping.code}: " in page.text


def test_pages_hold_all_the_words_looked_for_with_titles_first() -> None:
    found = pages_with("ledger")
    assert found[0].page.name == "ledger"
    assert all("ledger" in one.page.text.lower() for one in found)
    assert pages_with("ledger xyzzy") == pages_with("  ") == []
    assert "witness" in next(one.around.lower() for one in pages_with("witness ledger"))
