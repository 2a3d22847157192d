"""What runs in service, as a CycloneDX bill of materials on standard output: `python -m tools.sbom`.

Comes from `requirements-hashed.txt` alone: each package with its version and the digests of its files, and no address.
The same file gives the same bytes.
"""

import json
import re
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
PINNED = CHECKOUT / "requirements-hashed.txt"
_PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ; ([^\\]+?))? \\")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill(text: str, version: str) -> dict[str, Any]:
    """The bill of what a file of pins and digests names; `version` is this program's."""
    components: list[dict[str, Any]] = []
    for line in text.splitlines():
        if pin := _PIN.match(line):
            name = re.sub(r"[-_.]+", "-", pin[1]).lower()
            purl = f"pkg:pypi/{name}@{pin[2]}"
            component = {"type": "library", "bom-ref": purl, "name": name, "version": pin[2], "purl": purl}
            if pin[3]:
                component["properties"] = [{"name": "gradeline:only-where", "value": pin[3]}]
            components.append(component | {"hashes": []})
        elif digest := _HASH.search(line):
            components[-1]["hashes"].append({"alg": "SHA-256", "content": digest[1]})
    own = f"pkg:generic/gradeline@{version}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, own + text)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": own, "name": "gradeline", "version": version}},
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": [component["bom-ref"] for component in components]}],
    }


def main() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    json.dump(bill(PINNED.read_text(encoding="utf-8"), project["version"]), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
