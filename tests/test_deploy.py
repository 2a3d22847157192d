"""The container, the compose file, the units and the scheduled job: their text is parsed, and their commands are run.

No container engine is needed: what an instruction names is looked for here, and what it starts is started here.
"""

import configparser
import csv
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import documents

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
ENVIRONMENT = {**os.environ, "PYTHON": sys.executable, "GRADELINE_WORKERS": "2", "NO_PROXY": "127.0.0.1"}


# --- text


def instructions() -> list[tuple[str, str]]:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]


def test_the_container_runs_as_nobody_in_particular_and_says_how_it_is() -> None:
    found = instructions()
    names = [name for name, _ in found]
    assert set(names) <= {
        "FROM",
        "RUN",
        "COPY",
        "WORKDIR",
        "ENV",
        "USER",
        "VOLUME",
        "EXPOSE",
        "HEALTHCHECK",
        "STOPSIGNAL",
        "CMD",
    }
    last = names[len(names) - names[::-1].index("FROM") - 1 :]
    (user,) = [words for name, words in found if name == "USER"]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    assert last.index("USER") < last.index("CMD")
    assert all("-slim" in words for name, words in found if name == "FROM")
    (check,) = [words for name, words in found if name == "HEALTHCHECK"]
    command = json.loads(check[check.index("CMD ") + 4 :])
    assert (ROOT / command[1]).is_file()
    (start,) = [json.loads(words) for name, words in found if name == "CMD"]
    assert start == ["sh", "deploy/serve.sh"]


def test_each_way_to_serve_many_people_has_as_few_heaps() -> None:
    ways = [ROOT / "Makefile", DEPLOY / "serve.sh", ROOT / "tools" / "benchmarks" / "serving.py"]
    heaps = re.compile(r'MALLOC_ARENA_MAX"?(?:=|: )"?(?:\$+\{MALLOC_ARENA_MAX:-)?(\d)')
    assert [heaps.findall(way.read_text(encoding="utf-8")) for way in ways] == [["2"]] * len(ways)


def test_gunicorn_looks_through_nothing_while_it_loads_and_its_workers_do_again() -> None:
    steps = """
        import gc, runpy
        before = gc.get_freeze_count()  # some Pythons begin with objects of their own there
        conf = runpy.run_path("gunicorn.conf.py")
        print(gc.isenabled(), gc.get_freeze_count() > before)
        conf["pre_fork"](None, None)
        print(gc.isenabled(), gc.get_freeze_count() > before)
        conf["post_fork"](None, None)
        print(gc.isenabled(), gc.get_freeze_count() > before)
    """
    process = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(steps)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert process.stdout.splitlines() == ["False False", "False True", "True True"]


def test_everything_that_the_container_copies_is_there_and_everything_needed_is_copied() -> None:
    copied = set()
    for name, words in instructions():
        if name == "COPY" and "--from" not in words:
            *sources, _ = [word for word in words.split() if not word.startswith("--")]
            for source in sources:
                assert (ROOT / source).exists(), source
            copied |= set(sources)
    assert {"app.py", "gunicorn.conf.py", "dashboard", "gradeline", "loaders", "data", "deploy"} <= copied
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").split()
    assert not copied & set(ignored)
    assert (ROOT / ".dockerignore").read_bytes() == (ROOT / ".containerignore").read_bytes()


def compose() -> dict[str, Any]:
    values: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return values


def test_the_program_is_reached_through_the_front_server_alone() -> None:
    services = compose()["services"]
    assert [name for name, service in services.items() if service.get("ports")] == ["front"]
    program, front, refresh = services["gradeline"], services["front"], services["refresh"]
    assert compose()["networks"]["inside"] == {"internal": True}
    assert program["networks"] == ["inside"]
    assert program["read_only"] is True
    assert program["cap_drop"] == ["ALL"]
    assert program["volumes"] == ["record:/record:ro"]
    assert front["depends_on"]["gradeline"]["condition"] == "service_healthy"
    assert refresh["volumes"] == ["record:/record"]
    assert (ROOT / refresh["command"][1]).is_file()
    assert (DEPLOY / program["build"]["context"] / program["build"]["dockerfile"]).is_file()
    for volume in front["volumes"]:
        source = volume.partition(":")[0]
        assert source in compose()["volumes"] or (DEPLOY / source).is_file()


def test_every_setting_of_the_readme_reaches_the_container() -> None:
    settings = set(
        re.findall(r"^\| `(GRADELINE_[A-Z_]+)`.* \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    )
    assert len(settings) > 8
    own = set(re.findall(r"(GRADELINE_[A-Z]+)=", (DEPLOY / "Containerfile").read_text("utf-8")))
    environment = compose()["services"]["gradeline"]["environment"]
    assert set(environment) == settings - own
    assert {value for value in environment.values() if value} == {"${GRADELINE_WORKERS:-4}"}


def test_the_front_server_has_time_limits_and_waits_for_a_newer_program() -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    for name in ("read_header", "read_body", "write", "idle", "dial_timeout", "response_header_timeout"):
        assert re.search(rf"^\s*{name} \d+s$", text, re.MULTILINE), name
    assert "reverse_proxy gradeline:8050" in text
    assert "lb_try_duration" in text


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((DEPLOY / name).read_text(encoding="utf-8"))
    return parser


@pytest.mark.parametrize("name", ["gradeline.service", "gradeline-refresh.service"])
def test_a_service_runs_what_is_there_as_a_user_without_rights(name: str) -> None:
    service = unit(name)["Service"]
    assert service["User"] == "gradeline"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    shell, script, *_ = shlex.split(service["ExecStart"])
    assert shell == "/bin/sh"
    assert (ROOT / script).is_file()


def test_the_timer_starts_the_refresh_and_the_socket_the_service() -> None:
    assert (DEPLOY / "gradeline-refresh.service").is_file()
    assert unit("gradeline-refresh.timer")["Timer"]["OnCalendar"].startswith("Mon..Fri")
    assert unit("gradeline.service")["Unit"]["Requires"] == "gradeline.socket"
    assert unit("gradeline.socket")["Socket"]["ListenStream"] == "127.0.0.1:8050"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
@pytest.mark.parametrize("name", sorted(path.name for path in DEPLOY.glob("gradeline*")))
def test_systemd_takes_the_units(name: str) -> None:
    process = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(DEPLOY / name)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert process.returncode == 0, process.stderr


def test_the_scheduled_job_runs_scripts_that_are_there() -> None:
    job = yaml.safe_load((DEPLOY / "publish.yml").read_text(encoding="utf-8"))
    commands = [step["run"] for step in job["jobs"]["publish"]["steps"] if "run" in step]
    scripts = [word for command in commands for word in command.split() if word.startswith("deploy/")]
    assert scripts == ["deploy/publish.sh"]
    assert job["permissions"]["contents"] == "read"


@pytest.mark.parametrize("script", sorted(path.name for path in DEPLOY.glob("*.sh")))
def test_scripts_are_plain_shell(script: str) -> None:
    process = subprocess.run(["sh", "-n", DEPLOY / script], capture_output=True, text=True, timeout=10, check=False)
    assert process.returncode == 0, process.stderr


# --- commands


def health(port: int, **more: str) -> int:
    environment = {**ENVIRONMENT, "GRADELINE_PORT": str(port), **more}
    return subprocess.run(
        [sys.executable, "deploy/healthy.py"], cwd=ROOT, env=environment, capture_output=True, timeout=20, check=False
    ).returncode


@contextmanager
def served(listening: socket.socket, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """`deploy/serve.sh` with a socket that is open already, as systemd starts it."""
    descriptor = listening.fileno()
    start = (
        f"import os; os.dup2({descriptor}, 3); os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1'); "
        f"os.execvp('sh', ['sh', {str(DEPLOY / 'serve.sh')!r}])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", start],
        env={**ENVIRONMENT, **more},
        pass_fds=[descriptor],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)


def wait_until_healthy(port: int, **more: str) -> None:
    until = time.monotonic() + 60
    while health(port, **more):
        assert time.monotonic() < until, "the server does not start"
        time.sleep(0.2)


@pytest.mark.slow
def test_the_health_check_follows_the_server_and_its_path() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with served(listening, GRADELINE_PREFIX="/x/y"):
            wait_until_healthy(port, GRADELINE_PREFIX="/x/y")
    assert health(port) == 1


@pytest.mark.slow
def test_an_upgrade_cuts_no_reader_off() -> None:
    """The service is restarted while a reader asks on and on: each request is answered, late at most."""
    answers: list[int | str] = []
    slowest = 0.0
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listening:
        port = listening.getsockname()[1]

        def read() -> None:
            nonlocal slowest
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            while not stop.is_set():
                before = time.monotonic()
                try:
                    with opener.open(f"http://127.0.0.1:{port}/sources", timeout=60) as answer:
                        answer.read()
                        answers.append(answer.status)
                except OSError as error:
                    answers.append(repr(error))
                slowest = max(slowest, time.monotonic() - before)

        with served(listening):
            wait_until_healthy(port)
            reader = threading.Thread(target=read)
            reader.start()
            time.sleep(1)
        with served(listening):
            wait_until_healthy(port)
            time.sleep(1)
            stop.set()
            reader.join(timeout=60)
    assert len(answers) > 10
    assert set(answers) == {200}, [answer for answer in answers if answer != 200][:3]
    assert slowest < 45


def put_together(image: Path) -> tuple[Path, dict[str, str]]:
    """What the last stage of the Containerfile makes, below a folder: its files, and the environment that it sets.

    Its COPY instructions are followed and its Python is run; what belongs to an engine (users, owners, the first
    stage's environment) is not.
    """
    environment, work = {}, image
    last = instructions()[len(instructions()) - [name for name, _ in instructions()][::-1].index("FROM") :]

    def place(name: str) -> Path:
        return image / name.lstrip("/") if name.startswith("/") else work / name

    for name, words in last:
        if name == "WORKDIR":
            work = place(words)
            work.mkdir(parents=True)
        elif name == "COPY" and "--from" not in words:
            *sources, goal = [word for word in words.split() if not word.startswith("--")]
            for source in sources:
                target = place(goal) / source if goal == "./" else place(goal)
                target.parent.mkdir(parents=True, exist_ok=True)
                copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
                copy(ROOT / source, target)
        elif name == "ENV":
            environment |= dict(pair.split("=", 1) for pair in words.split())
        elif name == "RUN":
            for command in words.split("&&"):
                program, *arguments = shlex.split(command)
                if program == "/venv/bin/python":
                    subprocess.run([sys.executable, *arguments], cwd=work, check=True, timeout=120)
    environment["GRADELINE_DATA"] = str(place(environment["GRADELINE_DATA"]))
    return work, environment | {"PYTHON": sys.executable}


@pytest.mark.slow
def test_the_container_serves_from_nothing_but_what_it_copies(tmp_path: Path) -> None:
    work, environment = put_together(tmp_path / "image")
    (start,) = [json.loads(words) for name, words in instructions() if name == "CMD"]
    (check,) = [words for name, words in instructions() if name == "HEALTHCHECK"]
    look = json.loads(check[check.index("CMD ") + 4 :])
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "HOME") if name in os.environ}
    settings = {**kept, **environment, "GRADELINE_HOST": "127.0.0.1", "GRADELINE_PORT": str(port)}
    settings |= {"GRADELINE_WORKERS": "2", "GRADELINE_ACCESS_LOG": "", "NO_PROXY": "127.0.0.1"}
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(start, cwd=work, env=settings, stdout=subprocess.DEVNULL, stderr=log)
    try:
        until = time.monotonic() + 60
        while subprocess.run([sys.executable, *look[1:]], cwd=work, env=settings, capture_output=True).returncode:
            assert server.poll() is None, (tmp_path / "log").read_text(encoding="utf-8")
            assert time.monotonic() < until
            time.sleep(0.2)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for path in ("/", "/authority/worcestershire", "/download/judgements.xlsx", "/read", "/changes"):
            with opener.open(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
                assert answer.status == 200
        # A visitor's file is read by a process of its own, which begins from the same files.
        report = documents.sif_pdf()
        body = (
            b'--b\r\nContent-Disposition: form-data; name="report"; filename="a.pdf"\r\n\r\n'
            + report
            + b"\r\n--b--\r\n"
        )
        form = {"Content-Type": "multipart/form-data; boundary=b"}
        request = urllib.request.Request(f"http://127.0.0.1:{port}/read", data=body, headers=form)
        with opener.open(request, timeout=60) as answer:
            page = answer.read().decode()
        # Of a report that was refused there is no table to take away.
        assert 'download="gradeline-observations.csv"' in page
    finally:
        server.terminate()
        server.wait(timeout=40)


class Publisher:
    """An authority's page with one report."""

    def __init__(self) -> None:
        report = documents.sif_pdf()
        page = (
            b'<html><a class="publication-link" href="https://files.ofsted.gov.uk/v1/file/50000001">'
            b"Children's services inspection, pdf - 13 May 2017</a></html>"
        )

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = report if "/file/" in self.path else page
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def options() -> Iterator[str]:
    publisher = Publisher()
    yield f"--only=reports --authority=devon --pause=0 --reports-url={publisher.url} --files-url={publisher.url}"
    publisher.server.shutdown()
    publisher.server.server_close()


def refresh(folder: Path, options: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(DEPLOY / "refresh.sh"), str(folder)],
        env={**ENVIRONMENT, "GRADELINE_FETCH": options, "XDG_CACHE_HOME": str(folder / "cache"), **more},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.slow
def test_a_refresh_fetches_builds_compares_and_only_then_replaces(options: str, tmp_path: Path) -> None:
    folder = tmp_path / "a record"
    # The record that ships has more than one fetched report: nothing is replaced by less.
    first = refresh(folder, options)
    assert first.returncode == 3, first.stderr
    assert "withdraw judgements" in first.stderr
    assert (folder / "documents" / "reports" / "50000001.pdf").is_file()
    shipped = (folder / "built" / "judgements.csv").read_bytes()
    assert shipped == (ROOT / "data" / "built" / "judgements.csv").read_bytes()
    with (folder / "changes.csv").open(encoding="utf-8", newline="") as file:
        assert "withdrawn" in {row["change"] for row in csv.DictReader(file)}
    # Accepted by hand, the build still refuses a smaller record unless that is said too.
    accepted = refresh(folder, options, GRADELINE_ACCEPT_WITHDRAWN="1")
    assert accepted.returncode == 2
    assert (folder / "built" / "judgements.csv").read_bytes() == shipped
    both = refresh(folder, options, GRADELINE_ACCEPT_WITHDRAWN="1", GRADELINE_BUILD="--allow-fewer")
    assert both.returncode in (0, 1), both.stderr
    assert not (folder / "next").exists()
    assert (folder / "built" / "judgements.csv").read_bytes() != shipped
    again = refresh(folder, options)
    assert again.returncode == both.returncode, again.stderr
    assert "0 added, 0 corrected, 0 withdrawn" in again.stderr
    assert "1 unchanged" in again.stderr


@pytest.mark.slow
def test_a_publisher_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    process = refresh(
        tmp_path, "--only=reports --authority=devon --retries=0 --pause=0 --reports-url=http://127.0.0.1:9"
    )
    assert process.returncode == 2
    assert "no connection" in process.stderr
    assert not (tmp_path / "built").exists()


@pytest.mark.slow
def test_a_publication_exports_the_record_that_was_refreshed(options: str, tmp_path: Path) -> None:
    process = subprocess.run(
        ["sh", str(DEPLOY / "publish.sh"), str(tmp_path / "record"), str(tmp_path / "site"), "https://example.org"],
        env={
            **ENVIRONMENT,
            "GRADELINE_FETCH": options,
            "GRADELINE_BUILD": "--allow-fewer",
            "GRADELINE_ACCEPT_WITHDRAWN": "1",
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        },
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert process.returncode in (0, 1), process.stderr
    built, site = tmp_path / "record" / "built", tmp_path / "site"
    assert (site / "download" / "panel.csv").read_bytes() == (built / "panel.csv").read_bytes()
    assert "https://example.org/sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")
