"""Styles, scripts, fonts and icons: served compressed, under a digest, so that browsers keep them for a year."""

from __future__ import annotations

import base64
import gzip
import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from alongside.foundation.installation import here
from alongside.settings import ROOT
from alongside.web.front import ANYONE, Front

STATIC = ROOT / "static"
# What every page has is written apart and sent as one: fewer requests on a bad network.
JOINED = {
    "css/site.css": ("css/tokens.css", "css/base.css", "css/components.css"),
    "js/site.js": ("js/exit.js", "js/password.js", "js/position.js", "js/copy.js", "js/print.js"),
}
COMPRESSED = {".css", ".js", ".svg", ".html"}
NAME = re.compile(r"[\w./-]{1,100}", re.ASCII)  # what our files are called; anything else may upset the file system
YEAR = "public, max-age=31536000, immutable"

front = Front("assets", may_enter=ANYONE, url_prefix="/static")


class Asset:
    """One static file, read once a process."""

    def __init__(self, name: str) -> None:
        parts = [STATIC / one for one in JOINED.get(name, (name,))]
        texts = [one.read_bytes() for one in parts]
        if len(texts) > 1 and name.endswith(".js"):
            texts = [b"{\n%s\n}" % one for one in texts]  # a block each: what one calls its own, another may, too
        self.data = b"\n".join(texts)
        if name.endswith(".css"):
            self.data = _with_digests(self.data, name)
        self.digest = hashlib.sha256(self.data).hexdigest()[:12]
        self.type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.compressed = gzip.compress(self.data, 9, mtime=0) if Path(name).suffix in COMPRESSED else None


def _with_digests(css: bytes, name: str) -> bytes:
    """Point url(…) of a stylesheet to addresses with a digest, too."""
    folder = Path(name).parent

    def point(found: re.Match[bytes]) -> bytes:
        target = (STATIC / folder / found[2].decode()).resolve()
        if not target.is_file():
            return found[0]
        return found[1] + asset_url(target.relative_to(STATIC).as_posix()).encode() + found[3]

    return re.sub(rb"""(url\(["']?)([^)"':]+)(["']?\))""", point, css)


@lru_cache(maxsize=256)
def _asset(name: str, _changed: float) -> Asset | None:
    if not NAME.fullmatch(name):
        return None
    inside = (STATIC / name).resolve().is_relative_to(STATIC)
    there = name in JOINED or (inside and (STATIC / name).is_file())
    return Asset(name) if there else None


def find(name: str) -> Asset | None:
    return _asset(name, _changed(name) if here().settings.debug else 0.0)


def _changed(name: str) -> float:
    return max((path.stat().st_mtime for one in JOINED.get(name, (name,)) if (path := STATIC / one).exists()), default=0.0)


def asset_url(name: str) -> str:
    """The address of a static file, with its digest."""
    found = find(name)
    return f"/static/{found.digest if found else '0'}/{name}"


@lru_cache(maxsize=8)
def _inline(asset: Asset) -> str:
    return f"data:{asset.type};base64,{base64.b64encode(asset.data).decode('ascii')}"


def asset_inline(name: str) -> str:
    """A small picture as an address that holds it: one request fewer."""
    found = find(name)
    return _inline(found) if found else ""


@front.get("/<digest>/<path:name>")
def asset(digest: str, name: str) -> BaseResponse:
    found = find(name)
    if found is None:
        abort(404)
    squeeze = found.compressed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(found.compressed if squeeze else found.data, content_type=found.type)
    if squeeze:
        response.headers["Content-Encoding"] = "gzip"
    if found.compressed is not None:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = YEAR if digest == found.digest else "no-cache"
    response.headers["ETag"] = f'"{found.digest}"'
    return response.make_conditional(request)


def register(app: Flask) -> None:
    app.register_blueprint(front)
    app.jinja_env.globals["asset_url"] = asset_url
    app.jinja_env.globals["asset_inline"] = asset_inline
