"""The reports of the shipped collection and of the Spanish walkthrough, held against English in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tests.commands import data_of

import byname
from byname.archive.archive import Archive
from byname.archive.sources import sources_of
from byname.pipeline.report import _gather
from byname.site.language import language
from byname.site.report import report_pages
from byname.site.report_data import ReportData
from byname.values.languages import REPORT_LANGUAGES
from byname.values.shipped import shipped, shipped_yaml

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "rio-hondo"
OTHERS = [code for code in REPORT_LANGUAGES if code != "en"]
ENGLISH = re.compile(r"\b(the|of|people|which|whose|were|with|from|their|who|and|are|not|to|or|by)\b", re.IGNORECASE)
CITATION = re.compile(r"[A-Z]\w+ \d{4}|\d+(\.\d+)?(e[+-]\d+)?")  # a work by its author and year, a number
EMPTY = ("meta", "link", "br", "img", "input", "rect", "hr")  # elements that never close


@dataclass
class Texts(HTMLParser):
    """The texts of a page: `said` is what the report says, `drawn` what stands in its charts, `data` what it quotes;
    `english` what is marked as English."""

    said: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    english: list[str] = field(default_factory=list)
    open: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        if tag not in EMPTY:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element and those that were not closed in it."""
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Take a text where its element puts it."""
        tags = [tag for tag, _ in self.open]
        text = " ".join(data.split())
        if not any(letter.isalpha() for letter in text) or {"style", "script", "code", "pre", "title"} & {*tags}:
            return
        if "bdi" in tags:
            self.data.append(text)
        elif any(tag == "span" and values.get("lang") == "en" for tag, values in self.open):
            self.english.append(text)
        else:
            (self.drawn if {"text", "tspan"} & {*tags} else self.said).append(text)


@pytest.fixture(scope="module")
def walkthrough(tmp_path_factory: pytest.TempPathFactory) -> ReportData:
    """What the report of the walkthrough prints."""
    folder = tmp_path_factory.mktemp("languages") / "rio-hondo"
    data_of("init", folder, "--title", "Río Hondo (datos inventados)")
    for name in ("registro", "comision", "hechos"):
        data_of("add", folder, EXAMPLE / f"{name}.csv", "--mapping", EXAMPLE / f"{name}.yaml")
    data_of("build", folder)
    return gathered(folder)


@pytest.fixture(scope="module")
def collection(demo: Path) -> ReportData:
    """What the report of the shipped collection prints."""
    return gathered(demo)


def gathered(folder: Path) -> ReportData:
    """What the report of a built archive prints."""
    archive = Archive.open(folder)
    return _gather(archive, sources_of(archive), archive.tables)


_MADE: dict[tuple[str, str], dict[str, Texts]] = {}  # by title and language, since a report takes seconds to draw


def texts_of(data: ReportData, code: str) -> dict[str, Texts]:
    """The texts of each page of a report in a language."""
    if (data.title, code) not in _MADE:
        found = _MADE[data.title, code] = {}
        for name, page in report_pages(replace(data, language=code)).items():
            found[name] = Texts()
            found[name].feed(page)
    return _MADE[data.title, code]


@cache
def same_in(code: str) -> frozenset[str]:
    """What a language says as English does, by its own catalogues."""
    found = {str(message.id) for message in read_po(BytesIO(shipped("site", "locales", f"{code}.po").read_bytes()))
             if message.id and message.string == message.id}  # fmt: skip
    for name in ("answers", "tables", "labels", "analyses", "flags"):
        for rows in shipped_yaml("site", "locales", f"{name}.yaml").values():
            found |= {str(row["en"]) for row in rows if row["en"] == row[code]}
    return frozenset(found | {text.capitalize() for text in found} | {*language(code).months})


@cache
def shipped_data() -> str:
    """What the shipped collection and vocabularies hold, with the names of their tables."""
    root = Path(str(byname.__file__)).parent
    folders = ("collections", "records/data/vocabulary", "motive/data", "consequences/data")
    files = [path for folder in folders for path in (root / folder).rglob("*") if path.suffix in (".csv", ".yaml")]
    assert len(files) > 20
    return "\n".join([path.stem.replace("_", " ") + "\n" + path.read_text(encoding="utf-8") for path in files])


def left_in_english(data: ReportData, code: str) -> Iterator[str]:
    """Each visible text of a report that stands as in the English report or holds English words."""
    english = texts_of(data, "en")
    quoted = {text for page in english.values() for text in page.data}
    for name, page in texts_of(data, code).items():
        yield from (f"{name}: marked as English: {text}" for text in page.english)
        own = {*english[name].said, *english[name].drawn}
        known = same_in(code) | {data.title, f"← {data.title}"}
        for text in (*page.said, *page.drawn):
            plain = text.strip(" (),:;.")
            if text in page.drawn and any(value.startswith(text.rstrip("…")) for value in quoted):
                continue
            if {text, plain} & known:
                continue
            if text in own and not CITATION.fullmatch(plain):
                yield f"{name}: as in English: {text}"
            elif ENGLISH.search(plain):
                yield f"{name}: English words: {text}"


@pytest.mark.parametrize("code", OTHERS)
def test_the_report_of_the_walkthrough_leaves_nothing_in_english(walkthrough: ReportData, code: str) -> None:
    assert sum(len(page.said) for page in texts_of(walkthrough, code).values()) > 1000
    assert list(dict.fromkeys(left_in_english(walkthrough, code))) == []


@pytest.mark.parametrize("code", OTHERS)
def test_the_report_of_the_shipped_collection_leaves_only_its_data_in_english(
    collection: ReportData, code: str
) -> None:
    assert sum(len(page.said) for page in texts_of(collection, code).values()) > 2000
    assert list(dict.fromkeys(left_in_english(collection, code))) == []


@pytest.mark.parametrize("code", ["fr", "uk"])
def test_what_a_report_quotes_in_english_stands_in_its_data(collection: ReportData, code: str) -> None:
    quoted = {text for page in texts_of(collection, code).values() for text in page.data if ENGLISH.search(text)}
    held = _unfilled(f"{shipped_data()} {' '.join(source.title for source in collection.sources)}")
    assert len(quoted) > 100
    assert sorted(text for text in quoted if not _is_joined(text, held)) == []


def _is_joined(text: str, held: str) -> bool:
    """Whether a text is made of several that are held, as cells are that hold more than one; numbers are filled in, and
    one name."""
    parts = (_unfilled(part.removeprefix("Harbin ")) for part in re.split(r"[;:,.] | → ", text))
    return all(part in held or part[:1].lower() + part[1:] in held for part in parts)


def _unfilled(text: str) -> str:
    """A text without numbers and without the gaps for them."""
    return " ".join(re.sub(r"\{[^{}\s]*\}|[\d.,%_]+", " ", text).split())
