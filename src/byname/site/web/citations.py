"""How to cite a person's page, and the person as other programs read it: BibTeX, CSL-JSON, schema.org.

Takes a person as its page shows it, the address of the page and the title of the archive; gives text and plain data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from byname.site.web.person_view import PersonView

_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_",
        "^": r"\^{}", "~": r"\~{}"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: the person's name and id, the address, the archive with its state, and the day of reading.

    A copy of the site that stands nowhere yet has no address; `read_on` is then the day of the copy.
    """

    name: str
    person_id: str
    address: str
    archive: str
    state: str
    read_on: str  # YYYY-MM-DD


def bibtex(cited: Cited) -> str:
    r"""The entry of a bibliography.

    >>> print(bibtex(Cited("A {B}", "P-1", "http://x/person/P-1", "Lists & books", "ab", "2026-01-02")))
    @misc{byname-P-1,
      title = {A \{B\}},
      howpublished = {Lists \& books, state ab},
      url = {http://x/person/P-1},
      urldate = {2026-01-02}
    }
    """
    lines = {
        "title": _tex(cited.name),
        "howpublished": f"{_tex(cited.archive)}, state {cited.state}",
    }
    lines |= {"url": cited.address, "urldate": cited.read_on} if cited.address else {"date": cited.read_on}
    body = ",\n".join(f"  {key} = {{{value}}}" for key, value in lines.items())
    return f"@misc{{byname-{re.sub(r'[^A-Za-z0-9-]', '', cited.person_id)},\n{body}\n}}"


def csl_json(cited: Cited) -> dict[str, Any]:
    """The same as CSL-JSON."""
    year, month, day = (int(part) for part in cited.read_on.split("-"))
    return {
        "id": f"byname-{cited.person_id}",
        "type": "webpage",
        "title": cited.name,
        "container-title": cited.archive,
        "version": cited.state,
        "URL": cited.address,
        "accessed": {"date-parts": [[year, month, day]]},
    }


def in_words(cited: Cited) -> str:
    """The same in one line."""
    if not cited.address:
        return f"“{cited.name}” ({cited.person_id}), {cited.archive}, copy of {cited.read_on}, state {cited.state}"
    return f"“{cited.name}”, {cited.archive}, {cited.address} (state {cited.state}, read {cited.read_on})"


def schema_person(view: PersonView, address: str, places: Mapping[str, str]) -> dict[str, Any]:
    """The person as schema.org has it (JSON-LD); only dates of one form that it knows (year, month or day) are given.

    `places` are the places of birth and death as a source writes them, by `birthPlace` and `deathPlace`.
    """
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "Person"}
    data |= {"@id": address, "url": address} if address else {}
    data["name"] = view.name
    data["identifier"] = view.person_id
    if view.other_names:
        data["alternateName"] = list(view.other_names)
    dates = {"birthDate": view.birth, "deathDate": view.death}
    data |= {key: date for key, date in dates.items() if date and re.fullmatch(r"\d{4}(-\d\d){0,2}", date)}
    return data | dict(places)


def json_in_page(data: Mapping[str, Any]) -> str:
    r"""JSON that may stand in a `<script type="application/ld+json">` and cannot end it.

    >>> json_in_page({"name": "</script>"})
    '{"name": "\\u003c/script\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))
