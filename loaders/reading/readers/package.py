"""Documents that are zip archives of XML (Word, OpenDocument): their kind, and their parts within limits.

Only the parts that are asked for are unpacked, each no further than its limit, whatever the archive says of its size.
What no writer of documents puts into one is refused: declarations of XML entities, elements nested beyond all need.
Macros, pictures and what a document links to stay where they are.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.parsers import expat

from loaders.record.errors import SourceRefused

MAX_PARTS = 5_000
MAX_PART_BYTES = 50 * 1024 * 1024  # of XML; a report of 60 pages has 1 MiB
MAX_NESTED = 500
_DAMAGED = "the file begins like a zip archive but is damaged or cut short"
_SAVE_AS = "save it as a Word document (.docx), as PDF or as text, and read that"
_OTHER_DOCUMENTS = {
    "ppt/presentation.xml": "a presentation (.pptx)",
    "visio/document.xml": "a drawing (.vsdx)",
    "index/document.iwa": "a document of Pages, Numbers or Keynote",
    "index.zip": "a document of Pages, Numbers or Keynote",
    "meta-inf/container.xml": "an electronic book (.epub)",
    "fixeddocseq.fdseq": "an XPS document",
    "xl/workbook.bin": "a binary spreadsheet (.xlsb)",
}
_OTHER_TYPES = {
    "application/vnd.oasis.opendocument.presentation": "a presentation (.odp)",
    "application/vnd.oasis.opendocument.graphics": "a drawing (.odg)",
    "application/vnd.oasis.opendocument.formula": "a formula (.odf)",
    "application/vnd.oasis.opendocument.chart": "a chart (.odc)",
    "application/vnd.oasis.opendocument.base": "a database (.odb)",
    "application/epub+zip": "an electronic book (.epub)",
}
_ODT_TYPES = (
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.text-template",
    "application/vnd.oasis.opendocument.text-master",
    "application/vnd.oasis.opendocument.text-web",  # of a web page that was saved again
)


class PartReader:
    """What is told of the elements of a part, in their order; names without their namespace's prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, words: str) -> None:
        """Words stand in the element that is open."""


class Package:
    """An archive, open. Raises SourceRefused where it is damaged, or holds too much."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
            raise SourceRefused(_DAMAGED) from None
        if len(entries) > MAX_PARTS:
            raise SourceRefused(f"the archive has {len(entries):,} parts; the limit is {MAX_PARTS:,}")
        self.stated_size = sum(entry.file_size for entry in entries)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._twice: set[str] = set()
        for entry in entries:
            name = entry.filename.lower()
            if name in self._entries:
                self._twice.add(name)
            self._entries[name] = entry

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    @property
    def names(self) -> list[str]:
        """The names of all parts, in small letters."""
        return list(self._entries)

    def part(self, name: str) -> bytes:
        """A part as it unpacks. Raises SourceRefused as `unpack` does, and where it is too large."""
        part = self.unpack(name, MAX_PART_BYTES)
        if len(part) > MAX_PART_BYTES:
            raise SourceRefused(f"the document unpacks to more than {MAX_PART_BYTES // 2**20} MiB")
        return part

    def unpack(self, name: str, most: int) -> bytes:
        """As many bytes of a part as it has, and no more than one beyond `most`, whatever size is stated.

        Raises SourceRefused where it is damaged, encrypted or there twice.
        """
        entry = self._entries[name.lower()]
        if name.lower() in self._twice:
            raise SourceRefused("the archive holds two parts of one name")
        if entry.flag_bits & 1:
            raise SourceRefused("the document is encrypted and needs a password")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SourceRefused("the archive is packed in a way that no document is")
        entry.file_size = most + 2  # the library would stop at the size that is stated
        try:
            with self._archive.open(entry) as file:
                return file.read(most + 1)
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error):
            raise SourceRefused(_DAMAGED) from None


def kind(package: Package) -> str:
    """`word`, `odt`, or empty for what may be a spreadsheet. Raises SourceRefused for other documents, by name."""
    if "mimetype" in package:
        type_ = package.part("mimetype")[:200].decode("ascii", "replace").strip()
        if type_ in _ODT_TYPES:
            return "odt"
        if type_ in _OTHER_TYPES:
            raise SourceRefused(f"{_OTHER_TYPES[type_]}; {_SAVE_AS}")
    if "word/document.xml" in package:
        return "word"
    for name, title in _OTHER_DOCUMENTS.items():
        if name in package:
            raise SourceRefused(f"{title}; {_SAVE_AS}")
    return ""


def parse(part: bytes, reader: PartReader) -> None:
    """Tell a reader the elements of a part. Raises SourceRefused where it is no XML, or tries to do harm."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_NESTED:
            raise SourceRefused(f"the document nests its elements more than {MAX_NESTED} deep")
        reader.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        reader.end(_local(name))

    def declared(*_: object) -> None:
        raise SourceRefused("the document declares XML entities, which no document needs")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, UnicodeDecodeError, LookupError):
        raise SourceRefused("the document is damaged: its text is no XML") from None


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
