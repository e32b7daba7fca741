"""How well cells are read in each language: labelled samples of dates, outcomes, sexes, ages, missing values and names.

The samples (tests/measured_data/readings) were written before and apart from the code. One half is for development, the
other was held and opened once. A value is `right`, `flagged` (read otherwise, or not at all, with a flag), or `wrong`:
read as something else and nothing said. Run it with `python -m benchmarks.records.readings [development|held]`.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from byname.records.ages import read_age
from byname.records.dates import read_date
from byname.records.fold import fold
from byname.records.genders import read_gender
from byname.records.habits import Habits
from byname.records.missing import is_missing, may_be_names
from byname.records.names import Order, read_name
from byname.records.outcomes import read_outcome

DATA = Path(__file__).resolve().parents[2] / "tests" / "measured_data" / "readings"
KINDS = ("date", "outcome", "missing", "gender", "age")
HALVES = ("development", "held")
RIGHT, FLAGGED, WRONG = "right", "flagged", "wrong"


class Read(NamedTuple):
    """A labelled value, what was made of it, and whether that is right, flagged or wrong."""

    language: str
    kind: str
    text: str
    wanted: str
    found: str
    verdict: str


def read_all(half: str) -> Iterator[Read]:
    """Every value of a half, read."""
    for path in sorted((DATA / half).glob("*.csv")):
        if path.stem != "names":
            yield from _values(path)


def _values(path: Path) -> Iterator[Read]:
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            habits = Habits(path.stem.partition("_")[0])
            found, flag = _found(row["kind"], row["text"], habits)
            right = found == row["value"] or (row["kind"] == "date" and _same_date(found, row["value"]))
            verdict = RIGHT if right and (found or flag or not row["value"]) else FLAGGED if flag else WRONG
            yield Read(path.stem, row["kind"], row["text"], row["value"], found, verdict)


def _found(kind: str, text: str, habits: Habits) -> tuple[str, str | None]:
    """The value and the flag of a text as a cell of its kind."""
    if kind == "missing":
        doubt = "may be a name" if text.strip().lower() in may_be_names() else None
        return ("missing" if is_missing(text) else "value"), doubt
    if is_missing(text):
        return "", "missing"
    if kind == "date":
        reading = read_date(text, habits)
        return (reading.edtf or "", reading.flag) if reading else ("", "not understood")
    value, flag = (
        {"outcome": read_outcome, "gender": read_gender}[kind](text, habits) if kind != "age" else read_age(text)
    )
    return value or "", flag


def _same_date(found: str, wanted: str) -> bool:
    """Whether two forms mean the same: an interval open to one side may be written in two ways."""
    return bool(found) and found.replace("../", "[..").replace("/..", "..]").strip("[]") == wanted.strip("[]")


def read_names(half: str) -> Iterator[Read]:
    """Every name of a half, taken apart; the surname and the given name are compared folded."""
    path = DATA / half / "names.csv"
    orders: dict[str, Order] = {"surname-first": "surname-first", "given-first": "given-first"}
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            language = row["language"].partition("_")[0]
            name = read_name(row["text"], language=language, order=orders.get(row["order"], "detect"))
            found = (name.surname, name.given)
            wanted = (row["surname"], row["given"])
            same = [_folded(a, language) == _folded(b, language) for a, b in zip(found, wanted, strict=True)]
            shown = " | ".join(part or "-" for part in found)
            yield Read(row["language"], "name", row["text"], " | ".join(wanted), shown, RIGHT if all(same) else WRONG)


def _folded(part: str | None, language: str) -> str:
    return fold(part or "", language)


def table(values: list[Read]) -> Iterator[str]:
    """One line a language: values, shares right, flagged and wrong; then the sums of each kind."""
    yield "| language | values | right | flagged | wrong, unflagged |"
    yield "|---|---:|---:|---:|---:|"
    for language in sorted({value.language for value in values}):
        yield _line(language, [value for value in values if value.language == language])
    for kind in sorted({value.kind for value in values}):
        yield _line(f"all: {kind}", [value for value in values if value.kind == kind])
    yield _line("all", values)


def _line(title: str, values: list[Read]) -> str:
    counts = Counter(value.verdict for value in values)
    shares = (f"{100 * counts[verdict] / len(values):.1f} %" for verdict in (RIGHT, FLAGGED, WRONG))
    return f"| {title} | {len(values)} | {' | '.join(shares)} |"


def main() -> None:
    """Print the scores of a half, or of both; with `--wrong` the values that were read wrongly, too."""
    halves = [word for word in sys.argv[1:] if word in HALVES] or list(HALVES)
    for half in halves:
        values = [*read_all(half), *read_names(half)]
        print(f"\n{half}\n\n" + "\n".join(table(values)))
        if "--wrong" in sys.argv:
            for value in values:
                if value.verdict != RIGHT:
                    where = f"{value.verdict} {value.language} {value.kind}"
                    print(f"{where}: {value.text!r} -> {value.found!r}, not {value.wanted!r}")


if __name__ == "__main__":
    main()
