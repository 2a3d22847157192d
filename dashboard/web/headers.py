"""Security headers of every answer, and the content security policy that the pages run under.

Scripts come from this server alone, the two inline ones that Dash needs by their hash. Styles may stand inline, because
Dash and plotly put them there. Nothing may frame these pages but those
under /embed, and forms lead nowhere else. Called by `server`.
"""

from collections.abc import Sequence

from flask import Flask, Response, request

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
OPEN = ("/download/", "/healthz", "/feed.xml")
"""Addresses that pages of any site may read: the data are public, and no answer depends on who asks."""
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
"""What a browser is told that asks whether a script of another site may send back the ETag that it has read."""
EMBEDDED = "/embed/"
"""Under which stand the pages that any site may frame; no other page may be framed."""
PLAIN = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", **FIXED}
"""Of an answer that is one line of text and comes from no page."""


def policy(script_hashes: Sequence[str], framed_by: str = "'none'") -> str:
    parts = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *script_hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "frame-ancestors": framed_by,
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def secure(server: Flask, script_hashes: Sequence[str]) -> None:
    fixed = {"Content-Security-Policy": policy(script_hashes), **FIXED}

    embeddable = {name: value for name, value in fixed.items() if name != "X-Frame-Options"}
    embeddable |= {
        "Content-Security-Policy": policy(script_hashes, "*"),
        "Cross-Origin-Resource-Policy": "cross-origin",
    }

    @server.after_request
    def add_headers(answer: Response) -> Response:
        open_headers = SHARED if request.path.startswith(OPEN) else {}
        headers = embeddable if request.path.startswith(EMBEDDED) else fixed
        for name, value in (headers | open_headers).items():
            answer.headers.setdefault(name, value)
        return answer
