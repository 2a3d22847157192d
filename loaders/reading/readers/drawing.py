"""What of a page a piece of text draws: the page with it and without it, as a reader sees them, and the difference.

Whatever keeps text from being seen, it then makes no difference to the page: an invisible mode, the colour of the
paper, a layer that is off, a clip, a cover, the edge of the page.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable
from dataclasses import dataclass

import pypdfium2.raw as pdfium_c

from loaders.reading.readers import pdfium_calls as calls
from loaders.reading.readers.pdfium_calls import Box

_FINEST = 3.0  # dots a point: the letters of text in 10 points are some 20 dots high
_MOST_DOTS = 400_000
_CONTRAST = 32  # of 255: what is lighter than that on white paper is not seen
_MARGIN = 1.0  # points around a text that are drawn with it


@dataclass(frozen=True)
class Ink:
    """Which dots of a part of a page a piece of text changes: rows from the top, one byte a dot, 1 where changed.

    `left` and `top` say where the part begins on the page as shown, in points; `scale` how many dots a point has.
    """

    left: float
    top: float
    scale: float
    rows: list[bytes]

    def within(self, box: Box) -> tuple[int, int]:
        """How many dots of a box of the page as shown are changed, and how many dots it has."""
        left, top, right, bottom = self._dots(box)
        return sum(sum(row[left:right]) for row in self.rows[top:bottom]), (right - left) * (bottom - top)

    def beside(self, boxes: Iterable[Box]) -> float:
        """Which part of all the changed dots lies in none of these boxes."""
        rows = [bytearray(row) for row in self.rows]
        before = sum(map(sum, rows))
        for box in boxes:
            left, top, right, bottom = self._dots(box)
            for row in rows[max(0, top - 1) : bottom + 1]:
                row[max(0, left - 1) : right + 1] = bytes(len(row[max(0, left - 1) : right + 1]))
        return sum(map(sum, rows)) / before if before else 0.0

    def _dots(self, box: Box) -> tuple[int, int, int, int]:
        left, right = (round((x - self.left) * self.scale) for x in (box[0], box[2]))
        top, bottom = (round((y - self.top) * self.scale) for y in (box[1], box[3]))
        return max(0, left), max(0, top), max(1, right, left + 1), max(1, bottom, top + 1)


class Canvas:
    """A page as it can be drawn, part by part."""

    def __init__(self, page: int) -> None:
        self._page = ctypes.cast(page, pdfium_c.FPDF_PAGE)
        self.box = calls.page_box(page)
        self._turns = int(pdfium_c.FPDFPage_GetRotation(self._page)) % 4

    def shown(self, box: Box) -> Box:
        """A box of the page where it is shown: left, top, right, bottom, in points from the upper left corner."""
        left, bottom, right, top = self.box
        corners = [self._turned(x - left, y - bottom, right - left, height=top - bottom) for x, y in (box[:2], box[2:])]
        (x, y), (other_x, other_y) = corners
        return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)

    def _turned(self, x: float, y: float, width: float, *, height: float) -> tuple[float, float]:
        return ((x, height - y), (y, x), (width - x, y), (height - y, width - x))[self._turns]

    @property
    def is_turned(self) -> bool:
        return self._turns != 0

    def ink(self, item: int, box: Box) -> Ink:
        """What a text that stands in this box of the page adds to what is seen of it."""
        left, top, right, bottom = self.shown(box)
        left, top, right, bottom = left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN
        scale = min(_FINEST, math.sqrt(_MOST_DOTS / max(1.0, (right - left) * (bottom - top))))
        size = math.ceil((right - left) * scale), math.ceil((bottom - top) * scale)
        with_it = self._rows(left, top, (scale, scale), size=size)
        calls.set_active(item, 0)
        without = self._rows(left, top, (scale, scale), size=size)
        calls.set_active(item, 1)
        return Ink(left, top, scale, [_changed(*rows) for rows in zip(with_it, without, strict=True)])

    def portrait(self, box: Box, width: int, height: int) -> bytes:
        """A box of the page in so many dots of grey, row by row."""
        left, top, right, bottom = self.shown(box)
        return b"".join(self._rows(left, top, (width / (right - left), height / (bottom - top)), size=(width, height)))

    def _rows(self, left: float, top: float, scale: tuple[float, float], *, size: tuple[int, int]) -> list[bytes]:
        """A part of the page in grey, with what is stamped on it; `scale` is dots a point, across and down."""
        width, height = size
        stride = -(-width // 4) * 4
        dots = ctypes.create_string_buffer(b"\xff" * (stride * height), stride * height)
        bitmap = pdfium_c.FPDFBitmap_CreateEx(width, height, pdfium_c.FPDFBitmap_Gray, dots, stride)
        if not bitmap:
            return []
        matrix = pdfium_c.FS_MATRIX(scale[0], 0, 0, scale[1], -left * scale[0], -top * scale[1])
        clip = pdfium_c.FS_RECTF(0, 0, width, height)
        pdfium_c.FPDF_RenderPageBitmapWithMatrix(bitmap, self._page, matrix, clip, pdfium_c.FPDF_ANNOT)
        pdfium_c.FPDFBitmap_Destroy(bitmap)
        pixels = dots.raw
        return [pixels[row * stride : row * stride + width] for row in range(height)]


def _changed(row: bytes, other: bytes) -> bytes:
    if row == other:
        return bytes(len(row))
    return bytes(abs(a - b) >= _CONTRAST for a, b in zip(row, other, strict=True))
