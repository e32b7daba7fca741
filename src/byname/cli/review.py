"""The commands `review` and `explain`: pairs to judge in the terminal, and why records are taken for one person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from byname.access import review as reviewing
from byname.access.apart import apart_because
from byname.access.protection import WITHHELD, WITHHELD_TEXT
from byname.access.review import Doubt
from byname.archive.archive import Archive
from byname.archive.files import clear_file_errors
from byname.cli.nearest import suggesting
from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.errors import BadRecord
from byname.people.explanation import MatchExplanation
from byname.people.judgements import ReviewerAgreement, lacks_reason

_KEYS: Final = {"s": "same", "d": "different", "u": "unsure"}
_QUIT: Final = "q"
_HELP: Final = "[s]ame  [d]ifferent  [u]nsure  [k] later  [b]ack (undo)  [q]uit"
_PICTURES: Final = (".svg", ".png", ".html")


@dataclass(frozen=True, slots=True)
class Reviewing:
    """How the queue is walked through: who judges, whether that settles a dispute, whether the living are withheld,
    whether on a screen of its own."""

    by: str | None
    adjudicate: bool
    protected: bool
    screen: bool = False


def review(folder: Path, limit: int, how: Reviewing, output: Output) -> None:
    """Walk through the queue in the terminal, or print it where nobody can answer (`--json`, a pipe)."""
    archive = open_archive(folder)
    doubts = reviewing.queue(archive, limit=limit, by=how.by)
    if output.as_json or not output.is_interactive:
        lines = [_line(doubt) for doubt in doubts] or ["No pair is doubtful."]
        output.result({"queue": [asdict(doubt) for doubt in doubts]}, "\n".join(lines))
        return
    judged = _on_screen(archive, doubts, how) if how.screen and doubts else _ask(archive, doubts, how, output)
    output.result({"judged": judged}, f"{judged} judged. Next: byname build {folder}" if judged else "Nothing judged.")


def _line(doubt: Doubt) -> str:
    now = "one person" if doubt.together else "two people"
    return f"{doubt.expected:8.3f}  {doubt.probability:.3f}  {now}  {doubt.record_a}  {doubt.record_b}"


def _on_screen(archive: Archive, doubts: list[Doubt], how: Reviewing) -> int:
    try:
        from byname.cli.review_screen import review_on_screen
    except ModuleNotFoundError as error:
        fix = 'install it with `pip install "byname[terminal]"`, or leave --screen out'
        raise BadRecord("the screen needs the package textual", where="--screen", fix=fix) from error
    return review_on_screen(archive, doubts, by=how.by, adjudicates=how.adjudicate)


def _ask(archive: Archive, doubts: list[Doubt], how: Reviewing, output: Output) -> int:
    judged, place = 0, 0
    while place < len(doubts):
        doubt = doubts[place]
        output.show(f"\n{place + 1} of {len(doubts)}\n{_pair_text(archive, doubt, protected=how.protected)}")
        answer = output.ask(f"{_HELP} > ")
        if answer == _QUIT:
            break
        if answer == "b" and judged:
            taken = reviewing.undo(archive, by=how.by)
            output.show(f"Taken back: {taken.verdict}, {taken.record_a} and {taken.record_b}")
            judged, place = judged - 1, max(place - 1, 0)
        elif answer in _KEYS:
            if _judged(archive, doubt, _KEYS[answer], how, output):
                judged, place = judged + 1, place + 1
        elif answer == "k":
            place += 1
    return judged


def _judged(archive: Archive, doubt: Doubt, verdict: str, how: Reviewing, output: Output) -> bool:
    """Ask for the reason and write the judgement; whether it was written."""
    why = output.ask("why (may be left empty) > " if verdict == "unsure" else "why (a code or words) > ")
    if why == _QUIT or lacks_reason(verdict, why):
        output.show("A merge or a split needs a reason; nothing was written.")
        return False
    pair = doubt.record_a, doubt.record_b
    reviewing.judge(archive, *pair, verdict, by=how.by, why=why, adjudicates=how.adjudicate)
    return True


def _pair_text(archive: Archive, doubt: Doubt, *, protected: bool) -> str:
    entries = reviewing.entries_of(archive, doubt.record_a, doubt.record_b, protected=protected)
    texts = [f"{record}\n{entries[record]['text'].strip()}" for record in (doubt.record_a, doubt.record_b)]
    if any(row["text"] in (WITHHELD, WITHHELD_TEXT) for row in entries.values()):
        texts.append("Whoever keeps the archive can add --unprotected.")
    return "\n\n".join([*texts, str(reviewing.evidence_of(archive, doubt.record_a, doubt.record_b))])


def judge(folder: Path, pair: tuple[str, str, str], by: str | None, why: str, adjudicate: bool, output: Output) -> None:
    """Write one judgement."""
    archive = open_archive(folder)
    word = reviewing.judge(archive, *pair, by=by, why=why, adjudicates=adjudicate)
    stands = reviewing.judgements_of(archive)
    set_aside = [other for other in stands.contradicting if other.number == word.number]
    text = f"{word.record_a} and {word.record_b}: {word.verdict}, by {word.by}. Next: byname build {folder}"
    if set_aside:
        text += "\nIt contradicts judgements that stand and is set aside; both are kept. See `--agreement`."
    output.result({"judgement": asdict(word), "set_aside": bool(set_aside)}, text)


def undo(folder: Path, by: str | None, output: Output) -> None:
    """Take back the last judgement."""
    word = reviewing.undo(open_archive(folder), by=by)
    output.result({"undone": asdict(word)}, f"Taken back: {word.verdict}, {word.record_a} and {word.record_b}")


def agreement(folder: Path, output: Output) -> None:
    """How reviewers agree, what is disputed, and what contradicts."""
    archive = open_archive(folder)
    stands, gone = reviewing.judgements_of(archive), reviewing.orphaned(archive)
    lines = [f"{len(stands.binding)} verdicts stand, {len(stands.unsure)} are unsure."]
    lines += [_agreement_line(found) for found in stands.agreement]
    lines += [f"Disputed, to be adjudicated: {a} and {b}" for a, b in stands.disputed]
    lines += [
        f"Contradicts others and is set aside: {word.record_a} and {word.record_b}: {word.verdict}, by {word.by}"
        for word in stands.contradicting
    ]
    lines += [
        f"Left out, as its entry is no longer in the archive: {word.record_a} and {word.record_b}: {word.verdict}, "
        f"by {word.by}"
        for word in gone
    ]
    data: dict[str, Any] = {
        "orphaned": [asdict(word) for word in gone],
        "standing": [asdict(word) for word in stands.binding],
        "unsure": [asdict(word) for word in stands.unsure],
        "disputed": [list(pair) for pair in stands.disputed],
        "contradicting": [asdict(word) for word in stands.contradicting],
        "agreement": [asdict(found) for found in stands.agreement],
    }
    output.result(data, "\n".join(lines))


def _agreement_line(found: ReviewerAgreement) -> str:
    kappa = "not defined" if found.kappa is None else f"{found.kappa:.2f}"
    one, other = found.reviewers
    return f"{one} and {other}: {found.pairs} pairs, alike in {found.alike:.0%}, kappa {kappa}"


def explain(folder: Path, names: list[str], picture: Path | None, output: Output) -> None:
    """Why two records are, or are not, one person; or what holds the records of a person together."""
    archive = open_archive(folder)
    if len(names) > 2:
        raise BadRecord("too many ids", where=" ".join(names), fix="name two records, or one person")
    found = [reviewing.evidence_of(archive, *names)] if len(names) == 2 else _of_person(archive, names[0])
    if picture is not None:
        _draw(found, picture)
    apart = apart_because(archive, *names) if len(names) == 2 else ()
    text = "\n\n".join(map(str, found)) or "This person stands on one entry alone."
    if apart:
        text = "\n".join([text, "", "They are two people here, because", *(f"  {reason}" for reason in apart)])
    output.result({"pairs": [asdict(explanation) for explanation in found], "apart": list(apart)}, text)


def _of_person(archive: Archive, name: str) -> list[MatchExplanation]:
    from byname.access.near_ids import known_ids
    from byname.access.person import person_of

    with suggesting(name, lambda: known_ids(archive)):
        person = person_of(archive, name, protected=False)
    return reviewing.evidence_within(archive, str(person["person_id"]))


def _draw(found: list[MatchExplanation], picture: Path) -> None:
    import altair as alt  # drawing takes most of a second to import

    from byname.site.charts.waterfall import waterfall

    if picture.suffix not in _PICTURES:
        raise BadRecord(f"no picture of kind {picture.suffix!r}", where=str(picture), fix="use .svg, .png or .html")
    if not found:
        raise BadRecord("there is no pair to draw", where=str(picture), fix="choose a person of several entries")
    save: Callable[[Path], None] = alt.vconcat(*(waterfall(explanation) for explanation in found)).save
    with clear_file_errors(picture):
        save(picture)
