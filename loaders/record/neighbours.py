"""Statistical neighbours: which authorities are most like each other, by the models of the Department for Education.

Called by `reference`.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from loaders.record.errors import FolderInvalid


@dataclass(frozen=True)
class Neighbours:
    """The neighbours of each authority, closest first, by model ("2025-05"), newest model last."""

    models: dict[str, dict[str, tuple[str, ...]]]

    def latest(self, authority_id: str) -> tuple[str, tuple[str, ...]]:
        """The newest model that has this authority, and its neighbours in it; empty where none has."""
        for model in sorted(self.models, reverse=True):
            if authority_id in self.models[model]:
                return model, self.models[model][authority_id]
        return "", ()


def neighbours(path: Path) -> Neighbours:
    """`statistical_neighbours.csv`. Raises FolderInvalid where it cannot be read."""
    models: dict[str, dict[str, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                models[row["model"]][row["authority_id"]].append((int(row["rank"]), row["neighbour_id"]))
    except (OSError, UnicodeDecodeError, KeyError, ValueError) as error:
        raise FolderInvalid([f"{path.name}: cannot be read: {error}"]) from error
    return Neighbours(
        {
            model: {authority_id: tuple(other for _, other in sorted(ranks)) for authority_id, ranks in lists.items()}
            for model, lists in models.items()
        }
    )
