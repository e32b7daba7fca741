from __future__ import annotations

import pytest
from tests.claims.conftest import audited

from byname.claims.citations.shelf import UnreadFile, Work
from byname.claims.citations.source_check import CheckedSources, CitedClaim, check_sources
from byname.claims.citations.work_pages import content_words
from byname.claims.evidence.figures import Evidence
from byname.claims.text.tokens import tokenize

PAGES = (
    "1021\nIn 1937 they shot 353 074.",
    "1022\nThey shot 681 692 in two years.",
    "1023\nNothing.",
    "1024\nNothing.",
)
LIST = '\nWorks cited\nGetty, J. Arch. "Victims of the Penal System." American Historical Review, 1993.'


def checked(text: str, *works: Work | UnreadFile) -> CheckedSources:
    """The checks of a text in some works."""
    audit = audited(text, Evidence())
    claims = [
        CitedClaim(
            claim.id,
            claim.citations,
            claim.frame.number,
            claim.frame.time.date,
            content_words(tokenize(claim.frame.text)),
        )
        for claim in audit.claims
        if claim.citations
    ]
    return check_sources([source.found for source in audit.citations], claims, works)


def outcome(text: str, *works: Work | UnreadFile) -> tuple[str, str, int]:
    """The outcome of the one check of a text, with the file and its page."""
    (check,) = checked(text, *works).checks
    return check.outcome, check.file, check.page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The NKVD shot 681,692 people (Getty, 1993, p. 1022).", ("found", "getty.pdf", 1022)),
        ("The NKVD shot 681,692 people (Getty, 1993, pp. 1020-1022).", ("found", "getty.pdf", 1022)),
        ("The NKVD shot 353,074 people (Getty, 1993, p. 1022).", ("found elsewhere", "getty.pdf", 1021)),
        ("The NKVD shot 353,074 people (Getty, 1993).", ("found", "getty.pdf", 1021)),
        ("The NKVD shot 353,075 people (Getty, 1993, p. 1022).", ("not found", "getty.pdf", 0)),
        ("The NKVD shot 681,692 people (Werth 12).", ("not at hand", "", 0)),
        ("The NKVD shot 681,692 people (Getty, 1985, p. 1022).", ("not at hand", "", 0)),
    ],
)
def test_a_number_is_sought_on_the_cited_page_and_then_in_the_work(text: str, found: tuple[str, str, int]) -> None:
    assert outcome(text, Work("getty.pdf", PAGES, year="1993")) == found


def test_a_work_without_pages_is_sought_as_a_whole() -> None:
    (check,) = checked("The NKVD shot 681,692 people (Getty 12).", Work("getty.txt", ("They shot 681 692.",))).checks
    assert (check.outcome, check.page, check.file_page, check.cited_pages) == ("found", 0, 0, "12")
    assert check.quotation == "They shot 681 692."


@pytest.mark.parametrize(
    ("work", "at_hand"),
    [
        (Work("getty_victims.pdf", ("Text 681,692.",)), True),
        (Work("g1.pdf", ("Text 681,692.",), "J. Arch Getty", "Victims of the Soviet Penal System", "1993"), True),
        (Work("g2.pdf", ("Text 681,692.",), "J. Arch Getty", "Origins of the Great Purges", "1985"), False),
        (Work("getty.pdf", ("Text 681,692.",)), True),  # no other work of his is cited
        (Work("1993.pdf", ("J. Arch Getty\nVictims of the Penal System\n681,692",)), True),
        (Work("other.pdf", ("Nicolas Werth, Victims of the Penal System, after Getty",), "Nicolas Werth"), False),
        (Work("getty_1985.pdf", ("Text 681,692.",)), False),
        (Work("paper.pdf", ("Text 681,692.",)), False),
    ],
)
def test_a_file_is_known_by_the_table_its_name_or_its_first_page(work: Work, at_hand: bool) -> None:
    text = f"The NKVD shot 681,692 people (Getty 12).{LIST}"
    assert (outcome(text, work)[0] != "not at hand") is at_hand


def test_a_date_and_the_words_of_a_statement_are_sought_too() -> None:
    work = Work(
        "conquest.txt", ("Kirov was murdered on 1 December 1934. The purge began with his murder in Leningrad.",)
    )
    (date,) = checked("Kirov was murdered on 1 December 1934 (Conquest 37).", work).checks
    assert (date.sought, date.outcome) == ("date", "found")
    (words,) = checked("The purge began with the murder of Kirov in Leningrad (Conquest 37).", work).checks
    assert (words.sought, words.outcome) == ("words", "found")
    (absent,) = checked("The famine began with the collective farms of Ukraine (Conquest 37).", work).checks
    assert absent.outcome == "not found"


def test_of_two_works_that_fit_as_well_the_one_that_holds_the_number_is_told() -> None:
    works = [Work("conquest a.txt", ("Nothing.",)), Work("conquest b.txt", ("They shot 681,692.",))]
    assert outcome("The NKVD shot 681,692 people (Conquest 485).", *works)[:2] == ("found", "conquest b.txt")
    found = checked("The NKVD shot 681,692 people (Conquest 485).", *works, UnreadFile("c.pdf", "damaged"))
    assert [(work.file, work.citations) for work in found.works] == [("conquest a.txt", (0,)), ("conquest b.txt", (0,))]
    assert [file.file for file in found.unread] == ["c.pdf"]


def test_a_note_is_sought_in_the_work_of_its_entry() -> None:
    text = "The NKVD shot 681,692 people.[1]\n\nNotes\n[1] Getty, J. Arch. Victims. 1993."
    assert outcome(text, Work("getty.txt", ("They shot 681 692.",)))[0] == "found"


def test_a_name_tells_no_work_apart_where_the_text_cites_two_of_its_author() -> None:
    text = f"The NKVD shot 681,692 people (Getty, 1993, p. 12). It shot 5 men (Getty, 1985, p. 7).{LIST}"
    assert {check.outcome for check in checked(text, Work("getty.txt", ("They shot 681 692.",))).checks} == {
        "not at hand"
    }
