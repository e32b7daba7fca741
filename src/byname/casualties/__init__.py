"""Casualties: capture histories of people on lists and estimates of those no list holds."""

from byname.casualties.estimate import estimate
from byname.casualties.histories import CaptureHistories
from byname.casualties.people_on_lists import PeopleOnLists
from byname.casualties.result import EstimationResult, MethodEstimate

__all__ = ["CaptureHistories", "EstimationResult", "MethodEstimate", "PeopleOnLists", "estimate"]
