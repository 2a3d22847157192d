"""Files that are made to do harm: to fill the memory, to keep a reader busy for ever, to confuse or to crash it.

Each is a few bytes to a few megabytes, made when it is asked for; none is stored. What is to be said of it stands
beside it; `tests/test_hostile_files.py` gives each to the process that reads sources.
"""

from tests.hostile.pdf import PDFS
from tests.hostile.spreadsheet import SPREADSHEETS
from tests.hostile.text import TEXTS

CORPUS = [*PDFS, *SPREADSHEETS, *TEXTS]
