"""Texts made to stall an audit: the time it takes grows as their length does, and every limit is said."""

from __future__ import annotations

import io
import math
import time
import zipfile

import pytest
from tests.claims.conftest import docx_of

from byname.claims.audit import Audit, audit_document
from byname.claims.evidence.figures import Evidence
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.formats import audit_json, audit_text
from byname.claims.text import reading
from byname.claims.text.reading import document_of
from byname.claims.text.sentences import LONGEST_SENTENCE
from byname.errors import BadText

MOST_GROWTH = 3  # times, for twice the length: a pass whose time is linear takes 2, one whose time is square takes 4
NOISE = 0.15  # seconds below which a measurement says nothing
LENGTH = 20_000

REPEATED = {  # what is repeated in a text: how many characters of it
    ",": 40_000,
    "<!--": 40_000,
    "[": 40_000,
    "]": 40_000,
    "(": 40_000,
    "((": 40_000,
    "()": 20_000,
    "(1937": 20_000,
    "(Getty 1993, ": 20_000,
    '(Getty, A. "x". ': 20_000,
    "(Getty 1993; ": 5_000,
    "(http://": 20_000,
    '"': 40_000,
    "“": 40_000,
    "«": 40_000,
    "'": 40_000,
    " 's": 20_000,
    "](": 40_000,
    "[a](": 40_000,
    "![](": 40_000,
    "**": 40_000,
    "a**": 40_000,
    "`": 40_000,
    "```\n": 40_000,
    "# \n": 40_000,
    "> ": 20_000,
    "|  |": 40_000,
    "| 12 ": 5_000,
    "| 12 | 1937 |\n": 5_000,
    "<a ": 40_000,
    "<a a='": 40_000,
    "</": 40_000,
    "<div>": 40_000,
    "<script>": 40_000,
    "<td>12</td>": 5_000,
    "text <b>12</b> ": 5_000,
    "&#": 40_000,
    "1,": 40_000,
    "1,1,1,1 ": 5_000,
    "111 ": 5_000,
    "1/": 5_000,
    "1937-": 5_000,
    "in 1937, ": 5_000,
    "12 men and 13 women, ": 5_000,
    "one million ": 5_000,
    "one-": 20_000,
    "one of the ": 5_000,
    "one in ": 20_000,
    "about ": 20_000,
    "~": 20_000,
    "between 1 and ": 5_000,
    "page 5, 6, ": 5_000,
    "page 5, 6, 7, 8, 9, 10, ": 5_000,
    "5% ": 5_000,
    "word ": 40_000,
    "In 1937 the NKVD shot 12 men and arrested Bukharin, who died in Moscow, ": 5_000,
    "In 1937 the NKVD shot 12 men and arrested Bukharin, who died in Moscow. ": 5_000,
    "he was shot; ": 5_000,
    ", and he was shot": 5_000,
    "was believed to ": 20_000,
    "A": 40_000,
    "Ab.": 40_000,
    "Ab-": 40_000,
    "Ab, ": 40_000,
    "Ab and ": 5_000,
    "According to ": 20_000,
    "Getty argues ": 20_000,
    "[1] ": 40_000,
    "[1] Getty, A. Book. 1993.\n": 20_000,
    "^1": 40_000,
    "[...]": 20_000,
    "... ": 20_000,
    ".": 40_000,
    "…": 40_000,
    "- ": 40_000,
    "—": 40_000,
    "\u200b": 40_000,
    "\u202eab": 40_000,
    "שלום ": 40_000,
    "a\u0301": 40_000,
    "中": 40_000,
    "т. ": 20_000,
    "References\n": 40_000,
    " \n": 40_000,
    "\r\n": 40_000,
}
AROUND = {  # a text around a middle that is repeated
    "spaces in a sentence": ("In 1937 they shot 12", " ", "men.", "txt"),
    "tabs": ("They were", "\t", "shot.", "txt"),
    "hard spaces": ("They were", "\u00a0", "shot.", "txt"),
    "lines": ("They were shot.", "\n", "They died.", "txt"),
    "spaces of a cut": ("They were shot. [", " ", "x", "txt"),
    "a name without end": ("According to A", "b", " they died.", "txt"),
    "names without end": ("According to ", "Ab ", "they died.", "txt"),
    "initials without end": ("According to ", "A.", " they died.", "txt"),
    "closing brackets": ("They were shot.", ")", "x", "txt"),
    "spaces of a source": ("According to A", " ", "b.", "txt"),
    "one entry": ("They died (Getty 1993).\nReferences\n", "Getty, ", "", "txt"),
    "an entry of quotation marks": ("They died (Getty 1993).\nReferences\n", "“", "", "txt"),
    "an entry of initials": ("They died (Getty 1993).\nReferences\nGetty, ", "A.", "", "txt"),
    "entries": ("They died (Getty 1993).\nReferences\n", "Getty, A. (1993). Book. Press.\n", "", "txt"),
    "addresses": ("They died (Getty 1993).\nReferences\n", "http://", " x", "txt"),
    "addresses of a last line": ("They were shot. ", "http://", " x and they", "txt"),
    "a tag without end": ("<html><p>In 1937 they shot 12 men.<a ", "a=", "", "html"),
    "a comment of dashes": ("<html><p>In 1937 they shot 12 men.<!--", "-", "", "html"),
    "a script without end": ("<html><p>In 1937 they shot 12 men.<script>", "</scrip", "", "html"),
    "blocks in each other": ("<html>", "<div>", "In 1937 they shot 12 men.", "html"),
    "a title of a link": ("[a", '](x "', "", "md"),
    "the whole of a part": ("1 of ", "the ", "5 men.", "txt"),
}


def audited(text: str, name: str) -> Audit | None:
    """The audit of a text, None where it is refused."""
    try:
        return audit_document(document_of(text.encode(), name), shipped_evidence())
    except BadText:
        return None


def growth(head: str, middle: str, tail: str, form: str, length: int) -> float:
    """How many times as long a text with twice the middle takes."""
    once, twice = (head + middle * (part * length // len(middle)) + tail for part in (1, 2))
    found = math.inf
    for _ in range(3):  # a machine with other work may disturb a measurement
        found = min(found, seconds(twice, f"text.{form}") / max(seconds(once, f"text.{form}"), NOISE))
        if found < MOST_GROWTH:
            break
    return found


def seconds(text: str, name: str) -> float:
    """The time of the processor that an audit takes."""
    began = time.process_time()
    audited(text, name)
    return time.process_time() - began


@pytest.mark.parametrize("repeated", REPEATED, ids=repr)
def test_the_time_of_what_is_repeated_grows_as_its_length(repeated: str) -> None:
    form = "md" if repeated[0] in "[]!*a`#>|(" else "html" if repeated[0] in "<&t" else "txt"
    head = "<html>" if form == "html" else ""
    assert growth(head, repeated, "", form, REPEATED[repeated]) < MOST_GROWTH


@pytest.mark.parametrize("name", AROUND)
def test_the_time_of_what_stands_in_a_text_grows_as_its_length(name: str) -> None:
    assert growth(*AROUND[name], LENGTH) < MOST_GROWTH


def test_many_citations_of_many_entries_are_not_set_beside_each_other() -> None:
    cited = "".join(f"They fell (Au{n}thor {n % 900 + 1}). " for n in range(700))
    entries = "".join(f"Au{n}thor, A. Book of {n}. 1993.\n" for n in range(700))
    assert growth("", cited, f"\nReferences\n{entries}", "txt", 2 * len(cited)) < MOST_GROWTH
    audit = audited(f"{cited}\nReferences\n{entries}", "a.txt")
    assert audit is not None
    assert not any("no-entry" in source.defects or "never-cited" in source.defects for source in audit.citations)


def test_paragraphs_in_each_other_are_read_once_each() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def nested(depth: int) -> bytes:
        body = "<w:p><w:r><w:t>a </w:t></w:r>" * depth + "</w:p>" * depth
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        return packed.getvalue()

    assert document_of(nested(400), "a.docx").text.count("a") == 400
    assert document_of(docx_of("One.", "Two."), "a.docx").text == "One.\nTwo."


@pytest.mark.parametrize(
    "text",
    [
        "They shot one in ten",
        "They shot one-",
        "about " * 2_000 + "5 men.",
        "1" * 6_000 + " men",
        "1" + "0" * 400 + " people",
        "9" * 400 + " million people",
        "0." + "0" * 400 + "1 percent",
        "1937-" + "1" * 3_000,
        "5 March " + "1" * 3_000,
    ],
    ids=lambda text: f"{text[:12]!r} of {len(text)}",
)
def test_odd_numbers_are_no_error(text: str) -> None:
    audit = audited(text, "a.txt")
    assert audit is not None
    assert audit_json(audit, Evidence())


def test_a_sentence_beyond_the_limit_is_read_in_pieces_and_that_is_said() -> None:
    long = "They walked on and on, " * 400 + "and in 1937 the NKVD shot 12 men"
    audit = audited(f"It began well. {long}. It ended.", "a.txt")
    assert audit is not None
    (defect,) = [defect for defect in audit.defects if defect.kind == "long-sentence"]
    assert (defect.start, defect.end) == (15, 15 + len(long) + 1)
    assert [number.text for number in audit.numbers] == ["12"]  # what stands at its end is read too
    assert all(len(sentence.text) <= LONGEST_SENTENCE for sentence in audit.sentences)
    said = f"1 sentence has more than {LONGEST_SENTENCE:,} characters or 100 numbers and was read in pieces"
    assert said in audit_text(audit)
    assert any(said in note for note in audit_json(audit, Evidence())["notes"])


def test_a_piece_of_a_sentence_never_speaks_against_a_text() -> None:
    wrong = "In 1937 and 1938 the NKVD shot 6,816,920 people"
    listed = "".join(f", {number} in place {number}" for number in range(60))
    audit = audited(f"{wrong}{listed}.", "a.txt")
    assert audit is not None
    assert any(defect.kind == "long-sentence" for defect in audit.defects)
    assert "contradicted" not in [claim.judgement.verdict for claim in audit.claims]


def test_a_text_of_too_many_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_CHARACTERS", 50)
    with pytest.raises(BadText, match="the text has 52 characters, and at most 50 are read; split it into parts"):
        document_of(docx_of("They were shot.", "a" * 36), "a.docx")
