"""For whoever runs this: is the process alive, is it ready? In words that tell a stranger nothing."""

from __future__ import annotations

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from alongside.foundation import clock, database, jobs, schema
from alongside.foundation.database import session
from alongside.foundation.installation import Installation, here
from alongside.web.application import own_work
from alongside.web.visitor import front


@front.get("/healthz")
@own_work
def healthz() -> ResponseReturnValue:
    """The process answers. Asks nobody else."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@front.get("/readyz")
@own_work
def readyz() -> ResponseReturnValue:
    """Can people work now? 503 while the database, its shape or the job worker is missing; `doctor` says more."""
    found = {"database": _database_answers(), "schema": _schema_fits(here()), "worker": _worker_is_there(here())}
    ready = all(found.values())
    return jsonify({"ready": ready, **found}), 200 if ready else 503


def _database_answers() -> bool:
    try:
        with here().database.reading():
            session.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError, database.DatabaseBusy):
        return False
    return True


def _schema_fits(installation: Installation) -> bool:
    try:
        return schema.current(installation) == schema.head()
    except (SQLAlchemyError, OSError):
        return False


def _worker_is_there(installation: Installation) -> bool:
    seen = jobs.worker_seen(installation)
    return seen is not None and clock.now() - seen < jobs.WORKER_SILENT
