"""Files in the database: certificates, images, uploads. One row a content and organization, so nothing is kept twice."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column, undefer

from alongside.foundation import clock, database
from alongside.foundation.database import Key, Table, session


class StoredFile(Table):
    """A file's bytes and what they are. Its content is read from the database only when asked for."""

    __tablename__ = "stored_file"

    id: Mapped[Key]
    organization_id: Mapped[int | None] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column("bytes", LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("organization_id", "digest", name="once_an_organization"),
        # NULL is never equal to NULL, so files of no organization need their own rule.
        Index(
            "ix_stored_file_once_without_organization",
            "digest",
            unique=True,
            sqlite_where=organization_id.is_(None),
            postgresql_where=organization_id.is_(None),
        ),
        Index("ix_stored_file_in_organization", "id", "organization_id", unique=True),  # what rows of it point to
        CheckConstraint("size >= 0", "size_is_not_negative"),
    )


def put(content: bytes, media_type: str, organization_id: int | None) -> StoredFile:
    """Keep these bytes for an organization. The same bytes again are the same file."""
    digest = hashlib.sha256(content).hexdigest()
    values = {
        "organization_id": organization_id,
        "digest": digest,
        "media_type": media_type,
        "size": len(content),
        "bytes": content,
        "created_at": clock.now(),
    }
    session.execute(database.insert(StoredFile.__table__).values(values).on_conflict_do_nothing())
    found = get(digest, organization_id)
    assert found is not None  # noqa: S101 - just inserted, or there before
    return found


def get(digest: str, organization_id: int | None) -> StoredFile | None:
    """The organization's file with this content; another's is not found."""
    return session.scalar(
        select(StoredFile).where(
            StoredFile.digest == digest, StoredFile.organization_id.is_not_distinct_from(organization_id)
        )
    )


def by_id(file_id: int, organization_id: int | None) -> StoredFile | None:
    """The file that a row of the same organization points to, with its bytes."""
    return session.scalar(
        select(StoredFile)
        .options(undefer(StoredFile.content))
        .where(StoredFile.id == file_id, StoredFile.organization_id.is_not_distinct_from(organization_id))
    )


def erase(digest: str, organization_id: int | None) -> None:
    session.execute(
        delete(StoredFile).where(
            StoredFile.digest == digest, StoredFile.organization_id.is_not_distinct_from(organization_id)
        )
    )
