"""The audit log: every change that was made afterwards is found, and erasing a detail is none."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update

from alongside.foundation import audit, clock
from alongside.foundation.audit import AuditDetail, AuditRow
from alongside.foundation.database import session
from alongside.foundation.installation import Installation

THING_MADE = audit.TAGS.get("account:thing:make") or audit.tag("account:thing:make", "made a thing")
OURS, THEIRS, NOBODYS = 3, 4, None


def write(installation: Installation, count: int = 3, organization: int | None = OURS) -> None:
    with installation.database.writing():
        for number in range(count):
            audit.record(
                THING_MADE,
                organization_id=organization,
                actor="tess1",
                subject=f"thing{number}",
                reason="because",
                n=number,
            )


@pytest.fixture
def sealed(installation: Installation) -> Installation:
    for organization in (OURS, THEIRS, NOBODYS):
        write(installation, 4, organization)
    assert audit.seal(installation) == 12
    assert audit.verify(installation) == []
    return installation


def codes(installation: Installation) -> set[str]:
    return {one.code for one in audit.verify(installation)}


def change(installation: Installation, statement: object) -> None:
    """As somebody would who has the database and no respect."""
    with installation.database.writing():
        session.execute(statement)  # type: ignore[call-overload]


def rows_of(installation: Installation, organization: int | None = OURS) -> list[AuditRow]:
    with installation.database.reading():
        return list(
            session.scalars(
                select(AuditRow)
                .where(AuditRow.organization_id.is_not_distinct_from(organization))
                .order_by(AuditRow.id)
            )
        )


EDITS: dict[str, object] = {
    "format": 1,
    "person_id": "nora1",
    "chain": 99,
    "organization_id": 99,
    "at": clock.now() - timedelta(days=400),
    "actor_id": "rae22",
    "action": "account:thing:destroy",
    "subject_type": "other",
    "subject_id": "other-thing",
    "detail_digest": "0" * 64,
    "sequence": 77,
    "previous_hash": "1" * 64,
    "hash": "2" * 64,
}


def test_every_column_of_a_row_is_tried():
    assert set(EDITS) | {"id"} == {column.name for column in AuditRow.__table__.columns}


def test_every_edited_column_of_every_row_is_found(sealed):
    missed = []
    for row in [one for organization in (OURS, THEIRS, NOBODYS) for one in rows_of(sealed, organization)]:
        for column, value in EDITS.items():
            change(sealed, update(AuditRow).where(AuditRow.id == row.id).values({column: value}))
            if not audit.verify(sealed):
                missed.append((row.id, column))
            change(sealed, update(AuditRow).where(AuditRow.id == row.id).values({column: getattr(row, column)}))
    assert missed == []
    assert audit.verify(sealed) == []


def test_a_row_with_another_id_is_found(sealed):
    row = rows_of(sealed)[1]
    change(sealed, delete(AuditDetail).where(AuditDetail.row_id == row.id))
    change(sealed, text(f"UPDATE audit_row SET id = 9999 WHERE id = {row.id}"))
    assert "edited" in codes(sealed)


def forget_a_row(installation: Installation, which: int) -> None:
    row = rows_of(installation)[which]
    change(installation, delete(AuditDetail).where(AuditDetail.row_id == row.id))
    change(installation, delete(AuditRow).where(AuditRow.id == row.id))


def swap(installation: Installation) -> None:
    _first, second, third, _fourth = rows_of(installation)
    for row, place in ((second, 1000), (third, 2), (second, 3)):
        change(installation, update(AuditRow).where(AuditRow.id == row.id).values(sequence=place))


def unseal_the_last(installation: Installation) -> None:
    row = rows_of(installation)[-1]
    change(
        installation, update(AuditRow).where(AuditRow.id == row.id).values(sequence=None, hash=None, previous_hash=None)
    )


def forge_the_whole_chain(installation: Installation) -> None:
    """Somebody who knows how hashes are made, and has not the key."""
    previous = audit.NO_HASH
    for row in rows_of(installation):
        row.actor_id = "rae22"
        digest = audit._hash(row, row.sequence, previous)
        change(
            installation,
            update(AuditRow).where(AuditRow.id == row.id).values(actor_id="rae22", previous_hash=previous, hash=digest),
        )
        previous = digest


def change_a_detail(installation: Installation) -> None:
    row = rows_of(installation)[2]
    change(installation, update(AuditDetail).where(AuditDetail.row_id == row.id).values(detail={"reason": "another"}))


def forge_a_head(installation: Installation) -> None:
    path = audit.heads_file(installation, OURS)
    path.write_bytes(path.read_bytes().replace(b'"sequence":4', b'"sequence":3'))


@pytest.mark.parametrize(
    "harm, found",
    [
        (lambda made: forget_a_row(made, 0), "missing"),
        (lambda made: forget_a_row(made, 2), "missing"),
        (lambda made: forget_a_row(made, -1), "truncated"),
        (lambda made: [forget_a_row(made, 0) for _ in range(4)], "truncated"),
        (swap, "edited"),
        (unseal_the_last, "truncated"),
        (forge_the_whole_chain, "head-differs"),
        (change_a_detail, "detail-changed"),
        (forge_a_head, "bad-signature"),
    ],
    ids=[
        "first-deleted",
        "middle-deleted",
        "last-deleted",
        "all-deleted",
        "swapped",
        "unsealed",
        "forged",
        "detail",
        "head",
    ],
)
def test_harm_is_found_and_named(sealed, harm: Callable[[Installation], object], found: str):
    harm(sealed)
    assert found in codes(sealed)


def test_the_neighbours_chain_stays_whole(sealed):
    forget_a_row(sealed, 1)
    assert {one.chain for one in audit.verify(sealed)} == {OURS}


def test_erasing_what_was_said_breaks_nothing(sealed):
    with sealed.database.writing():
        assert audit.erase_details("thing", "thing1") == 3
    assert audit.verify(sealed) == []


def test_the_digest_of_an_erased_detail_tells_nothing(sealed):
    with sealed.database.reading():
        digests = session.scalars(select(AuditRow.detail_digest).where(AuditRow.subject_id == "thing1")).all()
    assert len(set(digests)) == 3  # the same words three times, salted each time


def test_a_row_that_nobody_seals_is_noticed(installation):
    write(installation, 1)
    assert audit.verify(installation) == []
    with clock.at(clock.in_(minutes=11)):
        assert codes(installation) == {"unsealed"}


def test_sealing_goes_on_where_it_stopped(sealed):
    write(sealed, 2)
    assert audit.seal(sealed) == 2
    assert [row.sequence for row in rows_of(sealed)] == [1, 2, 3, 4, 5, 6]
    assert audit.verify(sealed) == []


def a_new_process(installation: Installation) -> None:
    installation.forget("audit-unsigned")


def test_a_crash_between_database_and_file_heals_when_the_worker_starts_again(sealed):
    path = audit.heads_file(sealed, OURS)
    path.unlink()
    with clock.at(clock.in_(minutes=11)):
        assert codes(sealed) == {"no-head"}
    a_new_process(sealed)
    audit.seal(sealed)
    assert audit.verify(sealed) == []


def test_a_head_that_could_not_be_written_is_written_the_next_minute(sealed, monkeypatch):
    write(sealed, 1)

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(audit, "_append_head", full)
        with pytest.raises(OSError, match="No space"):
            audit.seal(sealed)
    assert audit.seal(sealed) == 0
    with clock.at(clock.in_(minutes=11)):
        assert audit.verify(sealed) == []


def test_sealing_reads_the_end_of_one_file_however_long_it_has_grown(sealed, monkeypatch):
    path = audit.heads_file(sealed, OURS)
    path.write_bytes(path.read_bytes() * 500)
    looked_at = []
    signed = audit._head

    def count(line: bytes, chain: int, key: object) -> object:
        looked_at.append(chain)
        return signed(line, chain, key)

    monkeypatch.setattr(audit, "_head", count)
    write(sealed, 1)
    audit.seal(sealed)
    assert looked_at == [OURS]
    assert audit.verify(sealed) == []


def test_rows_of_an_older_format_are_verified_as_they_were_sealed(installation):
    write(installation, 2)
    with installation.database.writing():
        session.execute(update(AuditRow).values(format=1))
    audit.seal(installation)
    write(installation, 2)
    audit.seal(installation)
    assert [row.format for row in rows_of(installation)] == [1, 1, 2, 2]
    assert audit.verify(installation) == []
    change(installation, update(AuditRow).where(AuditRow.sequence == 1).values(format=2))
    assert codes(installation) == {"edited"}


def test_tess_learns_with_one_question_who_looked_at_her_record(installation):
    looked = audit.TAGS.get("trainer:record:peek") or audit.tag("trainer:record:peek", "looked at a record")
    with installation.database.writing():
        for organization, trainer in ((OURS, "rae1"), (THEIRS, "nora1")):
            audit.record(looked, organization_id=organization, actor=trainer, subject="enrolment1", person="tess1")
        audit.record(looked, organization_id=OURS, actor="rae1", subject="enrolment2", person="bo1")
        audit.record(THING_MADE, organization_id=OURS, actor="rae1", subject="thing1", person="tess1")
    with installation.database.reading():
        assert [row.actor_id for row in audit.about_person("tess1", subject_type="record")] == ["nora1", "rae1"]
        assert len(audit.about_person("tess1")) == 3


def test_of_several_sealers_each_row_has_one_place(installation):
    write(installation, 40)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: audit.seal(installation), range(4))) == 40
    assert audit.verify(installation) == []


def test_names_and_addresses_are_refused(installation):
    with pytest.raises(ValueError, match="public ids"), installation.database.writing():
        audit.record(THING_MADE, organization_id=OURS, actor="tess@example.org", subject="x")


@pytest.mark.parametrize("wrong", ["thing", "a:b", "A:thing:make", "a:b:c:d", "a:b c:d", ""])
def test_a_tag_has_three_words(wrong):
    with pytest.raises(ValueError, match="no tag"):
        audit.tag(wrong)


def test_a_tag_is_declared_once():
    with pytest.raises(ValueError, match="twice"):
        audit.tag(THING_MADE.text)


def test_the_key_is_its_owners_alone(sealed):
    assert (sealed.folder / "keys" / "audit.pem").stat().st_mode & 0o777 == 0o600


STRAY = ["nope.jsonl", "1 (copy).jsonl", "\u00b2.jsonl", "007.jsonl", "-1.jsonl", f"{'9' * 40}.jsonl"]


@pytest.mark.parametrize("name", STRAY)
def test_a_stray_file_beside_the_heads_is_named_and_stops_nothing(sealed, name):
    stray = audit.heads_file(sealed, OURS).with_name(name)
    stray.write_text("x\n")
    [found] = audit.verify(sealed)
    assert (found.code, name in str(found)) == ("foreign-file", True)
    assert audit.restores(sealed) == []
    audit.note_restore(sealed)
    assert stray.read_text() == "x\n"
    stray.unlink()
    assert audit.verify(sealed) == []
