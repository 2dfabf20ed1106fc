"""The Flask application: one unit of work a request, read for GET, written for the rest, rendered inside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Flask, Request, abort, request
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import MapAdapter

from alongside.foundation.installation import here
from alongside.foundation.missing import Missing
from alongside.people import sign_ins
from alongside.settings import ROOT, Settings
from alongside.web import afterwards, front

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
LARGEST_BODY = 2 * 1024 * 1024
MOST_FIELDS = 10_000  # of one form
csrf = CSRFProtect()


def own_work(view: Callable[..., Any]) -> Callable[..., Any]:
    """For a page that opens its units of work itself: it hashes a password or counts a try before it writes."""
    view.opens_own_work = True  # type: ignore[attr-defined]
    return view


class OurRequest(Request):
    """A request. JSON nested deeper than Python reads, or with half a character in it, is JSON that cannot be read."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        try:
            found = super().get_json(force=force, silent=silent, cache=cache)
            json.dumps(found, ensure_ascii=False).encode()  # a lone surrogate is no text: no database or page takes it
        except (RecursionError, UnicodeEncodeError):
            if silent:
                return None
            raise BadRequest from None
        return found


class Application(Flask):
    """Flask, with the unit of work around guard, page and template, so that an error leaves nothing half-written."""

    request_class = OurRequest

    def __init__(self, name: str, settings: Settings) -> None:
        super().__init__(name, root_path=str(ROOT / "alongside"), template_folder=str(ROOT / "templates"), static_folder=None)
        secure = settings.is_https
        self.config.update(
            SECRET_KEY=settings.secret_key,
            SESSION_COOKIE_NAME="__Host-alongside" if secure else "alongside",
            SESSION_COOKIE_SECURE=secure,
            SESSION_COOKIE_HTTPONLY=True,
            SESSION_COOKIE_SAMESITE="Lax",
            SESSION_COOKIE_PATH="/",
            SESSION_REFRESH_EACH_REQUEST=False,
            PERMANENT_SESSION_LIFETIME=sign_ins.OWN_DEVICE,
            MAX_CONTENT_LENGTH=LARGEST_BODY,
            MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
            MAX_FORM_PARTS=2000,
            WTF_CSRF_CHECK_DEFAULT=False,  # checked in dispatch, after the guard
            WTF_CSRF_TIME_LIMIT=None,  # a quiz may stay open all evening; the token dies with the sign-in
            WTF_CSRF_SSL_STRICT=False,  # pages send no referrer
            TEMPLATES_AUTO_RELOAD=settings.debug,
        )
        self.jinja_env.undefined = StrictUndefined
        self.jinja_env.trim_blocks = self.jinja_env.lstrip_blocks = True
        self.url_map.merge_slashes = False  # its redirect would name whatever host the request named
        csrf.init_app(self)
        if settings.trusted_proxies:
            count = settings.trusted_proxies
            self.wsgi_app = ProxyFix(self.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Addresses of ours name no host: where the request names one that cannot be, its error page has addresses all the same."""
        try:
            return super().create_url_adapter(request)
        except HTTPException as error:
            if request is not None:
                request.routing_exception = error
            return self.url_map.bind("")

    def dispatch_request(self) -> ResponseReturnValue:
        if request.routing_exception is not None:
            self.raise_routing_exception(request)
        database = here().database
        view = self.view_functions[request.endpoint or ""]
        writes = request.method not in SAFE_METHODS
        if writes:
            _wait_for_body()
        try:
            if getattr(view, "opens_own_work", False):
                with database.reading():
                    self._let_in(writes)
                answer = self._answer()
            else:
                with database.writing() if writes else database.reading():
                    self._let_in(writes)
                    answer = self._answer()
        except Missing:  # that somebody asked for what is not theirs is written down, too
            afterwards.write(database)
            raise
        afterwards.write(database)
        return answer

    def _let_in(self, writes: bool) -> None:
        _refuse_nul(request.path, *request.args, *_values(request.args))
        front.guard()
        if writes:
            csrf.protect()
            _refuse_nul(*_values(request.form))
            _refuse_nul(request.get_data(as_text=True).replace("\\u0000", "\0") if request.is_json else "")
            front.check_organization()

    def _answer(self) -> ResponseReturnValue:
        return self.make_response(super().dispatch_request())


def _wait_for_body() -> None:
    """All of it, before a unit of work opens: whoever sends slowly must not keep others from writing."""
    body = request.get_data(cache=True)
    if body.count(b"&") >= MOST_FIELDS and request.mimetype == "application/x-www-form-urlencoded":
        abort(413)


def _values(fields: MultiDict[str, str]) -> list[str]:
    return [value for values in fields.listvalues() for value in values]


def _refuse_nul(*texts: str) -> None:
    """No person types the character NUL, and PostgreSQL takes it in no text: what holds it did not arrive whole."""
    if any("\0" in text for text in texts):
        abort(400)
