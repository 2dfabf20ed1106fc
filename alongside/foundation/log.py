"""The log: one JSON line an event, and nothing in it about a person.

Only words from KNOWN get into a line: no e-mail addresses, names, network addresses, query strings; a page's pattern
(`/learn/attempts/<public_id>`) instead of its path; an exception's name and where it happened, never its message
(a database's message quotes the row). What was left out is named under "dropped".
"""

from __future__ import annotations

import logging
import re
import sys
import time
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import structlog
from flask import g, has_request_context, request

from alongside.foundation import clock, ids

if TYPE_CHECKING:
    from flask import Flask, Response

KNOWN = {
    *("event", "level", "at", "request", "dropped"),
    *("method", "rule", "status", "ms", "statements"),
    *("organization", "kind", "job", "tries", "count", "seconds", "code", "action", "release", "revision", "table"),
    *("error", "where", "logger", "message", "process", "signal", "port"),
}
QUIET_PAGES = {"static", "healthz", "readyz"}
ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+|\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<=\?)\S+")
LONGEST = 300
ROOT = str(Path(__file__).resolve().parents[2])


def set_up(level: str = "INFO", stream: TextIO | None = None) -> None:
    """From now on events become lines on standard error; what libraries log comes the same way."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _level_and_time,
            _only_known,
            structlog.processors.JSONRenderer(ensure_ascii=True),  # escapes control characters: one event, one line
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.lower()),
        logger_factory=structlog.WriteLoggerFactory(file=stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [one for one in root.handlers if not isinstance(one, _Library)]
    root.addHandler(_Library())
    root.setLevel(level.upper())
    for chatty in ("werkzeug", "alembic", "huey", "fontTools", "MARKDOWN"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def event(name: str, /, *, level: str = "info", error: BaseException | None = None, **words: Any) -> None:
    """Note that something happened: `log.event("job.failed", kind=job.kind, error=error)`."""
    if not structlog.is_configured():
        return  # a test or a tool that did not ask for a log
    if error is not None:
        words |= {"error": type(error).__name__, "where": _where(error)}
    getattr(structlog.get_logger(), level)(name, **words)


def request_number() -> str:
    """The random number of this request: on error pages and in the log, so that the two can be laid side by side."""
    if not has_request_context():
        return ""
    if "request_number" not in g:
        g.request_number = ids.public_id()[:10]
    return str(g.request_number)


def watch(app: Flask) -> None:
    """One line for every page that was asked for."""

    @app.before_request
    def _begin() -> None:
        g.request_began = time.perf_counter()
        structlog.contextvars.bind_contextvars(request=request_number())

    @app.after_request
    def _end(response: Response) -> Response:
        if request.endpoint is None or request.endpoint.rpartition(".")[2] not in QUIET_PAGES:
            took = time.perf_counter() - g.get("request_began", time.perf_counter())
            rule = request.url_rule.rule if request.url_rule else "(no such page)"
            event("page", method=_method(), rule=rule, status=response.status_code, ms=round(took * 1000, 1))
        return response

    @app.teardown_request
    def _forget(_error: BaseException | None) -> None:
        structlog.contextvars.unbind_contextvars("request")


@contextmanager
def about(**words: Any) -> Iterator[None]:
    """Events inside this block carry these words too."""
    with structlog.contextvars.bound_contextvars(**words):
        yield


def _method() -> str:
    return request.method if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"


def _level_and_time(_logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {"at": clock.now().isoformat(timespec="milliseconds"), "level": method} | dict(line)


def _only_known(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    kept = {key: _clean(value) for key, value in line.items() if key in KNOWN}
    dropped = sorted(set(line) - KNOWN)
    return kept | {"dropped": dropped} if dropped else kept


def _clean(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [_clean(one) for one in value]
    return ADDRESS.sub("[left out]", str(value))[:LONGEST]


def _where(error: BaseException) -> list[str]:
    """The way to the error through our own code, the deepest last."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if one.filename.startswith(ROOT) and "site-packages" not in one.filename]
    return [f"{Path(one.filename).relative_to(ROOT)}:{one.lineno} {one.name}" for one in (ours or frames[-3:])[-8:]
            if one.filename.startswith(ROOT)]  # fmt: skip


class _Library(logging.Handler):
    """What a library says: its pattern without the values, which may be about a person."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        level = (
            "error" if record.levelno >= logging.ERROR else "warning" if record.levelno >= logging.WARNING else "info"
        )
        event("library", level=level, logger=record.name, message=str(record.msg), error=error)
