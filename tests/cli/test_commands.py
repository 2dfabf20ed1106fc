"""What the operator types, and what comes back."""

from __future__ import annotations

import pytest
from alembic.script import ScriptDirectory

from alongside.foundation import audit, jobs, schema
from alongside.foundation.database import session

THING_MADE = audit.TAGS.get("account:thing:make") or audit.tag("account:thing:make", "made a thing")


@pytest.fixture
def sam(app):
    """Sam runs the platform: types commands."""

    def types(*words: object):
        return app.test_cli_runner().invoke(args=[str(word) for word in words])

    return types


def test_every_command_has_help(sam):
    for words in (
        (),
        ("audit",),
        ("backup",),
        ("content",),
        ("database",),
        ("jobs",),
        ("mail",),
        ("doctor",),
        ("serve",),
    ):
        said = sam(*words, "--help")
        assert said.exit_code == 0, said.output
        assert "Usage" in said.output


def test_schema_is_current_and_as_the_code_says(sam):
    assert sam("database", "current").exit_code == 0
    said = sam("database", "check")
    assert said.exit_code == 0, said.output
    assert "already" in sam("database", "upgrade").output


def test_a_migration_is_named_as_its_revision():
    assert schema.head() == ScriptDirectory(str(schema.MIGRATIONS)).get_current_head()


def test_a_test_mail_says_where_it_went(sam, installation):
    said = sam("mail", "test", "sam@example.org")
    assert (said.exit_code, "outbox" in said.output) == (0, True)
    assert len(list((installation.folder / "outbox").glob("*.eml"))) == 1


@pytest.mark.parametrize("address", ["nobody", "a@b.example\nBcc: x@y.example"])
def test_a_test_mail_to_nobody_is_refused(sam, address):
    assert sam("mail", "test", address).exit_code == 1


def test_audit_verify_says_whether_and_where(sam, installation):
    with installation.database.writing():
        for number in range(3):
            audit.record(THING_MADE, organization_id=1, actor="sam1", subject=f"thing{number}")
    assert "sealed" in sam("audit", "seal").output
    said = sam("audit", "verify")
    assert (said.exit_code, "The chain holds" in said.output) == (0, True)
    with installation.database.writing():
        row = session.query(audit.AuditRow).filter_by(subject_id="thing1").one()
        place = row.sequence
        row.actor_id = "rae22"
    said = sam("audit", "verify")
    assert said.exit_code == 1
    assert f"organization 1, row {place}: the row is not what was sealed" in said.output


def test_a_backup_goes_round(sam, installation, tmp_path):
    path = tmp_path / "backup.zip"
    said = sam("backup", "create", path)
    assert said.exit_code == 0, said.output
    assert sam("backup", "create", path).exit_code == 1
    assert sam("backup", "check", path).exit_code == 0
    said = sam("backup", "restore", path)
    assert (said.exit_code, "--replace" in said.output) == (1, True)
    said = sam("backup", "restore", path, "--replace")
    assert said.exit_code == 0, said.output
    assert sam("database", "check").exit_code == 0
    path.write_bytes(path.read_bytes()[:-100])
    assert sam("backup", "check", path).exit_code == 1


def test_keys_in_a_backup_come_with_a_warning(sam, tmp_path):
    assert "WARNING" in sam("backup", "create", tmp_path / "backup.zip", "--with-keys").output


def test_failed_jobs_are_listed_and_retried(sam, installation):
    with installation.database.writing():
        job_id = jobs.enqueue("from-the-future")
        session.get_one(jobs.Job, job_id).tries = jobs.MOST_TRIES - 1
    sam("jobs", "work", "--once")
    assert "NobodyHandles" in sam("jobs", "list").output
    assert sam("jobs", "retry", job_id).exit_code == 0
    assert sam("jobs", "retry", 10**6).exit_code == 1


def test_a_folder_that_is_not_there_has_no_content(sam, tmp_path):
    answer = sam("content", "check", str(tmp_path / "nowhere"))
    assert answer.exit_code == 1
    assert "There is no such folder" in answer.output
