"""Where each of today's councils stands on the map of tiles: always the same place and code, from `cartogram.csv`.

Called by the home page. Two blocks, each with rows and columns from 1: England, and London beside it.
"""

import csv
from dataclasses import dataclass

from dashboard.store import Store, once_a_store
from loaders.record.reference import REFERENCE_FOLDER

FILE = REFERENCE_FOLDER / "cartogram.csv"
BLOCKS = ("england", "london")


@dataclass(frozen=True)
class MapTile:
    """One council's place, and the three letters that stand in it."""

    authority_id: str
    code: str
    block: str
    row: int
    column: int


@once_a_store
def tiles(_: Store) -> tuple[MapTile, ...]:
    """The tiles by block, row and column."""
    with FILE.open(encoding="utf-8", newline="") as file:
        tiles = [
            MapTile(
                authority_id=row["authority_id"],
                code=row["code"],
                block=row["block"],
                row=int(row["row"]),
                column=int(row["column"]),
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(tiles, key=lambda tile: (BLOCKS.index(tile.block), tile.row, tile.column)))
