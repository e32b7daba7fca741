"""The review as a screen of the terminal, for whoever works over ssh: two entries side by side, judged by single keys.

Takes an archive and the pairs that wait; gives how many were judged. Texts that may speak of somebody living are
withheld. It is made with Textual, which is an extra of the package (`terminal`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import DataTable, Footer, Input, Label, ProgressBar, Static

from byname.access import review as reviewing
from byname.access.desk.reviewing import PairToJudge, side_by_side
from byname.access.review import Doubt
from byname.archive.archive import Archive
from byname.cli.output import printable
from byname.errors import BynameError
from byname.people.judgements import lacks_reason
from byname.values.fields import fields

VERDICTS: Final = {"same": "one person", "different": "two people", "unsure": "unsure"}
_FIELD, _SPEAKS, _NARROWEST, _EDGES = 16, 7, 20, 10  # widths in characters
_LEAST_SHOWN = 0.05  # log2 odds: what weighs less says nothing


class _Reason(ModalScreen[str | None]):
    """Asks for the reason of a judgement; gives None where somebody thinks better of it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "back")]
    CSS = "_Reason { align: center middle; } Input { width: 80%; } Label { width: 80%; padding: 0 1; }"

    def __init__(self, verdict: str) -> None:
        super().__init__()
        self._verdict = verdict

    def compose(self) -> ComposeResult:
        """Lay out the question and the line for its answer."""
        needed = "may be left empty" if self._verdict == "unsure" else "a merge or a split needs one"
        yield Label(f"{VERDICTS[self._verdict]}: why? ({needed}; Esc goes back)")
        yield Input(placeholder="a code or words")

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Give back what was typed, where it will do."""
        if not lacks_reason(self._verdict, event.value):
            self.dismiss(event.value.strip())


class ReviewScreen(App[int]):
    """Pairs one after the other; the result is how many were judged."""

    TITLE = "Byname review"
    ENABLE_COMMAND_PALETTE = False
    CSS = "DataTable { height: auto; } #words { padding: 1; } #head { padding: 0 1; } VerticalScroll { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "judge('same')", "same"),
        Binding("d", "judge('different')", "different"),
        Binding("u", "judge('unsure')", "unsure"),
        Binding("k", "later", "later"),
        Binding("b", "undo", "take back"),
        Binding("q", "finish", "quit"),
    ]

    def __init__(self, archive: Archive, doubts: Sequence[Doubt], *, by: str | None, adjudicates: bool) -> None:
        super().__init__()
        self._archive = archive
        self._doubts = doubts
        self._by = by
        self._adjudicates = adjudicates
        self._place = 0
        self._judged = 0

    def compose(self) -> ComposeResult:
        """Lay out the screen: where we are, the two entries, the evidence, the keys."""
        yield Static(id="head")
        yield ProgressBar(total=len(self._doubts), show_eta=False)
        with VerticalScroll():
            yield DataTable(cursor_type="none", zebra_stripes=True)
            yield Static(id="words")
        yield Footer()

    def on_mount(self) -> None:
        """Show the first pair."""
        self._show()

    def on_resize(self) -> None:
        """Share out the width anew."""
        self._show()

    def action_judge(self, verdict: str) -> None:
        """Ask for the reason and write the judgement."""

        def write(why: str | None) -> None:
            if why is None:
                return
            doubt = self._doubts[self._place]
            try:
                reviewing.judge(self._archive, doubt.record_a, doubt.record_b, verdict,
                                by=self._by, why=why, adjudicates=self._adjudicates)  # fmt: skip
            except BynameError as error:
                self.notify(printable(str(error)), severity="error", markup=False)
                return
            self._judged += 1
            self._go_on(1)

        self.push_screen(_Reason(verdict), write)

    def action_later(self) -> None:
        """Leave a pair for another time."""
        self._go_on(1)

    def action_undo(self) -> None:
        """Take back the last judgement of this session."""
        if not self._judged:
            self.notify("Nothing was judged yet.")
            return
        word = reviewing.undo(self._archive, by=self._by)
        self._judged -= 1
        self._place = next(n for n, one in enumerate(self._doubts) if {one.record_a, one.record_b} == set(word.pair))
        self._show()
        self.notify(f"Taken back: {VERDICTS[word.verdict]}.")

    def action_finish(self) -> None:
        """End, and say how many were judged."""
        self.exit(self._judged)

    def _go_on(self, steps: int) -> None:
        self._place += steps
        if self._place >= len(self._doubts):
            self.action_finish()
        else:
            self._show()

    def _show(self) -> None:
        doubt = self._doubts[self._place]
        pair = side_by_side(self._archive, (doubt.record_a, doubt.record_b))
        held = "one person" if doubt.together else "two people"
        head = f"{self._place + 1} of {len(self._doubts)}   probability {doubt.probability:.3f}, now {held}"
        self.query_one("#head", Static).update(head)
        self.query_one(ProgressBar).update(progress=self._place)
        table = self.query_one(DataTable)
        table.clear(columns=True)
        entry = max(_NARROWEST, (self.size.width - _FIELD - _SPEAKS - _EDGES) // 2)
        heads = ("", printable(pair.record_a), printable(pair.record_b), "speaks")
        for words, width in zip(heads, (_FIELD, entry, entry, _SPEAKS), strict=True):
            table.add_column(Text(words), width=width)
        for row in rows_of(pair):
            table.add_row(*(Text(printable(cell)) for cell in row), height=None)
        self.query_one("#words", Static).update(Text(printable(words_of(pair))))


def rows_of(pair: PairToJudge) -> Iterator[tuple[str, str, str, str]]:
    """The rows of the table: field, what each entry says, and how much the comparison speaks for or against."""
    for part in pair.parts:
        weight = part.finding.weight if part.finding else 0.0
        speaks = f"{weight:+.1f}" if abs(weight) >= _LEAST_SHOWN else ""
        for one in part.values:
            yield fields()[one.field].en, " / ".join(one.first), " / ".join(one.second), speaks
            speaks = ""


def words_of(pair: PairToJudge) -> str:
    """The evidence in words, and both entries whole."""
    texts = [f"{record}\n{pair.texts[record].strip()}" for record in (pair.record_a, pair.record_b)]
    return "\n\n".join([str(pair.explanation), *texts])


def review_on_screen(archive: Archive, doubts: Sequence[Doubt], *, by: str | None, adjudicates: bool) -> int:
    """Walk through the pairs on the screen of the terminal; gives how many were judged."""
    return ReviewScreen(archive, doubts, by=by, adjudicates=adjudicates).run() or 0
