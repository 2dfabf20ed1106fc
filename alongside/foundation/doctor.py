"""The doctor: looks at an installation and says, for each thing that is wrong, what to do about it.

A check is a function that yields findings; what needs more than the foundation (schema, content, fonts) registers itself
from the command line's side. A check that itself fails is a finding too: the doctor never falls over.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from alongside.foundation import audit, clock, jobs, keys, mail, schema
from alongside.foundation.audit import AuditRow
from alongside.foundation.database import session
from alongside.foundation.installation import Installation
from alongside.foundation.jobs import Job

LEAST_FREE = 512 * 1024 * 1024
LEAST_INODES = 1000
SHORTEST_SECRET = 32
JOB_LATE = timedelta(minutes=5)
MOST_PROXIES = 5
BUILT = datetime(2026, 11, 1, tzinfo=UTC)  # this code did not exist before: an earlier clock is wrong


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and what to do."""

    code: str
    says: str
    advice: str


Check = Callable[[Installation], Iterable[Finding]]
CHECKS: list[Check] = []


def check(look: Check) -> Check:
    """Register a check."""
    CHECKS.append(look)
    return look


def examine(installation: Installation) -> list[Finding]:
    """Everything that is wrong. Without tables hardly anything else can be looked at: then it is that alone."""
    try:
        schema.needed(installation)
    except schema.NoTables as missing:
        return [Finding("no-tables", str(missing), "Commands go by the same settings as the product: see docs/running.md.")]
    except DBAPIError:
        pass  # it does not answer: the check of the database says what to do
    found: list[Finding] = []
    for look in CHECKS:
        try:
            with installation.at_hand():
                found += look(installation)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person should hear of it and of the rest
            found.append(_could_not_look(look, error))
    return [one for at, one in enumerate(found) if one not in found[:at]]


def _could_not_look(look: Check, error: Exception) -> Finding:
    what = look.__name__.strip("_").replace("_", " ")
    return Finding(
        "could-not-look", f"The check “{what}” failed itself: {type(error).__name__}.", "Mend what stands above first."
    )


# ---- settings -------------------------------------------------------------------------------------------------------


@check
def address(installation: Installation) -> Iterator[Finding]:
    settings = installation.settings
    if not settings.is_https and not settings.is_loopback:
        yield Finding(
            "not-https",
            "People reach the product without encryption.",
            "Put a reverse proxy with TLS in front and set ALONGSIDE_BASE_URL=https://….",
        )
    if settings.is_loopback and settings.trusted_proxies:
        yield Finding(
            "proxies-on-loopback",
            f"ALONGSIDE_TRUSTED_PROXIES is {settings.trusted_proxies}, but the base URL is this machine's own.",
            "Set ALONGSIDE_BASE_URL to the public address, or ALONGSIDE_TRUSTED_PROXIES=0: else visitors can forge their address.",
        )
    if settings.trusted_proxies > MOST_PROXIES:
        yield Finding(
            "too-many-proxies",
            f"ALONGSIDE_TRUSTED_PROXIES is {settings.trusted_proxies}.",
            "Set it to the number of reverse proxies in front, usually 1.",
        )
    if settings.debug and not settings.is_loopback:
        yield Finding("debug", "Debugging is on for a public installation.", "Remove ALONGSIDE_DEBUG.")


@check
def secret(installation: Installation) -> Iterator[Finding]:
    if len(installation.settings.secret_key) < SHORTEST_SECRET or len(set(installation.settings.secret_key)) < 10:
        yield Finding(
            "weak-secret",
            "The key that signs cookies is short or guessable.",
            "Remove ALONGSIDE_SECRET_KEY and the file secret_key in the instance folder; a new one is made at the next start.",
        )


# ---- folders and keys -----------------------------------------------------------------------------------------------


@check
def folders(installation: Installation) -> Iterator[Finding]:
    folder = installation.folder
    if not folder.is_dir():
        yield Finding("no-instance", "The instance folder is not there.", f"Make it: mkdir -m 700 {folder}")
        return
    if _others_may(folder):
        yield Finding(
            "instance-open", "Other users of this machine can look into the instance folder.", f"chmod 700 {folder}"
        )
    for path in (folder, *(folder / one for one in ("keys", "outbox", "audit-heads") if (folder / one).is_dir())):
        if not _can_write(path):
            yield Finding(
                "not-writable", f"{path.name}/ cannot be written.", f"Give {path} to the user who runs the product."
            )


@check
def keys_at_hand(installation: Installation) -> Iterator[Finding]:
    folder = installation.folder
    files = [folder / "secret_key", *sorted((folder / "keys").glob("*"))]
    for path in files:
        if path.is_file() and _others_may(path):
            yield Finding("key-open", f"Other users of this machine can read {path.name}.", f"chmod 600 {path}")
    if not (folder / "keys" / "audit.pem").is_file() and any((folder / "audit-heads").glob("*.jsonl")):
        yield Finding(
            "audit-key-missing",
            "The key that signed the audit log is gone.",
            "Put keys/audit.pem back from where you keep keys; with a new one the old signatures cannot be checked.",
        )
    if not any((folder / "keys").glob("sealing-*.key")) and _sealed_before(installation):
        yield Finding(
            "sealing-key-missing",
            "There are sealed values, but no key that opens them.",
            "Put keys/sealing-*.key back from where you keep keys.",
        )
    for path in (folder / "keys").glob("sealing-*.key"):
        if path.is_file() and path.stat().st_size != 32:
            yield Finding("sealing-key-damaged", f"{path.name} is no key.", "Put it back from where you keep keys.")


def _sealed_before(installation: Installation) -> bool:
    with installation.database.reading():
        payloads = session.scalars(select(Job.payload).where(Job.state != "done").limit(200))
        return any("sealed" in payload for payload in payloads)


@check
def disk(installation: Installation) -> Iterator[Finding]:
    if not installation.folder.is_dir():
        return
    if free_bytes(installation.folder) < LEAST_FREE:
        yield Finding(
            "disk-full", "Less than 512 MB are free on the disk of the instance folder.", "Make room, or move it."
        )
    room = os.statvfs(installation.folder)
    if room.f_files and room.f_favail < LEAST_INODES:
        yield Finding(
            "no-inodes", "The disk can hold hardly any more files.", "Remove small files, or move the instance folder."
        )


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _others_may(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _can_write(path: Path) -> bool:
    probe = path / f".probe-{os.getpid()}"
    try:
        keys.write(probe, b"")
    except OSError:
        return False
    probe.unlink()
    return True


# ---- database -------------------------------------------------------------------------------------------------------


@check
def database(installation: Installation) -> Iterator[Finding]:
    try:
        with installation.database.reading():
            session.execute(text("SELECT 1"))
    except Exception as error:  # noqa: BLE001 - drivers have errors of their own
        yield Finding(
            "database-away",
            f"The database cannot be reached ({type(error).__name__}).",
            "Check ALONGSIDE_DATABASE_URL, and that the server runs and lets this user in.",
        )
        return
    if installation.database.engine.dialect.name == "sqlite":
        yield from _sqlite(installation)


def _sqlite(installation: Installation) -> Iterator[Finding]:
    path = Path(installation.database.engine.url.database or "")
    if path.is_file() and _others_may(path) and _others_may(path.parent):
        yield Finding("database-open", "Other users of this machine can read the database.", f"chmod 600 {path}")
    with installation.database.reading():
        journal = session.scalar(text("PRAGMA journal_mode"))
        synchronous = session.scalar(text("PRAGMA synchronous"))
        foreign_keys = session.scalar(text("PRAGMA foreign_keys"))
        whole = session.scalar(text("PRAGMA quick_check(1)"))
    if journal != "wal":
        yield Finding(
            "not-wal",
            f"SQLite runs with journal_mode={journal}: readers and writers stand in each other's way.",
            "Put the instance folder on a local disk (network disks cannot do WAL).",
        )
    if synchronous != 2 or foreign_keys != 1:
        yield Finding(
            "unsafe-pragmas",
            "SQLite runs without synchronous=FULL or without foreign keys: a power cut loses what was acknowledged.",
            "Something changes the connection's settings; open the database through alongside only.",
        )
    if whole != "ok":
        yield Finding(
            "database-damaged", "SQLite finds damage in the file.", "Stop the product and restore the last backup."
        )


# ---- jobs, mail, clock, audit -----------------------------------------------------------------------------------------


@check
def job_worker(installation: Installation) -> Iterator[Finding]:
    how = jobs.standing(installation)
    if how.worker_seen is None or clock.now() - how.worker_seen > jobs.WORKER_SILENT:
        yield Finding(
            "no-worker",
            "The job worker does not run: no mail is sent, no certificate's file is made.",
            "`flask --app app serve` starts it too; beside a server of your own run `flask --app app jobs work`.",
        )
    if how.late > JOB_LATE:
        yield Finding(
            "jobs-late",
            f"The oldest waiting job is {int(how.late.total_seconds() // 60)} minutes late.",
            "Look at the worker's log; run `flask --app app jobs work --once` to see what happens.",
        )
    if how.failed:
        yield Finding(
            "jobs-failed",
            f"{how.failed} jobs have failed for good.",
            "`flask --app app jobs list` names them; after mending the cause, `flask --app app jobs retry ID`.",
        )


@check
def outgoing_mail(installation: Installation) -> Iterator[Finding]:
    try:
        mail.answers(installation)
    except mail.MailSettingWrong as wrong:
        yield Finding("mail-setting", str(wrong), "See ALONGSIDE_MAIL_URL in docs/running.md, “Settings”.")
    except Exception as error:  # noqa: BLE001 - sockets, TLS and servers have many
        yield Finding(
            "mail-away",
            f"Mail cannot be sent now ({type(error).__name__}).",
            "Check ALONGSIDE_MAIL_URL and the server, then `flask --app app mail test you@example.org`.",
        )
    sender = installation.settings.mail_from
    if installation.settings.mail_url.startswith("smtp") and "localhost" in sender:
        yield Finding(
            "mail-sender", f"Mail goes out as {sender}; most servers refuse that.", "Set ALONGSIDE_MAIL_FROM."
        )


@check
def the_clock(installation: Installation) -> Iterator[Finding]:
    now = clock.now()
    if now < BUILT:
        yield Finding(
            "clock-behind", f"The clock says {now:%d %B %Y}: that is before this version was made.", "Set the clock."
        )
        return
    with installation.database.reading():
        newest = [session.scalar(select(func.max(AuditRow.at))), session.scalar(select(func.max(Job.created_at)))]
    if any(one is not None and one > now + timedelta(minutes=5) for one in newest):
        yield Finding(
            "clock-behind",
            "There are rows from the future: the clock is behind, or was ahead.",
            "Set the clock; keep it right with a time service.",
        )


@check
def audit_log(installation: Installation) -> Iterator[Finding]:
    found = audit.verify(installation)
    unsealed = [one for one in found if one.code in {"unsealed", "no-head"}]
    if unsealed:
        yield Finding(
            "audit-unsealed",
            "The audit log has not been sealed for a while.",
            "Start the job worker, or `flask --app app audit seal`.",
        )
    if len(found) > len(unsealed):
        yield Finding(
            "audit-broken",
            "The audit log does not hold: somebody or something has changed it.",
            "`flask --app app audit verify` says where. Keep the folder audit-heads and a backup as evidence before you mend anything.",
        )


def report(found: list[Finding], write: Callable[[str], Any]) -> None:
    """Findings in words."""
    for one in found:
        write(f"✗ {one.says}\n    {one.advice}")
    write(
        "Everything is well." if not found else f"{len(found)} {'thing is' if len(found) == 1 else 'things are'} wrong."
    )
