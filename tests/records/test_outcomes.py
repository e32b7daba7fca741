from __future__ import annotations

import pytest

from byname.records.habits import Habits
from byname.records.outcomes import outcomes, outcomes_saying, rank_of_outcome, read_outcome, root_of, with_cases
from byname.records.vocabulary import load


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("de", "hingerichtet", "executed"),
        ("de", "enthauptet", "beheaded"),
        ("de", "Flucht in den Tod", "suicide"),
        ("en", "executed", "executed"),
        ("en", "executed by firing squad", "shot"),
        ("fr", "fusillé(e)", "shot"),
        ("fr", "mort en déportation", "died-in-deportation"),
        ("es", "Detenido-desaparecido", "disappeared"),
        ("es", "murio en prision", "died-in-custody"),
        ("es", "liberada con vida", "released"),
        ("sr", "ubijen", "killed"),
        ("hr", "nestao", "disappeared"),
        ("sq", "i vrarë", "killed"),
        ("rw", "yarishwe", "killed"),
        ("ar", "أعدم شنقا", "hanged"),
        ("ar", "قتل تحت التعذيب", "tortured-to-death"),
        ("km", "slab doy ot bay", "died-of-hunger"),
        ("et", "otsus täide viidud", "executed"),
        ("et", "lasti maha", "shot"),
        ("ru", "Рассстрелян 17.05.1938", "shot"),
        ("ru", "умер в лагере", "died-in-custody"),
        ("uk", "помер у таборі", "died-in-custody"),
        ("hu", "kivégezték", "executed"),
        ("lv", "miris nometinājumā", "died-in-exile"),
        ("und", "fusilado", "shot"),
        ("en", "died-in-exile", "died-in-exile"),
    ],
)
def test_an_outcome_is_as_narrow_as_its_word_and_no_narrower(language: str, text: str, code: str) -> None:
    assert read_outcome(text, Habits(language)) == (code, None)


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "no fue ejecutado"), ("en", "sentenced to be shot"), ("ru", "приговорён к расстрелу"),
     ("fr", "condamné à mort"), ("en", "not executed"), ("en", "visto en ESMA"), ("en", "")],
)  # fmt: skip
def test_what_did_not_come_to_pass_is_no_outcome(language: str, text: str) -> None:
    code, flag = read_outcome(text, Habits(language))
    assert code is None
    assert flag == f"no code for: {text}"


@pytest.mark.parametrize(
    ("language", "text"), [("es", "presuntamente asesinado"), ("en", "killed?"), ("ru", "вероятно, убит")]
)
def test_a_doubt_in_the_words_is_a_flag(language: str, text: str) -> None:
    assert read_outcome(text, Habits(language)) == ("killed", f"doubtful: {text}")


def test_narrower_outcomes_are_cases_of_the_wider() -> None:
    assert set(with_cases("killed")) > set(with_cases("executed")) > {"shot", "hanged"}
    assert root_of("shot") == "killed"
    assert all(outcomes()[code].parent in (None, *outcomes()) for code in outcomes())
    assert outcomes_saying("presumed") == ("disappeared",)


def test_the_gravest_of_several_goes_first() -> None:
    order = ("shot", "executed", "killed", "died-in-custody", "died", "disappeared", "released", "survived")
    assert tuple(sorted(order, key=rank_of_outcome)) == order


def test_every_outcome_has_labels_and_every_listed_word_reads_as_its_own_code_or_a_graver_one() -> None:
    read = 0
    for code, row in load("outcomes").items():
        assert row["en"], code
        assert row["ru"], code
    for language, words in load("outcome_words")["words"].items():
        for code, phrases in words.items():
            for phrase in phrases:
                found, _ = read_outcome(phrase.replace("*", ""), Habits(language))
                assert found is not None, (language, phrase)
                assert found == code or rank_of_outcome(found) <= rank_of_outcome(code), (language, phrase, found)
                read += 1
    assert read > 1000


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("Disappearance", "en", "disappeared"),
        ("Killing", "en", "killed"),
        ("Unresolved", "en", "unknown-fate"),
        ("ENCONTRADO", "es", "found"),
        ("Encontrado sin vida", "es", "died"),
        ("Localizada con vida", "es", "survived"),
        ("LOCALIZADA CON VIDA", "es", "survived"),
        ("LOCALIZADO SIN VIDA", "es", "died"),
        ("NO LOCALIZADA", "es", "disappeared"),
        ("Entlassung", "de", "released"),
        ("Sušaudymas", "lt", "shot"),
        ("eltűnése", "hu", "disappeared"),
        ("shooting range", "en", None),
    ],
)
def test_nouns_say_what_became_of_a_person(text: str, language: str, code: str | None) -> None:
    assert read_outcome(text, Habits(language))[0] == code


@pytest.mark.parametrize(
    ("text", "language"), [("halálra ítélték", "hu"), ("death sentence", "en"), ("i dënuar me vdekje", "sq")]
)
def test_a_sentence_of_death_is_no_death(text: str, language: str) -> None:
    assert read_outcome(text, Habits(language)) == (None, f"no code for: {text}")
