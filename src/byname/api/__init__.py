"""Byname from Python: estimates, linkage, audits and readings of pandas, polars and Arrow tables.

from byname.api import audit, estimate, link, read_dates, read_names
"""

from byname.api.auditing import AuditResult, audit
from byname.api.estimation import EstimateResult, estimate
from byname.api.linking import LinkResult, link
from byname.api.reading import ReadDates, ReadNames, read_dates, read_names

__all__ = [
    "AuditResult",
    "EstimateResult",
    "LinkResult",
    "ReadDates",
    "ReadNames",
    "audit",
    "estimate",
    "link",
    "read_dates",
    "read_names",
]
