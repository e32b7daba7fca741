from byname.api import audit as audit
from byname.api import estimate as estimate
from byname.api import link as link
from byname.api import open_archive as open_archive
from byname.api import read_dates as read_dates
from byname.api import read_names as read_names

__version__: str
__all__: list[str]
