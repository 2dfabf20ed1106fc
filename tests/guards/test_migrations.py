"""The database can be brought up and taken back, with people in it, and then has just the tables the code expects."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, update

from alongside.cli import database
from alongside.foundation import audit, clock, schema
from alongside.foundation.database import session
from alongside.foundation.installation import Installation
from alongside.tables import metadata
from tests.web.visitor.stories import Paper

SHORTLY = timedelta(minutes=1)


def everything(installation: Installation, tables: set[str]) -> dict[str, list[dict[str, object]]]:
    """All rows of these tables, by column: one that went and came back stands in another place."""
    with installation.database.reading():
        return {
            table.name: [dict(row) for row in session.execute(table.select().order_by(*table.primary_key)).mappings()]
            for table in metadata.sorted_tables
            if table.name in tables
        }


def tables_of(installation: Installation) -> set[str]:
    with installation.database.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


@pytest.fixture
def lived_in(installation) -> Installation:
    """A finished course; its certificate issued, revoked and reinstated; a log of which the last rows wait for their seal."""
    paper = Paper(installation)
    paper.is_revoked()
    audit.seal(installation)
    with clock.at(clock.now() + SHORTLY):
        paper.is_reinstated()
    return installation


def test_the_tables_are_those_the_code_expects(installation):
    assert database.differences(installation) == []


@pytest.mark.own_database
def test_whatever_migration_is_taken_back_nothing_is_lost_when_it_comes_again(lived_in):
    """But for tables that the older version does not know: what stood in them goes with it."""
    before = everything(lived_in, tables_of(lived_in))
    for step in schema.revisions()[1:]:
        database.downgrade(lived_in, step)
        known = tables_of(lived_in)
        database.upgrade(lived_in)
        assert everything(lived_in, known) == {name: rows for name, rows in before.items() if name in known}, step
        assert audit.verify(lived_in) == [], step
    database.downgrade(lived_in, "base")
    assert tables_of(lived_in) == set()
    database.upgrade(lived_in)
    assert database.differences(lived_in) == []


@pytest.mark.own_database
def test_the_log_holds_after_an_older_version_has_gone_on_with_it(lived_in):
    """Which seals what waits, by the fields it knows: those of the first format."""
    database.downgrade(lived_in, "0005_leaving")
    seal_as_before(lived_in)
    database.upgrade(lived_in)
    assert audit.verify(lived_in) == []
    audit.seal(lived_in)
    assert audit.verify(lived_in) == []


def seal_as_before(installation: Installation) -> None:
    """As 0005 did it."""
    rows = audit.AuditRow.__table__
    ends: dict[int, tuple[int, str]] = {}
    with installation.database.writing():
        for row in session.execute(select(*(rows.c[one] for one in (*audit.FIELDS_OF_ONE, "hash"))).order_by(rows.c.id)).all():
            sequence, previous = ends.get(row.chain, (0, audit.NO_HASH))
            place = {"sequence": sequence + 1, "previous_hash": previous}
            fields = {one: getattr(row, one) for one in audit.FIELDS_OF_ONE} | {"at": row.at.isoformat(timespec="microseconds")} | place
            digest = row.hash or hashlib.sha256(audit._canonical(fields)).hexdigest()
            session.execute(update(rows).where(rows.c.id == row.id).values(**place, hash=digest))
            ends[row.chain] = (sequence + 1, digest)
