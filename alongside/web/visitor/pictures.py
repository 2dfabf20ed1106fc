"""Pictures of lessons, by the digest of their bytes: what is at an address never changes."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue

from alongside.catalogue import releases
from alongside.foundation.missing import Missing
from alongside.web.assets import YEAR
from alongside.web.visitor import front

TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
}


@front.get("/content/<digest>.<ending>")
def picture(digest: str, ending: str) -> ResponseReturnValue:
    found = releases.picture(digest)
    if found is None or ending not in TYPES or not found[0].endswith(f".{ending}"):
        raise Missing(digest)
    response = Response(found[1], content_type=TYPES[ending])
    response.headers["Cache-Control"] = YEAR
    response.set_etag(digest[:16])
    if ending == "svg":
        response.headers["Content-Disposition"] = "attachment"  # shown in pages; opened by itself it is only saved
    return response.make_conditional(request)
