"""The manifest of persisted documents: `python -m tests.clients.manifest` writes it anew."""

import json
from collections.abc import Iterable

from tests.clients.documents import FOLDER, ClientDocument, documents

MANIFEST = FOLDER / "manifest.json"


def manifest_of(known: Iterable[ClientDocument]) -> str:
    """The manifest's text: a gateway's id, `sha256:<hex of the file>`, to the file's path."""
    paths = {each.name: f"sha256:{each.sha256}" for each in known}
    by_id = {digest: name for name, digest in sorted(paths.items())}
    return json.dumps(by_id, indent=2) + "\n"


if __name__ == "__main__":
    MANIFEST.write_text(manifest_of(documents()), "utf-8")
