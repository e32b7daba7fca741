"""Records stage: a person's sex in the words and letters of each language."""

from __future__ import annotations

from collections.abc import Iterable

from byname.records.date_words import language_of_words, without_marks
from byname.records.habits import Habits
from byname.records.vocabulary import kept_by_language, load

_SHORTEST = 2  # letters of a word that says too little without its marks


def read_gender(text: str, habits: Habits) -> tuple[str | None, str | None]:
    """`female` or `male`, and a flag where the text is not understood or can mean either.

    The source's language decides, then English; a word of another language counts where all languages agree on it, one
    of two letters as it is written there (Hungarian `nő` is no Spanish `no`).

    >>> read_gender("mujer", Habits("es")), read_gender("ffi", Habits("hu")), read_gender("NA", Habits("en"))[0]
    (('female', None), ('male', None), None)
    >>> read_gender("NO", Habits("es")), read_gender("no", Habits("hu"))
    ((None, 'no code for: NO'), ('female', None))
    >>> read_gender("M", Habits("es"))
    (None, 'male or female, by the language or the other letters of the column: M')
    """
    beside = load("genders")["beside"]
    word = " ".join(part for part in text.lower().strip(" .()").replace(":", " ").split() if part not in beside)
    for language in dict.fromkeys((_source(habits.primary_language), "en")):
        rows = load("genders")["languages"].get(language, {})
        if word in rows.get("unclear", {}):
            return None, f"male or female, by the language or the other letters of the column: {text}"
        if word in _meanings(language):
            return _meanings(language)[word], None
    others = _meanings if len(word) > _SHORTEST else _meanings_as_written
    said = {others(language).get(word) for language in load("genders")["languages"]} - {None}
    if len(said) == 1 and len(word) > 1:
        return said.pop(), None
    return None, f"no code for: {text}"


def letters_of_a_column(texts: Iterable[str], language: str) -> dict[str, str]:
    """What an unclear letter means in a column, by the letter that the column has for the other sex.

    >>> letters_of_a_column(["H", "M"], "es"), letters_of_a_column(["F", "M"], "es"), letters_of_a_column(["M"], "es")
    ({'m': 'female'}, {'m': 'male'}, {})
    """
    unclear = load("genders")["languages"].get(_source(language), {}).get("unclear", {})
    present = {text.strip().strip(".").lower() for text in texts}
    found = {}
    for letter, others in unclear.items():
        meant = {meaning for other, meaning in others.items() if other in present}
        if letter in present and len(meant) == 1:
            found[letter] = meant.pop()
    return found


def _source(language: str) -> str:
    """The language whose words for the sexes count: its own where it has some, else those it shares."""
    return language if language in load("genders")["languages"] else language_of_words(language)


@kept_by_language
def _meanings_as_written(language: str) -> dict[str, str]:
    rows = load("genders")["languages"].get(language, {})
    return {word: sex for sex in ("male", "female") for word in rows.get(sex, ())}


@kept_by_language
def _meanings(language: str) -> dict[str, str]:
    words = _meanings_as_written(language)
    return {without_marks(word): sex for word, sex in words.items()} | words
