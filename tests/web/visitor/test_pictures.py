"""Pictures of lessons, by what they are."""

from __future__ import annotations

import hashlib

from alongside.catalogue.models import Blob, Release, ReleaseFile
from alongside.foundation.database import session

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
FACTS = b"emergency_line: secret"


def put(installation, path: str, data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    with installation.database.writing():
        release = session.query(Release).first()
        session.add(Blob(digest=digest, bytes=data))
        session.flush()
        session.add(ReleaseFile(release_id=release.id, path=path, digest=digest))
    return digest


def test_a_picture_is_kept_by_browsers_for_ever_and_only_ever_a_picture(vera, installation):
    digest = put(installation, "modules/listening/images/two.svg", SVG)
    answer = vera.client.get(f"/content/{digest}.svg")
    assert answer.data == SVG
    assert answer.content_type.startswith("image/svg+xml")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = vera.client.get(f"/content/{digest}.svg", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_another_ending_or_another_file_of_a_release_is_not_there(vera, installation):
    digest = put(installation, "modules/listening/images/two.svg", SVG)
    other = put(installation, "modules/facts-of-test.yaml", FACTS)
    for path in (f"/content/{digest}.html", f"/content/{digest}.png", f"/content/{other}.yaml", f"/content/{other}.svg", f"/content/{'0' * 64}.png"):
        assert vera.get(path).status == 404
