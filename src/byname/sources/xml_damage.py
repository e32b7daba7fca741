"""What every source in XML shares: the plain name of an element, and one error for XML that is damaged or refused.

Takes the words of a kind of file; gives a context in which its elements are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException

from byname.errors import BadSource


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


@contextmanager
def xml_read(where: str, *, refused: Callable[[str], str], again: str, read: Callable[[], str]) -> Iterator[None]:
    """Raise BadSource for XML that is damaged or defines what it must not.

    `refused`: what is said of the kind of definition found; `again`: what is to be exported again; `read`: how much was
    read so far, in words.
    """
    try:
        yield
    except DefusedXmlException as error:
        fix = f"do not trust the file; export {again} again"
        raise BadSource(refused(type(error).__name__), where=where, fix=fix) from error
    except (ParseError, StopIteration, LookupError, ValueError) as error:  # also of encodings that there are not
        what = f"the XML is damaged or cut off after {read()} ({error})"
        raise BadSource(what, where=where, fix="obtain it again") from error
