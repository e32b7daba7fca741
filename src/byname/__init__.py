"""Byname documents mass repression: name every victim, count those still unnamed, trace each number to its source."""

from importlib.metadata import version

__version__ = version("byname")
