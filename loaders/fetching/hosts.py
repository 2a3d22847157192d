"""Whom `fetch` may ask: origins that are named for it, at public addresses, and for no longer than a deadline.

An origin is a scheme, host and port. Those of `data/reference/fetch.toml` are asked at public addresses alone, whatever
a name service says; those that the user names on the command line are asked wherever they are. The check stands where
connections are made, so that it holds for each redirect, and the address that is checked is the one that is asked.
Called by `http`.
"""

import contextlib
import ipaddress
import re
import socket
import threading
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager, ProxyManager

PORTS = {"http": 80, "https": 443}
Origin = tuple[str, str, int]


class NotNamed(Exception):
    """An address that nobody named, or a named one that leads to where it must not; the message says which."""


def origin(url: str) -> Origin:
    """Scheme, host and port of an address. Raises ValueError where it has none of these."""
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in PORTS or not host:
        raise ValueError(f"no http or https address: {url[:80]!r}")
    if not re.fullmatch(r"[a-z0-9.:_-]{1,253}", host):
        raise ValueError(f"no name of a host: {host[:80]!r}")
    return scheme, host, parts.port or PORTS[scheme]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet's: not private, loopback, link-local, multicast or reserved."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    return ip.is_global and not ip.is_multicast


class Allowed:
    """The origins that may be asked: `published` at public addresses alone, `chosen` by the user wherever they are."""

    def __init__(self, published: Iterable[str], chosen: Iterable[str] = ()) -> None:
        self.published = frozenset(map(origin, published))
        self.chosen = frozenset(map(origin, chosen))

    def check(self, url: str | None) -> None:
        """Refuse an address of an origin that is not named."""
        try:
            asked_origin = origin(url or "")
        except ValueError as error:
            raise requests.exceptions.InvalidURL(str(error)) from None
        if asked_origin not in self.published | self.chosen:
            scheme, host, port = asked_origin
            place = f"{scheme}://{host}" + ("" if port == PORTS[scheme] else f":{port}")
            raise NotNamed(f"it leads to {place}, which is not named in fetch.toml")

    def check_peer(self, scheme: str, host: str, port: int, *, address: str) -> None:
        """Refuse a connection to a named origin that was led to an address inside somebody's network."""
        if (scheme, host.lower().rstrip("."), port) not in self.chosen and not is_public(address):
            raise NotNamed(f"{host} leads to {address}, which is no public address")


class Deadline:
    """Ends the connection of the request in hand when its time is up, however slowly the server sends.

    It starts anew with each connection and each request on one; `is_over` says whether it ended one.
    """

    def __init__(self) -> None:
        self.seconds = 60.0
        self.is_over = False
        self._timer: threading.Timer | None = None
        self._sockets: list[socket.socket] = []
        self._changing = threading.Lock()

    def hold(self, connected: socket.socket) -> None:
        """Keep a hand on a connection, whatever is wrapped around it later."""
        with self._changing:
            for older in self._sockets[:-7]:
                older.close()
            self._sockets = [*self._sockets[-7:], connected.dup()]
        self.start()

    def start(self) -> None:
        with self._changing:
            self.stop()
            self.is_over = False
            self._timer = threading.Timer(self.seconds, self._end)
            self._timer.daemon = True
            self._timer.start()

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()

    def __del__(self) -> None:
        self.stop()
        for sock in self._sockets:
            sock.close()

    def _end(self) -> None:
        # Once one connection is ended, the request is tried again: what is held from then on is not this timer's.
        with self._changing:
            if threading.current_thread() is not self._timer:
                return
            self.is_over = True
            ending, self._sockets = self._sockets, []
        for sock in ending:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()


class GuardedAdapter(HTTPAdapter):
    """requests' adapter, for named origins alone; `deadline` ends what takes too long."""

    def __init__(self, allowed: Allowed, deadline: Deadline, **options: Any) -> None:
        self._allowed = allowed
        self._pools = _pools(allowed, deadline)
        super().__init__(**options)

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Each hop of a redirect comes by here."""
        self._allowed.check(request.url)
        return super().send(request, *args, **options)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: Any, **options: Any) -> ProxyManager:
        manager: ProxyManager = super().proxy_manager_for(*args, **options)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(allowed: Allowed, deadline: Deadline) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools whose connections look where they were led, and keep to the deadline."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            connected = super()._new_conn()
            deadline.hold(connected)
            # A proxy is the user's own, and what stands behind it is for it to say.
            if self.proxy is None:
                scheme = "https" if isinstance(self, HTTPSConnection) else "http"
                try:
                    allowed.check_peer(scheme, self.host, self.port, address=connected.getpeername()[0])
                except NotNamed:
                    connected.close()
                    raise
            return connected

        def request(self, *args: Any, **options: Any) -> None:
            deadline.start()
            super().request(*args, **options)

    class Secure(Plain, HTTPSConnection):
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
