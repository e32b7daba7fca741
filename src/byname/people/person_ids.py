"""People stage: the ids of people.

Goes in: the id of a record. Comes out: the id of the person whose smallest record it is. A person that is joined with
another loses its id; as the id says which record it was named after, it leads to whoever has that record now.
"""

from __future__ import annotations

import hashlib
from typing import Final

PREFIX: Final = "P-"


def person_id_of(record_id: str) -> str:
    """The id of the person whose smallest record this is.

    >>> person_id_of("trials:54")
    'P-0e05827c8f41'
    """
    return PREFIX + hashlib.sha256(record_id.encode()).hexdigest()[:12]
