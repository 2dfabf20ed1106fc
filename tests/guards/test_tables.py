"""Every table below an organization says so, and cannot point to a neighbour's row."""

from __future__ import annotations

import pytest

from alongside.tables import metadata

# Tables that stand above organizations, or belong to nobody.
OF_NOBODY = {
    "account", "sign_in", "one_time_link",  # people belong to themselves
    "organization",
    "blob", "release", "release_file", "derived", "search_entry",  # the shipped pack
    "throttle_row", "audit_detail",
    "job", "audit_row", "stored_file",  # may belong to no organization; they carry organization_id without a key
}  # fmt: skip
SCOPED = sorted(set(metadata.tables) - OF_NOBODY)


@pytest.mark.parametrize("name", SCOPED)
def test_every_row_below_an_organization_names_it(name):
    column = metadata.tables[name].columns.get("organization_id")
    assert column is not None, f"{name} has no organization_id; add it, or list the table above with its reason"
    assert not column.nullable


@pytest.mark.parametrize("name", SCOPED)
def test_no_row_can_point_to_a_neighbours_row(name):
    for key in metadata.tables[name].foreign_key_constraints:
        target = key.referred_table.name
        if target in SCOPED:
            columns = {column.name for column in key.columns}
            assert "organization_id" in columns, f"{key.name} points to {target} without the organization"


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_every_table_with_a_public_address_has_a_random_id(name):
    column = metadata.tables[name].columns.get("public_id")
    if column is not None:
        assert any(set(one.columns.keys()) == {"public_id"} for one in metadata.tables[name].constraints)


# Columns that name something without a key, each with its reason.
WITHOUT_A_KEY = {
    # The log outlives what it tells of; it holds opaque public ids, and the organization as its chain.
    "audit_row.organization_id", "audit_row.actor_id", "audit_row.subject_id", "audit_row.person_id",
    # The foundation knows no organizations; both may belong to none.
    "job.organization_id", "stored_file.organization_id",
}  # fmt: skip


def test_every_column_that_points_somewhere_has_a_key():
    pointing = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_id") and column.name != "public_id" and not column.foreign_keys
    }
    assert pointing == WITHOUT_A_KEY
