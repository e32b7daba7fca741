"""Claims stage: an optional language model that proposes claims where the grammar found none. Off by default.

A proposer may only name a span and a kind; the frame of the span is made by the grammar, and the matcher judges it.
Proposals are labelled and kept in a cache by the SHA-256 of the command and the sentence, so that an audit can be
repeated without the model.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, cast, get_args

from byname.claims.frames.frames import ClaimFrame, ClaimKind
from byname.claims.frames.framing import Framer
from byname.claims.frames.sentence_reading import SentenceReading
from byname.errors import BadText

SECONDS = 60


class FrameProposer(Protocol):
    """Proposes frames for a sentence in which the grammar found no claim."""

    def frames(self, reading: SentenceReading) -> list[ClaimFrame]:
        """The proposed frames, each with `proposed=True`."""
        ...


@dataclass(frozen=True, slots=True)
class CommandProposer:
    """Asks a command: the sentence goes in on standard input, a JSON list of {"text", "kind"} comes out."""

    command: Sequence[str]
    cache: Path | None = None

    def __post_init__(self) -> None:
        """Raise BadText where the cache is no folder and none can be made there."""
        if self.cache is None or self.cache.is_dir():
            return
        if self.cache.exists():
            raise BadText(
                "answers are kept in a folder, and this is none",
                where=str(self.cache),
                fix="name a new or another folder",
            )

    def frames(self, reading: SentenceReading) -> list[ClaimFrame]:
        """The proposals whose text stands in the sentence word for word."""
        sentence = reading.sentence
        found = []
        for proposal in self._proposals(sentence.text):
            text, kind = str(proposal.get("text") or ""), proposal.get("kind")
            start = sentence.text.find(text) if text else -1
            if start < 0 or kind not in get_args(ClaimKind):
                continue
            framed = Framer().frame(reading, 0, len(reading.tokens), cast(ClaimKind, kind))
            at = sentence.start + start
            clause = replace(framed.clause, start=at, end=at + len(text), text=text)
            found.append(replace(framed, clause=clause, proposed=True))
        return found

    def _proposals(self, sentence: str) -> list[dict[str, Any]]:
        key = hashlib.sha256("\0".join([*self.command, sentence]).encode()).hexdigest()
        kept = self.cache / f"{key}.json" if self.cache else None
        if kept and kept.exists():
            return _list(kept.read_text(encoding="utf-8"))
        answer = self._ask(sentence)
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(answer, encoding="utf-8")
        return _list(answer)

    def _ask(self, sentence: str) -> str:
        try:
            done = subprocess.run(
                list(self.command),
                input=sentence,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=True,
                encoding="utf-8",
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise BadText(
                f"the command that proposes claims failed: {error}", fix="check --proposer or leave it out"
            ) from error
        return done.stdout


def _list(answer: str) -> list[dict[str, Any]]:
    """The proposals of an answer; what is no list of objects proposes nothing."""
    try:
        found = json.loads(answer)
    except json.JSONDecodeError:
        return []
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
