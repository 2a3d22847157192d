"""The dashboard in a process of its own, as a user starts it: for the browser tests, screenshots and benchmarks."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


class NotServed(RuntimeError):
    """A server ended or stayed silent; the message holds what it printed."""


@contextmanager
def local_server(
    *arguments: str, patience_seconds: float = 60, environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Start `python app.py` on a free port, wait for /healthz, yield its address, stop it at the end.

    `environment` is added to that of this process.
    """
    port = free_port()
    address = f"http://{HOST}:{port}"
    command = [sys.executable, "app.py", "--host", HOST, "--port", str(port), *arguments]
    with tempfile.TemporaryFile() as output_file:
        process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output_file,
            stderr=subprocess.STDOUT,
        )
        try:
            failure = _wait_until_healthy(process, address, patience_seconds)
            if failure:
                output_file.seek(0)
                output = output_file.read().decode(errors="replace")
                raise NotServed(f"`python app.py` {failure}; it printed:\n{output}")
            yield address
        finally:
            stop(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_healthy(process: subprocess.Popen[bytes], address: str, patience_seconds: float) -> str:
    """Return what went wrong, or nothing once /healthz has answered 200."""
    deadline = time.monotonic() + patience_seconds
    answer = "no answer"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return f"ended with status {process.returncode} before it answered"
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return ""
        except urllib.error.HTTPError as error:
            answer = f"status {error.code}"
            error.close()
        except OSError:
            pass
        time.sleep(0.02)
    return f"did not become healthy in {patience_seconds:g} seconds: /healthz gave {answer}"


def stop(process: subprocess.Popen[bytes], patience_seconds: float = 10) -> None:
    process.terminate()
    try:
        process.wait(timeout=patience_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
