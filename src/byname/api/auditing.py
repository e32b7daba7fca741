"""Audits from Python: a text and, where given, a table of figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from byname.access.evidence import evidence_for
from byname.api.cards import bar_picture, card
from byname.api.frames import Tabular, to_polars
from byname.claims.audit import Audit, audit_document
from byname.claims.evidence.figure_tables import check_rows, evidence_of
from byname.claims.formats import verdict_counts
from byname.claims.lexicon.subject_pack import subject_pack
from byname.claims.subject_check import sound_subject
from byname.claims.text.reading import document_of
from byname.errors import BadFigureTable, BadText

_COLUMNS = ("id", "start", "end", "text", "verdict", "reason", "cited")


@dataclass(frozen=True, slots=True)
class AuditResult(Tabular):
    """The audit of a text; as a table one row a claim."""

    audit: Audit

    def to_polars(self) -> pl.DataFrame:
        """Gives: `id`, `start`, `end` (characters of the text), `text`, `verdict`, `reason`, `cited`.
        Raises nothing.
        """
        document = self.audit.document
        rows = [
            (
                claim.id,
                document.place(claim.frame.start),
                document.place(claim.frame.end),
                document.text[claim.frame.start : claim.frame.end],
                claim.judgement.verdict,
                claim.judgement.reason,
                claim.cited,
            )
            for claim in self.audit.claims
        ]
        kinds = (pl.String(), pl.Int64(), pl.Int64(), pl.String(), pl.String(), pl.String(), pl.Boolean())
        return pl.DataFrame(rows, schema=dict(zip(_COLUMNS, kinds, strict=True)), orient="row")

    def _repr_html_(self) -> str:
        counts = [(verdict, float(count)) for verdict, count in verdict_counts(self.audit).items() if count]
        said = f"{len(self.audit.claims)} claims, {len(self.audit.defects)} defects of the text."
        picture = bar_picture(counts, "Claims by verdict")
        warned = [str(defect.message) for defect in self.audit.defects]
        return card("Audit", sentences=[said], picture=picture, warnings=warned, below=Tabular._repr_html_(self))


def audit(text: str, *, figures: object = None, subject: str | Path | None = None) -> AuditResult:
    """Find and check the claims of a text, against the shipped figures and a table of further ones.

    Takes: `text`, plain or Markdown; `figures`, a table with the columns of docs/claims.md; `subject`, the folder of
    another subject (docs/subjects.md).
    Gives: an AuditResult, one row a claim with its verdict and the reason.
    Raises: BadText for what is no text, BadSource or BadFigureTable for a wrong table, BadSubject for a folder with
    mistakes.
    Source: docs/claims.md; each figure names its own.
    """
    if not isinstance(text, str):
        raise BadText(f"{type(text).__name__} is no text", where="audit", fix="give the text itself")
    with subject_pack(None if subject is None else sound_subject(Path(subject))):
        return _audited(text, figures)


def _audited(text: str, figures: object) -> AuditResult:
    evidence = evidence_for()
    if figures is not None:
        table = to_polars(figures, "figures")
        rows = table.select(pl.all().cast(pl.String, strict=False).fill_null("")).to_dicts()
        mistakes = list(check_rows(rows))
        if mistakes:
            raise BadFigureTable("; ".join(mistakes[:8]), where="figures", fix="see docs/claims.md for the columns")
        evidence = evidence.joined(evidence_of(rows, "figures"))
    return AuditResult(audit_document(document_of(text.encode("utf-8"), "text.txt"), evidence))
