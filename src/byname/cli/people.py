"""The commands about people: show one, search for them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from byname.access.near_ids import known_ids
from byname.access.person import person_of
from byname.access.search.search import SearchHit, search_archive
from byname.cli.nearest import suggesting
from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.people.person_ids import PREFIX
from byname.values.fields import fields

_NOT_SHOWN = {"source_title", "source_address", "read_on", "language"}


def person_text(person: dict[str, Any]) -> str:
    """The person for reading in a terminal."""
    known = fields()
    lines = [f"{person['name']}  ({person['birth'] or '?'} - {person['death'] or '?'})  {person['person_id']}"]
    certainty = f"one person with probability {person['probability']:.2f}"
    lines.append(f"on {person['lists']} lists, {len(person['records'])} entries; {certainty}")
    order = {name: i for i, name in enumerate(known)}
    for field in sorted({a["field"] for a in person["attestations"]} - _NOT_SHOWN, key=lambda f: order.get(f, 99)):
        lines += ["", f"{known[field].en}"]
        for row in (a for a in person["attestations"] if a["field"] == field):
            flag = f"  ({row['flag']})" if row["flag"] else ""
            lines.append(f"  {row['as_written'].strip()}  [{row['record_id']}]{flag}")
    if person["conflicts"]:
        lines += ["", "The sources disagree:"]
        lines += [
            f"  {c['field'].replace('_', ' ')}: {' / '.join(c['values'])}  [{', '.join(c['record_ids'])}]"
            for c in person["conflicts"]
        ]
    return "\n".join(lines)


def show(folder: Path, person: str, output: Output, *, protected: bool) -> None:
    """Show one person."""
    archive = open_archive(folder, [Path(person)])
    with suggesting(person, lambda: known_ids(archive, protected=protected)):
        found = person_of(archive, person, protected=protected)
    text = person_text(found)
    if person.startswith(PREFIX) and person != found["person_id"]:
        text = f"{person} is {found['person_id']} now.\n{text}"
    output.result(found, text)


_FITS = {"exact": "", "forms": "forms of the words", "similar": "similar spelling", "part": "fits in part"}


def _line(hit: SearchHit) -> str:
    """A person that was found, with how the words fit and how many others have the name."""
    told = [_FITS[hit.fit], f"namesakes: {hit.namesakes}" if hit.namesakes else ""]
    told = [text for text in told if text]
    line = f"{hit.person_id}  {hit.name}  ({hit.birth or '?'} - {hit.death or '?'})  {hit.lists}"
    return f"{line}  [{', '.join(told)}]" if told else line


def search_people(folder: Path, words: str, limit: int, output: Output, *, protected: bool) -> None:
    """Search for people."""
    archive = open_archive(folder, [Path(words)])
    found, withheld = search_archive(archive, words, limit=limit, protected=protected)
    lines = [_line(hit) for hit in found]
    if withheld:
        lines.append(f"{withheld} more may be living and are withheld.")
    text = "\n".join(lines) if lines else f"{words!r} is not in our sources."
    output.result({"query": words, "found": [asdict(f) for f in found], "withheld": withheld}, text)
