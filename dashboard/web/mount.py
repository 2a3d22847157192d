"""Where the site is mounted: the path in front of every address of it, as its operator names it.

`dashboard.serve` puts `Mounted` around the application. From there on the path is WSGI's SCRIPT_NAME, Flask's
`request.script_root`, and goes into addresses through `dashboard.address.under` alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

PREFIX = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*){0,20}")
LONGEST = 200
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def prefix_from(environment: Mapping[str, str]) -> str:
    """The path that GRADELINE_PREFIX names, else SCRIPT_NAME; "" where neither does. Raises ValueError for no path."""
    for variable in ("GRADELINE_PREFIX", "SCRIPT_NAME"):
        if text := environment.get(variable, "").strip().strip("/"):
            prefix = f"/{text}"
            if len(prefix) > LONGEST or not PREFIX.fullmatch(prefix):
                raise ValueError(
                    f"{variable} is {text[:80]!r}: wanted a path of letters, digits, '-', '_', '.' and '~'"
                )
            return prefix
    return ""


class Mounted:
    """A WSGI application below a path.

    It answers whether the server in front passes on the path or has taken it off. Where the operator names none, the
    path is the SCRIPT_NAME that the WSGI server gives, as for an application mounted among others; where he names
    one, nothing in a request can change it.
    """

    def __init__(self, application: Application, prefix: str = "") -> None:
        self.application = application
        self.prefix = prefix

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        script_name, path = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
        if self.prefix:
            prefix = self.prefix
            path = path[len(prefix) :] if path == prefix or path.startswith(f"{prefix}/") else path
        else:
            prefix = script_name.rstrip("/")
            if len(prefix) > LONGEST or not PREFIX.fullmatch(prefix):
                prefix = ""
        if not path and prefix:
            return _to_start(prefix, environ, start_response)
        return self.application({**environ, "SCRIPT_NAME": prefix, "PATH_INFO": path or "/"}, start_response)


def _to_start(prefix: str, environ: Mapping[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The path itself, without the stroke that its addresses go on from."""
    query = environ.get("QUERY_STRING", "")
    # What a browser sends is a query as it stands; anything else could end the header.
    goal = f"{prefix}/?{query}" if re.fullmatch(r"[!-~]{1,4000}", query) else f"{prefix}/"
    start_response("308 Permanent Redirect", [("Location", goal), ("Content-Length", "0")])
    return [b""]
