"""Consequences stage: where the people of a list were sent, when, and by which list.

Goes in: people with the places of detention and exile that the sources name, read by the gazetteer, and the archive's
table of camps where it has one. Comes out: people by place with coordinates, by year, and by list. A place that neither
knows stays in the table and is counted as not placed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from byname.consequences.camps import camps_of
from byname.consequences.place_index import EXACT, UNREAD, Gazetteer, Spot, gazetteer, stem
from byname.consequences.prisoners import CAMPS
from byname.records.fold import fold
from byname.sources.facts import FactTable
from byname.values.analysis import Analysis, counted, refusal
from byname.values.printed import Condition, PrintedNumber

SENT = {"person_id": pl.String, "record_id": pl.String, "source": pl.String, "kind": pl.String, "place": pl.String,
        "region": pl.String, "year": pl.Int32}  # fmt: skip
_FEWEST = 10
_TABLE = "destinations"
_TITLE = "Where people were sent"
_FARTHEST = 300  # km between a town and the camp that is named after it; farther ones share the name alone
_END_OF_NAME = {"itl", "ito", "lager", "lageria", "camp", "camps", "pfl", "lo"}
_EARTH = 6371.0


@dataclass(frozen=True, slots=True)
class Camp:
    """A camp of the archive's table at its largest: its label, place, prisoners, year, row, and names for joining."""

    label: str
    lon: float | None
    lat: float | None
    prisoners: int
    year: int
    row: int


@dataclass(frozen=True, slots=True)
class Located:
    """Where a destination lies on the map, and what the coordinates are of; the camp of the table, where one fits."""

    lon: float | None = None
    lat: float | None = None
    at: str = ""
    camp: Camp | None = None


class CampNames:
    """The camps of the archive's table by their folded names; of several with one name the largest."""

    def __init__(self, table: pl.DataFrame) -> None:
        self._by_name: dict[str, Camp] = {}
        columns = [name for name in ("camp_ru", "camp_en") if name in table.columns]
        ranked = table.filter(pl.col("counts")).sort(["prisoners", "row"], descending=[True, False])
        for row in ranked.unique("camp_id", keep="first", maintain_order=True).iter_rows(named=True):
            camp = Camp(row["camp"], row["lon"], row["lat"], row["prisoners"], row["year"], row["row"])
            for name in filter(None, (_name(row[column]) for column in columns)):
                self._by_name.setdefault(name, camp)

    def find(self, place: str, spot: Spot | None) -> Camp | None:
        """The camp a place names, or is named after; a town's camp must lie near it."""
        forms = spot.forms if spot else (place.lower(),)
        for form in forms:
            camp = self._by_name.get(form if " " in form else stem(form))
            if camp is not None and (spot is None or spot.kind == "camp" or _near(camp, spot)):
                return camp
        return None


def _name(text: str | None) -> str:
    """A camp's name without the words for a camp: the stem of one word, or its folded words.

    >>> _name("Воркутинский ИТЛ"), _name("Северо-Восточный ИТЛ"), _name("Vorkutinsky ITL")
    ('vorkut', 'severo vostochni', 'vorkut')
    """
    words: list[str] = []
    for word in fold(text or "").split():
        if word in _END_OF_NAME:
            break
        words.append(word)
    return " ".join(words) if len(words) > 1 else stem(words[0]) if words else ""


def _near(camp: Camp, spot: Spot) -> bool:
    if camp.lon is None or camp.lat is None or spot.lon is None or spot.lat is None:
        return False
    a, b = math.radians(camp.lat), math.radians(spot.lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(spot.lon - camp.lon) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(half)) <= _FARTHEST


def destinations_of(said: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """The table of destinations: a row for each record, kind and place.

    `said`: person_id, record_id, kind (camp or exile), value (folded), as_written. `years`: person_id, kind, year.
    """
    known = gazetteer()
    read = {key: known.read(*key) for key in said.select("value", "as_written").unique().iter_rows()}
    found = [read[key] for key in said.select("value", "as_written").iter_rows()]
    places = said.with_columns(
        pl.Series("place", [one.place for one in found], dtype=pl.String),
        pl.Series("region", [one.region for one in found], dtype=pl.String),
        pl.col("record_id").str.split(":").list.first().alias("source"),
    )
    dated = places.join(years, on=["person_id", "kind"], how="left").select(list(SENT))
    return dated.cast(pl.Schema(SENT)).unique().sort("record_id", "kind", "place", "region")


def where_sent(sent: pl.DataFrame, facts: Mapping[str, FactTable]) -> Iterator[Analysis]:
    """The people by place, by year and by list."""
    yield destinations(sent, facts)
    yield sent_by_year(sent)
    yield sent_by_list(sent)


def destinations(sent: pl.DataFrame, facts: Mapping[str, FactTable] | None = None) -> Analysis:
    """The people by place and kind, those places that are named for ten people or more, and how many the map places."""
    id = _TABLE
    people = sent["person_id"].n_unique()
    if not people:
        return refusal(id, _TITLE, "Our sources name no place of detention or exile.")
    located = _located(sent, (facts or {}).get(CAMPS))
    counts = _by_place(sent)
    if not len(counts):
        return refusal(id, _TITLE, f"No place of detention or exile is named for {_FEWEST} or more people.")
    rows, numbers = [], []
    for kind, place, count in counts.iter_rows():
        key = f"{id}-{kind}-{place}"
        where = (Condition("kind", "is", kind), Condition("place", "is", place))
        numbers.append(_persons(key, f"people sent to {place} ({kind})", count, *where))
        rows.append({"kind": kind, "place": place, "people": count, "people_id": key} | _cells(located[place]))
    own, shares = _shares(sent, located)
    warnings = (
        "A person who was sent to several places counts at each. Places are read from their names: two places of one "
        "name can be taken for one, and a district stands at the place that bears its name.",
        "A region lies at its capital; a camp that the archive's table does not place lies at the town it is named "
        "after or at the capital of its region. The column 'at' says which. Coordinates: GeoNames (CC BY 4.0).",
    )
    top = next((row for row in rows if row["at"]), rows[0])
    sentences = (
        f"For {people:,} people our sources name a place of detention or exile.",
        *shares,
        f"Most often named is {top['place']} ({top['kind']}): {top['people']:,} people.",
        *_joined(rows, has_table=CAMPS in (facts or {})),
    )
    table = pl.DataFrame(rows, infer_schema_length=None)
    return Analysis(id, _TITLE, "counted; places by a gazetteer of names", table, sentences, warnings,
                    (*own, *numbers))  # fmt: skip


def _by_place(sent: pl.DataFrame) -> pl.DataFrame:
    return _people_by(sent, "kind", "place").sort(["people", "kind", "place"], descending=[True, False, False])


def _people_by(sent: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The people of each group of rows, groups of fewer than ten left out."""
    counts = sent.group_by(columns).agg(pl.col("person_id").n_unique().alias("people"))
    return counts.filter(pl.col("people") >= _FEWEST)


def _persons(key: str, label: str, count: int, *where: Condition) -> PrintedNumber:
    return replace(counted(key, label, count, _TABLE, *where), distinct="person_id")


def _located(sent: pl.DataFrame, camps: FactTable | None) -> dict[str, Located]:
    """Every place of the table with its coordinates, where anything gives them."""
    names = CampNames(camps_of(camps)) if camps is not None else None
    counts = sent.group_by("place", "region").len().sort(["place", "len", "region"], descending=[False, True, False])
    regions = dict(counts.unique("place", keep="first", maintain_order=True).select("place", "region").iter_rows())
    known = gazetteer()
    return {place: _locate(place, regions[place] or "", known, names) for place in sorted(regions)}


def _locate(place: str, region: str, known: Gazetteer, names: CampNames | None) -> Located:
    spot = known.spots.get(place)
    is_camp = spot.kind == "camp" if spot else place.istitle() and place.endswith("lag")
    camp = names.find(place, spot) if names and (is_camp or (spot and spot.kind == "town")) else None
    if spot is not None and spot.lon is not None:
        return Located(spot.lon, spot.lat, spot.at, camp)
    if camp is not None and camp.lon is not None:
        return Located(camp.lon, camp.lat, "the camp, by the archive's table", camp)
    town = known.named_in(place, region) if is_camp else None
    if town is not None:
        return Located(town.lon, town.lat, f"{town.label}, after which it is named", camp)
    around = known.spots.get(region)
    return Located(around.lon, around.lat, f"{around.label}: {around.at}", camp) if around else Located(camp=camp)


def _cells(found: Located) -> dict[str, object]:
    camp = found.camp
    joined = f"{camp.label}: {camp.prisoners:,} in {camp.year} (row {camp.row})" if camp else ""
    return {"at": found.at, "camp_of_the_table": joined, "lon": found.lon, "lat": found.lat}


def _shares(sent: pl.DataFrame, located: Mapping[str, Located]) -> tuple[list[PrintedNumber], Iterator[str]]:
    """How many people the map places, and how many of them at the place itself."""
    on_map = tuple(place for place, found in located.items() if found.lon is not None)
    exact = tuple(place for place in on_map if located[place].at.startswith(EXACT))
    people = sent["person_id"].n_unique()
    placed, close = (
        sent.filter(pl.col("place").is_in(list(places)))["person_id"].n_unique() for places in (on_map, exact)
    )
    numbers = [
        _persons(f"{_TABLE}-people", "people with a place of detention or exile", people),
        _persons(f"{_TABLE}-placed", "people whose place lies on the map", placed, Condition("place", "in", on_map)),
    ]
    sentence = (
        f"The map places {placed:,} of them ({placed / people:.0%}): {close:,} at a town, a district's centre or a "
        f"camp, the others at the capital of a region; {people - placed:,} are not placed on the map."
    )
    return numbers, iter((sentence,))


def _joined(rows: list[dict[str, object]], *, has_table: bool) -> Iterator[str]:
    if has_table:
        joined = [row for row in rows if row["camp_of_the_table"] and row["kind"] == "camp"]
        people = sum(int(str(row["people"])) for row in joined)
        yield (
            f"{len(joined):,} places of detention, named {people:,} times, bear the name of a camp of the archive's "
            "table; its largest figure stands beside them."
        )


def sent_by_year(sent: pl.DataFrame) -> Analysis:
    """The people sent to camps and into exile, by the year in which they were taken."""
    id, title = "sent-by-year", "People sent, by the year in which they were taken"
    dated = sent.filter(pl.col("year").is_not_null())
    counts = _people_by(dated, "year", "kind").sort("year", "kind")
    if not len(counts):
        return refusal(id, title, f"In no year {_FEWEST} or more people were taken who have a place of exile or camp.")
    rows, numbers = [], []
    for year, kind, people in counts.iter_rows():
        key = f"{id}-{year}-{kind}"
        where = (Condition("kind", "is", kind), Condition("year", "is", year))
        numbers.append(_persons(key, f"people taken in {year} and sent: {kind}", people, *where))
        rows.append({"year": year, "kind": kind, "people": people, "people_id": key})
    top = max(rows, key=lambda row: (row["people"], -row["year"]))
    left = sent["person_id"].n_unique() - dated["person_id"].n_unique()
    sentence = f"Most were sent in {top['year']} ({top['kind']}): {top['people']:,} people."
    warning = (
        "The year is that of the arrest; of those exiled that of the deportation, else of the arrest or the decision, "
        "whichever came first, and of members of a household without a date that of its head. It is not the year of "
        "arrival. "
        f"{left:,} people have no year."
    )
    return Analysis(id, title, "counted", pl.DataFrame(rows), (sentence,), (warning,), tuple(numbers))


def sent_by_list(sent: pl.DataFrame) -> Analysis:
    """The people sent to camps and into exile by list, and how many of each have a place that can be read."""
    id, title = "sent-by-list", "People sent, by list"
    if not len(sent):
        return refusal(id, title, "Our sources name no place of detention or exile.")
    rows, numbers = [], []
    for source in sorted(sent["source"].unique()):
        row: dict[str, object] = {"list": source}
        own = sent.filter(pl.col("source") == source)
        for kind in ("camp", "exile"):
            key = f"{id}-{source}-{kind}"
            people = own.filter(pl.col("kind") == kind)["person_id"].n_unique()
            where = (Condition("source", "is", source), Condition("kind", "is", kind))
            numbers.append(_persons(key, f"people on {source} with a place: {kind}", people, *where))
            row |= {kind: people, f"{kind}_id": key}
        rows.append(row | {"not_read": own.filter(pl.col("place") == UNREAD)["person_id"].n_unique()})
    top = max(rows, key=lambda row: int(str(row["camp"])) + int(str(row["exile"])))
    sentence = f"Most stand on {top['list']}: {top['camp']:,} with a camp, {top['exile']:,} with a place of exile."
    return Analysis(id, title, "counted", pl.DataFrame(rows), (sentence,), (), tuple(numbers))
