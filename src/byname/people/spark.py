"""People stage: the linkage on Apache Spark, for archives that one machine is too small or too slow for.

Goes in: blocks, features and tables of the model, then scored pairs. Comes out: the same pairs and clusters as on one
machine. The pieces of the pass over all pairs are tasks of Spark that read the columns of the records from a folder
that all workers see; connected components are found by Spark; each component is clustered whole by one task, by the
same compiled code.
"""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from byname.errors import BynameError
from byname.people import pair_scan as walk
from byname.people.blocking import Blocks, RuleBlocks
from byname.people.clusters import Clusters, Constraints, Scored, cluster
from byname.people.comparison.comparison import Features
from byname.people.comparison.row_layout import Columns
from byname.people.comparison.strings import Texts
from byname.people.scoring_tables import ScoringTables
from byname.people.settings import Thresholds

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Rows = npt.NDArray[np.int32]
_ARRAYS: Final = ("names", "rest", "shares", "tokens", "second", "drawn_by", "listed")
_COMPONENTS: Final = 20_000  # a task
_ROUNDS: Final = 50  # components of people are small; label propagation ends after a few rounds


class SparkEngine:
    """Spark as the engine of the linkage.

    `session`: the Spark session. `shared`: a folder that all workers see; where it is left out, a temporary folder of
    this machine, which serves local cores only.
    """

    def __init__(self, session: SparkSession, shared: Path | None = None) -> None:
        self._session = session
        self._temporary = None if shared else tempfile.TemporaryDirectory(prefix="byname-spark-")
        self._folder = shared or Path(self._temporary.name if self._temporary else "")

    def score(
        self,
        features: Features,
        blocks: Blocks,
        once: Rows,
        fresh: npt.NDArray[np.bool_],
        tables: ScoringTables,
        tell: Callable[[float], None],
    ) -> tuple[Rows, Rows]:
        """The pairs with at least one fresh record whose weight reaches `tables.least`, sorted."""
        folder = str(self._folder)
        _keep(self._folder, features, blocks, once, fresh, tables)
        pieces = [
            (number, *piece)
            for number, rule in enumerate(blocks.rules)
            for piece in walk.pieces_of(walk.with_fresh(rule, fresh))
        ]
        tell(0.1)
        found = [walk.score_further(features, blocks, once, fresh, tables)]
        if pieces:
            context = self._session.sparkContext
            spread = context.parallelize(pieces, max(1, min(len(pieces), 64 * context.defaultParallelism)))
            kept = spread.map(lambda piece: _scored_piece(folder, *piece)).collect()
            found += [_unpacked(part) for part in kept]
        a, b, _ = walk.sorted_pairs(found)
        return a, b

    def cluster(self, rows: int, scored: Scored, constraints: Constraints, thresholds: Thresholds) -> Clusters:
        """The clusters of the rows, each connected component on its own."""
        links = scored.probability >= thresholds.link
        same = np.array(constraints.same, np.int32).reshape(-1, 2)
        a, b = np.concatenate([scored.a[links], same[:, 0]]), np.concatenate([scored.b[links], same[:, 1]])
        component = self._components(rows, a, b)
        tasks = _tasks(component, scored, constraints)
        of, probability = np.arange(rows, dtype=np.int32), np.ones(rows)
        if tasks:
            context = self._session.sparkContext
            spread = context.parallelize(tasks, min(len(tasks), 4 * context.defaultParallelism))
            for members, groups, chances in spread.map(lambda task: _clustered(task, thresholds)).collect():
                of[members], probability[members] = groups, chances
        return Clusters(of, probability)

    def _components(self, rows: int, a: Rows, b: Rows) -> Rows:
        """The smallest row of each row's component, by labels that neighbours hand on (Rastogi et al. 2013)."""
        component = np.arange(rows, dtype=np.int32)
        if not len(a):
            return component
        edges = self._frame({"one": np.concatenate([a, b]), "other": np.concatenate([b, a])}).cache()
        labels = edges.select("one").distinct().selectExpr("one", "one as label")
        for _ in range(_ROUNDS):
            handed = edges.join(labels.withColumnRenamed("one", "other"), "other").select("one", "label")
            moved = labels.union(handed).groupBy("one").min("label").withColumnRenamed("min(label)", "label")
            moved = moved.localCheckpoint()
            changed = moved.join(labels.withColumnRenamed("label", "before"), "one").filter("label < before").count()
            labels = moved
            if not changed:
                break
        found = labels.toArrow()
        component[found.column("one").to_numpy()] = found.column("label").to_numpy()
        return component

    def _frame(self, columns: dict[str, Rows]) -> DataFrame:
        return self._session.createDataFrame(pa.table({name: pa.array(column) for name, column in columns.items()}))


def local_session(cores: int | None = None) -> SparkSession:
    """A Spark session on the cores of this machine; raises BynameError where Spark or Java is not installed."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise BynameError("Apache Spark is not installed", fix="pip install byname[spark]") from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # where Spark looks for the Python of its workers
    builder = SparkSession.builder.master(f"local[{cores or '*'}]").appName("byname")
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.shuffle.partitions": "8",
        "spark.log.level": "ERROR",
    }
    for name, value in options.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # the gateway of Spark raises whatever its start fails with
        raise BynameError(f"Apache Spark did not start ({error})", fix="install Java 17 or later") from error


def _keep(
    folder: Path, features: Features, blocks: Blocks, once: Rows, fresh: npt.NDArray[np.bool_], tables: ScoringTables
) -> None:
    """Put down all that a worker needs: arrays as files that processes of one machine share, the rest pickled."""
    columns = features.columns
    arrays = {name: getattr(columns, name) for name in _ARRAYS}
    arrays |= {name: getattr(columns.texts, name) for name in Texts._fields}
    arrays |= {"once": once, "fresh": fresh, "block_of": blocks.block_of}
    for number, rule in enumerate(blocks.rules):
        some = walk.with_fresh(rule, fresh)
        arrays |= {f"rows-{number}": some.rows, f"starts-{number}": some.starts}
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    rest = (
        (columns.given_letters, columns.patronymic_letters, columns.first_office),
        (features.kinds, features.codes, features.used, features.weighed),
        tables,
    )
    (folder / "rest.pickle").write_bytes(pickle.dumps(rest))
    _worker.cache_clear()


@cache
def _worker(folder: str, stamp: int) -> tuple[Features, dict[str, Any], ScoringTables]:
    """What `_keep` put down, read once a worker."""

    def read(name: str) -> Any:
        return np.load(Path(folder) / f"{name}.npy", mmap_mode="r")

    (given, patronymic, office), comparisons, tables = pickle.loads((Path(folder) / "rest.pickle").read_bytes())
    texts = Texts(*(np.asarray(read(name)) for name in Texts._fields))
    names, rest, shares, tokens, second, drawn_by, listed = (np.asarray(read(name)) for name in _ARRAYS)
    columns = Columns(names, rest, shares, tokens, second, texts, given, patronymic, drawn_by, office, listed)
    arrays = {name: np.asarray(read(name)) for name in ("once", "fresh", "block_of")}
    return Features(columns, *comparisons), arrays, tables


def _scored_piece(folder: str, number: int, block: int, last: int) -> bytes:
    stamp = (Path(folder) / "rest.pickle").stat().st_mtime_ns
    features, arrays, tables = _worker(folder, stamp)
    rows, starts = (np.load(Path(folder) / f"{name}-{number}.npy", mmap_mode="r") for name in ("rows", "starts"))
    rule = RuleBlocks("", np.asarray(rows), np.asarray(starts), 0)
    found = walk.score_piece(
        features, arrays["block_of"], arrays["once"], arrays["fresh"], tables, number, rule, block, last
    )
    return pickle.dumps(found)


def _unpacked(part: bytes) -> tuple[Rows, Rows, npt.NDArray[np.float32]]:
    found: tuple[Rows, Rows, npt.NDArray[np.float32]] = pickle.loads(part)
    return found


Task = tuple[Rows, Scored, Constraints]


def _tasks(component: Rows, scored: Scored, constraints: Constraints) -> list[Task]:
    """Components of several rows put together to tasks: their rows, the pairs within them, and their constraints."""
    size = np.bincount(component, minlength=len(component))
    members = np.flatnonzero(size[component] > 1).astype(np.int32)
    if not len(members):
        return []
    members = members[np.argsort(component[members], kind="stable")]
    roots = component[members]
    task = np.cumsum(np.append(False, roots[1:] != roots[:-1])) // _COMPONENTS
    task_of = np.full(len(component), -1, np.int64)
    task_of[members] = task
    pairs = np.flatnonzero((component[scored.a] == component[scored.b]) & (task_of[scored.a] >= 0))
    pairs = pairs[np.argsort(task_of[scored.a[pairs]], kind="stable")]
    edges = np.arange(1, int(task[-1]) + 1)
    rows_of_tasks = np.split(members, np.searchsorted(task, edges))
    pairs_of_tasks = np.split(pairs, np.searchsorted(task_of[scored.a[pairs]], edges))
    return [
        (np.sort(rows), *_within(np.sort(rows), some, scored, constraints))
        for rows, some in zip(rows_of_tasks, pairs_of_tasks, strict=True)
    ]


def _within(
    rows: Rows, pairs: npt.NDArray[np.int64], scored: Scored, constraints: Constraints
) -> tuple[Scored, Constraints]:
    """Pairs and constraints with rows numbered within a task; both keep their order, so ties fall the same way."""

    def local(some: Rows) -> Rows:
        return np.searchsorted(rows, some).astype(np.int32)

    def judged(ends: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        held = set(rows.tolist()) if ends else set()
        return tuple((int(np.searchsorted(rows, a)), int(np.searchsorted(rows, b))) for a, b in ends if {a, b} <= held)

    return (
        Scored(local(scored.a[pairs]), local(scored.b[pairs]), scored.probability[pairs]),
        Constraints(
            constraints.once[rows],
            constraints.death[rows],
            constraints.gender[rows],
            judged(constraints.same),
            judged(constraints.different),
        ),
    )


def _clustered(task: Task, thresholds: Thresholds) -> tuple[Rows, Rows, npt.NDArray[np.float64]]:
    rows, scored, constraints = task
    clusters = cluster(len(rows), scored, constraints, thresholds)
    return rows, rows[clusters.of], clusters.probability
