"""What a page's layout returns: its title, its first words, and the tree of its main part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Content = Any


@dataclass(frozen=True)
class View:
    """One page in one state. `heading` is its one h1, `lead` the sentence under it.

    `description` serves search engines and screen-reader notices; without one the lead does. A page without a `title`,
    or without either, has those under which it is registered. `card` is the address of the
    picture that goes with a link to it; "" is that of the site.
    """

    title: str
    heading: Content
    main: Sequence[Content]
    lead: str = ""
    description: str = ""
    status: int = 200
    kicker: Content = None
    card: str = ""


@dataclass(frozen=True)
class Redirect:
    """Another address that answers instead."""

    location: str
    status: int = 302
