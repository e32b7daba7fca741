from __future__ import annotations

from byname.claims.text.reading import document_of


def test_damage_of_a_text_is_reported_where_it_stands() -> None:
    first = "Stalin 's purge ( see below ) grew …show more content…"
    text = f"{first}\nMany were shot\x07 and “purged” and the list of them goes on"
    document = document_of(text.encode(), "a.txt")
    kinds = [defect.kind for defect in document.defects]
    assert kinds.count("odd-space") == 3
    assert kinds.count("cut") == 2
    assert {"control-characters", "curly-quotes"} <= set(kinds)
    assert len(document.text) == len(text)
    assert "show more" not in document.text
