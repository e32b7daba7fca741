from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.claims.conftest import audited, framed, told

from byname.claims.evidence.figures import Evidence
from byname.claims.frames.frames import ClaimFrame
from byname.claims.numbers.mentions import NumberMention
from byname.claims.verdicts.consistency import find_inconsistencies


def kinds(text: str) -> set[str]:
    return {defect.kind for defect in audited(text, Evidence()).defects}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Some 120 percent of the officers were dismissed in 1937.", "over-100-percent"),
        ("In 1937 they arrested 12.5 people.", "broken-people"),
        ("Of 33,460 officers dismissed in 1937, 40,000 were arrested.", "part-exceeds-whole"),
        ("In 1937 they shot 100 writers in Moscow. In 1937 they shot 900 writers in Moscow.", "told-twice"),
        ("In 1955 Stalin led a new campaign.", "outside-a-life"),
        (
            "The Great Purge lasted from 1936 to 1938. The Great Purge began with the murder of Kirov.",
            "order-of-events",
        ),
    ],
)
def test_a_text_that_contradicts_itself_is_told_so(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Prices rose by 120 percent. All 100 percent of the officers were dismissed.",
        "In 1937 they arrested 1.5 million people.",
        "Of 33,460 officers dismissed in 1937, 7,280 were arrested.",
        "In 1937 they shot 100 writers in Moscow. In 1938 they shot 900 writers in Moscow.",
        "In 1937 they shot about 100 writers in Moscow. In 1937 they shot 104 writers in Moscow.",
        "In 1937 Stalin led a new campaign.",
    ],
)
def test_a_text_in_order_is_left_alone(text: str) -> None:
    inner = {
        "over-100-percent",
        "broken-people",
        "part-exceeds-whole",
        "told-twice",
        "outside-a-life",
        "order-of-events",
    }
    assert not kinds(text) & inner


def found(frames: Sequence[ClaimFrame] = (), numbers: Sequence[NumberMention] = ()) -> list[tuple[str, str]]:
    return [(defect.kind, defect.message) for defect in find_inconsistencies(frames, numbers)]


def percent(low: float, high: float | None = None, base: str = "officers") -> NumberMention:
    return replace(told(low, high, measure="percent", unit="percent"), base=base)


@pytest.mark.parametrize(
    ("number", "kinds_found"),
    [
        (percent(101), ["over-100-percent"]),
        (percent(100), []),
        (percent(90, 101), ["over-100-percent"]),
        (percent(101, math.inf), []),
        (percent(101, base=""), []),
        (replace(told(101), base="officers"), []),
        (told(12.5), ["broken-people"]),
        (told(999.5), ["broken-people"]),
        (told(1_000.5), []),
        (told(0.5), []),
        (told(1.5, unit="miles"), []),
        (told(12), []),
        (told(-math.inf, 12), []),
        (told(6, whole=5), ["part-exceeds-whole"]),
        (told(5, whole=5), []),
        (told(3, whole=5), []),
    ],
)
def test_a_number_that_cannot_be_is_named(number: NumberMention, kinds_found: list[str]) -> None:
    assert [kind for kind, _ in found(numbers=[number])] == kinds_found


def test_the_numbers_of_a_sentence_are_no_more_than_its_whole() -> None:
    whole = framed(told(500), text="Of 500 officers")
    more, fewer = framed(told(501), text="501 fell"), framed(told(500), text="500 fell")
    assert found([whole, more]) == [("part-exceeds-whole", "501 are more than the 500 of whom they are a part")]
    assert found([whole, fewer]) == []
    assert found([whole, fewer, more])[0][0] == "part-exceeds-whole"
    assert found([framed(told(500), text="Some 500 officers"), more]) == []
    other = replace(more, clause=replace(more.clause, sentence=1))
    assert found([whole, other]) == []
    assert found([replace(whole, clause=replace(whole.clause, sentence=1)), more]) == []
    assert found([whole, framed(told(501, unit="miles"))]) == []
    assert found([whole, framed(told(501, measure="share"))]) == []
    assert found([framed(told(500), text="Out of 500"), more])[0][0] == "part-exceeds-whole"
    assert found([framed(told(500), text="Из 500"), more])[0][0] == "part-exceeds-whole"


FIRST = framed(told(100), sentence=0)


@pytest.mark.parametrize(
    ("second", "twice"),
    [
        (framed(told(102), sentence=1), True),
        (framed(told(101), sentence=1), False),  # each is widened by half
        (framed(told(98), sentence=1), True),
        (framed(told(99), sentence=1), False),
        (framed(told(102), sentence=0), False),
        (framed(told(102), sentence=1, known="event"), True),
        (framed(told(102), sentence=1, known="context"), False),
        (framed(told(102), sentence=1, period=""), False),
        (framed(told(102), sentence=1, negated=True), False),
        (framed(told(102), sentence=1, predicates=()), False),
        (framed(told(102), sentence=1, predicates=["die"]), False),
        (framed(told(102), sentence=1, groups=["officers"]), False),
        (framed(told(102), sentence=1, operations=["gulag"]), False),
        (framed(told(102), sentence=1, place="leningrad"), False),
        (framed(told(102), sentence=1, period="1938"), False),
        (framed(told(102), sentence=1, base=["arrest"]), False),
        (framed(told(102), sentence=1, plan=True), False),
        (framed(told(50, measure="percent"), sentence=1), False),
        (framed(sentence=1), False),
    ],
)
def test_a_quantity_is_told_twice_where_two_sentences_give_it_differently(second: ClaimFrame, twice: bool) -> None:
    assert [kind for kind, _ in found([FIRST, second])] == (["told-twice"] if twice else [])
    if twice:
        assert found([FIRST, second])[0][1].endswith("here and 100 earlier are told of the same")


def test_two_numbers_of_one_sentence_do_not_end_the_comparison() -> None:
    assert len(found([FIRST, framed(told(101), sentence=0), framed(told(900), sentence=1)])) == 2


def test_only_the_first_forty_claims_of_the_same_are_compared() -> None:
    same = [framed(told(100), sentence=at) for at in range(39)]
    last = framed(told(900), sentence=99)
    assert len(found([*same, last])) == 39
    assert found([*same, framed(told(100), sentence=50), last]) == []


def acts(person: str, date: str) -> ClaimFrame:
    return framed(predicates=(), relation="lead", own=[person], date=date)


def died(person: str, date: str) -> ClaimFrame:
    return framed(kind="date", predicates=["execute"], own=[person], date=date, text=date)


@pytest.mark.parametrize(
    ("frames", "outside"),
    [
        ([framed(predicates=(), relation="lead", own=["stalin"], date="1954")], True),
        ([framed(predicates=(), relation="lead", own=["stalin"], date="1953")], False),  # he died in that year
        ([framed(predicates=(), relation="lead", own=["stalin"], date="1953-03-06")], True),
        ([framed(predicates=(), relation="lead", own=["stalin"], date="1953-03-05")], False),
        ([framed(predicates=(), relation="order", own=["stalin"], date="1954")], False),
        ([framed(predicates=(), relation="lead", own=["stalin", "beria"], date="1954")], False),
        ([framed(predicates=(), relation="lead", own=["stalin"])], False),
        ([framed(predicates=(), relation="lead", own=["stalin", "ussr", "nkvd"], date="1954")], True),
        ([framed(predicates=["die"], own=["yagoda", "ussr", "nkvd"], date="1938"), acts("yagoda", "1939")], True),
        ([died("yagoda", "1938"), framed(predicates=(), relation="appoint", own=["yagoda"], date="1939")], True),
        ([framed(predicates=(), relation="appoint", own=["yagoda"], date="1939"), died("yagoda", "1938")], True),
        ([died("yagoda", "1938"), framed(predicates=(), relation="appoint", own=["yagoda"], date="1938")], False),
        (
            [
                died("yagoda", "1938"),
                died("yagoda", "1940"),
                framed(predicates=(), relation="create", own=["yagoda"], date="1939"),
            ],
            True,
        ),
        ([framed(predicates=(), relation="carry-out", own=["yagoda"], date="1939")], False),
        (
            [
                framed(predicates=["arrest"], own=["yagoda"], date="1937"),
                framed(predicates=(), relation="lead", own=["yagoda"], date="1938"),
            ],
            False,
        ),
    ],
)
def test_nobody_acts_after_their_death(frames: list[ClaimFrame], outside: bool) -> None:
    assert [kind for kind, _ in found(frames)] == (["outside-a-life"] if outside else [])


@pytest.mark.parametrize(
    ("date", "rule", "relation", "own", "late"),
    [
        ("1936/1938", "range", "begin", ["great-purge", "kirov-murder"], True),
        ("1934/1938", "range", "begin", ["great-purge", "kirov-murder"], False),
        ("1934-12-02/1938", "range", "begin", ["great-purge", "kirov-murder"], True),
        ("1934-12-01/1938", "range", "begin", ["great-purge", "kirov-murder"], False),
        ("1936/1938", "year", "begin", ["great-purge", "kirov-murder"], False),
        ("1936/1938", "range", "follow", ["great-purge", "kirov-murder"], False),
        ("1936/1938", "range", "appoint", ["great-purge", "kirov-murder"], False),
        ("1936/1938", "range", "begin", ["kirov-murder"], False),
        ("1936/1938", "range", "begin", ["great-purge"], False),
        ("1936/1938", "range", "begin", ["great-purge", "army-purge"], False),  # an event without dates
    ],
)
def test_an_event_does_not_begin_before_its_own_dates(
    date: str, rule: str, relation: str, own: list[str], late: bool
) -> None:
    lasts = framed(kind="date", own=["great-purge"], date=date, rule=rule, text="lasts")
    begins = framed(kind="order of events", relation=relation, own=own)
    told_of = found([lasts, begins])
    assert [kind for kind, _ in told_of] == (["order-of-events"] if late else [])
    if late:
        assert told_of[0][1].endswith(f"and elsewhere lasts {date.replace('/', ' to ')}")


@pytest.mark.parametrize("other", ["stalin", "genocide", "nkvd"])
def test_only_an_event_has_a_beginning(other: str) -> None:
    lasts = framed(kind="date", own=[other], date="1936/1938", rule="range")
    assert found([lasts, framed(relation="begin", own=[other, "kirov-murder"])]) == []


def test_a_contradiction_tells_what_stands_against_what() -> None:
    acted = framed(predicates=(), relation="lead", own=["stalin"], date="1954")
    lasts = framed(kind="date", own=["great-purge"], date="1936/1938", rule="range")
    begins = framed(relation="begin", own=["great-purge", "kirov-murder"])
    messages = [message for _, message in found([acted, lasts, begins], [percent(120), told(12.5), told(6, whole=5)])]
    assert messages == [
        "120 of officers is more than all of them",
        "12.5: people are counted whole",
        "6: the part is more than the whole",
        "Joseph Stalin was dead by then (1953-03-05)",
        "it begins here with assassination of sergei kirov (1934-12-01), and elsewhere lasts 1936 to 1938",
    ]


def test_contradictions_come_in_the_order_of_the_text() -> None:
    late, early = replace(percent(120), start=50), replace(told(12.5), start=10)
    assert [kind for kind, _ in found(numbers=[late, early])] == ["broken-people", "over-100-percent"]
