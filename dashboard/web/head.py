"""What a page's head says to search engines and social networks: its one address, its title, and the data as a Dataset.

Called by `server` for each page that answers 200. `origin` is scheme and host as the reader's browser names them.
"""

from __future__ import annotations

from html import escape

from dashboard.address import under
from dashboard.export import dataset
from dashboard.markup import chrome
from dashboard.store import Store

WITH_DATASET = ("/", "/data")


def tags(store: Store, path: str, query: str, *, title: str, description: str, prefix: str, origin: str) -> str:
    def whole(address: str) -> str:
        return f"{origin}{under(prefix, address)}"

    here = escape(whole(f"{path}?{query}" if query else path))
    properties = {
        "og:title": escape(title),
        "og:description": escape(description),
        "og:type": "website",
        "og:url": here,
        "og:site_name": chrome.NAME,
        "og:locale": "en_GB",
    }
    lines = [f'<link rel="canonical" href="{here}">']
    lines += [f'<meta property="{name}" content="{value}">' for name, value in properties.items()]
    if path in WITH_DATASET and not query:
        about = dataset.json_ld(store, whole).replace("<", "\\u003c")
        lines.append(f'<script type="application/ld+json">{about}</script>')
    return "\n".join(lines)
