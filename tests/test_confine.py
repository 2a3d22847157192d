"""The process that reads sources has no network, no other process and no file to change: each is tried, and fails."""

import json
import platform
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.reading import sandbox

CHECKOUT = Path(__file__).resolve().parent.parent
# Run in a process of its own, since what is taken from a process is gone for good. Each line is tried by itself.
TRIED = """
import json, os, socket, subprocess, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from loaders.reading import confine

place = Path(sys.argv[2])
inherited = socket.socket()
tries = {
    "connect": lambda: inherited.connect(("127.0.0.1", int(sys.argv[3]))),
    "new connection": lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), 1),
    "name": lambda: socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM) and socket.socket(),
    "fork": os.fork,
    "program": lambda: subprocess.run(["true"]),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "kill": lambda: os.kill(os.getppid(), 0),
    "write": lambda: (place / "kept").write_text("x"),
    "truncate": lambda: os.truncate(place / "kept", 0),
    "create": lambda: (place / "new").touch(),
    "remove": lambda: (place / "kept").unlink(),
    "rename": lambda: (place / "kept").rename(place / "moved"),
    "folder": lambda: (place / "folder").mkdir(),
    "link": lambda: (place / "link").symlink_to("kept"),
    "permissions": lambda: (place / "kept").chmod(0o777),
    "many files": lambda: [open(place / "kept") for _ in range(100)],
    "memory": lambda: bytearray(1 << 30),
}
report = confine.confine(512 << 20)
outcome = {}
for name, attempt in tries.items():
    try:
        attempt()
        outcome[name] = "succeeded"
    except (OSError, MemoryError, subprocess.SubprocessError) as error:
        outcome[name] = type(error).__name__
read = (place / "kept").read_text()
print(json.dumps([report, outcome, read]))
"""
LINUX = sys.platform.startswith("linux") and platform.machine() in ("x86_64", "aarch64")


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], dict[str, str], str]:
    place = tmp_path_factory.mktemp("place")
    (place / "kept").write_text("kept", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        ran = subprocess.run(
            [sys.executable, "-c", TRIED, str(CHECKOUT), str(place), str(server.getsockname()[1])],
            capture_output=True,
            check=True,
            timeout=60,
        )
    assert [path.name for path in place.iterdir()] == ["kept"]
    assert (place / "kept").stat().st_mode & 0o777 != 0o777
    report, outcome, read = json.loads(ran.stdout)
    return report, outcome, read


def test_every_protection_says_what_it_came_to(tried: tuple[dict[str, str], dict[str, str], str]) -> None:
    report = tried[0]
    assert set(report) == {
        "network",
        "memory",
        "open files",
        "core dumps",
        "written bytes",
        "processes",
        "system calls",
    }
    assert all(state == "on" or state.startswith("off: ") for state in report.values())
    assert report["memory"] == report["open files"] == "on"


@pytest.mark.skipif(not LINUX, reason="the filter of system calls is Linux's")
def test_nothing_that_reading_does_not_need_succeeds(tried: tuple[dict[str, str], dict[str, str], str]) -> None:
    report, outcome, _ = tried
    if report["system calls"] != "on":
        pytest.skip(f"this system allows no filter of system calls: {report['system calls']}")
    assert [name for name, how in outcome.items() if how == "succeeded"] == []


def test_files_can_still_be_read(tried: tuple[dict[str, str], dict[str, str], str]) -> None:
    assert tried[2] == "kept"


def test_the_reading_process_says_what_it_took_from_itself() -> None:
    report = sandbox.protections()
    assert "network" in report
    assert report["memory"] == "on"


def test_the_reading_process_is_given_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_OF_THE_USER", "x")
    assert "SECRET_OF_THE_USER" not in sandbox._environment()
    with sandbox.Sandbox() as child:
        child._start()
        assert child._child is not None
        place = Path(f"/proc/{child._child.pid}")
        try:
            surroundings = (place / "environ").read_bytes()
            open_files = sorted(str(link.readlink()) for link in (place / "fd").iterdir())
        except OSError:
            pytest.skip("only root, on Linux, is shown what a process is that dumps no core")
        assert b"SECRET_OF_THE_USER" not in surroundings
        assert (place / "cwd").readlink() == Path("/")
        # Standard input, output and errors lead nowhere; and there is the channel.
        assert open_files[:3] == ["/dev/null"] * 3
        assert [name.partition(":")[0] for name in open_files[3:]] == ["socket"]
