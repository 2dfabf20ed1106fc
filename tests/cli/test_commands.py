"""What the operator types, and what comes back."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import zipfile

import pytest
from alembic.script import ScriptDirectory

from alongside import create_app
from alongside.foundation import audit, jobs, schema
from alongside.foundation.database import session
from alongside.settings import read_settings
from tests.conftest import digest_of_database

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


def _tampered(path, *statements: str) -> None:
    """A backup whose database somebody changed, with the digest made to fit."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    file = path.with_suffix(".sqlite")
    file.write_bytes(members["database.sqlite"])
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as made:
        for statement in statements:
            made.execute(statement)
    members["database.sqlite"] = file.read_bytes()
    manifest = json.loads(members["manifest.json"])
    manifest["members"]["database.sqlite"] = hashlib.sha256(members["database.sqlite"]).hexdigest()
    members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "statement, said",
    [
        ("CREATE TRIGGER evil AFTER INSERT ON sign_in BEGIN UPDATE membership SET is_owner = 1; END", "trigger evil"),
        ("CREATE VIEW more AS SELECT * FROM account", "view more"),
        ("DROP TRIGGER search_words_add", "trigger search_words_add"),
        ("ALTER TABLE account ADD COLUMN more TEXT", "table account"),
    ],
)
def test_a_backup_whose_tables_are_not_ours_is_refused(sam, installation, tmp_path, statement, said):
    path = tmp_path / "backup.zip"
    sam("backup", "create", path)
    before = digest_of_database(installation)
    _tampered(path, statement)
    for words in (("check", path), ("restore", path, "--replace")):
        answer = sam("backup", *words)
        assert answer.exit_code == 1 and said in answer.output
    assert digest_of_database(installation) == before


@pytest.fixture
def sam_elsewhere(tmp_path):
    """Sam forgot INSTANCE: the same commands, and no database where they look."""
    settings = read_settings({}, instance=tmp_path / "typo", base_url="http://127.0.0.1:8000", secret_key="for tests only, and long enough")
    runner = create_app(settings).test_cli_runner()
    return lambda *words: runner.invoke(args=[str(word) for word in words])


NEED_TABLES = [
    ("organization", "list"), ("organization", "rescue", "a@example.org"),
    ("organization", "create", "Lakeside", "--owner-name", "Lena Ortiz", "--owner-email", "lena@example.org"),
    ("jobs", "list"), ("jobs", "retry", "1"), ("jobs", "work", "--once"),
    ("audit", "verify"), ("audit", "seal"), ("content", "publish"), ("backup", "create", "e.zip"),
]  # fmt: skip


@pytest.mark.parametrize("words", NEED_TABLES, ids=" ".join)
def test_without_a_database_one_sentence_says_where_it_was_looked_for(sam_elsewhere, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    said = sam_elsewhere(*words)
    assert said.exit_code == 1
    assert said.output.strip() == (
        f"Error: There is no database at {tmp_path / 'typo' / 'alongside.sqlite'}. Is INSTANCE right? If so, start the product once."
    )
    assert not (tmp_path / "typo" / "alongside.sqlite").exists()


def test_without_a_database_the_doctor_says_only_that(sam_elsewhere):
    said = sam_elsewhere("doctor")
    assert said.exit_code == 1
    assert "There is no database at" in said.output and "1 thing is wrong" in said.output


def test_a_backup_disk_that_is_not_mounted_is_said(sam, tmp_path):
    said = sam("backup", "create", tmp_path / "disk" / "backup.zip")
    assert (said.exit_code, "There is no folder" in said.output) == (1, True)


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
