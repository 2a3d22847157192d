"""`gradeline export`: the whole site as files, each address in them leading to a file that is there."""

import datetime as dt
import gzip
import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from dashboard.store import Store
from dashboard.web import security_txt
from dashboard.web.dash_adapter import LAYOUT
from dashboard.web.downloads import download_names
from dashboard.web.files import crawl, write
from dashboard.web.files.charts import shared, shorten_charts
from dashboard.web.files.crawl import MARK, ORIGIN, Answer, NotExported
from dashboard.web.files.rewrite import FORM_NOTE, READ_NOTE, Site
from dashboard.web.sitemap import paths
from tests.conftest import ExportedSite

ROOT = Path(__file__).parents[2]
BASE = "https://example.org/grades"
SITE = "http://files.test/deep/er/"
LINK = re.compile(r'(?:href|src|action)="([^"]*)"')


def export(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gradeline", "export", str(folder), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


TWICE = """
import sys
from dashboard.web.files import write

crawl, answers = write.crawl, {}

def once(*arguments):
    if not answers:
        answers.update(crawl(*arguments))
    return dict(answers)

write.crawl = once
again, based, base = sys.argv[1:]
sys.exit(write.main([again, "--jobs", "1"]) or write.main([based, "--jobs", "1", "--base-url", base]))
"""
"""Two exports from one crawl, which asks the same of the site whatever the files are made for."""


@pytest.fixture(scope="module")
def again_and_based(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site once more, by one process with another order of its sets, and the site with a base."""
    place = tmp_path_factory.mktemp("twice")
    folders = place / "again", place / "based"
    subprocess.run(
        [sys.executable, "-c", TWICE, *folders, f"{BASE}/"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "1"},
        check=True,
        timeout=300,
    )
    return folders


@pytest.fixture(scope="module")
def site(exported_site: ExportedSite) -> dict[str, bytes]:
    return files(exported_site.folder)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pages(site: dict[str, bytes]) -> dict[str, str]:
    return {name: content.decode() for name, content in site.items() if name.endswith(".html")}


@pytest.mark.slow
def test_the_security_text_counts_from_the_day_of_the_record(site: dict[str, bytes], shipped_store: Store) -> None:
    """Counted from today it would differ from day to day, and with it what the same data give."""
    day = shipped_store.as_at + dt.timedelta(days=security_txt.DAYS)
    assert f"Expires: {day}T00:00:00Z" in site[".well-known/security.txt"].decode()


@pytest.mark.slow
def test_every_page_and_every_download_is_a_file(site: dict[str, bytes], shipped_store: Store) -> None:
    for path in paths(shipped_store):
        assert f"{path.strip('/')}/index.html".lstrip("/") in site
        if path.startswith("/authority/"):
            assert f"{path.strip('/')}/briefing/index.html" in site
    packed = {PurePosixPath(name).name.removesuffix(".zip") for name in site if name.endswith(".csv.zip")}
    # The zip of everything holds the descriptions of tables that are packed.
    for name in set(download_names(shipped_store)) - {"openapi.json"} - {f"{table}-metadata.json" for table in packed}:
        assert (f"download/{name}" in site) != (f"download/{name}.zip" in site), name
    assert {"index.html", "404.html", "sitemap.xml", "robots.txt", "favicon.ico", ".nojekyll"} <= set(site)
    assert "Disallow: /read\n" in site["robots.txt"].decode()


@pytest.mark.slow
def test_every_address_leads_to_a_file_under_any_path(site: dict[str, bytes]) -> None:
    checked = 0
    for name, page in pages(site).items():
        for link in map(unescape, LINK.findall(page)):
            whole = urlsplit(urljoin(f"{SITE}{name}", link))
            if whole.netloc != urlsplit(SITE).netloc:
                continue
            assert whole.path.startswith(urlsplit(SITE).path), (name, link)
            assert unquote(whole.path.removeprefix(urlsplit(SITE).path)) in site, (name, link)
            checked += 1
    assert checked > 5_000
    style = site["assets/gradeline.css"].decode()
    for font in re.findall(r"url\(\"?([\w.-]+)", style):
        assert f"assets/{font}" in site


@pytest.mark.slow
def test_nothing_is_left_of_the_server(site: dict[str, bytes]) -> None:
    for name, content in site.items():
        assert crawl.MARK[1:].encode() not in content, name
        assert b"gradeline.invalid" not in content, name
    for name, page in pages(site).items():
        assert "_dash-component-suites" not in page, name
        assert "_dash-config" not in page, name
        assert "react-entry-point" not in page, name
        if name.startswith("embed/"):
            assert "<script" not in page, name
        else:
            assert page.count("assets/files.js") == 1, name


@pytest.mark.slow
def test_a_form_says_that_it_needs_a_server(site: dict[str, bytes]) -> None:
    for name, page in pages(site).items():
        assert page.count("<form") + (name == "read/index.html") == page.count("data-files-note"), name
    assert re.sub(r"<[^>]*>", "", FORM_NOTE) in site["transitions/index.html"].decode()


@pytest.mark.slow
def test_a_copy_takes_no_report_and_says_nothing_of_a_server_that_does(site: dict[str, bytes]) -> None:
    page = site["read/index.html"].decode()
    assert READ_NOTE in page
    assert 'type="file"' not in page
    assert "on this server" not in page
    assert "There is no page at this address." in site["404.html"].decode()


@pytest.mark.slow
def test_files_are_what_the_server_answers(site: dict[str, bytes], shipped: FlaskClient) -> None:
    for name in ("judgements.csv", "judgements.xlsx", "gradeline.zip", "authorities.csv"):
        assert site[f"download/{name}"] == shipped.get(f"/download/{name}").get_data()
    for name in ("observations.csv", "panel.csv", "judgements.json", "gradeline.db"):
        assert unzipped(site[f"download/{name}.zip"]) == {name: shipped.get(f"/download/{name}").get_data()}


@pytest.mark.slow
def test_the_data_package_names_the_files_of_the_copy(site: dict[str, bytes]) -> None:
    resources = json.loads(site["download/datapackage.json"])["resources"]
    assert {"judgements.csv", "observations.csv.zip"} <= {resource["path"] for resource in resources}
    for resource in resources:
        content = site[f"download/{resource['path']}"]
        assert resource.get("compression") == ("zip" if resource["path"].endswith(".zip") else None)
        if "compression" in resource:
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert list(unzipped(content)) == [f"{resource['name']}.csv"]
    for name in site:
        if name.endswith("-metadata.json"):
            described = json.loads(site[name])
            assert f"download/{described['url']}" in site


@pytest.mark.slow
def test_a_link_to_a_packed_table_gives_its_size(site: dict[str, bytes]) -> None:
    page = site["data/index.html"].decode()
    links = re.findall(r'<a [^>]*href="\.\./(download/[^"?]*\.(?:csv|db|json)\.zip)"[^>]*>([^<]*)</a>', page)
    assert len(links) > 3
    for name, text in links:
        number, unit = re.search(r"\(zip, ([\d.]+) ([kM]B)\)$", text).groups()  # type: ignore[union-attr]
        assert float(number) == pytest.approx(len(site[name]) / {"kB": 1e3, "MB": 1e6}[unit], abs=0.6)
    files = re.findall(r'"encodingFormat": "([^"]*)", "contentUrl": "\.\./([^"]*)"', page)
    assert ("application/zip", "download/judgements.json.zip") in files
    assert ("text/csv", "download/judgements.csv") in files


@pytest.mark.slow
def test_a_choice_of_rows_is_made_in_the_browser_or_said_to_need_a_server(site: dict[str, bytes]) -> None:
    page = site["authority/worcestershire/index.html"].decode()
    links = [unescape(link) for link in LINK.findall(page) if "download/judgements" in link or "needs-a-server" in link]
    assert any(link.startswith("../../download/judgements.csv?authority=worcestershire") for link in links)
    assert not any("judgements.xlsx?" in link or "judgements.zip?" in link for link in links)
    assert "../../needs-a-server/index.html" in links


@pytest.mark.slow
def test_a_briefing_is_a_page_of_files_and_its_slides_need_a_server(site: dict[str, bytes]) -> None:
    page = site["authority/worcestershire/briefing/index.html"].decode()
    assert 'href="../../../needs-a-server/index.html" data-download="pptx"' in page
    assert 'href="../index.html"' in page
    assert "briefing/index.html" in site["authority/worcestershire/index.html"].decode()


@pytest.mark.slow
def test_names_lead_to_pages(site: dict[str, bytes]) -> None:
    for council in json.loads(site["assets/names.json"]):
        assert council["page"] in site
        assert council["names"][0]


@pytest.mark.slow
def test_the_same_data_give_the_same_bytes_and_the_bounds_hold(
    exported_site: ExportedSite, again_and_based: tuple[Path, Path]
) -> None:
    folder, words, seconds = exported_site
    again, first = files(again_and_based[0]), files(folder)
    assert again.keys() == first.keys()
    assert [name for name in first if first[name] != again[name]] == []
    # As a web server sends them, and as they lie there. What pages say, to the eye or not, and where they lead is 10 MB
    # of these; downloads, pictures and scripts are 7.
    packed = sum(len(gzip.compress(content, 6)) for content in first.values())
    assert packed < 7e6
    assert sum(map(len, first.values())) < 28.5e6
    assert seconds < 60
    assert re.fullmatch(r".*: \d+ files, [\d.]+ MB \([\d.]+ MB compressed\), \d+ s\n", words)


@pytest.mark.slow
def test_with_a_base_whole_addresses_are_whole(again_and_based: tuple[Path, Path]) -> None:
    site = files(again_and_based[1])
    locations = re.findall(r"<loc>(.*?)</loc>", site["sitemap.xml"].decode())
    assert f"{BASE}/authority/worcestershire/index.html" in locations
    assert all(unquote(location.removeprefix(f"{BASE}/")) in site for location in locations)
    assert f"Sitemap: {BASE}/sitemap.xml" in site["robots.txt"].decode()
    assert f"Disallow: {urlsplit(BASE).path}/read\n" in site["robots.txt"].decode()
    # It is shown at addresses of any depth, so that nothing in it may be relative.
    assert all(link.startswith(("https://", "#")) for link in LINK.findall(site["404.html"].decode()))


@pytest.mark.parametrize("base", ["example.org", "ftp://example.org", "https://example.org/a b", "https://a/?b=c"])
def test_a_base_that_is_no_address_is_refused(base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        write.main([str(tmp_path / "site"), "--base-url", base])
    assert ended.value.code == 2
    assert base in capsys.readouterr().err


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NotExported, match="other files"):
        write.write(tmp_path, {"index.html": b"", write.MARKER: b""})
    with pytest.raises(NotExported, match="is a file"):
        write.write(tmp_path / "letter.txt", {})
    assert files(tmp_path) == {"letter.txt": b"mine"}


def test_a_site_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "site"
    write.write(place, {"a/index.html": b"1", "old.html": b"", write.MARKER: b""})
    with pytest.raises(NotExported, match="outside"):
        write.write(place, {"a/index.html": b"2", "../b": b"", write.MARKER: b""})
    assert files(place)["a/index.html"] == b"1"
    write.write(place, {"a/index.html": b"3", write.MARKER: b""})
    assert set(files(place)) == {"a/index.html", write.MARKER}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.slow
def test_an_export_that_is_killed_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "site"
    write.write(place, {"index.html": b"1", write.MARKER: b""})
    running = subprocess.Popen(
        [sys.executable, "-m", "gradeline", "export", str(place)], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while not (others := children(running.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    running.kill()
    running.wait()
    assert files(place)["index.html"] == b"1"
    while any(Path(f"/proc/{process}").exists() for process in others) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(Path(f"/proc/{process}").exists() for process in others)


def children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()


@pytest.mark.slow
def test_a_page_process_that_is_ended_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gradeline", "export", str(tmp_path / "site"), "--jobs", "2"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as running:
        deadline = time.monotonic() + 60
        while not (others := children(running.pid)) and time.monotonic() < deadline:
            time.sleep(0.1)
        os.kill(int(others[0]), signal.SIGKILL)
        _, words = running.communicate(timeout=120)
    assert running.returncode == 2
    assert words == "a process that makes pages was ended from outside; try it with --jobs 1\n"
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("jobs", ["0", "65", "x", "-1"])
def test_a_number_of_jobs_that_is_none_is_refused(jobs: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        write.main(["nowhere", f"--jobs={jobs}"])
    assert stopped.value.code == 2
    assert "from 1 to 64" in capsys.readouterr().err


@pytest.mark.slow
def test_a_data_folder_that_is_damaged_is_one_line(tmp_path: Path) -> None:
    done = export(tmp_path / "site", "--data", str(tmp_path))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "site").exists()


def test_a_chart_has_what_only_it_has() -> None:
    alike = json.loads(shared().removeprefix("window.gradelineChart = ").removesuffix(";\n"))
    figure = {"data": [{"text": "<b>a</b></script>"}], "layout": {"template": alike["template"], "height": 5}}
    own = {"id": "x", "figure": figure, "config": alike["config"], "style": {"height": "5px"}}
    other = {**own, "config": {"other": True}, "figure": {**figure, "layout": {"template": {"other": True}}}}
    graphs = [{"type": "Graph", "props": own}, {"type": "Graph", "props": other}]
    answer = [{"type": "Page", "props": {"slots": ["a", "b"], "children": graphs, "title": "t"}}]
    text = json.dumps(answer).replace("<", "\\u003c")
    page = shorten_charts(f'<script type="application/json" data-answer="{LAYOUT}">{text}</script>\n')
    content = page.removeprefix('<script type="application/json" id="charts">').removesuffix("</script>\n")
    assert "</script" not in content
    first, second = json.loads(content)
    assert first == {
        "slot": "a",
        "id": "x",
        "figure": {**figure, "layout": {"height": 5}},
        "style": {"height": "5px"},
    }
    assert second["config"] == {"other": True}
    assert second["figure"]["layout"]["template"] == {"other": True}
    without = json.dumps([{"type": "Page", "props": {"slots": [], "children": []}}])
    assert shorten_charts(f'<script type="application/json" data-answer="{LAYOUT}">{without}</script>\n') == ""


def test_what_wants_whole_addresses_is_left_out_where_none_is_known() -> None:
    page = f'<head><link rel="canonical" href="{MARK}/">\n<meta property="og:title" content="x">\n</head>'
    answers = {"/": Answer("/", page.encode(), "text/html")}
    assert Site(answers).content(answers["/"]) == b"<head></head>"
    assert b"og:title" in Site(answers, "https://example.org").content(answers["/"])


@pytest.mark.parametrize(
    ("kind", "words", "left"),
    [
        ("image/svg+xml", "<text>Source</text><text x='1'>{}</text></svg>", "<text>Source</text></svg>"),
        ("text/html", "<p><code>{}</code>, data version 1</p>", "<p>data version 1</p>"),
        ("text/plain", "A citation. {}\n", "A citation.\n"),
        ("text/plain", "Disallow: /read\nSitemap: {}\n", "Disallow: /read\n"),
        ("application/x-bibtex", "  year = {{1}},\n  url = {{{}}}\n}}\n", "  year = {1},\n}\n"),
        ("application/x-research-info-systems", "PY  - 1\nUR  - {}\nER  - \n", "PY  - 1\nER  - \n"),
    ],
)
def test_a_printed_address_is_whole_or_left_out(kind: str, words: str, left: str) -> None:
    answer = Answer("/a", words.format(f"{ORIGIN}{MARK}/data").encode(), kind)
    answers = {"/a": answer, "/data": Answer("/data", b"", "text/html")}
    assert Site(answers).content(answer).decode() == left
    whole = words.format("https://example.org/data/index.html")
    assert Site(answers, "https://example.org").content(answer).decode() == whole


def test_addresses_in_texts_of_the_record_stay() -> None:
    page = b'<html><a href="/data">x</a> /data <a href="https://gov.uk/data">y</a></html>'
    answers = {"/": Answer("/", page, "text/html")}
    assert Site(answers).content(answers["/"]) == page


@pytest.mark.parametrize(("path", "place"), [("/", "index.html"), ("/data", "data/index.html"), ("/404", "404.html")])
def test_pages_stand_in_folders(path: str, place: str) -> None:
    assert Site({path: Answer(path, b"", "text/html")}).places == {path: place}
    assert not PurePosixPath(place).is_absolute()
