"""Everything that reading loads only as it is needed, loaded at once: the process that reads opens no file afterwards.

`sandbox` calls it in the child, before `confine`. What is forgotten here is a refusal that names a defect, in the
tests too, since a build reads in that process.
"""

from __future__ import annotations

import encodings
import importlib
import pkgutil
import time

from loaders import reading
from loaders.reading.parsers.mentions.grammar import grammar_for
from loaders.reading.parsers.statistics_layout import load_layouts
from loaders.record.reference import Reference


def load(reference: Reference) -> None:
    for module in pkgutil.walk_packages(reading.__path__, f"{reading.__name__}."):
        importlib.import_module(module.name)
    for codec in pkgutil.iter_modules(encodings.__path__):
        if codec.name.startswith(("utf_", "cp", "ascii", "latin", "iso8859_", "raw_unicode", "unicode_", "idna")):
            importlib.import_module(f"encodings.{codec.name}")
    load_layouts()
    grammar_for(reference)
    time.strptime("2026", "%Y")
