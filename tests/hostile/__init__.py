"""Files that are made to do harm: to fill the memory, to keep a reader busy for ever, to confuse or to crash it.

Each is a few bytes to a few megabytes, made when it is asked for; none is stored. What is to be said of it stands
beside it; `tests/test_hostile_files.py` gives each to the process that reads sources. Among them are the documents that
hide a grade from their readers, of which `tests/test_visibility.py` asks more.
"""

from tests.hostile.files import Hostile
from tests.hostile.forgeries import FORGERIES
from tests.hostile.office import HIDDEN, OFFICE
from tests.hostile.pdf import PDFS
from tests.hostile.spreadsheet import SPREADSHEETS
from tests.hostile.text import TEXTS

NOT_SHOWN = r"no grade found for"
CORPUS = [
    *PDFS,
    *(Hostile(f"{forgery.name}.pdf", forgery.make, "" if forgery.shows else NOT_SHOWN) for forgery in FORGERIES),
    *SPREADSHEETS,
    *OFFICE,
    *(Hostile(hidden.name, hidden.make, NOT_SHOWN) for hidden in HIDDEN),
    *TEXTS,
]
