"""Apache Spark, for tests that need it."""

from __future__ import annotations

import importlib.util
import os

import pytest


def require_spark() -> None:
    """Skip the test where Spark is not installed; fail it there where all components must be."""
    if importlib.util.find_spec("pyspark") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Apache Spark is not installed")
        pytest.skip("Apache Spark is not installed")
