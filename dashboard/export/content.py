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
from dashboard.texts import texts_of
from dashboard.words import wording
from loaders.record import schema
from loaders.record.schema import Table

FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""The endings of files of judgements, each with its media type."""
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
TITLE = schema.TITLE.replace("'", "’")
_WORDS = texts_of("of_files")
TERMS: list[str] = _WORDS["terms"]
CAVEATS: list[str] = _WORDS["caveats"]
NEUTRALISED: str = _WORDS["neutralised"]


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
    def reach(self) -> str:
        """To which day the record goes, and what day that is."""
        why = "the day to which it is complete" if self.store.complete_to else "the day of the latest inspection in it"
        return f"Record to {wording.day(self.store.as_at)}, {why}."

    def again(self, ending: str) -> str:
        """Where the same rows are, for people who have the file and not the page: no file knows its site."""
        return f"The same rows again, on the site that this file is from: {self.address(ending)}"

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
