"""Claims stage: two versions of a text side by side: claims that stayed, changed, came and went, with their
verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from byname.claims.audit import Audit, Claim
from byname.claims.thresholds import thresholds

Change = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim in two versions of a text; one of the two is None where it was added or removed."""

    change: Change
    before: Claim | None
    after: Claim | None

    @property
    def verdict_changed(self) -> bool:
        """Whether the verdict is another one."""
        return bool(self.before and self.after and self.before.judgement.verdict != self.after.judgement.verdict)


def compare_versions(before: Audit, after: Audit) -> list[ClaimChange]:
    """Match the claims of two versions in order; claims whose words are much alike are one claim changed."""
    old, new = before.claims, after.claims
    matcher = SequenceMatcher(None, [_words(c) for c in old], [_words(c) for c in new], autojunk=False)
    found: list[ClaimChange] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found += [ClaimChange("same", a, b) for a, b in zip(old[i1:i2], new[j1:j2], strict=True)]
        else:
            found += _paired(old[i1:i2], new[j1:j2])
    return found


def _paired(old: Sequence[Claim], new: Sequence[Claim]) -> list[ClaimChange]:
    left, found = list(old), list[ClaimChange]()
    for claim in new:
        best = max(left, key=lambda other: _alike(other, claim), default=None)
        if best is not None and _alike(best, claim) >= thresholds().wording.version_words:
            left.remove(best)
            found.append(ClaimChange("changed", best, claim))
        else:
            found.append(ClaimChange("added", None, claim))
    return [*found, *(ClaimChange("removed", claim, None) for claim in left)]


def _words(claim: Claim) -> str:
    return " ".join(claim.frame.text.lower().split())


def _alike(a: Claim, b: Claim) -> float:
    return SequenceMatcher(None, _words(a).split(), _words(b).split()).ratio()


def changes_json(changes: Sequence[ClaimChange]) -> list[dict[str, Any]]:
    """The changes as data."""
    return [
        {
            "change": c.change,
            "before": {"id": c.before.id, "text": c.before.frame.text, "verdict": c.before.judgement.verdict}
            if c.before
            else None,
            "after": {"id": c.after.id, "text": c.after.frame.text, "verdict": c.after.judgement.verdict}
            if c.after
            else None,
        }
        for c in changes
    ]


def changes_text(changes: Sequence[ClaimChange]) -> str:
    """What changed, for a terminal; claims that stayed with their verdict are counted only."""
    lines = []
    for c in changes:
        if c.change == "same" and not c.verdict_changed:
            continue
        was = f"{c.before.judgement.verdict}: {' '.join(c.before.frame.text.split())}" if c.before else ""
        now = f"{c.after.judgement.verdict}: {' '.join(c.after.frame.text.split())}" if c.after else ""
        lines.append(f"{c.change}: " + " -> ".join(part for part in (was, now) if part))
    same = sum(1 for c in changes if c.change == "same" and not c.verdict_changed)
    return "\n".join([*lines, f"{same} claims stayed as they were."])
