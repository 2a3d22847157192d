"""The process that reads sources has no network, no other process and no file but its own: each is tried, and fails."""

import json
import platform
import socket
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.reading import confine, sandbox

CHECKOUT = Path(__file__).resolve().parent.parent
# Run in a process of its own, since what is taken from a process is gone for good. Each line is tried by itself.
TRIED = """
import ctypes, fcntl, json, os, resource, signal, socket, subprocess, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from loaders.reading import confine

place = Path(sys.argv[2])
inherited = socket.socket()
own = open(place / "kept")
parent, libc, x86 = os.getppid(), ctypes.CDLL(None, use_errno=True), os.uname().machine == "x86_64"


def call(*arguments):
    if libc.syscall(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")


tries = {
    "connect": lambda: inherited.connect(("127.0.0.1", int(sys.argv[3]))),
    "new connection": lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), 1),
    "name": lambda: socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM) and socket.socket(),
    "fork": os.fork,
    "program": lambda: subprocess.run(["true"]),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "kill": lambda: os.kill(parent, 0),
    "kill a group": lambda: os.killpg(0, signal.SIGCONT),
    "kill a thread of another": lambda: call(234 if x86 else 131, parent, parent, 0),
    "queue a signal": lambda: call(129 if x86 else 138, parent, 0, ctypes.create_string_buffer(128)),
    "signals by a file": lambda: fcntl.fcntl(inherited, fcntl.F_SETOWN, parent),
    "limits of another": lambda: resource.prlimit(parent, resource.RLIMIT_CORE, (0, 0)),
    "priority of another": lambda: os.setpriority(os.PRIO_PROCESS, parent, 19),
    "another's memory": lambda: open(f"/proc/{parent}/environ").read(),
    "open": lambda: open(place / "kept").read(),
    "open system file": lambda: open("/etc/passwd").read(),
    "list": lambda: os.listdir(place),
    "look at": lambda: os.stat(place / "kept"),
    "read link": lambda: os.readlink("/proc/self/exe"),
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
    except Exception as error:
        outcome[name] = type(error).__name__
read = own.read()
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
        "files",
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


def test_the_file_that_is_open_can_still_be_read(tried: tuple[dict[str, str], dict[str, str], str]) -> None:
    assert tried[2] == "kept"


WITHOUT_FILTER = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
from loaders.reading import confine

own, parent, outcome = open(sys.argv[2]), os.getppid(), {}
state = confine._no_files()
tries = {
    "open": lambda: open(sys.argv[2]), "list": lambda: os.listdir("/"), "kill": lambda: os.kill(parent, 0),
    "make": lambda: os.mkdir(sys.argv[2] + "x"), "truncate": lambda: os.truncate(sys.argv[2], 0),
}
for name, attempt in tries.items():
    try:
        attempt()
        outcome[name] = "succeeded"
    except OSError as error:
        outcome[name] = type(error).__name__
print(json.dumps([state, outcome, own.read()]))
"""


def test_landlock_alone_leaves_the_file_that_is_open_and_nothing_else(tmp_path: Path) -> None:
    """Where the kernel has it, also for a machine whose calls have no filter here."""
    (tmp_path / "kept").write_text("kept", encoding="utf-8")
    command = [sys.executable, "-c", WITHOUT_FILTER, str(CHECKOUT), str(tmp_path / "kept")]
    state, outcome, read = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    if state != "on":
        pytest.skip(f"this kernel has no Landlock: {state}")
    assert [name for name in ("open", "list", "make") if outcome[name] == "succeeded"] == []
    assert read == "kept"


@pytest.mark.parametrize("machine", sorted(confine._ARCHITECTURES))
def test_the_filter_is_an_allow_list(machine: str) -> None:
    """Run as the kernel would: each call that is named is allowed, and all others are not."""
    column, architecture = confine._ARCHITECTURES[machine]
    program = list(struct.iter_unpack("=HBBI", confine._program(column, architecture, pid=7)))
    assert len(program) < 4096

    def verdict(number: int, *arguments: int, architecture: int = architecture) -> bool:
        data = struct.pack("=IIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
        place, value = 0, 0
        while True:
            code, if_so, if_not, operand = program[place]
            place += 1
            if code == confine._LOAD:
                (value,) = struct.unpack_from("=I", data, operand)
            elif code == confine._EQUAL:
                place += if_so if value == operand else if_not
            else:
                assert code == confine._RETURN
                return operand == confine._ALLOW

    allowed = {numbers[column] for numbers in confine._ALLOWED.values()} - {None}
    assert {number for number in range(600) if verdict(number)} == allowed | {confine._ALLOWED_WITH["fcntl"][0][column]}
    assert not any(verdict(number | 0x40000000) for number in range(600))
    assert not any(verdict(number, architecture=1) for number in range(600))
    newfstatat, fcntl_ = (confine._ALLOWED_WITH[name][0][column] for name in ("newfstatat", "fcntl"))
    assert verdict(newfstatat, 3, 0, 0, 0x1000)
    assert not verdict(newfstatat, 3, 0, 0, 0x1100)
    assert verdict(fcntl_, 3, 1)
    assert not verdict(fcntl_, 3, 8)
    assert verdict(confine._TGKILL[column], 7)
    assert not verdict(confine._TGKILL[column], 8)


@pytest.mark.slow
def test_the_reading_process_says_what_it_took_from_itself() -> None:
    report = sandbox.protections()
    assert "network" in report
    assert report["memory"] == "on"


@pytest.mark.slow
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
