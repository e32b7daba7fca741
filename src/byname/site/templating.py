"""Site stage: the one environment in which pages are made, with the style sheet that a page may use and no other.

Goes in: the names of style sheets. Comes out: a Jinja environment that escapes all text, knows no undefined value, and
has the style sheets with the hash by which a content security policy allows them.
"""

from __future__ import annotations

import base64
import hashlib
import re

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from byname.access.protection import WITHHELD, WITHHELD_TEXT
from byname.site.charts.style import Picture

# Control characters but line ends and tabs, and the characters that embed, override or isolate a direction.
_TURNING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def page_environment(*sheets: str) -> Environment:
    """The environment of a page with these style sheets, in order."""
    loader = PackageLoader("byname.site", "templates")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_with_controls_shown,
        auto_reload=False,  # the package does not change while it runs
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.add_extension("jinja2.ext.i18n")
    style = "".join(loader.get_source(environment, sheet)[0] for sheet in sheets)
    environment.globals.update(style=Markup(style), style_hash=Markup(_content_hash(style)))
    environment.filters["drawn"] = _drawn
    environment.tests["webaddress"] = _is_web_address
    environment.tests["withheld"] = (WITHHELD, WITHHELD_TEXT, "withheld").__contains__
    return environment


def _with_controls_shown(value: object) -> object:
    r"""A value of a page with the characters written out that would turn the text around it or that nobody sees; marks
    of direction, which Arabic and Hebrew texts need and which turn nothing, stay.

    >>> _with_controls_shown("a name \u202e of data")
    'a name \\u202e of data'
    """
    if not isinstance(value, str) or not _TURNING.search(value):
        return value
    return type(value)(_TURNING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), value))


def _content_hash(style: str) -> str:
    """The hash by which a content security policy allows one style sheet and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _is_web_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def _drawn(picture: Picture, width: str) -> Markup:
    """The drawing of a chart; its text was escaped when it was drawn."""
    return Markup(picture.wide if width == "wide" else picture.narrow)


def page_script(name: str) -> str:
    """The text of a script of this site."""
    environment = page_environment()
    return PackageLoader("byname.site", "templates").get_source(environment, name)[0]
