"""Where each of today's councils stands on the map of tiles: always the same place and code, from `cartogram.csv`.

Called by the home page. Two blocks, each with rows and columns from 1: England, and London beside it.
"""

from dataclasses import dataclass

from dashboard.store import Store, once_a_store
from loaders.record.csv_text import read_csv
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
    tiles = [
        MapTile(line["authority_id"], line["code"], line["block"], row=int(line["row"]), column=int(line["column"]))
        for line in read_csv(FILE)
    ]
    return tuple(sorted(tiles, key=lambda tile: (BLOCKS.index(tile.block), tile.row, tile.column)))
