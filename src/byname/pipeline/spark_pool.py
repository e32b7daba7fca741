"""The cluster of Apache Spark as a pool of workers: reading sources and what is worked out person by person run there.

Takes functions with their arguments, as any pool does; each is one task of Spark. Workers read what a task names from
the folder of the archive, so on a cluster that folder lies where all its machines see it.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from byname.errors import BynameError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_P = ParamSpec("_P")
_T = TypeVar("_T")


class SparkPool(Executor):
    """The workers of a Spark session, which starts with the first piece of work.

    `session`: one that runs already; where it is left out, one on the cores of this machine, which ends with the pool.
    """

    def __init__(self, session: SparkSession | None = None) -> None:
        self._given = session
        self._session = session
        self._starting = Lock()
        self._threads: ThreadPoolExecutor | None = None

    @property
    def session(self) -> SparkSession:
        """The session; raises BynameError where Spark or Java is not installed."""
        with self._starting:
            if self._session is None:
                self._session = local_session()
            return self._session

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Hand a piece of work to the cluster; as many are under way at a time as it has cores."""
        context = self.session.sparkContext
        if self._threads is None:
            self._threads = ThreadPoolExecutor(context.defaultParallelism)

        def run() -> _T:
            task = pickle.dumps((fn, args, kwargs))
            (found,) = context.parallelize([task], 1).map(_done).collect()
            result: _T = pickle.loads(found)
            return result

        return self._threads.submit(run)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the pool, and the session if it is its own."""
        if self._threads is not None:
            self._threads.shutdown(wait, cancel_futures=cancel_futures)
        if self._session is not None and self._given is None:
            self._session.stop()
            self._session = None


def _done(task: bytes) -> bytes:
    function, args, kwargs = pickle.loads(task)
    result: Any = function(*args, **kwargs)
    return pickle.dumps(result)


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
