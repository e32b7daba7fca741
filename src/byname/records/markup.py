"""Records stage: the plain words of a cell in wiki markup; links give their words, dates in templates their numbers."""

from __future__ import annotations

import re

import mwparserfromhell
from mwparserfromhell.nodes import Comment, Tag, Template

from byname.sources.tangles import is_tangled

_MARKUP = re.compile(r"\[\[|\{\{|''|<(?:ref|br|small|!--)", re.IGNORECASE)
_SIGNS = ("[[", "{{", "''", "<")  # of all markup: most texts hold none, and need no closer look
_DROPPED_TAGS = {"ref", "gallery", "math"}


def has_markup(text: str) -> bool:
    """Whether a text holds wiki markup.

    >>> has_markup("[[Moscow]]"), has_markup("Moscow")
    (True, False)
    """
    return any(sign in text for sign in _SIGNS) and bool(_MARKUP.search(text))


def plain_text(text: str) -> str:
    """The words of a text in wiki markup, without references and comments; the text itself where it cannot be parsed.

    >>> plain_text("{{birth date|1893|2|16}}<ref>a book</ref>"), plain_text("[[Moscow|Москва]]")
    ('1893-02-16', 'Москва')
    """
    if is_tangled(text):
        return text
    code = mwparserfromhell.parse(text)
    for node in code.filter(recursive=False):
        if isinstance(node, Comment) or (isinstance(node, Tag) and str(node.tag).lower() in _DROPPED_TAGS):
            code.replace(node, " ")
        elif isinstance(node, Tag) and str(node.tag).lower() == "br":
            code.replace(node, ", ")
        elif isinstance(node, Template):
            code.replace(node, _words_of(node))
    return " ".join(str(code.strip_code()).split())


def _words_of(template: Template) -> str:
    """A template's unnamed values: three numbers are a date, the rest are words."""
    values = [plain_text(str(param.value)) for param in template.params if not param.showkey]
    numbers = [value for value in values if value.isdecimal()]
    if len(numbers) >= 3 and len(numbers[0]) == 4:
        return f"{numbers[0]}-{int(numbers[1]):02d}-{int(numbers[2]):02d}"
    if len(numbers) >= 3 and len(numbers[2]) == 4:
        return f"{numbers[2]}-{int(numbers[1]):02d}-{int(numbers[0]):02d}"
    return " ".join(value for value in values if value)
