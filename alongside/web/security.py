"""Headers on every answer, errors included."""

from __future__ import annotations

from flask import Flask, Response, request

from alongside.foundation.installation import here

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
}
INDEXED = {"visitor.front_page", "visitor.accessibility", "visitor.privacy"}


def register(app: Flask) -> None:
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    for name, value in ALWAYS.items():
        headers[name] = value
    if request.endpoint not in INDEXED or response.status_code != 200:
        headers["X-Robots-Tag"] = "noindex, nofollow"
    headers.setdefault("Cache-Control", "no-store")
    if here().settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
