"""POST /read and /read.csv: a visitor's report read and shown, and its observations as a file. Nothing is kept.

The answer to a form is a page of its own, made anew each time and stored nowhere. Its CSV comes from the page itself:
the observations stand in a hidden field, which the button posts back and which is answered as a file, cells made
harmless. No file and no text of one is ever written to a log. Called by `server`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard.export.text import csv_rows
from dashboard.markup.page_view import View
from dashboard.pages import read
from dashboard.web.edition import current_store
from dashboard.web.limits import is_from_elsewhere
from dashboard.web.upload_reader import ReaderBusy, UploadReader
from loaders.record.errors import SourceRefused

if TYPE_CHECKING:
    from loaders.record.model import Extraction

LOG = logging.getLogger(__name__)
SECONDS_TO_WAIT = "10"
ELSEWHERE = "This form was sent by a page of another site. Open this page and choose the file here."
NO_FILE = "No file was sent. Choose a file, then press the button."
SEVERAL = "We read one file at a time. Choose the first one, and then the next."
BUSY = "Other reports are being read at the moment. Please send yours again in a few seconds."
NOT_NOW = "Files cannot be read here at the moment. Please try again later."


def serve(server: Flask, reader: UploadReader, page: Callable[[View, str], Response]) -> None:
    """Add both addresses. `page` makes the whole answer of a view, which stands at a path."""

    def answer(view: View, **headers: str) -> Response:
        response = page(view, read.PATH)
        response.headers.update({"Cache-Control": "no-store", **headers})
        return response

    def refused(problem: str, status: int, **headers: str) -> Response:
        return answer(read.problem(current_store(), problem, status), **headers)

    def upload() -> Response:
        if is_from_elsewhere(request):
            return refused(ELSEWHERE, 403)
        try:
            files = request.files.getlist(read.FILE_FIELD)
        except OSError as error:
            LOG.error("no upload can be held: %s", error)
            return refused(NOT_NOW, 503, **{"Retry-After": SECONDS_TO_WAIT})
        if len(files) > 1:
            return refused(SEVERAL, 400)
        sent = files[0] if files else None
        if sent is None or not sent.filename:
            return refused(NO_FILE, 400)
        size = sent.stream.seek(0, 2)
        sent.stream.seek(0)
        if size > read.LARGEST_FILE:
            return refused(read.TOO_LARGE, 413)
        try:
            extraction = reader.read(sent.filename, sent.stream)
        except ReaderBusy:
            return refused(BUSY, 503, **{"Retry-After": SECONDS_TO_WAIT})
        except OSError:
            LOG.error("no process can be started that reads uploads; try: python -m loaders.reading.sandbox")
            return refused(NOT_NOW, 503, **{"Retry-After": SECONDS_TO_WAIT})
        return present(extraction)

    def present(extraction: Extraction) -> Response:
        from dashboard.pages import read_result  # with the parts of the loaders that it needs: see `UploadReader`

        try:
            return answer(read_result.result(current_store(), extraction))
        except Exception as defect:
            # Its words may hold words of the file, which belong in no log.
            LOG.error("an upload was read and cannot be shown: %s", type(defect).__name__)
            return refused("The file was read, and what it says cannot be shown. This is a defect.", 500)

    def table() -> Response:
        from dashboard.analysis import match_record
        from dashboard.pages.read_result import TABLE_FIELD

        if is_from_elsewhere(request):
            return refused(ELSEWHERE, 403)
        try:
            rows = match_record.from_text(current_store(), request.form.get(TABLE_FIELD, ""))
        except SourceRefused:
            return refused("What was sent is no table of observations. Send the file again.", 400)
        response = Response(csv_rows(rows), content_type="text/csv; charset=utf-8; header=present")
        response.headers["Content-Disposition"] = 'attachment; filename="gradeline-observations.csv"'
        response.headers["Cache-Control"] = "no-store"
        return response

    def too_large(_: RequestEntityTooLarge) -> Response:
        """Wherever it is found, before the form is looked at included."""
        if request.path == read.PATH:
            is_file = (request.content_length or 0) > read.LARGEST_FILE
            return refused(read.TOO_LARGE if is_file else SEVERAL, 413)
        return Response("The request is too large.\n", 413, content_type="text/plain; charset=utf-8")

    server.add_url_rule(read.PATH, "upload", upload, methods=["POST"])
    server.add_url_rule(read.TABLE_PATH, "observations", table, methods=["POST"])
    server.register_error_handler(RequestEntityTooLarge, too_large)
