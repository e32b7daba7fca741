"""Archives from Python: open one and take its people, answers and numbers as tables.

Takes the folder of an archive that was built; gives tables of polars or pandas. People who may be living are left out
unless whoever keeps the archive asks for them; nothing is ever written.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from byname.access.analyses import PARTS, answers_of, estimates_of
from byname.access.leading_answers import leading_answers
from byname.access.lists import lists_of
from byname.access.person import person_of
from byname.access.search.search import SearchHit, search_archive
from byname.access.trace import numbers_of, trace
from byname.api.cards import IntervalRow, bar_picture, card, interval_picture
from byname.api.frames import Tabular
from byname.archive.archive import Archive
from byname.errors import BadArchive, NotInSources
from byname.exports.tables import EXPORTS, export_table

_ANSWERS = ("question", "sentence", "analysis", "number", "rests_on", "caution")
_HITS = {
    "person_id": pl.String(), "name": pl.String(), "birth": pl.String(), "death": pl.String(), "lists": pl.String(),
    "score": pl.Float64(), "fit": pl.String(), "namesakes": pl.Int64(),
}  # fmt: skip
_NUMBERS = {
    "id": pl.String(), "label": pl.String(), "value": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(),
    "unit": pl.String(), "method": pl.String(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ArchiveTable(Tabular):
    """A table of an archive: `title` says of what, `notes` what is left out; `picture` is drawn above it."""

    title: str
    table: pl.DataFrame
    notes: tuple[str, ...] = ()
    picture: str = ""

    def to_polars(self) -> pl.DataFrame:
        """Gives: the table, with the columns that the method which made it names. Raises nothing."""
        return self.table

    def _repr_html_(self) -> str:
        return card(self.title, picture=self.picture, warnings=self.notes, below=Tabular._repr_html_(self))


@dataclass(frozen=True, slots=True)
class OpenArchive:
    """A built archive, for reading; `protected` is whether people who may be living are left out."""

    archive: Archive
    protected: bool = True

    def people(self) -> ArchiveTable:
        """Gives: one row a person, as `byname export --what people` does. Raises BadArchive where it is not built."""
        return self.export("people")

    def export(self, what: str) -> ArchiveTable:
        """One of the tables of `byname export`.

        Takes: `what`, one of people, records, statements, pairs, assignments, conflicts, incidents, unread.
        Gives: the table, with a note of how many people are left out as they may be living.
        Raises: NotInSources for a table that there is not, BadArchive where the archive is not built.
        """
        if what not in EXPORTS:
            raise NotInSources(f"there is no table {what!r}", where="export", fix=f"one of {', '.join(EXPORTS)}")
        frame, withheld = export_table(self.archive, what, protected=self.protected)
        notes = (f"{withheld:,} people who may be living are left out.",) if withheld else ()
        return ArchiveTable(f"{what} of {self.archive.settings.title}", frame, notes)

    def lists(self) -> ArchiveTable:
        """Gives: one row a list: `name`, `title`, `citation`, `licence`, `universe`, `coverage`, `standing`,
        `language`. Raises BadArchive where the archive is not built.
        """
        names = ("name", "title", "citation", "licence", "universe", "coverage", "standing", "language")
        rows = [{name: getattr(one, name) for name in names} for one in lists_of(self.archive)]
        return ArchiveTable("Lists", pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String())))

    def search(self, words: str, limit: int = 20) -> ArchiveTable:
        """Search for people, however their names are spelled.

        Takes: `words`, parts of a name in any script, a year, a place; `limit`, how many people at the most.
        Gives: the best first: `person_id`, `name`, `birth`, `death`, `lists`, `score` (0 to 100), `fit`, `namesakes`.
        Raises: BadArchive where the archive is not built.
        Source: docs/search.md.
        """
        found, withheld = search_archive(self.archive, words, limit=limit, protected=self.protected)
        rows = [_hit(hit) for hit in found]
        notes = (f"{withheld:,} more may be living and are withheld.",) if withheld else ()
        return ArchiveTable(f"Found for {words}", pl.DataFrame(rows, schema=_HITS), notes)

    def person(self, person_id: str) -> ArchiveTable:
        """Every statement about one person.

        Takes: `person_id`, the id of a person, one it had before, or the id of a record.
        Gives: one row a statement with the field, the text as written and the record that it stands in.
        Raises: NotInSources where nobody has the id or the person may be living.
        """
        found = person_of(self.archive, person_id, protected=self.protected)
        disagree = [f"The sources disagree: {c['field']}: {' / '.join(c['values'])}." for c in found["conflicts"]]
        title = f"{found['name']} ({found['birth'] or '?'} - {found['death'] or '?'}), {found['person_id']}"
        return ArchiveTable(title, pl.DataFrame(found["attestations"]), tuple(disagree))

    def answers(self, part: str) -> ArchiveTable:
        """The sentences that answer first, as `byname motive` and `byname consequences` print them.

        Takes: `part`, motive or consequences.
        Gives: `question`, `sentence` (its interval in it), `analysis`, `number` (for `trace`), `rests_on`, `caution`.
        Raises: NotInSources for another part, BadArchive where the archive is not built.
        Source: docs/motive.md and docs/consequences.md name the method of each.
        """
        if part not in PARTS:
            raise NotInSources(f"there is no part {part!r}", where="answers", fix=f"one of {', '.join(PARTS)}")
        first = leading_answers(part, answers_of(self.archive, part), estimates_of(self.archive))
        rows = [asdict(one) for one in first]
        return ArchiveTable(part, pl.DataFrame(rows, schema=dict.fromkeys(_ANSWERS, pl.String())))

    def estimates(self) -> ArchiveTable:
        """How many no list names, by every method.

        Gives: one row a method: `lists`, `method`, `estimate`, `low`, `high` (people; null: none), the range first.
        Raises: BadArchive where the archive is not built.
        Source: docs/casualties.md names the paper of each method.
        """
        rows = [row for one in estimates_of(self.archive) for row in _estimate_rows(one)]
        kinds = {name: pl.Float64() for name in ("estimate", "low", "high")}
        table = pl.DataFrame(rows, schema={"lists": pl.String(), "method": pl.String(), **kinds}, strict=False)
        drawn = [IntervalRow(row["method"], row["estimate"], row["low"], row["high"]) for row in table.to_dicts()]
        notes = [warning for one in estimates_of(self.archive) for warning in one["warnings"]]
        picture = interval_picture(drawn, "People in all by each method, with intervals")
        return ArchiveTable("People named and unnamed", table, tuple(dict.fromkeys(notes)), picture)

    def numbers(self) -> ArchiveTable:
        """Gives: every number that the archive prints: `id`, `label`, `value`, `low`, `high`, `unit`, `method`.
        Raises BadArchive where the archive is not built.
        """
        rows = [{name: getattr(number, name) for name in _NUMBERS} for number in numbers_of(self.archive).values()]
        return ArchiveTable("Numbers", pl.DataFrame(rows, schema=_NUMBERS))

    def trace(self, number_id: str, limit: int | None = 20) -> ArchiveTable:
        """A printed number back to the rows of the originals.

        Takes: `number_id`, as it stands beside the number; `limit`, how many rows at the most, None for all.
        Gives: `record_id`, `source`, `file`, `sha256` (of the original), `item`, `text`.
        Raises: NotInSources where no number has the id.
        """
        found = trace(self.archive, number_id, limit=limit, protected=self.protected)
        title = f"{found.number.label}: {found.number.text} {found.number.unit}, from {found.total:,} records"
        kinds = dict.fromkeys(("record_id", "source", "file", "sha256", "item", "text"), pl.String())
        table = pl.DataFrame([asdict(row) for row in found.rows], schema=kinds)
        return ArchiveTable(title, table, found.number.warnings)

    def _repr_html_(self) -> str:
        numbers = numbers_of(self.archive)
        sizes = [
            (one.name, numbers[f"{one.name}-records"].value)
            for one in lists_of(self.archive)
            if f"{one.name}-records" in numbers
        ]
        said = [f"{numbers['people-named'].text} people whom the lists name."] if "people-named" in numbers else []
        said += [one["sentences"][0] for one in estimates_of(self.archive)[:1]]
        warned = [warning for one in estimates_of(self.archive)[:1] for warning in one["warnings"]]
        picture = bar_picture(sizes, "Entries of each list")
        return card(self.archive.settings.title, sentences=said, picture=picture, warnings=warned)


def open_archive(folder: str | Path, *, protected: bool = True) -> OpenArchive:
    """Open an archive for reading.

    Takes: `folder`, the folder of a built archive; `protected` False shows people who may be living, too, and is for
    whoever keeps the archive.
    Gives: an OpenArchive, whose methods give tables.
    Raises: BadArchive where the folder is no archive or is not built.
    Source: docs/archive.md describes the folder.
    """
    if not isinstance(folder, str | Path):
        raise BadArchive(
            f"{type(folder).__name__} is no folder", where="open_archive", fix="give the path of an archive"
        )
    archive = Archive.open(Path(folder))
    lists_of(archive)
    return OpenArchive(archive, protected)


def _hit(hit: SearchHit) -> dict[str, Any]:
    return {name: getattr(hit, name) for name in _HITS}


def _estimate_rows(one: dict[str, Any]) -> list[dict[str, Any]]:
    lists = " ".join(one["lists"])
    spread = one.get("range")
    head = [{"lists": lists, "method": "range", "low": spread["low"], "high": spread["high"]}] if spread else []
    kept = ("estimate", "low", "high")
    methods = [{"lists": lists, "method": m["name"], **{name: m[name] for name in kept}} for m in one["methods"]]
    return [{"estimate": None, **row} for row in (*head, *methods)]
