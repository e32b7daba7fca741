from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from byname.claims.evidence.shipped import bundled_people, shipped_evidence
from byname.claims.lexicon.entities import gazetteer, kind_of, offices
from byname.claims.lexicon.phrases import find_phrases, ids
from byname.claims.lexicon.predicates import includes, predicates
from byname.claims.lexicon.subject import subject
from byname.claims.lexicon.subject_pack import all_words, pack_folder, pack_tables, pack_yaml, subject_pack
from byname.claims.text.tokens import tokenize

BYNAME = Path(__file__).resolve().parents[3] / "src" / "byname"
ROOMS = ("claims", "access", "pipeline", "api", "cli", "site")
GAZETTEER = """
- {id: ruritania, kind: place, words: {en: [Ruritania], es: [Ruritania], ru: [Руритания]}}
- {id: rupert, kind: person, words: [Rupert of Hentzau], place: ruritania}
"""


def write(folder: Path, name: str, place: str = "ruritania") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "subject.yaml").write_text(f"name: {name}\nbackground_places: [{place}]\n", encoding="utf-8")
    (folder / "gazetteer.yaml").write_text(GAZETTEER.replace("ruritania", place), encoding="utf-8")
    return folder


def entities_in(text: str) -> frozenset[str]:
    return ids(find_phrases(tokenize(text)), "entity")


def test_another_folder_is_the_subject_inside_the_block_and_the_default_after_it(tmp_path: Path) -> None:
    default, before = pack_folder(), len(shipped_evidence().figures)
    with subject_pack(write(tmp_path, "Ruritania")):
        assert pack_folder() == tmp_path.resolve()
        assert set(gazetteer()) == {"ruritania", "rupert"}
        assert subject().background_places == {"ruritania"}
        assert entities_in("Rupert of Hentzau and Stalin in Ruritania") == {"rupert", "ruritania"}
        assert (shipped_evidence().figures, dict(bundled_people()), offices()) == ((), {}, {})
        assert kind_of("stalin") == ""
    assert pack_folder() == default
    assert len(shipped_evidence().figures) == before
    assert kind_of("stalin") == "person"
    assert entities_in("Rupert of Hentzau and Stalin") == {"stalin"}


def test_the_outer_subject_is_back_after_an_inner_one_and_after_an_error(tmp_path: Path) -> None:
    outer, inner = write(tmp_path / "a", "A"), write(tmp_path / "b", "B", "graustark")
    with subject_pack(outer):
        with pytest.raises(KeyError, match="ruritania"), subject_pack(inner):
            gazetteer()["ruritania"]
        assert "ruritania" in gazetteer()
        with subject_pack(None):
            assert "ruritania" in gazetteer()
    assert "stalin" in gazetteer()


def test_a_pack_adds_words_to_predicates_and_predicates_of_its_own(tmp_path: Path) -> None:
    (write(tmp_path, "R") / "predicates.yaml").write_text(
        "execute: {words: {en: [defenestrated]}}\nbanish: {words: [sent to Zenda], under: deport}\n", encoding="utf-8"
    )
    shared = predicates()["execute"].words
    with subject_pack(tmp_path):
        assert predicates()["execute"].words == (*shared, "defenestrated")
        assert includes("deport", "banish")
        assert ids(find_phrases(tokenize("ten were sent to Zenda")), "predicate") == {"banish"}
    assert "banish" not in predicates()
    assert predicates()["execute"].words == shared


def test_words_by_language_are_one_list_in_lower_case() -> None:
    assert all_words(["A", "b", "a"]) == ("a", "b")
    assert all_words({"en": ["Coup"], "ru": ["Переворот"]}) == ("coup", "переворот")


def test_files_that_a_pack_lacks_are_none(tmp_path: Path) -> None:
    with subject_pack(write(tmp_path, "R")):
        assert pack_yaml("periods.yaml") is None
        assert pack_tables("figures") == ()


# Where what belongs to the subject comes from; whatever calls these, or calls what calls them, belongs to it too.
SOURCES = frozenset({"pack_yaml", "pack_rows", "pack_tables", "pack_folder"})


def functions_of(sources: Iterable[str]) -> Iterator[tuple[str, bool, frozenset[str]]]:
    """The functions of modules: their names, whether a cache keeps what they give, and the names that they call."""
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                marks = [ast.unparse(mark) for mark in node.decorator_list]
                kept = any("cache" in mark and mark != "cached_property" for mark in marks)
                calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
                yield node.name, kept, frozenset(call.id for call in calls if isinstance(call, ast.Name))


def kept_of_the_subject(sources: Iterable[str]) -> set[str]:
    """The functions that keep something of the subject by a cache that does not forget it."""
    functions = list(functions_of(sources))
    own, before = set(SOURCES), 0
    while len(own) > before:
        before = len(own)
        own |= {name for name, _, calls in functions if calls & own}
    return {name for name, kept, calls in functions if kept and calls & own}


def test_nothing_of_the_subject_is_kept_by_a_cache_that_does_not_forget() -> None:
    rooms = [path.read_text(encoding="utf-8") for room in ROOMS for path in (BYNAME / room).rglob("*.py")]
    assert kept_of_the_subject(rooms) == set()
    assert kept_of_the_subject(["def g():\n    return pack_yaml()\n@cache\ndef f():\n    return g()\n"]) == {"f"}
