"""The doctor finds what is wrong, and says what to do. One row of the table is one fault."""

from __future__ import annotations

import dataclasses
import os
import shutil
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

import alongside.cli.doctor  # noqa: F401 - registers what looks at schema, content and fonts
from alongside.credentials import fonts
from alongside.foundation import audit, clock, doctor, ids, jobs, sealing
from alongside.foundation.audit import AuditRow
from alongside.foundation.database import Database, session
from alongside.foundation.installation import Installation

SHIPPED = Path(__file__).resolve().parents[2]
THING_MADE = audit.TAGS.get("account:thing:make") or audit.tag("account:thing:make", "made a thing")


@pytest.fixture
def content_root(tmp_path: Path) -> Path:
    """A content folder without errors: the small course of the tests."""
    from tests.small_course import SMALL_COURSE

    root = tmp_path / "content"
    for name, content in SMALL_COURSE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


@pytest.fixture
def well(installation: Installation, content_root: Path) -> Installation:
    """An installation that nothing is wrong with."""
    installation.folder.chmod(0o700)
    for path in installation.folder.glob("alongside.sqlite*"):
        path.chmod(0o600)
    installation.settings = dataclasses.replace(
        installation.settings, content_root=content_root, secret_key=ids.token() + ids.token()
    )
    jobs.heartbeat(installation).touch()
    with installation.database.writing():
        audit.record(THING_MADE, organization_id=1, actor="sam1", subject="thing1")
        audit.record(THING_MADE, organization_id=1, actor="sam1", subject="thing2")
    jobs.run_due(installation)
    audit.seal(installation)
    return installation


def codes(installation: Installation) -> set[str]:
    return {one.code for one in doctor.examine(installation)}


def set_(**changes: Any) -> Callable[[Installation], None]:
    def act(installation: Installation) -> None:
        installation.settings = dataclasses.replace(installation.settings, **changes)

    return act


def sql(statement: str) -> Callable[[Installation], None]:
    def act(installation: Installation) -> None:
        with installation.database.writing():
            session.execute(text(statement))

    return act


def open_to_all(name: str) -> Callable[[Installation], None]:
    return lambda installation: (installation.folder / name).chmod(0o755)


def no_worker(installation: Installation) -> None:
    jobs.heartbeat(installation).unlink()


def silent_worker(installation: Installation) -> None:
    os.utime(jobs.heartbeat(installation), (1, 1))


def late_job(installation: Installation) -> None:
    with installation.database.writing():
        jobs.enqueue("nothing", due=clock.in_(hours=-1))


def failed_job(installation: Installation) -> None:
    with installation.database.writing():
        job_id = jobs.enqueue("nothing", due=clock.in_(days=1))
        session.execute(update(jobs.Job).where(jobs.Job.id == job_id).values(state="failed", done_at=clock.now()))


def row_from_the_future(installation: Installation) -> None:
    with installation.database.writing(), clock.at(clock.in_(days=2)):
        audit.record(THING_MADE, organization_id=1, actor="sam1", subject="thing3")


def sealed_without_key(installation: Installation) -> None:
    with installation.database.writing():
        jobs.enqueue("mail", due=clock.in_(days=1), mail="test", to="tess@example.org")
    for path in (installation.folder / "keys").glob("sealing-*"):
        path.unlink()


def damaged_key(installation: Installation) -> None:
    sealing.seal("x", table="t", row=1, organization=None)
    (installation.folder / "keys" / "sealing-1.key").write_bytes(b"short")


def edited_audit(installation: Installation) -> None:
    with installation.database.writing():
        session.execute(update(AuditRow).where(AuditRow.subject_id == "thing1").values(actor_id="rae22"))


def unsealed_audit(installation: Installation) -> None:
    with installation.database.writing(), clock.at(clock.in_(hours=-1)):
        audit.record(THING_MADE, organization_id=1, actor="sam1", subject="thing3")


def no_audit_key(installation: Installation) -> None:
    (installation.folder / "keys" / "audit.pem").unlink()


def outbox_in_the_way(installation: Installation) -> None:
    shutil.rmtree(installation.folder / "outbox", ignore_errors=True)
    (installation.folder / "outbox").write_text("a file where a folder should be")


def database_away(installation: Installation) -> None:
    installation.database = Database("postgresql+psycopg://nobody@127.0.0.1:9/nothing?connect_timeout=1")


def content_error(installation: Installation) -> None:
    page = next((installation.settings.content_root / "courses").glob("*.md"))
    page.write_text(page.read_text().replace("---\n", "---\nunknown_key: 1\n", 1))


def deaf_mail_server(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    set_(mail_url=f"smtp://127.0.0.1:{port}?tls=none", mail_from="a@example.org")(installation)


FAULTS: list[tuple[str, Callable[[Installation], object]]] = [
    ("not-https", set_(base_url="http://training.example.org")),
    ("proxies-on-loopback", set_(trusted_proxies=1)),
    ("too-many-proxies", set_(base_url="https://training.example.org", trusted_proxies=50)),
    ("debug", set_(base_url="https://training.example.org", debug=True)),
    ("weak-secret", set_(secret_key="secret")),
    ("weak-secret", set_(secret_key="a" * 60)),
    ("instance-open", open_to_all(".")),
    ("key-open", open_to_all("keys/audit.pem")),
    ("audit-key-missing", no_audit_key),
    ("sealing-key-missing", sealed_without_key),
    ("sealing-key-damaged", damaged_key),
    ("database-away", database_away),
    ("schema-old", sql("UPDATE alembic_version SET version_num = '0000_before'")),
    ("no-tables", sql("DROP TABLE alembic_version")),
    ("no-worker", no_worker),
    ("no-worker", silent_worker),
    ("jobs-late", late_job),
    ("jobs-failed", failed_job),
    ("mail-away", outbox_in_the_way),
    ("mail-away", deaf_mail_server),
    ("mail-setting", set_(mail_url="pigeon://loft")),
    ("mail-sender", set_(mail_url="smtp://mail.example.invalid")),
    ("clock-behind", row_from_the_future),
    ("audit-broken", edited_audit),
    ("audit-unsealed", unsealed_audit),
    ("no-content", lambda installation: shutil.rmtree(installation.settings.content_root)),
    ("content-errors", content_error),
    ("no-extra-fonts", lambda installation: set_(fonts=str(installation.folder / "keys"))(installation)),
]


def test_a_well_installation_gets_a_clean_bill(well):
    assert doctor.examine(well) == []


on_sqlite = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)  # what is looked at is the same on both


@on_sqlite
@pytest.mark.parametrize("code, harm", FAULTS, ids=[f"{code}-{at}" for at, (code, _harm) in enumerate(FAULTS)])
def test_a_fault_is_found_and_comes_with_advice(well, code, harm):
    harm(well)
    found = doctor.examine(well)
    assert code in {one.code for one in found}
    assert all(one.says and one.advice for one in found)


@on_sqlite
def test_a_full_disk_is_found(well, monkeypatch):
    monkeypatch.setattr(doctor, "free_bytes", lambda _folder: 1000)
    assert "disk-full" in codes(well)


@on_sqlite
def test_a_clock_before_our_time_is_found(well):
    with clock.at(datetime(2001, 1, 1, tzinfo=UTC)):
        assert "clock-behind" in codes(well)


@on_sqlite
def test_missing_fonts_are_found(well, monkeypatch):
    monkeypatch.setattr(fonts, "_PACKAGES", ())
    assert "no-fonts" in codes(well)


@on_sqlite
def test_unsafe_sqlite_is_found(well):
    from sqlalchemy import event

    @event.listens_for(well.database.engine, "checkout")
    def _tamper(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute("PRAGMA synchronous=NORMAL")

    well.database.engine.dispose()
    assert "unsafe-pragmas" in codes(well)


@on_sqlite
def test_nothing_published_is_found(well, tmp_path):
    from alongside.cli import database

    well.database = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    database.upgrade(well)
    assert "nothing-published" in codes(well)


@on_sqlite
def test_a_check_that_fails_itself_hides_no_other(well, monkeypatch):
    def falls_over(_installation: Installation) -> list[doctor.Finding]:
        raise ZeroDivisionError

    monkeypatch.setattr(doctor, "CHECKS", [falls_over, *doctor.CHECKS])
    no_worker(well)
    assert {"could-not-look", "no-worker"} <= codes(well)


@on_sqlite
def test_the_command_prints_advice_and_fails(app, well):
    no_worker(well)
    said = app.test_cli_runner().invoke(args=["doctor"])
    assert (said.exit_code, "jobs work" in said.output) == (1, True)


def test_the_command_is_content_when_all_is_well(app, well):
    said = app.test_cli_runner().invoke(args=["doctor"])
    assert (said.exit_code, said.output.strip()) == (0, "Everything is well.")


def test_the_time_a_worker_may_be_silent_is_short():
    assert timedelta(minutes=2) >= jobs.WORKER_SILENT
