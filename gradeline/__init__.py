"""Inspection judgements of English children's services, harmonised, as typed pandas frames.

>>> import gradeline
>>> gradeline.judgements()                 # one row per judgement
>>> gradeline.figure("worcestershire")     # the plotly figure that the page shows

Every function reads the data that come with the package, or the data folder that is named. Types: ordered categories
for grade, comparability, evidence and date_precision; categories for ids; Int64 for numbers; datetime64 for dates;
missing values as pandas has them. `describe()` says to which day the record is complete.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

__version__ = "0.2.0"
__all__ = [
    "authorities",
    "codebook",
    "coverage",
    "crosswalk",
    "describe",
    "discrepancies",
    "figure",
    "frameworks",
    "inspections",
    "judgements",
    "movements",
    "observations",
    "panel",
    "sources",
]


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


def _table(name: str, folder: str | Path | None) -> pd.DataFrame:
    from loaders.frames import load_folder

    return load_folder(_place(folder))[name]


def _place(folder: str | Path | None) -> Path:
    from loaders.record.errors import FolderInvalid
    from loaders.record.reference import DATA_FOLDER

    place = Path(folder) if folder else DATA_FOLDER / "built"
    if not place.is_dir():
        raise FolderInvalid([f"{place} is no folder; wanted a data folder, as `gradeline build` writes it"])
    return place


def judgements(folder: str | Path | None = None) -> pd.DataFrame:
    """The tidy frame: one row per graded line of one inspection, after all observations have been reconciled."""
    return _table("judgements", folder)


def observations(folder: str | Path | None = None) -> pd.DataFrame:
    """One row per thing that one source says about a judgement."""
    return _table("observations", folder)


def inspections(folder: str | Path | None = None) -> pd.DataFrame:
    """One row per inspection: one authority, one framework, one set of dates."""
    return _table("inspections", folder)


def movements(folder: str | Path | None = None) -> pd.DataFrame:
    """One row per step from one graded inspection to the next; a positive change is better."""
    return _table("movements", folder)


def panel(folder: str | Path | None = None) -> pd.DataFrame:
    """One row per authority, service and year: the overall grade in force at its end."""
    return _table("panel", folder)


def coverage(folder: str | Path | None = None) -> pd.DataFrame:
    """One row per authority and round of inspections: what was expected, and what of it is known."""
    return _table("coverage", folder)


def discrepancies(folder: str | Path | None = None) -> pd.DataFrame:
    """One row per disagreement between sources."""
    return _table("discrepancies", folder)


def sources(folder: str | Path | None = None) -> pd.DataFrame:
    """One row per document, read or refused."""
    return _table("sources", folder)


def authorities(folder: str | Path | None = None) -> pd.DataFrame:
    """The register of local authorities, with their statistical neighbours."""
    return _table("authorities", folder)


def frameworks(folder: str | Path | None = None) -> pd.DataFrame:
    """One row per inspection framework."""
    return _table("frameworks", folder)


def crosswalk(folder: str | Path | None = None) -> pd.DataFrame:
    """One row per label that a framework grades: its service, aspect and comparability."""
    return _table("crosswalk", folder)


def codebook(folder: str | Path | None = None) -> pd.DataFrame:
    """What every column and every value of every table means."""
    return _table("codebook", folder)


def describe(folder: str | Path | None = None) -> dict[str, Any]:
    """The data package's own words: `version`, `complete_to`, `created` and every table."""
    from loaders.frames import read_folder

    package: dict[str, Any] = json.loads(read_folder(_place(folder))[1])
    return package


def figure(authority_id: str, folder: str | Path | None = None, *, service: str | Sequence[str] = ()) -> go.Figure:
    """The chart of an authority's overall grades over time, as its page shows it.

    The page shows safeguarding, or the services that its address names; `service` names one or several here. Raises
    ValueError for an authority or a service that is not known, and where there is no grade.
    """
    from dashboard.pages.authority_history import figure_of
    from dashboard.store import open_store

    services = (service,) if isinstance(service, str) else service
    return figure_of(open_store(_place(folder)), authority_id, services)
