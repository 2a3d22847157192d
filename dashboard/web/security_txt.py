"""/.well-known/security.txt (RFC 9116), and the policy that it names: whom to tell of a weakness, and how.

The contact is the operator's to name, in GRADELINE_SECURITY_CONTACT (a mail address or an address on the web). Where
none is named, the policy says so and what to do then. Called by `server`.
"""

import datetime as dt
import os
import re

from flask import Flask, Response, request

from dashboard.texts import texts_of
from dashboard.web.edition import whole_address

PATH, POLICY = "/.well-known/security.txt", "/security-policy.txt"
DAYS = 300
"""For how long it may be relied on, from the day on which it is asked for: the standard wants less than a year."""
DAY = "gradeline.day"
"""Where a request says from which day to count instead: of the same data an export makes the same files."""


def contact(setting: str) -> str:
    """What an operator names, as an address that a program can open; "" where it is neither kind of address."""
    text = setting.strip()
    if re.fullmatch(r"[^\s@:/]+@[^\s@/]+", text):
        return f"mailto:{text}"
    return text if re.fullmatch(r"(https://|mailto:|tel:)[!-~]+", text) else ""


def serve(server: Flask) -> None:
    def plain(text: str) -> Response:
        return Response(text, content_type="text/plain; charset=utf-8")

    def security() -> Response:
        policy_address = whole_address(POLICY)
        whom = contact(os.environ.get("GRADELINE_SECURITY_CONTACT", "")) or policy_address
        day = request.environ.get(DAY, dt.datetime.now(dt.UTC).date()) + dt.timedelta(days=DAYS)
        fields = {
            "Contact": whom,
            "Expires": f"{day.isoformat()}T00:00:00Z",
            "Preferred-Languages": "en",
            "Canonical": whole_address(PATH),
            "Policy": policy_address,
        }
        return plain("".join(f"{name}: {value}\n" for name, value in fields.items()))

    def policy() -> Response:
        whom = contact(os.environ.get("GRADELINE_SECURITY_CONTACT", ""))
        return plain(texts_of("security")["policy"] + (f"Contact: {whom.removeprefix('mailto:')}\n" if whom else ""))

    server.add_url_rule(PATH, "security", security)
    server.add_url_rule(POLICY, "security-policy", policy)
