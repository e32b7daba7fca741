from __future__ import annotations

import pytest

from byname.claims.audit import audit_document
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.text.reading import document_of
from byname.claims.verdicts.told_alike import told_facts


def _supported(text: str) -> set[str]:
    audit = audit_document(document_of(text.encode(), "a.txt"), shipped_evidence())
    judged = (claim.judgement for claim in audit.claims)
    return {id for judgement in judged if judgement.verdict == "supported" for id in judgement.evidence}


def test_a_fact_tells_its_deeds_its_people_and_its_other_words() -> None:
    fact = next(fact for fact in shipped_evidence().dates if fact.id == "K188")
    english = told_facts(fact)[0]
    assert english.deeds == {"announce", "discover"}
    assert not english.people
    assert english.words == {"german", "grave", "katyn"}


def test_a_fact_of_two_people_keeps_who_does_it() -> None:
    fact = next(fact for fact in shipped_evidence().dates if fact.id == "K076")
    assert [told.first for told in told_facts(fact)] == ["yezhov"] * 3


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("In April 1943 the German government announced the discovery of graves in the forest of Katyn.", "K188"),
        ("In February 1956 the 20th congress of the Soviet Communist Party was convened.", "K194"),
        ("On 13 January 1953 an article on doctors who were murderers appeared in Pravda.", "K229"),
        ("The laureate of the 1970 Nobel Prize, Solzhenitsyn, lived in Ryazan then.", "K152"),
        ("30 января 1930 года Политбюро приняло постановление о ликвидации кулацких хозяйств.", "K168"),
        ("El decreto del partido y el gobierno que detuvo las operaciones es del 17 de noviembre de 1938.", "K184"),
        ("Beria replaced Yezhov in November 1938.", "K083"),
        ("A proposal to execute the captive Polish officers, dated 5 March 1940, went to the Politburo.", "K186"),
    ],
)
def test_the_same_deed_in_other_words_is_supported(text: str, fact: str) -> None:
    assert fact in _supported(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Politburo rejected the shooting of Polish officers on 5 March 1940.",
        "On 2 July 1937 the Politburo forbade the regions to register former kulaks and criminals.",
        "Molotov gave his secret speech on the cult of personality on 25 February 1956.",
        "On 31 October 1961 Lenin's body was carried into the mausoleum.",
        "Thirteen people were released in the case of the Jewish Anti-Fascist Committee on 12 August 1952.",
        "The KGB was dissolved on 13 March 1954.",
        "Yezhov replaced Beria in November 1938.",
        "In 1957 the Germans were allowed to return home.",
        "The decree on the deportation of the Koreans was issued on 28 August 1941.",
        "In January 1934 the party congress of Ukraine met.",
        "On 13 January 1953 Pravda denied the arrest of the doctors.",
        "In 1990 the Soviet government denied once more that the NKVD had shot the Polish prisoners.",
        "Between 1930 and 1956 the Politburo approved the measures against kulak households.",
        "The first volume of The Gulag Archipelago was burnt in Paris on 28 December 1973.",
        "Kirov resigned in Leningrad on 1 December 1934.",
        "Pasternak received the Nobel Prize in Literature in 1970.",
        "Политбюро отвергло меры по ликвидации кулацких хозяйств 30 января 1930 года.",
        "El KGB fue disuelto el 13 de marzo de 1954.",
        "Stalin denounced Khrushchev in a secret speech on 14 February 1956.",
    ],
)
def test_another_deed_or_subject_on_the_same_date_is_not(text: str) -> None:
    assert not _supported(text)


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        ("Kirov was arrested in Leningrad on 1 December 1934.", False),
        ("Kirov was appointed head of Leningrad on 1 December 1934.", False),
        ("Kirov was killed in Leningrad on 1 December 1934.", True),
        ("Bukharin was shot on 13 March 1938.", False),  # the day of the sentence to death
        ("Bukharin was sentenced to death on 13 March 1938.", True),
        ("El Politburó derogó la orden 00447 el 30 de julio de 1937.", False),  # without a tree
        ("Radek was shot on 30 January 1937.", False),  # the day of his sentence to ten years
        ("Yezhov was appointed people's commissar of internal affairs on 25 November 1938.", False),
        ("Yezhov was appointed people's commissar of internal affairs on 26 September 1936.", True),
        ("Yezhov fue nombrado jefe del NKVD el 25 de noviembre de 1938.", False),
    ],
)
def test_a_day_supports_what_happened_on_it_and_nothing_else(sentence: str, supported: bool) -> None:
    assert bool(_supported(sentence)) is supported
