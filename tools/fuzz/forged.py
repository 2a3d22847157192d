"""Reports in which some grades are hidden, and what their pages show: is what was read what is shown?

Each is one of the forgeries, moved, enlarged and turned, with honest grades in some of the rows beside the hidden ones.
What a reader of the page sees stands behind the end of the file, where no reader of PDFs looks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import replace

from tests.hostile import forgeries
from tests.hostile.forgeries import FORGERIES, HONEST, Forgery, Page

GRADES = ("Inadequate", "Outstanding", "Requires improvement to be good", "Good")
_SHOWN = re.compile(rb"%shows ([^\n]*)\n\Z")
_HIDDEN = "Good"


def make(chance: random.Random) -> bytes:
    """A report, and behind it what it shows."""
    forgery = chance.choice(FORGERIES if chance.random() < 0.8 else HONEST)
    is_honest = forgery in HONEST
    grades: dict[int, str] = {}
    rows = iter(range(len(forgeries.LABELS)))

    def grade(y: float) -> bytes:
        row = next(rows)
        hidden = forgery.hide(y)
        if is_honest or forgery.shows or chance.random() < 0.4:
            grades[row] = _HIDDEN if is_honest else forgery.shows
            return hidden
        words = chance.choice(GRADES)
        grades[row] = words
        honest = forgeries.words(forgeries.X + chance.choice((110, 130)), y, words)
        return chance.choice((honest, hidden + honest, honest + hidden))

    label = forgery.label or forgeries.words
    content = forgeries.report(grade, _move(chance, forgery), label, chance.choice((0, 0, 1)))
    if forgery.label:  # a grade whose label nobody sees belongs to none
        grades = {}
    statement = "|".join(f"{row}={words}" for row, words in grades.items())
    return content + f"%shows {statement}\n".encode()


def shown_grades(content: bytes) -> Mapping[str, str] | None:
    """The grade that a page shows behind each label, in lower case, empty for none; None where that is not known."""
    if (statement := _SHOWN.search(content)) is None:
        return None
    rows = [part.partition("=") for part in statement[1].decode().split("|") if part]
    grades = {int(row): words.lower() for row, _, words in rows}
    return {label.lower(): grades.get(row, "") for row, label in enumerate(forgeries.LABELS)}


def _move(chance: random.Random, forgery: Forgery) -> Page:
    """The page of a forgery, its drawing moved, enlarged or turned where nothing of it stands apart from the rest."""
    page = forgery.page
    if page.entries or page.before or chance.random() < 0.4:
        return page
    size, x, y = chance.uniform(0.8, 1.15), chance.uniform(-20, 20), chance.uniform(-20, 0)
    matrix = b"%.3f 0 0 %.3f %.1f %.1f cm" % (size, size, x, y)
    turned = chance.choice((Page(), Page(), *forgeries.TURNED.values()))
    return replace(page, entries=turned.entries, box=turned.box, before=turned.before + b" " + matrix)
