"""Records stage: the vocabularies kept as data (YAML) beside this module, loaded once."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def load(name: str) -> dict[str, Any]:
    """The vocabulary `name` (a YAML file of this folder) as plain data.

    >>> "cyrillic" in load("transliteration")
    True
    """
    text = resources.files("byname.records.vocabulary").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data
