"""POST /read: a visitor's report read and shown. Nothing is kept.

The answer to the form is a page of its own, made anew each time and stored nowhere, with its observations as a file in
it. No file and no text of one is ever written to a log. Called by `server`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard.markup.page_view import View
from dashboard.pages import read
from dashboard.texts import texts_of
from dashboard.web.edition import current_store
from dashboard.web.limits import is_from_elsewhere
from dashboard.web.upload_reader import ReaderBusy, UploadReader

if TYPE_CHECKING:
    from loaders.record.model import Extraction

LOG = logging.getLogger(__name__)
SECONDS_TO_WAIT = "10"
WORDS: dict[str, str] = texts_of("read")["wrong"]


def serve(server: Flask, reader: UploadReader, page: Callable[[View, str], Response]) -> None:
    """Add the address. `page` makes the whole answer of a view, which stands at a path."""

    def answer(view: View, **headers: str) -> Response:
        response = page(view, read.PATH)
        response.headers.update({"Cache-Control": "no-store", **headers})
        return response

    def refused(why: str, status: int) -> Response:
        """The form again, and what went wrong, by its name in `texts/read.toml`."""
        headers = {"Retry-After": SECONDS_TO_WAIT} if status == 503 else {}
        return answer(read.problem(current_store(), WORDS[why].format(size=read.SIZE), status), **headers)

    def upload() -> Response:
        if is_from_elsewhere(request):
            return refused("elsewhere", 403)
        try:
            files = request.files.getlist(read.FILE_FIELD)
        except OSError as error:
            LOG.error("no upload can be held: %s", error)
            return refused("not_now", 503)
        if len(files) > 1:
            return refused("several", 400)
        sent = files[0] if files else None
        if sent is None or not sent.filename:
            return refused("no_file", 400)
        size = sent.stream.seek(0, 2)
        sent.stream.seek(0)
        if size > read.LARGEST_FILE:
            return refused("too_large", 413)
        try:
            extraction = reader.read(sent.filename, sent.stream)
        except ReaderBusy:
            return refused("busy", 503)
        except OSError:
            LOG.error("no process can be started that reads uploads; try: python -m loaders.reading.sandbox")
            return refused("not_now", 503)
        return present(extraction)

    def present(extraction: Extraction) -> Response:
        from dashboard.pages import read_result  # with the parts of the loaders that it needs: see `UploadReader`

        try:
            return answer(read_result.result(current_store(), extraction))
        except Exception as defect:
            # Its words may hold words of the file, which belong in no log.
            LOG.error("an upload was read and cannot be shown: %s", type(defect).__name__)
            return refused("not_shown", 500)

    def too_large(_: RequestEntityTooLarge) -> Response:
        """Wherever it is found, before the form is looked at included."""
        if request.path == read.PATH:
            is_file = (request.content_length or 0) > read.LARGEST_FILE
            return refused("too_large" if is_file else "several", 413)
        return Response("The request is too large.\n", 413, content_type="text/plain; charset=utf-8")

    server.add_url_rule(read.PATH, "upload", upload, methods=["POST"])
    server.register_error_handler(RequestEntityTooLarge, too_large)
