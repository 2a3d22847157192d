"""Statistical neighbours: which authorities are most like each other, by the models of the Department for Education.

Called by `reference`.
"""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from loaders.record.csv_text import read_csv
from loaders.record.grouping import grouped


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
    ordered = sorted(read_csv(path), key=lambda row: int(row["rank"]))
    models: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for (model, authority_id), rows in grouped(ordered, lambda row: (row["model"], row["authority_id"])).items():
        models[model][authority_id] = tuple(row["neighbour_id"] for row in rows)
    return Neighbours(models)
