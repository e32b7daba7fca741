from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

import pytest

from byname.claims.audit import Audit, Claim, audit_document
from byname.claims.evidence.figures import (
    Bound,
    Counted,
    Evidence,
    Figure,
    FigurePopulation,
    FigureSource,
    FigureValue,
    FigureWording,
)
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.frames.frames import (
    Binding,
    ClaimEntities,
    ClaimFrame,
    ClaimKind,
    ClaimPopulation,
    ClaimTime,
    Clause,
    Period,
    Statement,
)
from byname.claims.numbers.mentions import DateMention, NumberMention
from byname.claims.numbers.number_tree import Hedge, Measure, NumberNode
from byname.claims.text.reading import document_of
from byname.claims.verdicts.comparison import FigureComparison, NumberAgreement
from byname.claims.verdicts.dimensions import Relation
from byname.values import FuzzyDate

HEAD = (
    "id,subject,quantity,value_low,value_best,value_high,unit,period_start,period_end,place,group,"
    "source_author,source_title,source_year,source_url,kind"
)
SOURCE = "A. Author,A Book,1990,https://example.org/book"


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Writes a table of figures from rows without their source and kind: (cells, kind)."""

    def write(*rows: tuple[str, str], name: str = "own.csv") -> Path:
        path = tmp_path / name
        lines = [HEAD, *(f"{cells},{SOURCE},{kind}" for cells, kind in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def audited(text: str, evidence: Evidence | None = None) -> Audit:
    """The audit of a text against the shipped evidence, or another."""
    return audit_document(document_of(text.encode(), "text.txt"), shipped_evidence() if evidence is None else evidence)


def claim_of(text: str, evidence: Evidence | None = None, words: str = "") -> Claim:
    """The claim of a text that holds the words, or its first."""
    claims = audited(text, evidence).claims
    return next(claim for claim in claims if words.lower() in claim.frame.text.lower())


def verdict_of(text: str, evidence: Evidence | None = None, words: str = "") -> str:
    """The verdict on that claim."""
    return claim_of(text, evidence, words).judgement.verdict


def docx_of(*paragraphs: str, footnote: str = "") -> bytes:
    """A DOCX file of some paragraphs, each with the same footnote where there is one."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>' if footnote else ""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r>{note}</w:p>" for text in paragraphs)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        if footnote:
            text = f'<w:footnote w:id="2"><w:p><w:r><w:t>{footnote}</w:t></w:r></w:p></w:footnote>'
            package.writestr("word/footnotes.xml", f"<w:footnotes {space}>{text}</w:footnotes>")
    return packed.getvalue()


def pdf_of(text: str) -> bytes:
    """A PDF of one page with one line, written by hand."""
    stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def told(
    low: float,
    high: float | None = None,
    *,
    unit: str = "persons",
    measure: Measure = "count",
    hedge: Hedge | None = None,
    whole: float | None = None,
    grain: float = 1.0,
    rule: str = "numeral",
) -> NumberMention:
    """A number of a text that was never written: one value, or an interval."""
    top = low if high is None else high
    node = NumberNode(rule, 0, 1, low, top, measure=measure, hedge=hedge, whole=whole, grain=grain)
    return NumberMention(0, 1, f"{low:g}", low, top, unit, "", "", node)


def framed(
    number: NumberMention | None = None,
    *,
    kind: ClaimKind = "quantity",
    text: str = "",
    sentence: int = 0,
    words: Iterable[str] = (),
    names: Iterable[tuple[str, str]] = (),
    relation: str = "",
    predicates: Iterable[str] = ("execute",),
    base: Iterable[str] = (),
    plan: bool = False,
    negated: bool = False,
    groups: Iterable[str] = ("writers",),
    operations: Iterable[str] = (),
    place: str = "ussr",
    noun_words: Iterable[str] = (),
    is_whole: bool = False,
    of_some: bool = False,
    has_unknown_names: bool = False,
    date: str = "",
    rule: str = "year",
    period: str = "1937",
    known: Literal["stated", "event", "context"] = "stated",
    own: Iterable[str] = (),
    context: Iterable[str] = (),
    binding: Binding | None = None,
) -> ClaimFrame:
    """A claim that was never written: by default of writers shot in the Soviet Union in 1937, all bound by syntax."""
    predicates, groups, operations, own = (frozenset(ids) for ids in (predicates, groups, operations, own))
    bound = Binding(
        predicates,
        {0: "own"},
        entities=groups | operations | own,
        governor="began",
        governed=own,
        by_verb=True,
        doers=own,
        names=frozenset(names),
        nearby=predicates,
    )
    return ClaimFrame(
        kind,
        Clause(sentence, 0, len(text), text, frozenset(words), frozenset(names)),
        number,
        Statement(relation, predicates, frozenset(base), "", plan, negated),
        ClaimPopulation(
            groups,
            operations,
            place,
            frozenset(noun_words),
            is_whole,
            of_some,
            has_unknown_names,
        ),
        ClaimTime(
            DateMention(0, 1, date, date, rule) if date else None,
            Period(FuzzyDate.parse(period), known) if period else None,
        ),
        ClaimEntities(own, frozenset(context)),
        binding=binding or bound,
    )


def printed(
    low: float,
    high: float | None = None,
    *,
    id: str = "f-1",
    bound: Bound = "",
    measure: str = "count",
    whole: float | None = None,
    unit: str = "persons",
    predicates: Iterable[str] = ("execute",),
    base: Iterable[str] = (),
    plan: bool = False,
    groups: Iterable[str] = ("writers",),
    operations: Iterable[str] = (),
    place: str = "ussr",
    period: str = "1937",
    kind: str = "archival-statistic",
    noted: Iterable[float] = (),
    from_notes: bool = False,
) -> Figure:
    """A figure that was never printed: by default of writers shot in the Soviet Union in 1937, its ends not widened."""
    top = low if high is None else high
    return Figure(
        id,
        FigureWording("a list", "count", unit),
        FigureValue(low, top, bound, measure, (low, top), whole),
        Counted(frozenset(predicates), frozenset(base), plan),
        FigurePopulation(frozenset(groups), frozenset(operations), place),
        FuzzyDate.parse(period) if period else None,
        FigureSource(kind, f"Author of {id}"),
        frozenset(noted),
        from_notes,
    )


def beside(
    figure: Figure,
    agreement: NumberAgreement = NumberAgreement.AGREES,
    *,
    predicate: Relation = Relation.SAME,
    population: Relation = Relation.SAME,
    place: Relation = Relation.SAME,
    period: Relation = Relation.SAME,
    base: Relation = Relation.SAME,
) -> FigureComparison:
    """A claim set beside a figure, by default one that speaks of the same in everything."""
    return FigureComparison(figure, predicate, population, place, period, base, agreement)


def related(
    relation: str,
    own: str,
    *,
    context: str = "",
    date: str = "",
    rule: str = "year",
    negated: bool = False,
    period: str = "",
) -> ClaimFrame:
    return framed(
        relation=relation,
        predicates=(),
        own=own.split(),
        context=context.split(),
        date=date,
        rule=rule,
        negated=negated,
        period=period,
    )
