"""Byname from Python: archives, estimates, linkage, audits and readings of pandas, polars and Arrow tables.

import byname
byname.open_archive, byname.estimate, byname.link, byname.audit, byname.read_dates, byname.read_names
"""

from byname.api.archives import ArchiveTable, OpenArchive, open_archive
from byname.api.auditing import AuditResult, audit
from byname.api.estimation import EstimateResult, estimate
from byname.api.linking import LinkResult, link
from byname.api.reading import ReadDates, ReadNames, read_dates, read_names

__all__ = [
    "ArchiveTable",
    "AuditResult",
    "EstimateResult",
    "LinkResult",
    "OpenArchive",
    "ReadDates",
    "ReadNames",
    "audit",
    "estimate",
    "link",
    "open_archive",
    "read_dates",
    "read_names",
]
