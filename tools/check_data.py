"""Holds what Gradeline gives away against validators that nobody here wrote; `make check-data` calls it.

The data folder and the data package of a download against Frictionless, its metadata against CSV on the Web, and
the description of the downloads against OpenAPI: `python -m tools.check_data FOLDER`, the folder of the validators.
"""

import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from dashboard.store import DEFAULT_FOLDER, open_store
from dashboard.web.server import create_app


def main(validators: Path) -> int:
    client = create_app(open_store()).server.test_client()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        download = client.get("/download/judgements.zip?authority=worcestershire").data
        zipfile.ZipFile(io.BytesIO(download)).extractall(place)
        (place / "openapi.json").write_bytes(client.get("/download/openapi.json").data)
        checks = [
            ("frictionless", ["validate", "datapackage.json"], DEFAULT_FOLDER),
            ("frictionless", ["validate", "datapackage.json"], place),
            ("csvwvalidate", ["judgements.csv-metadata.json"], place),
            ("openapi-spec-validator", ["openapi.json"], place),
        ]
        failed = 0
        for program, arguments, where in checks:
            command = [str(validators / program), *arguments]
            result = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)
            print(f"{program} {arguments[-1]}: {'valid' if result.returncode == 0 else 'not valid'}")
            if result.returncode:
                print(result.stdout, result.stderr, sep="\n", file=sys.stderr)
                failed += 1
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
