from __future__ import annotations

from byname.claims.text.reading import document_of


def test_malformed_html_is_read_as_far_as_it_goes() -> None:
    document = document_of(b"<p>In 1937 they shot <b>12 men <div>and 3 women <p>&lt;end &bogus; <", "a.html")
    assert "12 men" in document.text
    assert "3 women" in document.text
