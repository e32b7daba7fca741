from __future__ import annotations

import pytest

from byname.records.remembered import LONGEST, remembered


class Counted:
    """A function of texts that counts how often it is called."""

    def __init__(self, most: int = 100) -> None:
        self.calls: list[str] = []
        self.of = remembered(self._of, most)

    def _of(self, text: str, language: str = "ru") -> str:
        """Say both."""
        self.calls.append(text)
        if not text:
            raise ValueError("nothing")
        return f"{text} {language}"


def test_a_short_text_is_read_once_in_each_language() -> None:
    counted = Counted()
    assert [counted.of("Москва") for _ in range(3)] == ["Москва ru"] * 3
    assert counted.of("Москва", "et") == "Москва et"
    assert counted.of("Москва", language="de") == "Москва de"
    assert counted.calls == ["Москва"] * 3


def test_texts_are_kept_up_to_their_length_together() -> None:
    counted = Counted()
    kept, long = "x" * (LONGEST - 2), "x" * (LONGEST - 1)
    for text in (kept, kept, long, long):
        assert counted.of(text, "ru") == f"{text} ru"
    assert counted.calls == [kept, long, long]


def test_the_text_not_asked_for_longest_gives_way() -> None:
    counted = Counted(most=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        counted.of(text)
    assert counted.calls == ["a", "b", "c", "b"]


def test_an_error_is_not_remembered() -> None:
    counted = Counted()
    for _ in range(2):
        with pytest.raises(ValueError, match="nothing"):
            counted.of("")
    assert counted.calls == ["", ""]


def test_a_function_keeps_its_name_and_what_it_says_of_itself() -> None:
    of = Counted().of
    assert (of.__name__, of.__doc__) == ("_of", "Say both.")
