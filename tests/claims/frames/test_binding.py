from __future__ import annotations

import pytest

from byname.claims.frames.binding import narrows_nothing
from byname.claims.frames.frames import ClaimFrame
from byname.claims.frames.framing import Framer
from byname.claims.text.sentences import split_sentences


def frames(text: str, language: str = "en") -> list[ClaimFrame]:
    return [frame for _, found in Framer(language=language).frames(split_sentences(text)) for frame in found]


def number_frame(text: str, written: str, language: str = "en") -> ClaimFrame:
    return next(f for f in frames(text, language) if f.number and f.number.text == written)


def dates_of(frame: ClaimFrame, text: str) -> dict[str, str]:
    """How each date of a text stands to a number, by what is written from its first character."""
    return {text[start:].split(",")[0].split(" ")[0].rstrip(".,"): how for start, how in frame.binding.dates.items()}


@pytest.mark.parametrize(
    ("text", "written", "predicates"),
    [
        ("In 1937 the NKVD arrested 936,750 people.", "936,750", {"arrest"}),
        ("The number of people executed was 681,692.", "681,692", {"execute"}),
        ("The operation led to the execution of 111,091 Poles.", "111,091", {"execute"}),
        ("The death toll of the camps reached 30,000.", "30,000", {"die"}),
        ("There were 12,000 arrests in 1936.", "12,000", {"arrest"}),
        ("The famine caused millions of deaths.", "millions", {"die"}),
        ("By November 1938, 767,000 had been convicted, 387,000 of them shot.", "387,000", {"execute"}),
        ("The commission, which had met for 12 days, discussed executions.", "12", set()),
    ],
)
def test_what_is_said_of_the_counted_governs_the_number(text: str, written: str, predicates: set[str]) -> None:
    found = [f for f in frames(text) if f.number and f.number.text == written]
    assert [set(frame.binding.predicates or ()) for frame in found] == [predicates] * len(found)


@pytest.mark.parametrize(
    ("text", "written", "year", "how"),
    [
        ("In 1937 the NKVD arrested 936,750 people.", "936,750", "1937", "own"),
        ("In 1937 they arrested 900 men, and 300 of them were shot.", "300", "1937", "shared"),
        ("According to Khrushchev in 1957, 680,692 people had been shot.", "680,692", "1957", "other"),
        ("Executions in 1937 took 353,074 lives.", "353,074", "1937", "own"),
        ("During the purges of 1937 they shot 353,074 people.", "353,074", "1937", "own"),
        ("The law of 1934 allowed them to shoot 900 people.", "900", "1934", "other"),
    ],
)
def test_a_date_is_a_numbers_own_where_it_modifies_its_verb_or_noun(
    text: str, written: str, year: str, how: str
) -> None:
    assert dates_of(number_frame(text, written), text)[year] == how


def test_words_that_narrow_what_is_counted_are_told() -> None:
    plain = number_frame("In 1937 the NKVD shot 353,074 people.", "353,074")
    narrowed = number_frame("In 1937 the NKVD shot 353,074 bearded people with hammers.", "353,074")
    assert plain.binding.unread == ()
    assert narrowed.binding.unread == ("bearded", "hammers")
    assert narrows_nothing("people")
    assert not narrows_nothing("bearded")


def test_what_somebody_tells_is_marked() -> None:
    assert number_frame("Some claim that 900 people were shot in 1937.", "900").binding.told
    assert not number_frame("In 1937, 900 people were shot.", "900").binding.told
    assert number_frame("По данным историков, в 1937 году расстреляно 900 человек.", "900", "ru").binding.told


def test_a_clause_without_a_tree_binds_nothing() -> None:
    (frame,) = frames("En 1937 fueron fusiladas 900 personas barbudas.", "es")
    assert not frame.binding.has_tree
    assert frame.binding.unread == ("barbudas",)


def test_a_date_is_said_of_the_subject_of_its_verb() -> None:
    text = "Zinoviev was arrested after Kirov had been killed on 1 December 1934."
    (frame,) = [f for f in frames(text) if f.kind == "date"]
    assert "kirov" in frame.binding.entities
    assert "zinoviev" not in frame.binding.entities
    assert frame.text == "Kirov had been killed on 1 December 1934" or "Zinoviev" not in frame.text


def test_who_does_it_is_told_from_whom_it_is_done_to() -> None:
    (active,) = frames("Stalin ordered the murder of Kirov.")
    assert "stalin" in active.binding.doers
    assert "stalin" not in active.binding.others
    (passive,) = frames("The murder of Kirov was ordered by Stalin.")
    assert "stalin" in passive.binding.doers


@pytest.mark.parametrize(
    ("text", "language", "governor"),
    [
        ("1940: Trotsky is assassinated in Mexico.", "en", "assassinated"),
        ("5 March 1953. Stalin dies.", "en", "dies"),
        ("1938 г. — расстрелян Бухарин.", "ru", "расстрелян"),
    ],
)
def test_a_date_before_an_entry_dates_what_follows(text: str, language: str, governor: str) -> None:
    (frame,) = (frame for frame in frames(text, language) if frame.time.date)
    assert frame.binding.governor == governor


@pytest.mark.parametrize(
    "text", ["In 1940 the war went on: Trotsky is assassinated.", "Moscow, 5 March 1953: Stalin dies."]
)
def test_a_date_with_words_before_it_is_no_entry(text: str) -> None:
    assert all(frame.binding.governor not in ("assassinated", "dies") for frame in frames(text) if frame.time.date)
