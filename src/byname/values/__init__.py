"""The words all stages share: names, dates, places, fields, printed numbers, what an analysis gives.

Imports nothing of ours.
"""

from byname.values.dates import FuzzyDate
from byname.values.names import PersonName
from byname.values.places import Place

__all__ = ["FuzzyDate", "PersonName", "Place"]
