"""The audit log: who did what to what, in a chain that shows every later change.

A row holds opaque ids and a digest of its detail; the detail stands in a table of its own and may be erased without breaking
anything. Rows are written in the transaction of the act itself and chained afterwards by one sealer an organization: writers
never queue for the chain. Each time, the end of the chain (its head) is signed and also appended to a file outside the
database, so that rows cut off at the end are missed too.

A tag is `source:subject:action`, small letters and hyphens: who acts (`account`, `trainee`, `trainer`, `administrator`,
`author`, `operator`, or the product itself: `system`), on what kind of thing, and what happened to it, a plain verb:
`administrator:certificate:revoke`. Tags are only added: rows hold their text for ever. Those who write rows declare theirs:

    CERTIFICATE_REVOKED = audit.tag("administrator:certificate:revoke", "revoked a certificate")
    audit.record(CERTIFICATE_REVOKED, organization_id=7, actor=omar, subject=certificate, person=tess, reason="…")

A row's format says which of its fields are under its hash, so that the table can gain a column: a new format is a new
line in HASHED, and older rows go on being verified as they were sealed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from alongside.foundation import clock, jobs, keys, log
from alongside.foundation.database import Key, Table, rows_met, session
from alongside.foundation.installation import Installation, here

BATCH = 500
LONGEST_HEAD = 4096  # bytes; a line has about 400
UNSEALED_FOR_AT_MOST = timedelta(minutes=10)
NO_HASH = "0" * 64
INSTALLATION = 0  # the chain of what belongs to no organization
FORMAT = 2  # of rows written today
FIELDS_OF_ONE = (
    "id", "chain", "organization_id", "at", "actor_id", "action", "subject_type", "subject_id", "detail_digest",
    "sequence", "previous_hash",
)  # fmt: skip
HASHED = {1: FIELDS_OF_ONE, 2: (*FIELDS_OF_ONE, "format", "person_id")}  # format -> what its hash covers
CHAIN = re.compile(r"[1-9][0-9]{0,17}")  # as a file of heads is called
OPAQUE = re.compile(r"[A-Za-z0-9_.:/-]{1,80}")
ADVISORY_LOCK = 0x616C6F6E67  # on PostgreSQL: one sealer at a time


# ---- tags -----------------------------------------------------------------------------------------------------------

GRAMMAR = re.compile(r"[a-z]+(?:-[a-z]+)*:[a-z]+(?:-[a-z]+)*:[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True)
class Tag:
    """What kind of act a row is about."""

    text: str
    says: str

    @property
    def subject(self) -> str:
        """The kind of thing it happened to."""
        return self.text.split(":")[1]


TAGS: dict[str, Tag] = {}


def tag(text: str, says: str = "") -> Tag:
    """Declare a tag, once."""
    if not GRAMMAR.fullmatch(text):
        raise ValueError(f"{text!r} is no tag; write source:subject:action in small letters")
    if text in TAGS:
        raise ValueError(f"the tag {text!r} is declared twice")
    TAGS[text] = Tag(text, says)
    return TAGS[text]


# ---- rows -----------------------------------------------------------------------------------------------------------


class AuditRow(Table):
    """One act. Nothing in it names a person to somebody who has only this."""

    __tablename__ = "audit_row"

    id: Mapped[Key]
    format: Mapped[int] = mapped_column(BigInteger, default=FORMAT, server_default="1")
    chain: Mapped[int] = mapped_column(BigInteger)  # the organization, or 0
    organization_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]
    actor_id: Mapped[str | None] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str | None] = mapped_column(String(80))
    person_id: Mapped[str | None] = mapped_column(String(80))  # whom it is about: the account's public id
    detail_digest: Mapped[str | None] = mapped_column(String(64))

    # filled in by the sealer
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    previous_hash: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        UniqueConstraint("chain", "sequence", name="one_row_a_place"),
        CheckConstraint("(sequence IS NULL) = (hash IS NULL)", "sealed_has_a_hash"),
        CheckConstraint("(sequence IS NULL) = (previous_hash IS NULL)", "sealed_has_a_previous_hash"),
        Index("ix_audit_row_subject", "subject_type", "subject_id"),
        Index("ix_audit_row_chain", "chain", "id"),
        Index("ix_audit_row_person", "person_id", "id"),
        Index("ix_audit_row_unsealed", "chain", sqlite_where=sequence.is_(None), postgresql_where=sequence.is_(None)),
    )


class AuditDetail(Table):
    """What there was to say about an act. May be erased: the row keeps a digest that tells nothing without the salt."""

    __tablename__ = "audit_detail"

    row_id: Mapped[int] = mapped_column(ForeignKey("audit_row.id"), primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(32))
    detail: Mapped[dict[str, Any]]


def record(
    act: Tag, *, organization_id: int | None, actor: object, subject: object, person: object = None, **detail: Any
) -> AuditRow:
    """Note an act, in the transaction of the act itself.

    `actor`, `subject` and `person` (the account it is about, if it is about one) are public ids, or things that have one.
    """
    row = AuditRow(
        chain=INSTALLATION if organization_id is None else organization_id,
        organization_id=organization_id,
        at=clock.now(),
        actor_id=_opaque(actor),
        action=act.text,
        subject_type=act.subject,
        subject_id=_opaque(subject),
        person_id=_opaque(person),
    )
    salt = secrets.token_hex(16)
    if detail:
        row.detail_digest = _detail_digest(salt, detail)
    session.add(row)
    session.flush()
    if detail:
        session.add(AuditDetail(row_id=row.id, salt=salt, detail=detail))
        session.flush()
    return row


def page(organization_id: int, *, before: int | None = None, size: int = 50) -> list[tuple[AuditRow, dict[str, Any]]]:
    """One page of what happened in an organization with what there was to say, newest first. `before`: id of the last row."""
    query = (
        select(AuditRow, AuditDetail)
        .outerjoin(AuditDetail, AuditDetail.row_id == AuditRow.id)
        .where(AuditRow.chain == organization_id)
        .order_by(AuditRow.id.desc())
        .limit(size)
    )
    if before:
        query = query.where(AuditRow.id < before)
    return [(row, getattr(detail, "detail", {})) for row, detail in session.execute(query)]


def about_thing(organization_id: int, subject_type: str, subject_id: str, *, size: int = 200) -> list[AuditRow]:
    """What was done to this thing in an organization, oldest first. One statement."""
    found = select(AuditRow).where(
        AuditRow.subject_type == subject_type, AuditRow.subject_id == subject_id, AuditRow.chain == organization_id
    )
    return list(session.scalars(found.order_by(AuditRow.id).limit(size)))


def about_person(person: object, *, subject_type: str | None = None, size: int = 100) -> list[AuditRow]:
    """What was done about this person, newest first; with "record", who looked at them. One statement, everywhere."""
    query = select(AuditRow).where(AuditRow.person_id == _opaque(person)).order_by(AuditRow.id.desc()).limit(size)
    if subject_type:
        query = query.where(AuditRow.subject_type == subject_type)
    return list(session.scalars(query))


def erase_details(subject_type: str, subject_id: str) -> int:
    """Erase what was said about this thing; that something happened stays on record. Returns how many details went."""
    rows = select(AuditRow.id).where(AuditRow.subject_type == subject_type, AuditRow.subject_id == subject_id)
    return rows_met(delete(AuditDetail).where(AuditDetail.row_id.in_(rows)).execution_options(synchronize_session=False))


def _opaque(thing: object) -> str | None:
    if thing is None:
        return None
    found = str(getattr(thing, "public_id", thing))
    if not OPAQUE.fullmatch(found):
        raise ValueError("an audit row takes public ids, not names or addresses")
    return found


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _detail_digest(salt: str, detail: dict[str, Any]) -> str:
    return hashlib.sha256(salt.encode() + _canonical(detail)).hexdigest()


def _hash(row: AuditRow, sequence: int | None, previous_hash: str | None) -> str:
    """The row's place in the chain: everything its format has, and the hash of the row before."""
    fields = {name: getattr(row, name) for name in HASHED.get(row.format, HASHED[FORMAT])} | {
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "sequence": sequence,
        "previous_hash": previous_hash,
    }
    return hashlib.sha256(_canonical(fields)).hexdigest()


# ---- sealing --------------------------------------------------------------------------------------------------------


def seal(installation: Installation) -> int:
    """Chain what is not chained yet, and sign the ends. Returns how many rows were chained."""
    sealed = 0
    with installation.at_hand():
        with installation.database.reading():
            chains = session.scalars(select(AuditRow.chain).where(AuditRow.sequence.is_(None)).distinct()).all()
        for chain in chains:
            while count := _seal_batch(installation, chain):
                sealed += count
        # A process begins by looking at every chain, as one before it may have died between database and file; from
        # then on only at those it sealed, and at those whose file could not be written.
        unsigned: set[int] = installation.once("audit-unsigned", lambda: set(_ends(installation)))
        unsigned.update(chains)
        for chain in sorted({*unsigned, *chains}):
            _sign_head(installation, chain)
            unsigned.discard(chain)
    return sealed


@jobs.every(1, outside=True)
def seal_here() -> None:
    seal(here())


def _seal_batch(installation: Installation, chain: int) -> int:
    """Some rows of one chain. A second sealer waits here, and then finds them done."""
    with installation.database.writing() as work:
        _one_sealer_at_a_time(work)
        last = session.scalar(
            select(AuditRow).where(AuditRow.chain == chain, AuditRow.sequence.is_not(None))
            .order_by(AuditRow.sequence.desc()).limit(1)
        )  # fmt: skip
        sequence, previous = (last.sequence or 0, last.hash or NO_HASH) if last else (0, NO_HASH)
        rows = session.scalars(
            select(AuditRow)
            .where(AuditRow.chain == chain, AuditRow.sequence.is_(None))
            .order_by(AuditRow.id)
            .limit(BATCH)
        ).all()
        changes = []
        for row in rows:
            sequence += 1
            digest = _hash(row, sequence, previous)
            changes.append({"id": row.id, "sequence": sequence, "previous_hash": previous, "hash": digest})
            previous = digest
        if changes:
            session.execute(update(AuditRow), changes)
        return len(changes)


def _one_sealer_at_a_time(work: Any) -> None:
    if work.get_bind().dialect.name == "postgresql":  # on SQLite the transaction itself has the only turn to write
        work.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ADVISORY_LOCK})


# ---- heads ----------------------------------------------------------------------------------------------------------


def heads_file(installation: Installation, chain: int) -> Path:
    """The ends of a chain as they were signed, one a line, outside the database."""
    name = "installation" if chain == INSTALLATION else str(chain)
    return installation.folder / "audit-heads" / f"{name}.jsonl"


def heads_files(installation: Installation) -> tuple[dict[int, Path], list[str]]:
    """Chain -> its file, and the names of files that stand beside them and are not ours."""
    ours, foreign = {}, []
    for path in sorted((installation.folder / "audit-heads").glob("*.jsonl")):
        if path.stem == "installation":
            ours[INSTALLATION] = path
        elif CHAIN.fullmatch(path.stem):
            ours[int(path.stem)] = path
        else:
            foreign.append(path.name)
    return ours, foreign


def _sign_head(installation: Installation, chain: int) -> None:
    """Append the end of a chain to its file, if it is not there yet."""
    sequence, digest = _end(installation, chain)
    if sequence > _last_signed(installation, chain):
        _append_head(installation, chain, "head", sequence, digest)


def _end(installation: Installation, chain: int) -> tuple[int, str]:
    with installation.database.reading():
        found = session.execute(
            select(AuditRow.sequence, AuditRow.hash)
            .where(AuditRow.chain == chain, AuditRow.sequence.is_not(None))
            .order_by(AuditRow.sequence.desc())
            .limit(1)
        ).first()
    return (found.sequence or 0, found.hash or NO_HASH) if found else (0, NO_HASH)


def _last_signed(installation: Installation, chain: int) -> int:
    """Where the last line of the file says the chain ended; 0 if it is no line of ours. The file grows for ever: only
    its end is read here, and `verify` reads all of it."""
    path = heads_file(installation, chain)
    if not path.exists():
        return 0
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LONGEST_HEAD))
        lines = file.read().splitlines()
    head = _head(lines[-1], chain, signing_key(installation).public_key()) if lines else None
    return int(head["sequence"]) if head else 0


def _ends(installation: Installation) -> dict[int, tuple[int, str]]:
    with installation.database.reading():
        last = (
            select(AuditRow.chain, func.max(AuditRow.sequence).label("sequence"))
            .where(AuditRow.sequence.is_not(None))
            .group_by(AuditRow.chain)
            .subquery()
        )
        found = session.execute(
            select(AuditRow.chain, AuditRow.sequence, AuditRow.hash).join(
                last, (last.c.chain == AuditRow.chain) & (last.c.sequence == AuditRow.sequence)
            )
        ).all()
    return {chain: (sequence or 0, digest or NO_HASH) for chain, sequence, digest in found}


def _append_head(installation: Installation, chain: int, kind: str, sequence: int, digest: str) -> None:
    key = signing_key(installation)
    head = {"kind": kind, "chain": chain, "sequence": sequence, "hash": digest, "at": clock.now().isoformat()}
    head |= {
        "key": key_name(key.public_key()),
        "signature": key.sign(_canonical(head | {"key": key_name(key.public_key())})).hex(),
    }
    path = heads_file(installation, chain)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("ab") as file:
        file.write(_canonical(head) + b"\n")
        file.flush()
        os.fsync(file.fileno())  # the head is the witness: it must outlive a power cut as the rows do


def signing_key(installation: Installation) -> Ed25519PrivateKey:
    """Signs the heads; made once, kept beside the other keys."""
    made = keys.kept(
        keys.folder(installation.folder) / "audit.pem",
        lambda: Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )
    key = load_pem_private_key(made, None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("keys/audit.pem is not an Ed25519 key")
    return key


def key_name(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def _read_heads(installation: Installation, chain: int) -> tuple[list[dict[str, Any]], list[int]]:
    """The heads of a chain, and the lines (from 1) that are none or are not signed by our key."""
    path = heads_file(installation, chain)
    if not path.exists():
        return [], []
    key = signing_key(installation).public_key()
    heads, broken = [], []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        head = _head(line, chain, key)
        heads.append(head) if head else broken.append(number)
    return heads, broken


def _head(line: bytes, chain: int, key: Ed25519PublicKey) -> dict[str, Any] | None:
    """What a line says, if it is one of this chain's and signed by our key."""
    try:
        head: dict[str, Any] = json.loads(line)
        key.verify(bytes.fromhex(head.pop("signature")), _canonical(head))
        return head if head["chain"] == chain else None
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
        return None


def note_restore(installation: Installation) -> None:
    """The database was put back from a backup: say so, signed, so that the rows since then are missed knowingly."""
    ends = _ends(installation)
    for chain in heads_files(installation)[0]:
        sequence, digest = ends.get(chain, (0, NO_HASH))
        known, _broken = _read_heads(installation, chain)
        if known and known[-1]["sequence"] > sequence:
            _append_head(installation, chain, "restored", sequence, digest)


# ---- verifying ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """One place where the chain does not hold. `code` is for machines, `place` is the row's number in its chain."""

    code: str
    chain: int
    place: int | None = None
    file: str | None = None

    def __str__(self) -> str:
        if self.file is not None:
            return f"audit-heads/{self.file}: {SAYS[self.code]}"
        where = "installation" if self.chain == INSTALLATION else f"organization {self.chain}"
        row = "" if self.place is None else f", row {self.place}"
        return f"{where}{row}: {SAYS[self.code]}"


SAYS = {
    "edited": "the row is not what was sealed",
    "missing": "a row is missing here, or stands in another order",
    "detail-changed": "the detail is not what was recorded",
    "detail-unexpected": "there is a detail where none was recorded",
    "truncated": "rows at the end are gone: the signed head outside the database knows of them",
    "head-differs": "the row is not the one whose hash was signed",
    "bad-signature": "a line of the file of heads is not signed by this installation (place = line)",
    "foreign-file": "the file is none of the log’s; move it to another folder",
    "no-head": "sealed rows stand after the last signed head",
    "unsealed": "a row has waited more than ten minutes for its seal (is the job worker running?)",
}


def verify(installation: Installation) -> list[Finding]:
    """Does the chain hold? Everything that does not, for every organization."""
    with installation.at_hand(), installation.database.reading():
        chains = set(session.scalars(select(AuditRow.chain).distinct()).all())
        ours, foreign = heads_files(installation)
        found = [finding for chain in sorted({*chains, *ours}) for finding in _verify_chain(installation, chain)]
        return found + [Finding("foreign-file", INSTALLATION, file=name) for name in foreign]


def _verify_chain(installation: Installation, chain: int) -> Iterator[Finding]:
    heads, broken = _read_heads(installation, chain)
    yield from (Finding("bad-signature", chain, line) for line in broken)
    signed = _still_expected(heads)
    last_signed = max(signed, default=0)

    expected, previous = 1, NO_HASH
    late = clock.now() - UNSEALED_FOR_AT_MOST
    last_at = None
    rows = session.execute(
        select(AuditRow, AuditDetail)
        .outerjoin(AuditDetail, AuditDetail.row_id == AuditRow.id)
        .where(AuditRow.chain == chain, AuditRow.sequence.is_not(None))
        .order_by(AuditRow.sequence)
        .execution_options(yield_per=500)
    )
    for row, detail in rows:
        place = row.sequence or 0
        if place != expected:
            yield Finding("missing", chain, expected)
        elif row.previous_hash != previous:
            yield Finding(
                "missing" if row.hash == _hash(row, row.sequence, row.previous_hash) else "edited", chain, place
            )
        if not _is_whole(row):
            yield Finding("edited", chain, place)
        if place in signed and signed[place] != row.hash:
            yield Finding("head-differs", chain, place)
        yield from _verify_detail(row, detail)
        expected, previous, last_at = place + 1, row.hash or NO_HASH, row.at
        session.expunge(row)
    last = expected - 1
    if last < last_signed:
        yield Finding("truncated", chain, last + 1)
    if last > last_signed and last_at is not None and last_at < late:
        yield Finding("no-head", chain, last_signed + 1)
    waiting = session.scalar(
        select(func.count()).where(AuditRow.chain == chain, AuditRow.sequence.is_(None), AuditRow.at < late)
    )
    if waiting:
        yield Finding("unsealed", chain)


def _is_whole(row: AuditRow) -> bool:
    consistent = row.chain == (INSTALLATION if row.organization_id is None else row.organization_id)
    return consistent and row.hash == _hash(row, row.sequence, row.previous_hash)


def _verify_detail(row: AuditRow, detail: AuditDetail | None) -> Iterator[Finding]:
    if detail is None:
        return  # none, or erased: both are fine
    if row.detail_digest is None:
        yield Finding("detail-unexpected", row.chain, row.sequence)
    elif _detail_digest(detail.salt, detail.detail) != row.detail_digest:
        yield Finding("detail-changed", row.chain, row.sequence)


def _still_expected(heads: list[dict[str, Any]]) -> dict[int, str]:
    """Place -> hash as signed, without what a noted restore took away."""
    signed: dict[int, str] = {}
    for head in heads:
        if head["kind"] == "restored":
            signed = {place: digest for place, digest in signed.items() if place < head["sequence"]}
        if head["sequence"] > 0:
            signed[head["sequence"]] = head["hash"]
    return signed


def restores(installation: Installation) -> list[str]:
    """When the database was put back from a backup, as the files of heads say."""
    found = []
    for chain, path in heads_files(installation)[0].items():
        found += [
            f"{path.stem}: {one['at']}" for one in _read_heads(installation, chain)[0] if one["kind"] == "restored"
        ]
    return found


def sealed_up_to(installation: Installation) -> dict[int, int]:
    """Chain -> how many rows are sealed."""
    return {chain: sequence for chain, (sequence, _hash) in _ends(installation).items()}


def log_findings(findings: list[Finding]) -> None:
    for one in findings:
        log.event("audit.broken", level="error", code=one.code, count=one.place)
