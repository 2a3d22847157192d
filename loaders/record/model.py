"""The plain values that the stages hand on: what a reader, a parser and the harmoniser each return.

Document    a file's text, as a reader found it
Reading     one inspection as one source prints it, with its graded lines and mentions
Observation one thing one source says, harmonised
Extraction  all of that for one source, or the reason why it was refused
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from loaders.record.precision import Precision

Kind = Literal["pdf", "text", "word", "odt", "html", "spreadsheet"]
Evidence = Literal["primary", "statistics", "secondary", "mention"]
# What a date is a date of: the visit, the publication of its report, or the year that was assessed.
DateBasis = Literal["inspection", "publication", "assessment_year", "unclear"]


# The first rows of a sheet, of which a reader makes no more than these where nobody asks for the others.
TITLE_ROWS = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: its name and its rows of cell values, as the file gives them.

    Rows and columns that the sheet hides are empty, and it is not whole.
    """

    name: str
    rows: Sequence[Sequence[object]]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A source's text. A PDF has its pages; other texts have one, and locators by line; a spreadsheet has sheets.

    `notes` say what was left out of it; `margins` are the lines of its headers and footers that end in a grade.
    """

    kind: Kind
    pages: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    notes: tuple[str, ...] = ()
    margins: tuple[str, ...] = ()
    # The numbers in the file of the lines of a text whose line ends were put right; else empty.
    line_numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GradedLine:
    """One grade as one place prints it, beside the label that it belongs to. Nothing here is our reading of it yet.

    `service` and `aspect` say which of the framework's judgements the label was matched to.
    `number` is the number printed with the words, if any; `place` is table, heading, sentence, sheet or list.
    `sentence` is what a sentence says in front of its grade.
    """

    service: str
    aspect: str
    label: str
    grade_text: str
    words: str
    number: int | None
    locator: str
    place: str
    sentence: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Mention:
    """What a document says of an earlier inspection: a service, a date as exact as the text gives it, and the words.

    `framework` is empty where the text does not name the kind of inspection; the harmoniser then takes the framework
    that was in force for that service at that date, if only one was.
    """

    service: str
    aspect: str
    label: str
    grade_text: str
    words: str
    date: dt.date
    precision: Precision
    locator: str
    framework: str = ""
    number: int | None = None
    date_basis: DateBasis = "unclear"
    # One grade said of several services that were graded apart: an observation of each, which alone establishes none.
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One inspection as one source prints it. Dates are None where the source prints none.

    `year` is set where a source dates the inspection by the year that was assessed and by nothing else. `scale` is
    empty where the source prints the framework's own words, else the id of the scale that its words are on.
    """

    framework: str
    authority: str
    evidence: Evidence
    lines: tuple[GradedLine, ...]
    inspection_start: dt.date | None = None
    inspection_end: dt.date | None = None
    published: dt.date | None = None
    inspection_type: str = ""
    authority_code: str = ""
    mentions: tuple[Mention, ...] = ()
    year: int | None = None
    # The first day of the month in which a report came out, where it prints no day.
    month: dt.date | None = None
    scale: str = ""
    # What `year` or `published` is a date of; empty where it follows from which of the dates there are.
    date_basis: DateBasis | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing one source says, harmonised: the columns of `observations.csv`, dates as dates, None for not known."""

    authority_id: str
    framework: str
    inspection_type: str
    inspection_start: dt.date | None
    inspection_end: dt.date | None
    published: dt.date | None
    date: dt.date
    date_precision: Precision
    service: str
    aspect: str
    judgement: str
    grade_text: str
    grade_original: str
    grade_number_original: int | None
    scale: str
    grade: str
    grade_rank: int | None
    comparability: str
    evidence: Evidence
    source_id: str
    locator: str
    place: str
    date_basis: DateBasis = "inspection"
    is_shared: bool = False
    is_disputed: bool = False
    # A remark that names the kind of inspection, where others leave it to the framework that was in force.
    is_framework_named: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """What a folder of documents is, as a reviewed statement (`collection.toml`).

    `complete_to` is the last day up to which it holds every document of its `frameworks` that the publisher had listed;
    `addresses` gives the address of a document by its file name.
    """

    complete_to: dt.date
    frameworks: tuple[str, ...]
    addresses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file that was tried: a row of `sources.csv`."""

    source_id: str
    file_name: str
    kind: str
    title: str = ""
    publisher: str = ""
    published: dt.date | None = None
    url: str = ""
    sha256: str
    status: Literal["read", "refused"]
    message: str = ""
    observations: int = 0
    # The last day up to which the source says that it holds every inspection published (statistics "as at" a day).
    complete_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one source gave: its row of `sources.csv` and its observations, in the order of the document."""

    source: Source
    observations: tuple[Observation, ...] = field(default=())
    collection: Collection | None = None
