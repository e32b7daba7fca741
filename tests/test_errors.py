from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from byname import errors
from byname.errors import BynameError

CHILDREN = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, BynameError) and value is not BynameError
]
SOURCE = Path(errors.__file__).parent


@pytest.mark.parametrize(
    ("where", "fix", "said"),
    [
        ("", "", "it is empty"),
        ("list.csv", "", "list.csv: it is empty"),
        ("", "copy it anew", "it is empty; copy it anew"),
        ("list.csv", "copy it anew", "list.csv: it is empty; copy it anew"),
    ],
)
def test_an_error_says_what_where_and_what_to_do(where: str, fix: str, said: str) -> None:
    error = BynameError("it is empty", where=where, fix=fix)
    assert str(error) == said
    assert (error.what, error.where, error.fix) == ("it is empty", where, fix)


def test_an_error_that_another_process_raised_comes_back_whole() -> None:
    assert len(CHILDREN) > 6
    for kind in CHILDREN:
        again = pickle.loads(pickle.dumps(kind("it is empty", where="list.csv", fix="copy it anew")))
        assert type(again) is kind
        assert str(again) == "list.csv: it is empty; copy it anew"


def test_every_error_is_a_child_of_the_root_alone_and_is_raised_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py") if path.name != "errors.py")
    for kind in CHILDREN:
        assert kind.__bases__ == (BynameError,)
        assert re.search(rf"\b{kind.__name__}\(|, {kind.__name__}\)", code), kind


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [kind.__dict__.get("code") for kind in (BynameError, *CHILDREN)]
    assert all(re.fullmatch(r"BYN-1\d\d", str(code)) for code in codes)
    assert len(set(codes)) == len(codes)
