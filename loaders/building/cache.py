"""What sources said when they were last read, an entry for each content, name and state of the rules. For `sources`.

An entry carries the digest of what it holds, and is opened as a source is: a regular file of this user's, never waited
for. Whatever is not as it was written counts for nothing, and its source is read anew.
"""

import hashlib
import json
import os
import stat
import threading
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from loaders.reading.readers import files
from loaders.record.errors import SourceRefused
from loaders.record.extraction_json import from_json, to_json
from loaders.record.model import Extraction
from loaders.record.reference import REFERENCE_FOLDER

OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def folder() -> Path:
    """Where extractions are kept: one folder for each state of the rules (loaders, reference and reading libraries)."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    state = " ".join([rules_digest(), *map(version, ("pypdfium2", "python-calamine"))])
    return root / "gradeline" / hashlib.sha256(state.encode()).hexdigest()[:16]


def rules_digest() -> str:
    """A digest of the loaders and of the reference data that they read by."""
    digest = hashlib.sha256()
    for folder, pattern in ((Path(__file__).parents[1], "*.py"), (REFERENCE_FOLDER, "*")):
        for path in sorted(path for path in folder.rglob(pattern) if path.is_file()):
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def entry(cache: Path, path: Path, sha256: str) -> Path:
    """Where the extraction of a file of this name and content is kept."""
    key = hashlib.sha256(os.fsencode(path.name) + b"\0" + sha256.encode()).hexdigest()
    return cache / f"{key}.json"


def read(place: Path, sha256: str) -> Extraction | None:
    """The extraction of a source of this digest; None where there is no entry that is whole and of that source."""
    try:
        with files.open_file(place, follow_links=False) as file:
            status = os.fstat(file.fileno())
            if status.st_uid != os.geteuid() or status.st_mode & OTHERS_MAY_WRITE:
                return None
            digest, _, content = files.read_file(file).partition(b"\n")
        if digest.decode("ascii") != hashlib.sha256(content).hexdigest():
            return None
        extraction = from_json(json.loads(content))
    except (OSError, SourceRefused, ValueError, KeyError, TypeError, RecursionError):
        return None
    return extraction if extraction.source.sha256 == sha256 else None


def keep(extraction: Extraction, place: Path) -> None:
    """Put an extraction into the cache; where none can be written, the next build reads the source again."""
    content = json.dumps(to_json(extraction), default=str).encode()
    aside = place.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside.unlink(missing_ok=True)
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        aside.replace(place)
