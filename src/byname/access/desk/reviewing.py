"""Review by several people: who judges which pair, what a keeper must settle, how far they are, and what was decided.

Takes an archive and who asks; gives pairs with the evidence of both entries side by side. Two reviewers judge each pair
without seeing one another's word; what they agree on stands, what they disagree on a keeper settles who judged neither
way. Pairs with an entry that is withheld from readers are left to `byname review --unprotected`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from byname.access.followed_records import FollowedRecords
from byname.access.protection import WITHHELD, WITHHELD_TEXT, Protection
from byname.access.review import (
    JUDGEMENT,
    UNDONE,
    Doubt,
    StandingWords,
    doubts_of,
    evidence_of,
    followed_records,
    judge,
    resolution_of,
    standing_words,
)
from byname.archive.archive import Archive
from byname.archive.ledger import Check, LedgerEntry
from byname.archive.tables import DerivedTables
from byname.errors import BadRecord
from byname.people.explanation import FieldEvidence, MatchExplanation
from byname.people.judgements import Judgement, Pair, ReviewerAgreement
from byname.values.fields import fields

REVIEWERS: Final = 2  # who must agree on a pair
MOST_DOUBTS: Final = 2000  # pairs that reviewers are led to
LEAST_EXPECTED: Final = 0.01  # records expected to be misplaced, below which a pair is not worth two people's time
# The fields whose values each comparison of the linkage sets side by side.
COMPARED: Final[Mapping[str, tuple[str, ...]]] = {
    "surname": ("name", "surname", "maiden_name", "married_surname", "maternal_surname", "alias"),
    "given": ("given_name", "alias_given"),
    "patronymic": ("patronymic", "alias_patronymic"),
    "gender": ("gender",),
    "birth": ("birth", "birth_date", "age"),
    "place": ("birth_place", "residence"),
    "arrest_place": ("arrest_place",),
    "case": ("arrest", "arrest_date", "sentence_event", "sentence_date", "sentencing_body", "sentence"),
    "articles": ("articles", "charge"),
    "deportation": ("deportation", "deportation_date", "exile_place"),
    "fate": ("outcome", "death", "death_date", "death_place", "release", "release_date", "disappearance_date"),
    "office": ("role", "occupation", "party"),
    "nationality": ("nationality",),
    "archive": ("archive",),
    "household": ("relation",),
}
_NOT_SHOWN: Final = frozenset({"language", "source_title", "source_address", "read_on", "entry_text"})


@dataclass(frozen=True, slots=True)
class AlignedValues:
    """One field of two entries: what each says, as written."""

    field: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlignedPart:
    """What one comparison was made of, and what it found; None where it found nothing, or nothing is compared."""

    finding: FieldEvidence | None
    values: tuple[AlignedValues, ...]


@dataclass(frozen=True, slots=True)
class PairToJudge:
    """Two entries side by side: ids, parts, their whole texts, what else speaks for or against one person."""

    record_a: str
    record_b: str
    parts: tuple[AlignedPart, ...]
    texts: Mapping[str, str]
    others: tuple[FieldEvidence, ...]
    explanation: MatchExplanation


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is: pairs in all, settled, judged by one, disputed, judged by whoever asks, and withheld."""

    pairs: int
    settled: int
    waiting: int
    disputed: int
    own: int
    withheld: int
    agreement: tuple[ReviewerAgreement, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """One word of the public history of a person: who judged two entries to be what, when, why; `undone`: when it was
    taken back."""

    at: str
    by: str
    verdict: str
    record_a: str
    record_b: str
    why: str
    adjudicates: bool
    undone: str


class ReviewDesk:
    """The review of one archive at one moment, for one account."""

    def __init__(self, archive: Archive, by: str, doubts: Sequence[Doubt], hidden: Collection[str]) -> None:
        self._archive = archive
        self._by = by
        self._said: StandingWords = standing_words(archive)
        self._stands = resolution_of(self._said)
        self._all = doubts
        self._doubts = [doubt for doubt in doubts if doubt.record_a not in hidden and doubt.record_b not in hidden]
        self._own = {word.pair for word in self._said.words if word.by == by}

    def to_judge(self) -> list[Doubt]:
        """The pairs that this account has not judged and that are not settled, the most important first."""
        closed = {*self._settled(), *self._stands.disputed, *self._own}
        return [doubt for doubt in self._doubts if (doubt.record_a, doubt.record_b) not in closed]

    def to_settle(self) -> list[Pair]:
        """The pairs on which reviewers disagree, or of which only one of two was sure."""
        spoken: dict[Pair, set[str]] = {}
        for word in self._said.words:
            spoken.setdefault(word.pair, set()).add(word.by)
        undecided = [pair for pair in self._said.waiting if len(spoken[pair]) >= REVIEWERS]
        return sorted({*self._stands.disputed, *undecided})

    def words_about(self, pair: Pair) -> list[Judgement]:
        """What reviewers said of one pair."""
        return [word for word in self._said.words if word.pair == pair]

    def own_words(self) -> list[Judgement]:
        """What this account has judged, the last first."""
        return [word for word in reversed(self._said.words) if word.by == self._by]

    def progress(self) -> Progress:
        """How far the review is."""
        settled, known = self._settled(), {(doubt.record_a, doubt.record_b) for doubt in self._doubts}
        to_settle = set(self.to_settle())
        return Progress(
            pairs=len(known),
            settled=len(known & settled),
            waiting=len(known & self._said.waiting - to_settle),
            disputed=len(to_settle),
            own=len(self._own),
            withheld=len(self._all) - len(self._doubts),
            agreement=self._stands.agreement,
        )

    def _settled(self) -> set[Pair]:
        stands = self._stands
        return {word.pair for word in (*stands.binding, *stands.unsure, *stands.contradicting)}

    def give(self, pair: Pair, verdict: str, why: str) -> Judgement:
        """Write this account's word on a pair, which binds once another agrees.

        Raises BadRecord where it has judged the pair already, or no reason is given.
        """
        return judge(self._archive, *pair, verdict, by=self._by, why=why, adjudicates=False, reviewers=REVIEWERS,
                     after=Check((JUDGEMENT, UNDONE), self._has_not_spoken(pair)))  # fmt: skip

    def settle(self, pair: Pair, verdict: str, why: str) -> Judgement:
        """Settle a pair on which reviewers disagree.

        Raises BadRecord where it is settled, or this account judged it.
        """
        if pair not in self.to_settle():
            raise BadRecord("there is nothing to settle about this pair", where=" ".join(pair), fix="look at the list")

        def look(entries: Sequence[LedgerEntry]) -> None:
            self._has_not_spoken(pair)(entries)
            if any(entry.payload.get("adjudicates") for entry in _about(entries, pair, self._said.read_as)):
                raise BadRecord("somebody has settled this pair", where=" ".join(pair), fix="look at the list")

        return judge(self._archive, *pair, verdict, by=self._by, why=why, adjudicates=True, reviewers=REVIEWERS,
                     after=Check((JUDGEMENT, UNDONE), look))  # fmt: skip

    def _has_not_spoken(self, pair: Pair) -> Callable[[Sequence[LedgerEntry]], None]:
        def look(entries: Sequence[LedgerEntry]) -> None:
            if any(entry.by == self._by for entry in _about(entries, pair, self._said.read_as)):
                what = "this account has judged this pair already"
                raise BadRecord(what, where=" ".join(pair), fix="take that back first")

        return look

    def is_settled(self, pair: Pair) -> bool:
        """Whether what reviewers said of a pair stands, so that each may see what the others said."""
        return pair in self._settled()

    def knows(self, pair: Pair) -> bool:
        """Whether a pair is one that reviewers are led to."""
        return any((doubt.record_a, doubt.record_b) == pair for doubt in self._doubts)


def _about(entries: Sequence[LedgerEntry], pair: Pair, read_as: FollowedRecords) -> list[LedgerEntry]:
    """The words about a pair that were not taken back, as the ledger holds them at this moment."""
    gone = {int(entry.payload["number"]) for entry in entries if entry.kind == UNDONE}
    words = [entry for entry in entries if entry.kind == JUDGEMENT and entry.number not in gone]
    return [word for word in words if _pair_of(word, read_as) == pair]


def _pair_of(word: LedgerEntry, read_as: FollowedRecords) -> Pair:
    first, second = sorted(read_as.now(str(word.payload[end])) for end in ("record_a", "record_b"))
    return first, second


def review_doubts(archive: Archive) -> list[Doubt]:
    """The pairs that reviewers are led to, whatever was said of them; the same until the next build."""
    return [doubt for doubt in doubts_of(archive, limit=MOST_DOUBTS) if doubt.expected >= LEAST_EXPECTED]


def hidden_entries(archive: Archive, doubts: Sequence[Doubt]) -> frozenset[str]:
    """The entries of some pairs that readers are not shown."""
    tables = DerivedTables.built(archive)
    protection = Protection.of(archive, tables)
    ids = sorted({id for doubt in doubts for id in (doubt.record_a, doubt.record_b)})
    owners = (
        tables.scan("assignments").filter(pl.col("record_id").is_in(ids)).select("person_id").collect()["person_id"]
    )
    people = protection.people(owners.unique())
    return frozenset(protection.records(people)) & frozenset(ids)


def side_by_side(archive: Archive, pair: Pair) -> PairToJudge:
    """Two entries with what each says in each field, beside what was found where the fields were compared.

    Texts that may speak of somebody living are withheld. Raises BadRecord where the two were not compared.
    """
    tables = DerivedTables.built(archive, "pairs")
    found = evidence_of(archive, *pair)
    protection, both = Protection.of(archive, tables), pl.col("record_id").is_in(list(pair))
    none = pl.Series("record_id", [], dtype=pl.String)
    said = protection.values_withheld(tables.scan("statements").filter(both).collect(), "as_written", none)
    texts = protection.with_texts_withheld(
        tables.scan("entries").filter(both).select("record_id", "text").collect(), "text", none
    )
    values: dict[str, dict[str, list[str]]] = {}
    # A gender is often read from a name, which would say nothing here.
    told = pl.when(pl.col("field") == "gender").then(pl.col("value").fill_null("")).otherwise(pl.col("as_written"))
    for record, field, words in said.select("record_id", "field", told.alias("words")).iter_rows():
        if words.strip() and words not in (WITHHELD, WITHHELD_TEXT) and field not in _NOT_SHOWN:
            values.setdefault(field, {}).setdefault(record, []).append(words.strip())
    findings = {one.field: one for one in found.evidence}
    parts = [_part(findings.get(name), names, values, pair) for name, names in COMPARED.items()]
    compared = {name for names in COMPARED.values() for name in names}
    rest = _part(None, [name for name in fields() if name not in compared], values, pair)
    others = tuple(one for one in found.evidence if one.field not in COMPARED)
    shown = tuple(part for part in (*parts, rest) if part.values or part.finding)
    return PairToJudge(*pair, shown, dict(texts.select("record_id", "text").iter_rows()), others, found)


def _part(
    finding: FieldEvidence | None, names: Sequence[str], values: Mapping[str, Mapping[str, Sequence[str]]], pair: Pair
) -> AlignedPart:
    """What both entries say in some fields; a name that is only made of its parts is told once."""
    first, second = pair
    rows = [
        AlignedValues(name, _each(values[name].get(first, ())), _each(values[name].get(second, ())))
        for name in names
        if name in values
    ]
    return AlignedPart(finding, tuple(rows))


def _each(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def decisions_of(archive: Archive) -> dict[str, list[Decided]]:
    """The history of every entry that was judged, by its id and in order, of pairs that are settled: as long as a
    second reviewer is to speak, nobody is told what the first said."""
    said = standing_words(archive)
    stands, followed = resolution_of(said), followed_records(archive)
    settled = {word.pair for word in (*stands.binding, *stands.unsure, *stands.contradicting)}
    gone = {int(entry.payload["number"]): entry.at for entry in archive.ledger.entries(UNDONE)}
    found: dict[str, list[Decided]] = {}
    for entry in archive.ledger.entries(JUDGEMENT):
        pair = _pair_of(entry, followed)
        if pair in settled and not followed.lost & set(pair):
            told = entry.payload
            one = Decided(entry.at, entry.by, str(told["verdict"]), *pair, str(told.get("why", "")),
                          bool(told.get("adjudicates")), gone.get(entry.number, ""))  # fmt: skip
            for record in pair:
                found.setdefault(record, []).append(one)
    return found


def shown_entries(archive: Archive, records: Collection[str]) -> frozenset[str]:
    """Those of some entries whose people readers are shown."""
    tables = DerivedTables.built(archive)
    protection = Protection.of(archive, tables)
    owned = tables.scan("assignments").filter(pl.col("record_id").is_in(list(records))).collect()
    hidden = protection.people(owned["person_id"].unique())
    shown = owned.filter(~pl.col("person_id").is_in(hidden.implode()))["record_id"]
    return frozenset(shown) - protection.withheld.records
