"""Each room imports only rooms before it, no import goes round in a circle, and every folder has its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

# Outer rooms in order; a stage (marked in STAGES) imports only `values`, `statistics` and stages to its left.
ROOMS = (
    "errors", "values", "statistics", "sources", "records", "people", "casualties", "motive", "consequences", "claims",
    "archive", "access", "exports", "preservation", "site", "pipeline", "api", "cli",
)  # fmt: skip
# The order of the rooms inside a room; modules beside these are kept in order by the search for circles.
INNER = {
    "people": ("comparison",),
    "casualties": ("fitting", "estimators"),
    "claims": ("text", "lexicon", "numbers", "syntax", "citations", "evidence", "frames", "verdicts"),
    "site": ("charts",),
}
IMPORTS_NOTHING = {"errors", "values"}
ROOT = Path(__file__).resolve().parents[1] / "src" / "byname"
NO_CODE = {"collections", "__pycache__"}
BESIDE = {"__init__", "__main__"}


def module_of(path: Path, root: Path) -> str:
    """The name of a module, as it is imported."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(("byname", *(parts[:-1] if parts[-1] == "__init__" else parts)))


def imports_of(tree: ast.AST) -> Iterator[str]:
    """The modules of ours, or names in them, that a module imports anywhere, also in a function or for types only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            if (node.module or "").split(".")[0] == "byname":
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "byname")


@cache
def graph(root: Path) -> dict[str, frozenset[str]]:
    """Each module with the modules that it imports."""
    paths = {module_of(path, root): path for path in sorted(root.rglob("*.py"))}
    found = {}
    for name, path in paths.items():
        used = set()
        for target in imports_of(ast.parse(path.read_text(encoding="utf-8"))):
            module = target
            while module not in paths:
                assert "." in module, f"{name} imports {target}, which is no module"
                module = module.rpartition(".")[0]
            used.add(module)
        found[name] = frozenset(used - {name})
    return found


def place_of(module: str) -> tuple[int, int | None]:
    """The place of a module in the order: that of its room, and that of the room inside it, if there is one."""
    parts = module.split(".")
    if len(parts) == 1 or parts[1] in BESIDE:
        return (len(ROOMS), None) if module.endswith("__main__") else (-1, None)  # the package holds the version only
    inner = INNER.get(parts[1], ())
    within = parts[2] if len(parts) > 2 else ""
    return ROOMS.index(parts[1]), inner.index(within) if within in inner else None


def goes_back(module: str, other: str) -> bool:
    """Whether a module comes before another that it imports."""
    (room, inner), (other_room, other_inner) = place_of(module), place_of(other)
    if room != other_room:
        return other_room > room
    return inner is not None and other_inner is not None and other_inner > inner


def wrong_imports(modules: dict[str, frozenset[str]]) -> list[str]:
    """The imports that go against the order, in words."""
    pairs = ((module, other) for module, used in modules.items() for other in sorted(used))
    return [f"{module} imports {other}" for module, other in pairs if goes_back(module, other)]


def circles(modules: dict[str, frozenset[str]]) -> list[list[str]]:
    """The import circles: strongly connected modules (Tarjan 1972), each circle once."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in sorted(modules[module]):
            if other not in index:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], index[other])
        if low[module] == index[module]:
            circle = [stack.pop()]
            while circle[-1] != module:
                circle.append(stack.pop())
            if len(circle) > 1:
                found.append(sorted(circle))

    for module in modules:
        if module not in index:
            visit(module)
    return found


def test_every_module_is_checked() -> None:
    modules = graph(ROOT)
    assert len(modules) > 250
    assert sum(map(len, modules.values())) > 800


def test_every_folder_has_its_place_and_none_is_missing() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()} - NO_CODE
    assert folders == set(ROOMS) - {"errors"}
    loose = {path.stem for path in ROOT.glob("*.py")} - BESIDE
    assert loose == {"errors"}
    for room, inner in INNER.items():
        inside = {path.name for path in (ROOT / room).iterdir() if path.is_dir() and any(path.rglob("*.py"))}
        assert set(inner) <= inside, f"{room} lacks {sorted(set(inner) - inside)}"


def test_rooms_import_only_rooms_before_them() -> None:
    assert wrong_imports(graph(ROOT)) == []


@pytest.mark.parametrize("room", sorted(IMPORTS_NOTHING))
def test_the_first_rooms_import_nothing_of_ours(room: str) -> None:
    own = f"byname.{room}"
    modules = {name: used for name, used in graph(ROOT).items() if name == own or name.startswith(f"{own}.")}
    assert modules
    for name, used in modules.items():
        assert all(other == own or other.startswith(f"{own}.") for other in used), name


def test_no_imports_go_round_in_a_circle() -> None:
    assert circles(graph(ROOT)) == []


def test_a_wrong_import_and_a_circle_are_found(tmp_path: Path) -> None:
    root = tmp_path / "byname"
    for name, text in {
        "values/names": "from byname.people.linkage import link\n",
        "people/linkage": "def link():\n    from byname.values import names\n",
        "values/__init__": "",
        "people/__init__": "",
        "__init__": "",
    }.items():
        path = root / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    modules = graph(root)
    assert wrong_imports(modules) == ["byname.values.names imports byname.people.linkage"]
    assert circles(modules) == [["byname.people.linkage", "byname.values.names"]]
