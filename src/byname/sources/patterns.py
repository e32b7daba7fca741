"""Compiles the regular expressions that users write in mappings and grammars."""

from __future__ import annotations

import re
import warnings

LONGEST = 20_000


def compile_pattern(text: str, *, longest: int = LONGEST) -> re.Pattern[str]:
    """Compile a regular expression; raises ValueError saying why it is none.

    >>> compile_pattern("a{1,99999999999}")
    Traceback (most recent call last):
    ...
    ValueError: the repetition number is too large
    """
    if len(text) > longest:
        raise ValueError(f"it is longer than {longest:,} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(text)
    except (re.error, OverflowError) as error:
        raise ValueError(str(error)) from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
