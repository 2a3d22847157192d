"""How to cite the data: author, year, title, version and address, as text, BibTeX and RIS.

The year is that of the day to which the record is complete. The address is that of the server which is asked; a file
that must be the same bytes everywhere leaves it out.
"""

from dashboard.export.content import TITLE
from dashboard.store import Store
from dashboard.words import wording
from loaders.record import schema

AUTHOR = "The Gradeline developers"
FORMATS = {
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}


def text(store: Store, address: str = "") -> str:
    day = wording.day(store.as_at)
    cited = f"{AUTHOR} ({store.as_at.year}). {TITLE} [data set]. Version {store.version}, complete to {day}."
    return f"{cited} {address}" if address else cited


def as_file(store: Store, ending: str, address: str = "") -> str:
    return {"txt": f"{text(store, address)}\n", "bib": _bibtex(store, address), "ris": _ris(store, address)}[ending]


def _bibtex(store: Store, address: str) -> str:
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": f"{{{schema.TITLE}}}",
        "year": str(store.as_at.year),
        "version": store.version,
        "note": f"Data set, complete to {store.as_at.isoformat()}",
        **({"url": address} if address else {}),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{gradeline-{store.as_at.year},\n{lines}\n}}\n"


def _ris(store: Store, address: str) -> str:
    fields = {
        "TY": "DATA",
        "AU": AUTHOR,
        "PY": str(store.as_at.year),
        "DA": store.as_at.strftime("%Y/%m/%d"),
        "TI": TITLE,
        "ET": store.version,
        **({"UR": address} if address else {}),
        "ER": "",
    }
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields.items())
