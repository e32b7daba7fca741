from __future__ import annotations

from typing import Any

import pytest
from numba import njit
from tests.commands import data_of

from byname.cli.compiling import WAIT, told_of_compiling
from byname.cli.output import Output


def test_it_is_said_once_that_loops_are_compiled(capsys: pytest.CaptureFixture[str]) -> None:
    compile_it: Any = njit

    def first(x: int) -> int:
        return x + 1

    def second(x: int) -> int:
        return x + 2

    with told_of_compiling(Output("build", as_json=False)) as compiled:
        assert compile_it(first)(1) + compile_it(second)(1) == 5
    compile_it(lambda x: x)(1)  # nobody listens any more
    assert [name.rpartition(".")[2] for name in compiled] == ["first", "second"]
    assert capsys.readouterr().err.count(WAIT) == 1


def test_nothing_is_said_where_nothing_is_compiled(capsys: pytest.CaptureFixture[str]) -> None:
    with told_of_compiling(Output("build", as_json=False)) as compiled:
        pass
    assert compiled == []
    assert capsys.readouterr().err == ""


def test_all_loops_are_compiled_ahead() -> None:
    made = data_of("prepare")
    assert made["compiled"] >= 0  # none where another test has worked before
    assert made["seconds"] > 0
