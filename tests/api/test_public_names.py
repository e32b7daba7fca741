"""All that `byname.api` gives away is described, typed, and loaded only when it is asked for."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

import byname
from byname import api

PACKAGE = Path(byname.__file__).parent
FUNCTIONS = [name for name in api.__all__ if inspect.isfunction(getattr(api, name))]
CLASSES = [name for name in api.__all__ if inspect.isclass(getattr(api, name))]


def _methods(name: str) -> Iterator[tuple[str, object]]:
    """The public methods and properties that a class of ours adds to its fields."""
    for found, value in inspect.getmembers(getattr(api, name)):
        of_method = value.fget if isinstance(value, property) else value
        if not found.startswith("_") and inspect.isfunction(of_method):
            yield found, of_method


def test_every_name_is_a_function_or_a_class() -> None:
    assert sorted(FUNCTIONS + CLASSES) == sorted(api.__all__)
    assert {"open_archive", "link", "estimate", "audit"} <= set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_goes_in_what_comes_out_what_it_raises_and_its_source(name: str) -> None:
    function = getattr(api, name)
    said = inspect.getdoc(function) or ""
    for part in ("Takes:", "Gives:", "Raises:", "Source:"):
        assert said.count(part) == 1, f"{name} lacks {part}"
    signature = inspect.signature(function)
    for parameter in signature.parameters.values():
        assert f"`{parameter.name}`" in said, f"{name} does not describe {parameter.name}"
        assert parameter.annotation is not inspect.Parameter.empty
    assert signature.return_annotation is not inspect.Signature.empty


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_and_its_methods_say_what_comes_out_and_what_they_raise(name: str) -> None:
    assert inspect.getdoc(getattr(api, name))
    methods = dict(_methods(name))
    assert methods
    for found, method in methods.items():
        said = inspect.getdoc(method) or ""
        assert "Gives:" in said, f"{name}.{found}"
        assert "Raises" in said, f"{name}.{found}"
        for parameter in list(inspect.signature(method).parameters)[1:]:  # type: ignore[arg-type]
            assert f"`{parameter}`" in said, f"{name}.{found} does not describe {parameter}"


@pytest.mark.parametrize("name", CLASSES)
def test_results_show_themselves_in_a_notebook(name: str) -> None:
    assert callable(getattr(api, name)._repr_html_)


def test_the_package_has_the_functions_of_the_api_and_its_stub_names_the_same() -> None:
    tree = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert imported == set(FUNCTIONS) == set(byname.__all__) - {"__version__"}
    for name in FUNCTIONS:
        assert getattr(byname, name) is getattr(api, name)
    assert set(FUNCTIONS) <= set(dir(byname))
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        byname.nothing_of_ours  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_package_loads_no_library() -> None:
    code = "import sys, byname; assert not {'polars', 'numpy', 'numba', 'byname.api'} & set(sys.modules)"
    began = monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert monotonic() - began < 1.0
