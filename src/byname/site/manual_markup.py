"""Site stage: the Markdown of the manual to HTML for a page of the site.

Takes Markdown that ships with the package; gives markup in which links lead to pages of the site, headings have places
that can be led to, and wide tables can be scrolled. HTML inside the Markdown stands as text.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from byname.site.manual import PICTURES, manual_page

ROOT = "/docs"
_PAGE = re.compile(r"(?P<name>[\w/-]+)\.md(?P<place>#.*)?")


@cache
def markup_of(text: str) -> Markup:
    """The HTML of a page.

    >>> markup_of("See [the start](start.md) and `x < y`.")
    Markup('<p>See <a href="/docs/start">the start</a> and <code>x &lt; y</code>.</p>\\n')
    """
    markdown = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    tokens = markdown.parse(text)
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", heading_place(tokens[position + 1].content))
        for inner in token.children or []:
            _lead(inner)
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))


def heading_place(heading: str) -> str:
    """The name of a heading's place, as links between the pages write it.

    >>> heading_place("1. What `byname` does, in short")
    '1-what-byname-does-in-short'
    """
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
    return re.sub(r"[^\w\s-]", "", plain).strip().replace(" ", "-")


def _lead(token: Token) -> None:
    """Turn the addresses of a link or a picture to where the site has them; what it does not have stays as words."""
    if token.type == "image":
        token.attrSet("src", f"{ROOT}/picture/{token.attrGet('src')}")
        token.attrSet("loading", "lazy")
    address = str(token.attrGet("href") or "") if token.type == "link_open" else ""
    page = _PAGE.fullmatch(address)
    if page and manual_page(page["name"]):
        name = page["name"].removeprefix("reference/")
        token.attrSet("href", f"{ROOT}/{name}{page['place'] or ''}")
    elif address and not address.startswith(("https://", "http://", "#")):
        del token.attrs["href"]


class _Renderer(RendererHTML):
    """HTML as the rest of the site writes it."""

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        """Give the start of a table that can be scrolled sideways."""
        env["tables"] = env.get("tables", 0) + 1
        return f'<div class="scroll" role="region" tabindex="0" aria-label="Table {env["tables"]}"><table>'

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        """Give the end of such a table."""
        return "</table></div>\n"

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        """Give a block of commands or code, which can be scrolled by the keyboard too."""
        return f'<pre class="scroll" tabindex="0"><code>{Markup.escape(tokens[idx].content)}</code></pre>\n'

    code_block = fence


def is_picture(name: str) -> bool:
    """Whether a name can be that of a picture of the manual.

    >>> is_picture("site-front.png"), is_picture("../byname.toml"), is_picture("start.md")
    (True, False, False)
    """
    return re.fullmatch(r"[\w-]+\.\w+", name) is not None and any(name.endswith(ending) for ending in PICTURES)
