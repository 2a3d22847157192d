"""The data as a schema.org Dataset in JSON-LD, by which search engines for data find them.

Comes in: a store and what makes an address of this site whole. Called for the heads of the front page and of /data.
"""

import json
from collections.abc import Callable

from dashboard.export.citation import AUTHOR
from dashboard.export.content import FORMATS, TITLE
from dashboard.store import Store
from loaders.record.schema import LICENCE

FILES = {f"/download/judgements.{ending}": FORMATS[ending] for ending in ("csv", "json", "xlsx")}
FILES["/download/gradeline.zip"] = FORMATS["zip"]


def json_ld(store: Store, whole: Callable[[str], str]) -> str:
    first = min(row["date"] for row in store.inspections.values()) if store.inspections else ""
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
