from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from byname.access.named_people import named_people
from byname.archive.archive import Archive
from byname.site.language import site_language
from byname.site.publishing.search_files import packed, search_files


def _said(content: bytes) -> list[Any]:
    text = content.decode()
    inside = text[text.index("(") + 1 : text.rindex(")")]
    found: list[Any] = json.loads(f"[{inside}]")
    return found


def test_every_person_is_found_by_every_word_in_parts_that_are_small(demo: Path) -> None:
    named = named_people(Archive.open(demo))
    files = dict(search_files(named, site_language("en")))
    (about,) = _said(files["search/about.js"])
    lines = [line for name, content in files.items() if "/words/" in name for line in _said(content)[1].split("\n")]
    assert about["people"] == named.people.height == 408
    assert lines == sorted(lines)
    assert max(map(len, files.values())) < 60_000
    rows = [row for name in sorted(files) if "/people/" in name for row in _said(files[name])[1]]
    found = set[int]()
    for line in lines:
        number = 0
        for step in line.partition("\t")[2].split(" "):
            number += int(step, 36)
            found.add(number)
    assert found == set(range(len(rows)))
    assert {row[1] for row in rows} == set(named.people["name"])


def test_nobody_who_may_be_living_is_in_the_index_and_no_name_ends_a_script(small: Archive) -> None:
    files = dict(search_files(named_people(small), site_language("en")))
    text = b"".join(files.values()).decode()
    assert "kanari" not in text.lower()
    assert "Vanavalge" in text
    assert not {"\u2028", "\u2029"} & set(text)


def test_numbers_are_packed_as_differences() -> None:
    assert packed([5]) == "5"
    assert packed([0, 35, 36, 1332]) == "0 z 1 100"
