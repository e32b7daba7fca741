"""Claims stage: the text of an HTML page, each character with its place in the page's source.

The standard parser reads the page; script, style and navigation are left out, blocks end in a line break. Malformed
pages are read as far as the parser understands them.
"""

from __future__ import annotations

import html
from array import array
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "head", "nav", "template", "noscript", "svg", "button", "form"})
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


def html_text(source: str) -> tuple[str, array[int]]:
    """The text and, for every character of it, its place in the source.

    >>> text, places = html_text("<p>Some <b>2&#44;000</b></p>")
    >>> text.strip(), places[text.index("2")]
    ('Some 2,000', 11)
    """
    parser = _TextParser(source)
    parser.feed(source)
    parser.close()
    return "".join(parser.parts), parser.places


class _TextParser(HTMLParser):
    """Collects text with places; entities are kept apart so that each stands at its own place."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.places: array[int] = array("q")
        self.silent = 0
        self.starts = [0]
        for number, char in enumerate(source):
            if char == "\n":
                self.starts.append(number + 1)

    def _here(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def _add(self, text: str, place: int, *, one_place: bool = False) -> None:
        self.parts.append(text)
        self.places.extend([place] * len(text) if one_place else range(place, place + len(text)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Blocks begin on a new line."""
        if tag in _SILENT and tag != "head":
            self.silent += 1
        if tag == "body":
            self.silent = 0
        if tag in _BLOCKS and not self.silent:
            self._add("\n", self._here(), one_place=True)

    def handle_endtag(self, tag: str) -> None:
        """Blocks end with a line break."""
        if tag in _SILENT and tag != "head":
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS and not self.silent:
            self._add("\n", self._here(), one_place=True)

    def handle_data(self, data: str) -> None:
        """Text as it stands."""
        if not self.silent and self.lasttag != "title":
            self._add(data, self._here())

    def handle_entityref(self, name: str) -> None:
        """A named entity is one character at the place of its ampersand."""
        if not self.silent:
            self._add(html.unescape(f"&{name};"), self._here(), one_place=True)

    def handle_charref(self, name: str) -> None:
        """A numbered entity likewise."""
        if not self.silent:
            self._add(html.unescape(f"&#{name};"), self._here(), one_place=True)
