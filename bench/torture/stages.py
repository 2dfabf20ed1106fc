"""The small course and its people on both engines, for races and orders."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from alongside.foundation import passwords
from alongside.foundation.database import session
from alongside.foundation.installation import Installation
from alongside.learning.models import Enrolment
from alongside.people.models import Account
from bench.instances import close_app, open_app
from tests.cast import Stage
from tests.engines import postgresql


@dataclass(frozen=True)
class OnEngine:
    engine: str
    app: Flask
    enrolment_id: int  # of Tess
    account_id: int

    @property
    def installation(self) -> Installation:
        found: Installation = self.app.extensions["alongside"]
        return found


@contextmanager
def both_engines() -> Iterator[list[OnEngine]]:
    """Fresh installations, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, postgresql() as server, passwords.profile("fast"):
        urls = {"sqlite": f"sqlite:///{folder}/sqlite/alongside.sqlite", "postgresql": server.new_database()}
        stages = [_stage(engine, Path(folder) / engine, url) for engine, url in urls.items()]
        try:
            yield stages
        finally:
            for one in stages:
                close_app(one.app)


def _stage(engine: str, folder: Path, url: str) -> OnEngine:
    app = open_app(folder, database_url=url)
    with app.app_context():
        Stage(app).prepare()
    installation = app.extensions["alongside"]
    with installation.database.reading():
        tess = session.scalars(select(Account).where(Account.name == "Tess Lindqvist")).one()
        enrolment = session.scalars(select(Enrolment).where(Enrolment.membership.has(account_id=tess.id))).one()
    return OnEngine(engine, app, enrolment.id, tess.id)
