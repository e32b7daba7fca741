from __future__ import annotations

from byname.claims.text.reading import document_of


def test_another_language_and_another_direction_are_said() -> None:
    german = document_of(b"Die meisten wurden nicht von der Truppe entlassen, und das war nicht alles.", "a.txt")
    assert "German" in german.notes[0]
    arabic = document_of("في عام 1937 قُتل 681692 شخصا وهذا نص طويل".encode(), "a.txt")
    assert any("right to left" in note for note in arabic.notes)
