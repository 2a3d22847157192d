"""What a page's head says to search engines and social networks: its address, title and card, the data as a Dataset.

Called by `server` for each page that answers 200. `origin` is scheme and host as the reader's browser names them.
"""

import json
from collections.abc import Callable
from html import escape

from dashboard.address import under
from dashboard.export.citation import AUTHOR
from dashboard.export.content import FORMATS, TITLE
from dashboard.markup import chrome
from dashboard.store import Store
from loaders.record.schema import LICENCE

WITH_DATASET = ("/", "/data")
SITE_CARD = "/download/card/gradeline.png"
CARD_SIZE = (1200, 630)
FILES = {f"/download/judgements.{ending}": FORMATS[ending] for ending in ("csv", "json", "xlsx")}
FILES["/download/gradeline.zip"] = FORMATS["zip"]


def tags(
    store: Store, path: str, query: str, *, title: str, description: str, card: str, prefix: str, origin: str
) -> str:
    """`card` is the address of the page's own picture, or ""."""

    def whole(address: str) -> str:
        return f"{origin}{under(prefix, address)}"

    page_address = escape(whole(f"{path}?{query}" if query else path))
    properties = {
        "og:title": escape(title),
        "og:description": escape(description),
        "og:type": "website",
        "og:url": page_address,
        "og:site_name": chrome.NAME,
        "og:locale": "en_GB",
        "og:image": escape(whole(card or SITE_CARD)),
        "og:image:type": "image/png",
        "og:image:width": str(CARD_SIZE[0]),
        "og:image:height": str(CARD_SIZE[1]),
        "og:image:alt": escape(description if card else chrome.NAME),
    }
    lines = [f'<link rel="canonical" href="{page_address}">']
    lines += [f'<meta property="{name}" content="{value}">' for name, value in properties.items()]
    lines.append('<meta name="twitter:card" content="summary_large_image">')
    if path in WITH_DATASET and not query:
        about = _dataset(store, whole).replace("<", "\\u003c")
        lines.append(f'<script type="application/ld+json">{about}</script>')
    return "\n".join(lines)


def _dataset(store: Store, whole: Callable[[str], str]) -> str:
    """The data as a schema.org Dataset in JSON-LD, by which search engines for data find them."""
    first = min((row["date"] for row in store.inspections.values()), default="")
    about = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": TITLE,
        "description": (
            f"{len(store.judgements):,} grades of {len(store.inspections):,} inspections of children’s services in "
            "England, as printed and on one scale, each with its source and with whether it is comparable with the "
            "one before."
        ),
        "url": whole("/data"),
        "version": store.version,
        "dateModified": store.as_at.isoformat(),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": AUTHOR},
        "spatialCoverage": {"@type": "Place", "name": "England"},
        "temporalCoverage": f"{first}/{store.newest.isoformat()}",
        "keywords": ["Ofsted", "children’s services", "inspection", "local authority", "England"],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": whole(path)} for path, kind in FILES.items()
        ],
    }
    return json.dumps(about, ensure_ascii=False)
