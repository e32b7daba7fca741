"""Review of an archive: the queue of doubtful pairs, what reviewers judge about them, and why a pair is linked.

Takes the derived tables and the ledger; gives pairs ordered by what a verdict would change most, each with both entries
and its evidence. Judgements go into the ledger, from which every build takes them; nothing is ever erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

import polars as pl

from byname.access.followed_records import FollowedRecords, Hashes, follow, hashes_of
from byname.access.protection import Protection
from byname.archive.archive import Archive
from byname.archive.ledger import Check, LedgerEntry
from byname.archive.tables import DerivedTables
from byname.errors import BadArchive, BadRecord
from byname.people.explanation import MatchExplanation, explain
from byname.people.judgements import Judgement, Pair, Resolution, Verdict, lacks_reason, resolve

JUDGEMENT, UNDONE = "judgement", "judgement-undone"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair to judge: its probability, whether it is one person now, and how many records a wrong decision misplaces.

    `expected` is the number of records expected to be misplaced as the decision stands: the chance that it is wrong
    times the records of the smaller side.
    """

    record_a: str
    record_b: str
    probability: float
    together: bool
    expected: float


@dataclass(frozen=True, slots=True)
class StandingWords:
    """The judgements that were not taken back, on the ids that their entries have now, in the order they were made.

    `waiting`: pairs about which too few reviewers have spoken, or none but one was sure; they bind nothing yet.
    `read_as`: the present id of entries that were judged under another.
    """

    words: tuple[Judgement, ...]
    waiting: frozenset[Pair]
    read_as: FollowedRecords


def standing_words(archive: Archive, tables: DerivedTables | None = None) -> StandingWords:
    """What reviewers have said that stands; judgements of which an entry is gone are left out (`orphaned`)."""
    gone = {int(entry.payload["number"]) for entry in archive.ledger.entries(UNDONE)}
    followed = followed_records(archive, tables)
    words, needed = list[Judgement](), dict[Pair, int]()
    for word, reviewers in _every(archive, followed):
        if word.number not in gone and not _is_orphaned(word, followed):
            words.append(word)
            needed[word.pair] = max(reviewers, needed.get(word.pair, 1))
    return StandingWords(tuple(words), _waiting(words, needed), followed)


def _waiting(words: Iterable[Judgement], needed: Mapping[Pair, int]) -> frozenset[Pair]:
    last: dict[Pair, dict[str, str]] = {}
    settled = set()
    for word in words:
        last.setdefault(word.pair, {})[word.by] = word.verdict
        if word.adjudicates:
            settled.add(word.pair)
    return frozenset(
        pair for pair, said in last.items() if pair not in settled and not _is_enough(list(said.values()), needed[pair])
    )


def _is_enough(verdicts: Sequence[str], needed: int) -> bool:
    """Whether as many as are needed spoke and agree, or disagree so that somebody must settle it."""
    sure = [verdict for verdict in verdicts if verdict != "unsure"]
    return len(verdicts) >= needed and (len(set(sure)) > 1 or len(sure) >= needed or not sure)


def judgements_of(archive: Archive, tables: DerivedTables | None = None) -> Resolution:
    """What stands of all judgements in the ledger, on the ids that their entries have now; those of which an entry is
    gone are left out (`orphaned`), and pairs about which too few have spoken bind nothing."""
    return resolution_of(standing_words(archive, tables))


def resolution_of(said: StandingWords) -> Resolution:
    """What stands of the words of reviewers; how they agree is told of all words."""
    found = resolve(word for word in said.words if word.pair not in said.waiting)
    return replace(found, agreement=resolve(said.words).agreement)


def orphaned(archive: Archive, tables: DerivedTables | None = None) -> list[Judgement]:
    """The judgements that were not taken back and of which an entry is no longer in the archive."""
    undone = {int(entry.payload["number"]) for entry in archive.ledger.entries(UNDONE)}
    followed = followed_records(archive, tables)
    return [word for word, _ in _every(archive, followed) if _is_orphaned(word, followed) and word.number not in undone]


def followed_records(archive: Archive, tables: DerivedTables | None = None) -> FollowedRecords:
    """Where the judged entries stand now; judgements of archives made before this was noted stand on their ids."""
    judged: dict[str, Hashes] = {}
    for entry in archive.ledger.entries(JUDGEMENT):
        for id, parts in dict(entry.payload.get("entries", {})).items():
            judged[str(id)] = (str(parts[0]), str(parts[1]))
    read = tables or DerivedTables(archive.tables)
    if not judged or not read.has("entries"):
        return FollowedRecords({}, frozenset())
    return follow(read, judged)


def _is_orphaned(word: Judgement, followed: FollowedRecords) -> bool:
    return bool(followed.lost & set(word.pair))


def _every(archive: Archive, followed: FollowedRecords) -> Iterator[tuple[Judgement, int]]:
    """Every judgement that was ever made, and how many reviewers it needs to bind."""
    for entry in archive.ledger.entries(JUDGEMENT):
        ids = (followed.now(str(entry.payload[end])) for end in ("record_a", "record_b"))
        first, second = sorted(ids)
        word = Judgement(
            entry.number,
            entry.at,
            entry.by,
            first,
            second,
            entry.payload["verdict"],
            str(entry.payload.get("why", "")),
            bool(entry.payload.get("adjudicates", False)),
        )
        yield word, int(entry.payload.get("reviewers", 1))


def binding_judgements(archive: Archive, tables: DerivedTables | None = None) -> pl.DataFrame:
    """The verdicts that the linkage must follow: record_a, record_b, verdict."""
    rows = [(word.record_a, word.record_b, word.verdict) for word in judgements_of(archive, tables).binding]
    schema = {"record_a": pl.String, "record_b": pl.String, "verdict": pl.String}
    return pl.DataFrame(sorted(rows), schema=schema, orient="row")


def judge(
    archive: Archive,
    record_a: str,
    record_b: str,
    verdict: str,
    *,
    by: str | None,
    why: str,
    adjudicates: bool,
    reviewers: int = 1,
    after: Check | None = None,
) -> Judgement:
    """Write a judgement into the ledger; it binds where as many `reviewers` agree. `after`: see `Ledger.append`.

    Raises BadRecord for an unknown record or verdict, and for a merge or a split without a reason.
    """
    if verdict not in get_args(Verdict):
        raise BadRecord(f"no verdict {verdict!r}", where="--judge", fix="say same, different or unsure")
    if record_a == record_b:
        raise BadRecord("a record is itself", where=record_a, fix="name two records")
    known = _built(archive).scan("assignments").filter(pl.col("record_id").is_in([record_a, record_b]))
    missing = {record_a, record_b} - set(known.collect()["record_id"])
    if missing:
        raise BadRecord("no such record", where=sorted(missing)[0], fix="find records with `byname show`")
    if lacks_reason(verdict, why):
        what = f"a verdict {verdict!r} needs a reason"
        raise BadRecord(what, where=f"{record_a} and {record_b}", fix="give a code or words with --why")
    first, second = sorted((record_a, record_b))
    entries = {id: list(parts) for id, parts in hashes_of(DerivedTables(archive.tables), (first, second)).items()}
    payload = {"record_a": first, "record_b": second, "verdict": verdict, "why": why.strip(),
               "adjudicates": adjudicates, "entries": entries}  # fmt: skip
    payload |= {"reviewers": reviewers} if reviewers > 1 else {}
    entry = archive.ledger.append(JUDGEMENT, payload, by=by, after=after)
    return Judgement(
        entry.number, entry.at, entry.by, first, second, entry.payload["verdict"], why.strip(), adjudicates
    )


def undo(archive: Archive, *, by: str | None) -> Judgement:
    """Take back one's last judgement that stands; raises BadRecord where there is none."""
    gone = {int(entry.payload["number"]) for entry in archive.ledger.entries(UNDONE)}
    mine = [
        word
        for word, _ in _every(archive, followed_records(archive))
        if word.number not in gone and (by is None or word.by == by)
    ]
    if not mine:
        raise BadRecord("there is no judgement to undo", where=by or "the ledger", fix="judge a pair first")
    take_back(archive, mine[-1].number, by=by)
    return mine[-1]


def take_back(archive: Archive, number: int, *, by: str | None, own: bool = False) -> None:
    """Take back the judgement of this number, once.

    Raises BadRecord where there is none, or (`own`) it is another's.
    """

    def look(entries: Sequence[LedgerEntry]) -> None:
        made = {entry.number: entry for entry in entries if entry.kind == JUDGEMENT}
        gone = {int(entry.payload["number"]) for entry in entries if entry.kind == UNDONE}
        if number not in made or number in gone or (own and made[number].by != by):
            raise BadRecord("there is no such judgement to undo", where=str(number), fix="it may be undone already")

    archive.ledger.append(UNDONE, {"number": number}, by=by, after=Check((JUDGEMENT, UNDONE), look))


def queue(archive: Archive, *, limit: int, by: str | None = None) -> list[Doubt]:
    """The doubtful pairs, those first where a wrong decision is likely to misplace most records.

    Pairs on which reviewers disagree come before all others. Left out are pairs that are judged, by anybody or, where
    `by` is given, by this reviewer, so that a second one sees what the first has judged.
    """
    stands = judgements_of(archive)
    judged = {word.pair for word in (*stands.binding, *stands.unsure) if by is None or word.by == by}
    disputed = set(stands.disputed)
    found = doubts_of(archive, limit=limit + len(judged) + len(disputed), first=stands.disputed)
    first = [doubt for doubt in found if (doubt.record_a, doubt.record_b) in disputed]
    rest = [doubt for doubt in found if (doubt.record_a, doubt.record_b) not in judged | disputed]
    return [*first, *rest][:limit]


def doubts_of(archive: Archive, *, limit: int, first: Iterable[Pair] = ()) -> list[Doubt]:
    """Pairs whatever was said of them, those first where a wrong decision is likely to misplace most records; before
    them all those that are to come `first`."""
    tables = _built(archive)
    person = tables.scan("assignments").select("record_id", "person_id")
    size = person.group_by("person_id").len("size")
    person = person.join(size, on="person_id")
    pairs = tables.scan("pairs").select("record_a", "record_b", "probability")
    for end in ("a", "b"):
        ends = {"record_id": f"record_{end}", "person_id": f"person_{end}", "size": f"size_{end}"}
        pairs = pairs.join(person.rename(ends), on=f"record_{end}")
    together = pl.col("person_a") == pl.col("person_b")
    wrong = pl.when(together).then(1 - pl.col("probability")).otherwise(pl.col("probability"))
    moved = pl.when(together).then(1).otherwise(pl.min_horizontal("size_a", "size_b"))
    wanted = pl.concat_str("record_a", "record_b", separator="\n").is_in(["\n".join(pair) for pair in first])
    ordered = (
        pairs.with_columns(together.alias("together"), (wrong * moved).alias("expected"), wanted.alias("first"))
        .sort(["first", "expected", "record_a", "record_b"], descending=[True, True, False, False])
        .head(limit)
        .collect()
    )
    columns = ("record_a", "record_b", "probability", "together", "expected")
    return [Doubt(*row) for row in ordered.select(columns).iter_rows()]


def evidence_of(archive: Archive, record_a: str, record_b: str) -> MatchExplanation:
    """The evidence for one pair; raises BadRecord where the two were not compared."""
    first, second = sorted((record_a, record_b))
    pairs = _built(archive).scan("pairs")
    rows = pairs.filter((pl.col("record_a") == first) & (pl.col("record_b") == second)).collect().to_dicts()
    if not rows:
        what = "these two agree on too little to be compared"
        raise BadRecord(what, where=f"{first} and {second}", fix="look at each with `byname show`")
    return explain(rows[0])


def evidence_within(archive: Archive, person: str) -> list[MatchExplanation]:
    """The evidence for a person: the strongest pairs that hold its records together, the weakest of them first.

    They are the maximum spanning tree of the person's pairs, one fewer than its records.
    """
    tables = _built(archive)
    members = tables.scan("assignments").filter(pl.col("person_id") == person).collect()["record_id"]
    if members.is_empty():
        raise BadArchive(f"{person!r} is not in our sources", where=str(archive.folder), fix="use `byname search`")
    inside = pl.col("record_a").is_in(members.implode()) & pl.col("record_b").is_in(members.implode())
    pairs = tables.scan("pairs").filter(inside).sort("weight", descending=True).collect()
    group = {record: record for record in members}
    tree = []
    for row in pairs.iter_rows(named=True):
        one, other = group[row["record_a"]], group[row["record_b"]]
        if one != other:
            tree.append(explain(row))
            group = {record: one if root == other else root for record, root in group.items()}
    return tree[::-1]


def entries_of(archive: Archive, *records: str, protected: bool = True) -> dict[str, dict[str, Any]]:
    """The entries of some records as they stand in the originals; texts of and about people who may be living are
    withheld unless `protected` is False."""
    tables = _built(archive)
    entries = tables.scan("entries").filter(pl.col("record_id").is_in(list(records)))
    rule = Protection.of(archive, tables, protected=protected)
    shown = rule.with_texts_withheld(entries.select("record_id", "source", "text").collect(), "text")
    return {row["record_id"]: row for row in shown.to_dicts()}


def _built(archive: Archive) -> DerivedTables:
    return DerivedTables.built(archive, "pairs")
