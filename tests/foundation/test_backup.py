"""Backups: consistent while people write, provably whole, and put back all or nothing."""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from alongside.foundation import audit, backup, files, jobs, schema, sealing
from alongside.foundation.database import open_engine, session
from alongside.foundation.files import StoredFile
from alongside.foundation.installation import Installation
from alongside.foundation.jobs import Job
from tests.foundation.installations import installed, make_tables

THING_MADE = audit.TAGS.get("account:thing:make") or audit.tag("account:thing:make", "made a thing")


def work(installation: Installation, number: int) -> None:
    """One act writes two rows: a consistent copy has as many of one as of the other."""
    with installation.database.writing():
        files.put(f"file {number}\nwith a line, a \t tab and a \\ backslash".encode(), "text/plain", 7)
        jobs.enqueue("nothing", number=number, text="two\nlines \\n")
        audit.record(THING_MADE, organization_id=7, actor="omar1", subject=f"thing{number}", number=number)


def counts(installation: Installation) -> tuple[int, int, int]:
    with installation.database.reading():
        return tuple(
            session.scalar(select(func.count()).select_from(one)) or 0 for one in (StoredFile, Job, audit.AuditRow)
        )


@pytest.fixture
def another(request: pytest.FixtureRequest, tmp_path: Path, database_url: str | None) -> Iterator[Installation]:
    """An empty installation on the same engine, with nothing but tables."""
    folder = tmp_path / "another"
    folder.mkdir(mode=0o700)
    url = None
    if database_url is not None:
        server = request.getfixturevalue("server")
        url = server.new_database()
        engine = open_engine(url)
        make_tables(engine)
        engine.dispose()
    with installed(folder, url) as made, made.at_hand():
        yield made
    if url is not None:
        server.drop_database(url)


def test_what_was_backed_up_comes_back(installation, another, tmp_path):
    for number in range(5):
        work(installation, number)
    made = backup.create(installation, tmp_path / "backup.zip")
    assert backup.check(tmp_path / "backup.zip") == made
    assert (tmp_path / "backup.zip").stat().st_mode & 0o777 == 0o600
    backup.restore(another, tmp_path / "backup.zip")
    assert counts(another) == (5, 5, 5)
    with installation.database.reading():
        before = session.scalars(select(Job).order_by(Job.id)).all()
        contents = session.scalars(select(StoredFile.content).order_by(StoredFile.id)).all()
    with another.database.reading():
        after = session.scalars(select(Job).order_by(Job.id)).all()
        assert session.scalars(select(StoredFile.content).order_by(StoredFile.id)).all() == contents
    assert [(one.id, one.payload, one.due_at) for one in after] == [(one.id, one.payload, one.due_at) for one in before]


def test_work_goes_on_after_a_restore(installation, another, tmp_path):
    work(installation, 1)
    backup.create(installation, tmp_path / "backup.zip")
    backup.restore(another, tmp_path / "backup.zip")
    work(another, 2)  # fails if a sequence stands where a row is
    assert counts(another) == (2, 2, 2)


def test_a_backup_under_writes_is_consistent(installation, tmp_path):
    stop = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            work(installation, written)
            written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            made = backup.create(installation, tmp_path / f"{number}.zip")
            assert made.tables["stored_file"] == made.tables["job"] == made.tables["audit_row"]
            assert backup.check(tmp_path / f"{number}.zip") == made
    finally:
        stop.set()
        writer.join()
    assert written > 0
    assert sorted(path.suffix for path in tmp_path.iterdir() if path.is_file()) == [".zip"] * 4


def test_a_target_with_data_is_refused_unless_it_is_to_be_replaced(installation, another, tmp_path):
    work(installation, 1)
    backup.create(installation, tmp_path / "backup.zip")
    for number in range(3):
        work(another, number)
    with pytest.raises(backup.TargetNotEmpty):
        backup.restore(another, tmp_path / "backup.zip")
    assert counts(another) == (3, 3, 3)
    backup.restore(another, tmp_path / "backup.zip", replace=True)
    assert counts(another) == (1, 1, 1)


def test_a_restore_that_fails_changes_nothing(installation, another, tmp_path, monkeypatch):
    for number in range(3):
        work(installation, number)
    backup.create(installation, tmp_path / "backup.zip")
    work(another, 1)

    def fails(*_words: object, **_more: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(backup._Postgresql, "_fill", fails)
    monkeypatch.setattr(backup._Sqlite, "_unpacked", fails)
    with pytest.raises((OSError, backup.BackupBroken)):
        backup.restore(another, tmp_path / "backup.zip", replace=True)
    assert counts(another) == (1, 1, 1)


def test_an_older_backup_is_never_written_over(installation, tmp_path):
    (tmp_path / "backup.zip").write_bytes(b"precious")
    with pytest.raises(FileExistsError):
        backup.create(installation, tmp_path / "backup.zip")
    assert (tmp_path / "backup.zip").read_bytes() == b"precious"


@pytest.fixture
def nowhere(request: pytest.FixtureRequest, tmp_path: Path, database_url: str | None) -> Iterator[Installation]:
    """What a mistyped INSTANCE leads to: no database of ours at all."""
    folder = tmp_path / "typo"
    folder.mkdir(mode=0o700)
    server = request.getfixturevalue("server") if database_url else None
    url = server.new_database() if server else None
    with installed(folder, url, tables=False) as made, made.at_hand():
        yield made
    if server:
        server.drop_database(url)


def test_a_database_that_is_not_there_is_not_backed_up(nowhere, tmp_path):
    with pytest.raises(schema.NoTables):
        backup.create(nowhere, tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()
    assert not (nowhere.folder / "alongside.sqlite").exists()


def test_a_backup_disk_that_is_not_there_is_noticed(installation, tmp_path):
    with pytest.raises(FileNotFoundError):
        backup.create(installation, tmp_path / "disk" / "backup.zip")
    assert not (tmp_path / "disk").exists()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)


def _rewrite(change: Callable[[dict[str, object]], object]) -> Callable[[Path], None]:
    def act(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(members["manifest.json"])
        change(manifest)
        members["manifest.json"] = json.dumps(manifest).encode()
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)

    return act


@pytest.mark.parametrize(
    "harm",
    [
        _cut,
        _flip,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"not a backup"),
        _rewrite(lambda manifest: manifest["tables"].update(job=99)),
        _rewrite(lambda manifest: manifest.update(format=99)),
        _rewrite(lambda manifest: manifest.update(engine="oracle")),
        _rewrite(lambda manifest: manifest.pop("members")),
        _rewrite(lambda manifest: manifest.update(revision=None)),
        _rewrite(lambda manifest: manifest.update(revision="9999_of_tomorrow")),
        _rewrite(lambda manifest: manifest["members"].pop(min(manifest["members"]))),
        _rewrite(lambda manifest: manifest["members"].update({"instance/keys/../../x": ""})),
        _rewrite(lambda manifest: manifest["members"].update({"more.txt": ""})),
    ],
    ids=[
        *("cut", "flipped", "empty", "no-zip", "counts", "format", "engine", "manifest", "no-schema"),
        *("another-schema", "no-digest", "no-key", "stranger"),
    ],
)
def test_a_damaged_backup_is_noticed_and_not_put_back(installation, tmp_path, harm):
    work(installation, 1)
    path = tmp_path / "backup.zip"
    backup.create(installation, path)
    harm(path)
    with pytest.raises(backup.BackupBroken):
        backup.check(path)
    with pytest.raises(backup.BackupBroken):
        backup.restore(installation, path, replace=True)
    assert counts(installation) == (1, 1, 1)


def test_a_schema_of_tomorrow_is_named(on_sqlite, tmp_path):
    backup.create(on_sqlite, tmp_path / "backup.zip")
    _rewrite(lambda manifest: manifest.update(revision="9999_of_tomorrow"))(tmp_path / "backup.zip")
    with pytest.raises(backup.BackupBroken, match=r"9999_of_tomorrow.*this version knows up to"):
        backup.check(tmp_path / "backup.zip")


def test_the_database_in_it_has_the_schema_that_its_manifest_names(on_sqlite, tmp_path):
    backup.create(on_sqlite, tmp_path / "backup.zip")
    _rewrite(lambda manifest: manifest.update(revision=schema.revisions()[-1]))(tmp_path / "backup.zip")
    with pytest.raises(backup.BackupBroken, match="schema"):
        backup.check(tmp_path / "backup.zip")


def test_a_backup_of_another_engine_is_refused(on_sqlite, server, tmp_path):
    backup.create(on_sqlite, tmp_path / "backup.zip")
    folder = tmp_path / "pg"
    folder.mkdir()
    url = server.new_database()
    with installed(folder, url) as other, pytest.raises(backup.WrongEngine):
        backup.restore(other, tmp_path / "backup.zip")
    server.drop_database(url)


def test_keys_are_apart_unless_asked_for(on_sqlite, tmp_path):
    value = sealing.seal("mine", table="t", row=1, organization=7)
    backup.create(on_sqlite, tmp_path / "without.zip")
    backup.create(on_sqlite, tmp_path / "with.zip", with_keys=True)
    key = (on_sqlite.folder / "keys" / "sealing-1.key").read_bytes()
    with zipfile.ZipFile(tmp_path / "without.zip") as archive:
        assert not any(key in archive.read(name) for name in archive.namelist())
    folder = tmp_path / "another"
    folder.mkdir()
    with installed(folder) as another, another.at_hand():
        backup.restore(another, tmp_path / "with.zip", with_keys=True)
        assert sealing.unseal(value, table="t", row=1, organization=7) == b"mine"
        assert (folder / "keys" / "sealing-1.key").stat().st_mode & 0o777 == 0o600


def test_an_older_state_is_said_to_be_one(on_sqlite, tmp_path):
    work(on_sqlite, 1)
    audit.seal(on_sqlite)
    backup.create(on_sqlite, tmp_path / "backup.zip")
    for number in (2, 3):
        work(on_sqlite, number)
    audit.seal(on_sqlite)
    backup.restore(on_sqlite, tmp_path / "backup.zip", replace=True)
    assert audit.verify(on_sqlite) == []
    assert len(audit.restores(on_sqlite)) == 1
    work(on_sqlite, 4)
    audit.seal(on_sqlite)
    assert audit.verify(on_sqlite) == []


def test_an_older_state_put_there_in_secret_is_found(on_sqlite, tmp_path):
    path = Path(on_sqlite.database.engine.url.database)
    work(on_sqlite, 1)
    audit.seal(on_sqlite)
    backup.create(on_sqlite, tmp_path / "backup.zip")
    work(on_sqlite, 2)
    audit.seal(on_sqlite)
    on_sqlite.database.engine.dispose()
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive, archive.open("database.sqlite") as old:
        with contextlib.suppress(FileNotFoundError):
            path.with_name(f"{path.name}-wal").unlink()
        with path.open("wb") as file:
            shutil.copyfileobj(old, file)
    assert {one.code for one in audit.verify(on_sqlite)} == {"truncated"}


def test_the_manifest_names_its_time(on_sqlite, tmp_path):
    made = backup.create(on_sqlite, tmp_path / "backup.zip")
    assert abs(datetime.fromisoformat(made.created_at) - datetime.now(UTC)).total_seconds() < 60
