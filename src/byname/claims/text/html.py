"""Claims stage: the text of an HTML page, each character with its place in the page's source.

A scanner of our own passes over the page once, for the standard parser takes the square of the length of a hostile one;
script, style and navigation are left out, blocks end in a line break. Malformed pages are read as a browser reads them:
a comment or a script that never ends hides what follows, a "<" that begins no tag is text.
"""

from __future__ import annotations

import html
import re
from array import array

_SILENT = frozenset({"script", "style", "nav", "template", "noscript", "svg", "button", "form"})
_RAW = frozenset({"script", "style", "title"})  # what stands in them is no markup
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "aside",
        "main",
        "figure",
        "figcaption",
        "dd",
        "dt",
        "dl",
        "pre",
        "hr",
    }
)
_MARKUP = re.compile(
    r"<(?:(?P<comment>!--)|(?P<declaration>[!?])|(?P<slash>/?)(?P<name>[a-zA-Z][^\s/<>]*+))"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?)"
)
_TAG_END = re.compile(r"(?:[^>\"'=]|=(?!\s*[\"'])|=\s*\"[^\"]*+\"|=\s*'[^']*+'|[\"'])*+>")


def html_text(source: str) -> tuple[str, array[int]]:
    """The text and, for every character of it, its place in the source.

    >>> text, places = html_text("<p>Some <b>2&#44;000</b></p>")
    >>> text.strip(), places[text.index("2")]
    ('Some 2,000', 11)
    """
    scanner = _TextScanner(source)
    scanner.scan()
    return "".join(scanner.parts), scanner.places


class _TextScanner:
    """Collects text with places; entities are kept apart so that each stands at its own place."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.places: array[int] = array("q")
        self.silent = 0
        self.last_end = source.rfind(">")  # behind it no tag ends
        self.quotes_close = True  # False once a quotation mark of a tag was never closed

    def scan(self) -> None:
        """Pass over the page."""
        at = 0
        while match := _MARKUP.search(self.source, at):
            self._add(at, match.start())
            at = self._entity(match) if match["entity"] else self._tag(match)
        self._add(at, len(self.source))

    def _add(self, start: int, end: int) -> None:
        if not self.silent and start < end:
            self.parts.append(self.source[start:end])
            self.places.extend(range(start, end))

    def _add_at(self, text: str, place: int) -> None:
        if not self.silent:
            self.parts.append(text)
            self.places.extend([place] * len(text))

    def _entity(self, match: re.Match[str]) -> int:
        """An entity is one character at the place of its ampersand."""
        text = html.unescape(match.group())
        if text == match.group():
            self._add(*match.span())
        else:
            self._add_at(text, match.start())
        return match.end()

    def _tag(self, match: re.Match[str]) -> int:
        """Take a comment, a declaration or a tag; gives the place after it."""
        if match["comment"]:
            return self._after("-->", match.end())
        if match["declaration"]:
            return self._after(">", match.end())
        end = self._tag_end(match.end())
        if end < 0:
            self._add(match.start(), match.start() + 1)
            return match.start() + 1
        name = match["name"].lower()
        if not match["slash"]:
            self._open(name, match.start())
        if match["slash"] or self.source[end - 2] == "/":
            self._close(name, match.start())
        elif name in _RAW:
            return self._raw_end(name, end)
        return end

    def _after(self, mark: str, at: int) -> int:
        end = self.source.find(mark, at)
        return len(self.source) if end < 0 else end + len(mark)

    def _tag_end(self, at: int) -> int:
        """The place after the ">" that ends a tag: one outside quotation marks, or where those never close the next."""
        if at > self.last_end:
            return -1
        if self.quotes_close:
            match = _TAG_END.match(self.source, at)
            if match:
                return match.end()
            self.quotes_close = False
        return self.source.find(">", at) + 1

    def _open(self, name: str, place: int) -> None:
        """Blocks begin on a new line."""
        if name in _SILENT:
            self.silent += 1
        elif name == "body":
            self.silent = 0
        elif name in _BLOCKS:
            self._add_at("\n", place)

    def _close(self, name: str, place: int) -> None:
        """Blocks end with a line break."""
        if name in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif name in _BLOCKS:
            self._add_at("\n", place)

    def _raw_end(self, name: str, at: int) -> int:
        """The place of the end tag of what holds no markup; without one everything is part of it."""
        match = _raw_ends(name).search(self.source, at)
        return match.start() if match else len(self.source)


def _raw_ends(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
