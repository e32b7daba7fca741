"""Puts small faults (mutants) into a copy of the code one at a time and runs the tests: which faults does no test see?

Goes in: the name of a configuration in this folder. Comes out: the share of mutants that tests killed, each that
survived, and exit code 1 where fewer were killed than the configuration asks for. Cosmic Ray makes the mutants.
"""

from __future__ import annotations

import ast
import compileall
import os
import random
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkItem, WorkResult

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("src", "tests", "benchmarks", "docs", "pyproject.toml", "README.md")
Place = tuple[int, int]  # line and column


@dataclass(frozen=True, slots=True)
class Plan:
    """How many mutants are drawn with which seed, the share that must be killed, and operators that change nothing."""

    sample: int
    seed: int
    floor: float
    same: tuple[str, ...]


def main(name: str) -> int:
    """Try the mutants of one configuration; gives the exit code."""
    config = ROOT / "mutants" / f"{name}.toml"
    data = tomllib.loads(config.read_text(encoding="utf-8"))
    plan = Plan(**{**data["byname"], "same": tuple(data["byname"]["same"])})
    with tempfile.TemporaryDirectory() as folder:
        tree, session = Path(folder) / "byname", Path(folder) / "session.sqlite"
        copy_to(tree)
        compile_but(tree, [tree / path for path in data["cosmic-ray"]["module-path"]])
        cosmic_ray(tree, "baseline", str(config))
        cosmic_ray(tree, "init", str(config), str(session))
        with use_db(session, WorkDB.Mode.open) as work:
            tried = draw(work, tree, plan)
        cosmic_ray(tree, "exec", str(config), str(session))
        with use_db(session, WorkDB.Mode.open) as work:
            return report(name, plan, tried, list(work.completed_work_items))


def copy_to(tree: Path) -> None:
    """Copy what the tests need, so that the work tree itself is never changed."""
    for part in COPIED:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tree / part)
        else:
            shutil.copy2(source, tree / part)


def compile_but(tree: Path, mutated: Sequence[Path]) -> None:
    """Compile all modules once but for those that are mutated: a mutant of the same length, made in the same second,
    would not be compiled anew."""
    compileall.compile_dir(str(tree / "src"), quiet=1)
    for folder in mutated:
        shutil.rmtree(folder / "__pycache__", ignore_errors=True)


def cosmic_ray(tree: Path, *arguments: str) -> None:
    """Run Cosmic Ray in the copy with the interpreter that runs this."""
    programs = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(tree / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    subprocess.run([str(programs / "cosmic-ray"), *arguments], cwd=tree, env=environment, check=True)


def draw(work: WorkDB, tree: Path, plan: Plan) -> int:
    """Leave out the mutants that change nothing and those that are not drawn; gives how many could be drawn."""
    items = sorted(work.work_items, key=lambda item: order_of(item.mutations[0]))
    able = [item for item in items if not changes_nothing(item.mutations[0], tree, plan)]
    chosen = random.Random(plan.seed).sample(able, min(plan.sample or len(able), len(able)))
    kept = {item.job_id for item in chosen}
    skipped = WorkResult(output="left out", test_outcome=None, diff=None, worker_outcome=WorkerOutcome.SKIPPED)
    work.set_multiple_results([item.job_id for item in items if item.job_id not in kept], skipped)
    return len(able)


def order_of(spec: MutationSpec) -> tuple[str, str, int]:
    """The place of a mutant in an order that is the same on every machine."""
    return str(spec.module_path), spec.operator_name, spec.occurrence


def changes_nothing(spec: MutationSpec, tree: Path, plan: Plan) -> bool:
    """Whether a mutant cannot change what the code does: an operator named so, an annotation, the size of a cache."""
    if spec.operator_name in plan.same:
        return True
    tree_of_code = ast.parse((tree / spec.module_path).read_text(encoding="utf-8"))
    return any(start <= spec.start_pos and spec.end_pos <= end for start, end in idle_places(tree_of_code))


def idle_places(tree: ast.AST) -> Iterator[tuple[Place, Place]]:
    """Where annotations and decorators begin and end."""
    for node in ast.walk(tree):
        idle: list[ast.expr | None] = []
        if isinstance(node, ast.FunctionDef):
            idle = [node.returns, *node.decorator_list]
        elif isinstance(node, ast.arg | ast.AnnAssign):
            idle = [node.annotation]
        for part in idle:
            if part is not None and part.end_lineno is not None and part.end_col_offset is not None:
                yield (part.lineno, part.col_offset), (part.end_lineno, part.end_col_offset)


def report(name: str, plan: Plan, able: int, done: Sequence[tuple[WorkItem, Any]]) -> int:
    """Print what was killed and what survived; gives the exit code."""
    tried = [(item, result) for item, result in done if result.worker_outcome != WorkerOutcome.SKIPPED]
    survived = [(item, result) for item, result in tried if result.test_outcome == TestOutcome.SURVIVED]
    for item, result in sorted(survived, key=lambda pair: order_of(pair[0].mutations[0])):
        spec = item.mutations[0]
        print(f"survived: {spec.module_path}:{spec.start_pos[0]} {spec.operator_name}")
        lines = [line for line in str(result.diff).splitlines() if line[:1] in "+-" and line[:3] not in ("---", "+++")]
        print("\n".join(f"    {line}" for line in lines))
    killed = len(tried) - len(survived)
    share = killed / len(tried) if tried else 0.0
    print(f"{name}: {killed} of {len(tried)} mutants killed, {share:.1%} (drawn from {able} with seed {plan.seed})")
    return 0 if share >= plan.floor else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m mutants NAME (the name of a configuration in this folder)")
    sys.exit(main(sys.argv[1]))
