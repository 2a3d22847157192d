"""What a download is made from: a selection of judgements with its name, address, dates and citation.

Comes in: a store, filters and a sort. Goes out: an Export, which the modules beside this one write as CSV and JSON
(`text`), as a workbook (`workbook`) and with its metadata in a zip (`selection_zip`). The rows are those
that the data page shows for the same address, in the same order; the same data and address give the same bytes.
"""

from dataclasses import dataclass

import pandas as pd

from dashboard import selection
from dashboard.address import link
from dashboard.filters import Filters
from dashboard.store import Store
from loaders.record import schema
from loaders.record.schema import Table

FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""The endings of files of judgements, each with its media type."""
TITLE = schema.TITLE.replace("'", "’")
TERMS = (
    "Contains public sector information licensed under the Open Government Licence v3.0. © Crown copyright. Source: "
    "Ofsted, and the inspectorates before it and beside it.",
    "Earlier reports print terms of their own: reproduction for non-commercial purposes, unaltered, with source and "
    "date of publication. Only facts and short labels are taken from them here.",
    "The pairing with services and aspects, the harmonised grades and the comparability are Gradeline’s reading, not "
    "an inspectorate’s; they may be used under the MIT licence. Do not present a harmonised grade as a grade that an "
    "inspectorate gave.",
)
CAVEATS = (
    "Every row has the grade as printed (grade_original, grade_number_original), the scale that it is on, and the "
    "harmonised grade (grade, grade_rank; 1 is best).",
    "Read grade_number_original only together with scale: on one scale 4 is best, on another 1 is. A 3 of 2008 is "
    "good, a 3 of 2012 is adequate.",
    "The same harmonised grade under two frameworks is not always the same standard: comparability says how far a row "
    "is the same measure as the newest framework’s.",
    "A grade is never guessed. A judgement that no source establishes has no row; a row without a harmonised grade is "
    "one for which the source prints that no grade was given.",
    "An empty cell means: not known, or not given by the source. Dates are as exact as date_precision says; a month "
    "or a year stands as its first day.",
    "evidence says how strong the source of a row is, source_id and locator where it stands; rows with agreement "
    "conflict have another reading in discrepancies.csv.",
)
NEUTRALISED = (
    "A text cell that a spreadsheet could run as a formula (it begins with = + - @ or their full-width forms, spaces "
    "before them or not, with a tab or with a line end) has one apostrophe put in front. To undo it, take one "
    "apostrophe from the cells that begin with apostrophes followed by such a beginning."
)


@dataclass(frozen=True, eq=False)
class Export:
    """A selection of judgements on its way to a file."""

    store: Store
    filters: Filters
    sort: str
    positions: selection.Positions

    @property
    def frame(self) -> pd.DataFrame:
        return self.store.judgements

    @property
    def rows(self) -> int:
        return len(self.positions)

    @property
    def table(self) -> Table:
        return self.store.described["judgements"]

    def address(self, ending: str) -> str:
        return link(f"/download/judgements.{ending}", query(self.filters, self.sort))

    @property
    def chosen(self) -> str:
        """The selection in words, for people who have the file and not the page."""
        named = [f"{name} {value}" for name, value in self.filters.pairs()]
        return ("; ".join(named) or "every judgement") + (f"; sorted by {self.sort}" if self.sort else "")


def new_export(store: Store, filters: Filters, sort: str = "") -> Export:
    return Export(store, filters, sort, positions=selection.positions(store, filters, sort))


def query(filters: Filters, sort: str = "") -> list[tuple[str, str]]:
    """The parameters that a page and its downloads share."""
    return [*filters.pairs(), *([("sort", sort)] if sort else [])]
