"""The audits of an archive's texts, written into its report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from byname.access.evidence import archive_evidence
from byname.archive.archive import Archive
from byname.archive.texts import subject_of, texts_of
from byname.claims.audit import audit_document
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.formats import audit_json, counts_line, coverage_line, json_text
from byname.claims.lexicon.subject_pack import subject_pack
from byname.claims.subject_check import sound_subject
from byname.claims.text.reading import read_document
from byname.errors import BynameError
from byname.site.audit_page import audit_page
from byname.site.report_data import AuditSummary


def write_audits(archive: Archive, folder: Path) -> tuple[AuditSummary, ...]:
    """Audit the texts of an archive into its report, with the archive's own subject where it has one; gives what the
    front page says of each. Raises BadSubject where that has mistakes."""
    texts, subject = texts_of(archive), subject_of(archive)
    if not texts:
        return ()
    with subject_pack(sound_subject(subject) if subject else None):
        return _audited(archive, texts, folder)


def _audited(archive: Archive, texts: Sequence[Path], folder: Path) -> tuple[AuditSummary, ...]:
    evidence = shipped_evidence()
    for part in archive_evidence(archive):
        evidence = evidence.joined(part)
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for text in texts:
        try:
            result = audit_document(read_document(text), evidence)
        except BynameError as error:
            found.append(AuditSummary(text.name, "", str(error)))
            continue
        name = f"audit-{text.stem}"
        pages = {"html": audit_page(result, evidence), "json": json_text(audit_json(result, evidence))}
        for ending, page in pages.items():
            (folder / f"{name}.{ending}").write_text(page, encoding="utf-8", newline="\n")
        found.append(AuditSummary(text.name, f"{name}.html", f"{counts_line(result)}. {coverage_line(result)}"))
    return tuple(found)
