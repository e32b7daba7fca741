"""Which decisions may be erased from a ledger: those of which nothing is left but what they said of people.

What holds an archive together (imports, settings, withdrawals, what a word means) may not, nor may takedowns: without
one the person would be shown again.
"""

from typing import Final

from byname.access.desk.accounts import ACCOUNT
from byname.access.desk.contributions import NOTE, NOTE_TAKEN_BACK, REFUSED
from byname.access.desk.restricted import LOOKED
from byname.access.review import JUDGEMENT, UNDONE

ERASABLE: Final = (JUDGEMENT, UNDONE, NOTE, NOTE_TAKEN_BACK, REFUSED, LOOKED, ACCOUNT)
