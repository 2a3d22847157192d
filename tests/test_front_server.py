"""The front server of `deploy/compose.yaml` with the configuration that ships, before the program as it is served.

Only what belongs to the place is changed: the name of the program's host, the ports, and that no certificate
authority is installed on this machine. Without a container engine this is as near to the compose file as it gets.
"""

import contextlib
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.benchmarks.http_client import quantile
from tools.benchmarks.serving import HOST, child_environment, free_port

ROOT = Path(__file__).parents[1]
CADDYFILE = ROOT / "deploy" / "Caddyfile"
SILENT, DRIPPING, SECONDS = 200, 40, 6.0
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("caddy"), reason="no Caddy here"),
]


@dataclass(frozen=True)
class Front:
    """A front server on this machine, and the port at which it looks for the program."""

    port: int
    plain_port: int
    program_port: int

    def get(self, path: str, timeout: float = 30, body: bytes | None = None) -> tuple[int, dict[str, str], bytes]:
        request = urllib.request.Request(f"https://localhost:{self.port}{path}", data=body)
        try:
            with urllib.request.urlopen(request, timeout=timeout, context=_trusting_anyone()) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, dict(refusal.headers), refusal.read()

    def connect(self) -> socket.socket:
        return socket.create_connection((HOST, self.port), timeout=30)


def _trusting_anyone() -> ssl.SSLContext:
    """The certificate is of an authority that the front server has made for itself."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@contextmanager
def program(port: int) -> Iterator[None]:
    """The program as the container starts it."""
    process = subprocess.Popen(
        ["sh", str(ROOT / "deploy" / "serve.sh")],
        env={
            **child_environment(),
            "PYTHON": sys.executable,
            "GRADELINE_HOST": HOST,
            "GRADELINE_PORT": str(port),
            "GRADELINE_WORKERS": "2",
            "GRADELINE_ACCESS_LOG": "",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=40)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The front server alone; `served` puts the program behind it."""
    folder = tmp_path_factory.mktemp("front")
    place = Front(free_port(), free_port(), free_port())
    text = CADDYFILE.read_text(encoding="utf-8")
    here = f"admin off\n\tskip_install_trust\n\thttp_port {place.plain_port}\n\tdefault_bind {HOST}\n"
    text = text.replace("{\n\tservers {", f"{{\n\t{here}\tservers {{", 1)
    assert "skip_install_trust" in text
    assert text.count("gradeline:8050") == 1
    (folder / "Caddyfile").write_text(text.replace("gradeline:8050", f"{HOST}:{place.program_port}"), encoding="utf-8")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["caddy", "run", "--adapter", "caddyfile", "--config", "Caddyfile"],
            cwd=folder,
            env={
                **os.environ,
                "GRADELINE_DOMAIN": f"localhost:{place.port}",
                "XDG_DATA_HOME": str(folder),
                "XDG_CONFIG_HOME": str(folder),
            },
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    try:
        until = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError), place.connect():
                break
            assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
            assert time.monotonic() < until
            time.sleep(0.1)
        yield place
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def served(front: Front) -> Iterator[None]:
    with program(front.program_port):
        # It waits for the program by itself.
        assert front.get("/healthz", timeout=60)[0] == 200
        yield


def test_the_readmes_words_make_the_configuration_of_a_host(tmp_path: Path) -> None:
    (line,) = [line.strip() for line in (ROOT / "README.md").read_text("utf-8").splitlines() if "  sed " in line]
    command, _, goal = line.partition(" > ")
    assert goal == "/etc/caddy/Caddyfile"
    place = tmp_path / "Caddyfile"
    with place.open("wb") as file:
        subprocess.run(["sh", "-c", f"DOMAIN=grades.example.org; {command}"], cwd=ROOT, stdout=file, check=True)
    text = place.read_text(encoding="utf-8")
    assert "\ngrades.example.org {\n" in text
    assert "reverse_proxy 127.0.0.1:8050 {" in text
    check = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(place)]
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    process = subprocess.run(check, env=environment, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr


def test_pages_come_over_tls_and_plain_requests_are_sent_there(front: Front, served: None) -> None:
    status, headers, body = front.get("/authority/worcestershire")
    assert status == 200
    assert body.endswith(b"</html>\n")
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    with socket.create_connection((HOST, front.plain_port), timeout=10) as plain:
        plain.sendall(b"GET /data HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = plain.recv(1000)
    assert b" 308 " in answer.splitlines()[0]
    assert b"Location: https://localhost" in answer


def test_a_file_that_is_too_long_is_refused_on_a_page(front: Front, served: None) -> None:
    status, _, body = front.get("/read", body=b"a" * 31_000_000)
    assert status == 413
    assert b"<h1>" in body


@contextmanager
def dripping(front: Front) -> Iterator[None]:
    """Clients that send half a head and then a byte now and then."""
    is_over = threading.Event()
    context = _trusting_anyone()
    with ExitStack() as stack:
        clients = [
            stack.enter_context(context.wrap_socket(front.connect(), server_hostname="localhost"))
            for _ in range(DRIPPING)
        ]

        def drip() -> None:
            for each in clients:
                each.sendall(HEAD)
            while not is_over.wait(0.5):
                for each in clients:
                    with contextlib.suppress(OSError):
                        each.send(b"a")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()


def test_slow_clients_hold_up_nobody_and_are_shown_out(front: Front, served: None) -> None:
    with ExitStack() as stack:
        silent = [stack.enter_context(front.connect()) for _ in range(SILENT)]
        begun = time.monotonic()
        seconds = []
        with dripping(front):
            while time.monotonic() < begun + SECONDS:
                before = time.monotonic()
                assert front.get("/authority/devon", timeout=10)[0] == 200
                seconds.append(time.monotonic() - before)
        assert quantile(seconds, 0.99) < 1
        assert len(seconds) > 20
        # A head has ten seconds (`read_header`): who has sent none by then is disconnected.
        for each in silent:
            each.settimeout(max(0.1, begun + 20 - time.monotonic()))
            assert each.recv(100) == b""


def test_readers_wait_while_the_program_is_replaced(front: Front) -> None:
    answers: list[int | str] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                answers.append(front.get("/sources", timeout=60)[0])
            except OSError as error:
                answers.append(repr(error))

    reader = threading.Thread(target=read)
    try:
        with program(front.program_port):
            assert front.get("/healthz", timeout=60)[0] == 200
            reader.start()
            time.sleep(1)
        with program(front.program_port):
            assert front.get("/healthz", timeout=60)[0] == 200
            time.sleep(1)
            stop.set()
            reader.join(timeout=60)
    finally:
        stop.set()
    assert len(answers) > 10
    assert set(answers) == {200}, [answer for answer in answers if answer != 200][:3]
