"""`python -m tools.fuzz.web SCHEMATHESIS [--examples N] [--seed N] [--seconds N]`: query parameters, thousands of them.

Comes in: the `schemathesis` program, which stands in an environment of its own. It is run twice against a server as
`make serve` starts it: over the downloads as their OpenAPI description describes them, with every check that it has;
and over the pages, whose parameters take any text and answer 200, 400 or 404. Exit status 1 where either finds a fault.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from dashboard.analysis.lists.catalogue import LISTS
from dashboard.export import openapi
from dashboard.pages import read
from dashboard.store import open_store
from dashboard.web.routes import routes
from dashboard.web.server import create_app
from tools.benchmarks.serving import GRADELINE, served

HOOKS = "tools.fuzz.web_hooks"
# A page says 400 to a value that it does not know, and takes any text: neither can be said in a description.
OF_DESCRIPTIONS_ALONE = "positive_data_acceptance,negative_data_rejection"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz.web", description="Fuzz the web addresses.")
    parser.add_argument("schemathesis", type=Path, help="the program")
    parser.add_argument("--examples", type=int, default=150, help="made-up requests for each address (default 150)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other requests (default 1)")
    parser.add_argument("--seconds", type=int, default=600, help="the most that each of two runs takes (default 600)")
    args = parser.parse_args()
    with served(GRADELINE) as server, tempfile.TemporaryDirectory(prefix="gradeline-fuzz-") as folder:
        workers = server.workers()
        pages = Path(folder, "pages.json")
        pages.write_text(json.dumps(description_of_pages()), encoding="utf-8")
        runs = (
            [f"{server.address}/download/openapi.json"],
            [str(pages), "--url", server.address, "--exclude-checks", OF_DESCRIPTIONS_ALONE],
        )
        failed = [run for run in runs if _run(args, run, folder)]
        with urllib.request.urlopen(f"{server.address}/healthz", timeout=10) as answer:
            answer.read()
        lost = [worker for worker in workers if worker not in server.workers()]
        memory = ", ".join(f"{mebibytes:.0f}" for mebibytes in server.memory())
    print(f"\nruns with faults: {len(failed)} of {len(runs)}; workers lost: {len(lost)}; MiB of each: {memory}")
    return 1 if failed or lost else 0


def _run(args: argparse.Namespace, of: list[str], folder: str) -> int:
    settings = ["--checks", "all", "--continue-on-failure", "--workers", "2", "--max-examples", str(args.examples)]
    settings += ["--seed", str(args.seed), "--no-color", "--warnings", "off"]
    command = [str(args.schemathesis.absolute()), "run", *of, *settings]
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "SCHEMATHESIS_HOOKS": HOOKS, "PYTHONPATH": str(Path(__file__).parents[2])},
            timeout=args.seconds,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        print(f"not done in {args.seconds} seconds")
        return 1


def description_of_pages() -> dict[str, Any]:
    """The pages in the form of the description of the downloads: each parameter takes what it knows, or any text."""
    store = open_store()
    create_app(store)  # the pages register themselves with it
    values = {parameter["name"]: _known(parameter["schema"]) for parameter in openapi.parameters(store)}
    values |= {"authority_id": values["authority"], "list_name": [*LISTS]}
    plain: dict[str, Any] = {"content": {"text/html": {"schema": {"type": "string"}}}}
    answers = {
        "200": plain | {"description": "The page."},
        "303": {"description": "What was asked for stands at another address."},
        "308": {"description": "It stands at another address."},
        "400": plain | {"description": "A page that says what is wrong."},
        "404": plain | {"description": "A page that says what is not there."},
    }
    paths: dict[str, dict[str, Any]] = {}
    for route in routes():
        path = route.path.replace("<", "{").replace(">", "}")
        in_path = [
            {"name": name, "in": "path", "required": True, "schema": _text(values[name])}
            for name in re.findall(r"<(\w+)>", route.path)
        ]
        in_query = [
            {"name": name, "in": "query", "schema": {"type": "array", "items": _text(values.get(name, []))}}
            for name in route.module.PARAMETERS
        ]
        paths[path] = {"get": {"parameters": [*in_path, *in_query], "responses": answers}}
    paths["/read"]["post"] = _form("multipart/form-data", read.FILE_FIELD)
    return {"openapi": "3.1.0", "info": {"title": "Pages", "version": "1"}, "paths": paths}


def _form(media: str, field: str) -> dict[str, Any]:
    """What a form sends, and what it is answered with."""
    schema = {"type": "object", "properties": {field: {"type": "string"}}}
    refused = {kind: {"schema": {"type": "string"}} for kind in ("text/html", "text/plain")}
    statuses = {"400": "No file.", "413": "Too large.", "415": "Sent otherwise.", "503": "Others are read."}
    return {
        "requestBody": {"content": {media: {"schema": schema}}},
        "responses": {
            "200": {"description": "What was read.", "content": {"text/html": {"schema": {"type": "string"}}}},
            **{status: {"description": meaning, "content": refused} for status, meaning in statuses.items()},
        },
    }


def _known(schema: dict[str, Any]) -> list[str]:
    values: list[str] = schema.get("items", schema).get("enum", [])
    return [value for value in values if value]


def _text(values: list[str]) -> dict[str, Any]:
    return {"anyOf": [{"enum": values}, {"type": "string"}]} if values else {"type": "string"}


if __name__ == "__main__":
    sys.exit(main())
