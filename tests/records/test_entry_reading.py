from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.records.entry_reading import EntryReading, read_entry
from byname.records.grammar import packaged_grammar, read_grammar
from byname.records.habits import Habits
from byname.records.wide import wide_row

# Entries of invented people in the manner of the books.
ARRESTED = (
    "NÄIDE, Uno-Karl, Jaan ka Naide, s. 12.05.16 Saaremaa Kaarma v. Aula k., eluk. sama, 6 kl., talu- nik, "
    "arr. 18.05.45 Tallinn, Pikk 3-5, trib.30.06.45 §58-1b, 58-10 lg.2, 10+5; Komi ANSV Vorkutlag, "
    "surn. kinnip-k. 07.11.55. "
    "Oli Omakaitses. [ar 18177]"
)
DEPORTED = "<Näide>, <Mari>, <Uno>, poja abikaasa, s. 1924; Vengerovo raj., vab. asum. 22.02.57."


def read(text: str, grammar: str = "estonian-memento") -> EntryReading:
    """The first reading of an entry."""
    return read_entry(text, packaged_grammar(grammar))[0]


def values(reading: EntryReading) -> dict[str, str | None]:
    """The first value of each field."""
    return {s.field: s.value for s in reversed(reading.statements)}


def test_every_part_of_an_entry_is_read() -> None:
    found = values(read(ARRESTED))
    assert found["birth_date"] == "1916-05-12"
    assert found["residence"] == found["birth_place"] == "saaremaa kaarma aula"
    assert found["arrest_date"] == "1945-05-18"
    assert found["sentence_date"] == "1945-06-30"
    assert found["articles"] == "58-10.2 58-1b"
    assert found["sentence"] == "camp:10+5"
    assert found["death_kind"] == "died-in-custody"
    assert found["death_date"] == "1955-11-07"
    assert found["occupation"] == "talunik"
    assert found["archive"] == "ar 18177"


def test_spans_are_characters_of_the_text_as_it_stands() -> None:
    for statement in read(ARRESTED).statements:
        assert ARRESTED[statement.start : statement.end] == statement.as_written


def test_member_of_a_household_is_told_from_its_head() -> None:
    member = read(DEPORTED, "estonian-memento-r5")
    assert member.is_head is False
    assert values(member)["relation"] == "son wife"
    assert values(member)["exile_place"] == "vengerovo"
    assert read("<NÄIDE>, <Uno>, <Jaan>, s. 1893.", "estonian-memento-r5").is_head is True


def test_second_entry_inside_a_line_becomes_one_of_its_own() -> None:
    text = "===Näide, Mari, Uno===, tütar, 1931; Uržum. [295M] Näide,   Ants,   Uno,   poeg, 14.05.33; Uržum."
    readings = read_entry(text, packaged_grammar("estonian-memento-r6"))
    assert [values(r)["given_name"] for r in readings] == ["mari", "anc"]
    assert [values(r)["birth_date"] for r in readings] == ["1931", "1933-05-14"]


@pytest.mark.parametrize(
    ("grammar", "first", "second"),
    [
        ("estonian-memento", "NÄIDE, Uno, Jaan s. 1912 vt. Naide, Uno, Jaan", "NÄIDIK, Ants, Mart s. 1904 Tartu. [pr]"),
        ("estonian-memento", "NÄIDE, Uno, Jaan s. 1912 vt. Naide, Uno, Jaan.", "NÄIDIK, Ants s. 1904 Tartu. [pr]"),
        ("estonian-memento", "NÄIDE, Uno, Jaan, s. 1912. [4262N]!", "NÄIDIK, Ants, Mart, s. 1904, eluk. Tartu. [8]"),
        (
            "estonian-memento-r6",
            "===Näide, Mari, Uno===, tütar, 1931; Uržum. [5M]",
            "NÄIDIK,   Ants,   Mart,  1904 Tartu.",
        ),
        ("estonian-memento-r6", "===NÄIDE, Mari=== 1931; Uržum. [5M]", "NÄIDIK,   Ants,   Mart   poolakas, 1904."),
        ("estonian-memento-r6", "===NÄIDE, Mari=== 1931. Toimikut pole.", "NÄIDIK, Ants. Rohkem andmeid pole."),
        ("estonian-memento-r5", "<Näide>, <Mari>, <Uno>, tütar, s. 1931. [2K]", "Näidik, Ants, Mart, poeg, s. 1904."),
    ],
)
def test_entries_glued_into_one_line_are_each_read(grammar: str, first: str, second: str) -> None:
    readings = read_entry(f"{first} {second}", packaged_grammar(grammar))
    assert len(readings) == 2
    assert values(readings[1])["surname"] == "naidik"
    assert readings[1].kind == "person"
    assert "anc" not in str(values(readings[0]))


@pytest.mark.parametrize("reference", ["NÄIDIK perek. Tamm A.", "NÄIDIK-KUUSK,   Ants,   Mart   perek. Tamm A.",
                                       "NÄIDIK, ?, Mart perek. Tamm A."])  # fmt: skip
def test_a_person_before_a_glued_cross_reference_is_a_person(reference: str) -> None:
    text = f"===NÄIDE, Uno, Jaan===, 1912 Tartu, arr. 15.06.41 Tartu. [112E] {reference}"
    assert [reading.kind for reading in read_entry(text, packaged_grammar("estonian-memento-r6"))] == ["person", "see"]


@pytest.mark.parametrize(
    "text",
    [
        "NÄIDE-DE VELK, Anna-Maria, Mihkel s. 1900 Tartu, arr. 09.11.47. [pr]",
        "NÄIDE, Uno, Jaan, s. 1912, eluk. Kadrina kn, arr. 24.10.78, ENSV ÜK 13.04.79 §139, 4a. [29109]",
        "NÄIDE, Uno, Jaan, s. 1912, arr. 1940. Oli Kaitseliidus. NKVD, ENSV ja EKP kiri. [29]",
        "NÄIDE, Uno, Jaan s. 1912 vt. NAIDE, Uno, Jaan s. 1912",
    ],
)
def test_capitals_inside_an_entry_begin_no_other(text: str) -> None:
    assert len(read_entry(text, packaged_grammar("estonian-memento"))) == 1


@pytest.mark.parametrize(
    ("text", "given", "patronymic"),
    [
        ("NÄIDE, Paul. Arreteerituna Komi ANSV Vorkuta laagris. [kv]", "Paul", None),
        ("NÄIDE, Paul. Arr. 1941 Tartus. [kv]", "Paul", None),
        ("NÄIDE, Paul, Jaan. Viidi 02.07.41 Tartu vanglast Venemaale. [ca]", "Paul", "Jaan"),
        ("NÄIDE, P. Surn. 1941. [ca]", "P", None),
        ("NÄIDE. Arreteeritud 1941. [ca]", None, None),
        ("NÄIDE, Alex., Jaan, s. 1912. [ca]", "Alex", "Jaan"),
        ("NÄIDE, P. August, Jaan, s. 1912. [ca]", "P. August", "Jaan"),
    ],
)
def test_a_name_ends_where_a_sentence_begins(text: str, given: str | None, patronymic: str | None) -> None:
    written = {s.field: s.as_written for s in reversed(read(text).statements)}
    assert (written.get("surname"), written.get("given_name"), written.get("patronymic")) == (
        "NÄIDE",
        given,
        patronymic,
    )


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("NÄIDE, Uno, eluk. Tartu. Lasti maha 1941. 15-aastane. [cm]", "15"),
        ("NÄIDE, Uno, kalur. Arr. 1941. Jäi kadunuks. 60 aastane [ca]", "60"),
        ("NÄIDE, Uno, eluk. Tartu. Mõrvatud 1941 koos 5-aastase pojaga. [cm]", None),
        ("NÄIDE, Uno, eluk. Tartu. Mõrvatud 1941. 5-aastane poeg jäi ellu. [cm]", None),
    ],
)
def test_an_age_in_words_is_the_age_of_the_person_alone(text: str, age: str | None) -> None:
    assert values(read(text)).get("age") == age


def test_an_age_in_words_gives_the_two_years_of_birth() -> None:
    reading = read("NÄIDE, Uno, eluk. Tartu. Lasti maha 07.41. 60-aastane. [cm]")
    row = wide_row(reading.statements, Habits("et"))
    assert (row["age"], row["birth"]) == (60, "1880/1881")


def test_an_age_in_a_russian_book_is_no_term() -> None:
    text = "Родился в д. Васильки. Умер 6 августа 1937 г. в возрасте 60 лет. Приговор: 10 лет ИТЛ."
    found = values(read(text, "russian-memory-book"))
    assert (found["age"], found["sentence"]) == ("60", "camp:10")


@pytest.mark.parametrize("who", ["Ema suri", "Isa surn.", "Abikaasa suri", "isa surnud"])
def test_the_death_of_a_relative_is_not_that_of_the_person(who: str) -> None:
    found = values(read(f"<Näide>, <Uno>, <Jaan>, poeg, s. 1930; Tatarski raj. {who} 1944. a.", "estonian-memento-r5"))
    assert "death_date" not in found
    assert "death_kind" not in found


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("===     Näide, Uno, Jaan===, poeg, 1938.", "1938"),
        ("===     Näide, Ema, Jaan===, ema, 1894. Trib. 12.10.50 §17-58-1a kar. 25+5 a.", "1894"),
        ("===     Näide, Ema, Jaan===, ema, 26.10. 1898 Võru mk.; Tomski obl.", "1898-10-26"),
        ("===NÄIDE, Uno, Jaan=== 1936. a-ni Bekler, 1901 Tallinn, arr. Tallinn.", "1901"),
        ("===NÄIDE, Uno, Jaan===, 14.01.09 Saare mk., arr. Kuressaare.", "1909-01-14"),
    ],
)
def test_a_birth_without_a_mark_may_end_its_sentence(text: str, birth: str) -> None:
    assert values(read(text, "estonian-memento-r6"))["birth_date"] == birth


def test_a_line_that_goes_on_with_an_arrest_is_no_person() -> None:
    assert read("===     Arr.=== 13.01.49, erin. 01.04.49, §16-82, 3a.", "estonian-memento-r6").kind == "note"
    assert read("===ARRO, Uno=== 1901 Tallinn.", "estonian-memento-r6").kind == "person"


def test_cross_reference_is_no_person() -> None:
    assert read("NÄIDE, Uno, Jaan s. 1912 vt. Naide, Uno, Jaan .").kind == "see"


def test_line_about_nobody_is_a_note() -> None:
    assert read("converted 632 pages from pdf.").kind == "note"


def test_entry_that_no_rule_understands_is_kept_whole() -> None:
    reading = read("%%% 123")
    assert reading.kind == "unread"
    assert [s.as_written for s in reading.statements] == ["%%% 123"]


def test_impossible_day_is_kept_and_flagged() -> None:
    reading = read("NÄIDE, Uno, Jaan, s. 29.02.1900 Tartu, arr. 31.06.45.")
    assert {s.field: s.flag for s in reading.statements if s.flag} == {
        "birth_date": "no such day: 29.02.1900",
        "arrest_date": "no such day: 31.06.45",
    }


def test_russian_entry_gives_every_dated_event() -> None:
    text = (
        "Родился в 1879 г., д. Васильки Белыничского р-на; белорус;  образование начальное;\r\nколхозник.\r\n"
        "Проживал: Могилевская обл., д. Васильки.\r\nАрестован  6 августа 1937 г.\r\n"
        'Приговорен: "тройка" 7 сентября 1937 г., обв.: 72 - агитация.\r\nПриговор: ВМН\r\n'
        "Расстрелян 22 сентября 1937 г.\r\nМесто захоронения - Могилев.\r\nРеабилитирован 2 августа 1990 г."
    )
    found = values(read(text, "russian-memory-book"))
    assert found["birth_date"] == "1879"
    assert found["nationality"] == "belarusian"
    assert found["arrest_date"] == "1937-08-06"
    assert (found["sentencing_body"], found["sentence_date"]) == ("troika", "1937-09-07")
    assert (found["articles"], found["sentence"]) == ("72", "death")
    assert (found["death_kind"], found["death_date"]) == ("shot", "1937-09-22")
    assert found["rehabilitation_date"] == "1990-08-02"


@given(st.text(max_size=120), st.sampled_from(["estonian-memento", "estonian-memento-r6", "russian-memory-book"]))
def test_any_text_reads_without_error_and_keeps_its_spans(text: str, grammar: str) -> None:
    for reading in read_entry(text, packaged_grammar(grammar)):
        for statement in reading.statements:
            assert 0 <= statement.start <= statement.end <= len(text)


def test_a_grammar_says_what_its_words_mean_and_which_words_lead_to_a_place(tmp_path: Path) -> None:
    grammar = tmp_path / "book.yaml"
    grammar.write_text(
        "language: es\njoining: [el, en]\nhead: ['(?P<surname>[^,]+)']\n"
        "marks:\n- {pattern: 'n\\. ', reads: [birth_date, birth_place]}\n"
        "- {pattern: 'fus\\. ', emits: [death_kind], reads: [death_date]}\n"
        "values: {death_kind: {Fus: shot}}\n",
        encoding="utf-8",
    )
    text = "Aldana, n. el 12.05.1901 en Río Hondo, fus. el 2.6.1937."
    (reading,) = read_entry(text, read_grammar(grammar))
    found = {s.field: (s.as_written, s.value) for s in reading.statements}
    assert found["birth_date"] == ("12.05.1901", "1901-05-12")
    assert found["birth_place"] == ("Río Hondo", "rio hondo")  # without the word that leads to it
    assert (found["death_kind"], found["death_date"]) == (("fus.", "shot"), ("2.6.1937", "1937-06-02"))
