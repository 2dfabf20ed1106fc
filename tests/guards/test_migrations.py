"""The database can be brought up and taken back, with people in it, and then has just the tables the code expects."""

from __future__ import annotations

import pytest

from alongside.cli import database
from alongside.foundation import schema


def test_the_tables_are_those_the_code_expects(installation):
    assert database.differences(installation) == []


@pytest.mark.own_database
def test_every_migration_goes_up_and_down_with_people_in_the_tables(installation):
    steps = schema.revisions()
    for step in [*steps[1:], "base"]:
        database.downgrade(installation, step)
        if step != "base":
            database.upgrade(installation)
            database.downgrade(installation, step)
    database.upgrade(installation)
    assert database.differences(installation) == []
