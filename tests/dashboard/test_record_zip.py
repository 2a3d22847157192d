"""Every table in one zip, and the citations."""

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.export.record_zip import record_zip
from dashboard.store import Store, open_store
from loaders.record import folder
from loaders.record.reference import DATA_FOLDER, Reference

BUILT = DATA_FOLDER / "built"


@pytest.fixture(scope="module")
def archive(shipped: FlaskClient) -> zipfile.ZipFile:
    answer = shipped.get("/download/gradeline.zip")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.data))


@pytest.mark.slow
def test_the_pack_has_every_table_as_it_was_built(archive: zipfile.ZipFile) -> None:
    built = {path.name for path in BUILT.glob("*.csv")}
    assert {name for name in archive.namelist() if name.endswith(".csv")} == built
    for name in built:
        assert archive.read(name) == (BUILT / name).read_bytes(), name


@pytest.mark.slow
def test_the_pack_unpacked_is_a_sound_data_folder(
    archive: zipfile.ZipFile, tmp_path: Path, reference: Reference
) -> None:
    archive.extractall(tmp_path)
    assert folder.check(tmp_path, reference) == []


@pytest.mark.slow
def test_the_data_package_describes_the_files_beside_it(archive: zipfile.ZipFile) -> None:
    package = json.loads(archive.read("datapackage.json"))
    built = json.loads((BUILT / "datapackage.json").read_text(encoding="utf-8"))
    assert {k: v for k, v in package.items() if k != "resources"} == {
        k: v for k, v in built.items() if k != "resources"
    }
    assert len(package["resources"]) == len(built["resources"])
    for resource in package["resources"]:
        body = archive.read(resource["path"])
        assert resource["bytes"] == len(body)
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        assert json.loads(archive.read(f"{resource['name']}.csv-metadata.json"))["url"] == resource["path"]


def test_the_pack_says_what_it_is_and_how_to_cite_it(archive: zipfile.ZipFile, shipped_store: Store) -> None:
    readme = archive.read("README.txt").decode()
    assert shipped_store.version in readme
    for name, frame in shipped_store.tables.items():
        assert re.search(rf"^{name}\.csv +\S[^(]*\({len(frame):,} rows?\)", readme, re.MULTILINE), name
    for name in ("citation.txt", "citation.bib", "citation.ris"):
        text = archive.read(name).decode()
        assert shipped_store.version in text
        assert str(shipped_store.as_at.year) in text
        assert "http" not in text


@pytest.mark.slow
def test_the_same_data_give_the_same_bytes(shipped_store: Store) -> None:
    again = open_store(BUILT)
    assert record_zip(shipped_store) == record_zip(again)


def test_citations_have_author_year_title_version_and_address(client: FlaskClient, store: Store) -> None:
    for ending in ("txt", "bib", "ris"):
        text = client.get(f"/download/citation.{ending}", base_url="https://example.org").get_data(as_text=True)
        for part in ("The Gradeline developers", "2022", "Inspection judgements of English children", store.version):
            assert part in text, (ending, part)
        assert "https://example.org/data" in text
    bibtex = client.get("/download/citation.bib").get_data(as_text=True)
    assert re.fullmatch(r"@misc\{gradeline-2022,\n(  \w+ = \{.+\},?\n)+\}\n", bibtex)
    ris = client.get("/download/citation.ris").get_data(as_text=True).split("\r\n")
    assert ris[0] == "TY  - DATA"
    assert ris[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris[:-1])


def test_the_codebook_is_on_the_data_page(client: FlaskClient, store: Store) -> None:
    page = client.get("/data").get_data(as_text=True)
    codebook = page.split('id="codebook"')[1]
    rows = store.tables["codebook"]
    for table in set(rows["table"]):
        assert f'id="codebook-{table}"' in codebook
    assert codebook.split('id="cite"')[0].count('<th scope="row"') == len(rows)
    assert 'id="codebook"' not in client.get("/data?service=adoption").get_data(as_text=True)
