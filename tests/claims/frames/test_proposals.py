from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from byname.claims.audit import audit_document
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.formats import audit_json
from byname.claims.frames.proposals import CommandProposer
from byname.claims.text.reading import document_of
from byname.errors import BadText


def _proposer(tmp_path: Path, answer: str) -> CommandProposer:
    log = tmp_path / "calls.txt"
    code = f"import sys; open({str(log)!r}, 'a').write('x'); sys.stdin.read(); print({answer!r})"
    return CommandProposer([sys.executable, "-c", code], tmp_path / "cache")


def test_a_model_may_only_propose_and_its_answers_are_kept(tmp_path: Path) -> None:
    text = "Silence fell on the towns. Nothing moved at all in there."
    answer = json.dumps(
        [
            {"text": "Silence fell", "kind": "cause"},
            {"text": "not there", "kind": "cause"},
            {"text": "Silence", "kind": "guess"},
            7,
        ]
    )
    proposer = _proposer(tmp_path, answer)
    for _ in range(2):
        audit = audit_document(document_of(text.encode(), "a.txt"), shipped_evidence(), proposer=proposer)
    (claim,) = audit.claims
    assert claim.frame.proposed
    assert claim.judgement.verdict == "not in our sources"
    assert text[claim.frame.start : claim.frame.end] == "Silence fell"
    assert (tmp_path / "calls.txt").read_text() == "xx"  # two sentences, asked once each
    assert audit_json(audit, shipped_evidence())["claims"][0]["proposed"] is True


def test_an_answer_that_is_no_list_proposes_nothing_and_a_command_that_fails_is_told(tmp_path: Path) -> None:
    document = document_of(b"Silence fell on the towns.", "a.txt")
    assert not audit_document(document, shipped_evidence(), proposer=_proposer(tmp_path, "no list")).claims
    with pytest.raises(BadText, match="proposes claims failed"):
        audit_document(document, shipped_evidence(), proposer=CommandProposer(["byname-no-such-command"]))


def test_answers_are_kept_in_a_folder_and_nowhere_else(tmp_path: Path) -> None:
    pipe, file = tmp_path / "pipe", tmp_path / "file"
    os.mkfifo(pipe)
    file.write_text("{}", encoding="utf-8")
    for path in (pipe, file, Path("/dev/zero")):
        with pytest.raises(BadText, match="answers are kept in a folder"):
            CommandProposer(["cat"], path)
    assert CommandProposer(["cat"], tmp_path / "new").cache == tmp_path / "new"
