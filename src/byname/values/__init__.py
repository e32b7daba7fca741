"""The words all stages share: names, dates, places, intervals, quantities, citations, spans.

Imports nothing of ours.
"""

from byname.values.citation import Citation
from byname.values.dates import FuzzyDate
from byname.values.interval import Interval, Quantity
from byname.values.names import PersonName
from byname.values.places import Place
from byname.values.spans import SourceSpan

__all__ = ["Citation", "FuzzyDate", "Interval", "PersonName", "Place", "Quantity", "SourceSpan"]
