"""Numbers that the operator sets in the environment (README, "Serving it").

Read by `serve`, `reload` and `gunicorn.conf.py`, which say in one line what is wrong with one.
"""

import re
from collections.abc import Mapping


class SettingWrong(ValueError):
    """A setting that cannot be; the message names it, on one line."""


def number_from(environment: Mapping[str, str], name: str, default: int) -> int:
    """The number that a variable holds, or `default` where it is empty. Raises SettingWrong for what is none from 1."""
    text = environment.get(name, "").strip() or str(default)
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", text):
        raise SettingWrong(f"{name} is {text[:80]!r}: wanted a whole number from 1")
    return int(text)
