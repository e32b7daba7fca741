from __future__ import annotations

import pytest

from byname.records.genders import letters_of_a_column, read_gender
from byname.records.habits import Habits


@pytest.mark.parametrize(
    ("language", "text", "gender"),
    [("en", "F", "female"), ("en", "Male", "male"), ("es", "Varón", "male"), ("es", "mujer", "female"),
     ("es", "h", "male"),
     ("fr", "H", "male"), ("hu", "nő", "female"), ("hu", "ffi", "male"), ("et", "n", "female"), ("lv", "v", "male"),
     ("lv", "s", "female"), ("cs", "ž", "female"), ("hr", "Ž", "female"), ("ru", "муж.", "male"), ("uk", "ч", "male"),
     ("ar", "أنثى", "female"), ("nl", "v", "female"), ("pl", "K", "female"), ("und", "mujer", "female")],
)  # fmt: skip
def test_a_word_or_letter_means_what_it_does_in_the_language_of_the_source(
    language: str, text: str, gender: str
) -> None:
    assert read_gender(text, Habits(language)) == (gender, None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "M"),
        ("lt", "m"),
        ("hu", "F"),
        ("en", "1"),
        ("en", "0"),
        ("en", "NA"),
        ("und", "v"),
        ("ru", "?"),
        ("es", "NO"),
        ("und", "no"),
    ],
)
def test_what_can_mean_either_is_not_chosen(language: str, text: str) -> None:
    gender, flag = read_gender(text, Habits(language))
    assert gender is None
    assert flag


@pytest.mark.parametrize(
    ("language", "texts", "meant"),
    [("es", ["M", "F"], {"m": "male"}), ("es", ["M", "H"], {"m": "female"}), ("es", ["M", "V"], {"m": "female"}),
     ("es", ["M"], {}), ("es", ["M", "F", "H"], {}), ("lt", ["v", "m"], {"m": "female"}),
     ("hu", ["F", "N"], {"f": "male"}),
     ("hu", ["F", "M"], {"f": "female", "m": "male"}), ("ru", ["м", "ж"], {})],
)  # fmt: skip
def test_the_other_letter_of_a_column_tells_an_unclear_one(
    language: str, texts: list[str], meant: dict[str, str]
) -> None:
    assert letters_of_a_column(texts, language) == meant
