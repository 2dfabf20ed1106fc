"""Tables of releases: a tree of files, and beside it what was made of them when they were published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from alongside.foundation import clock, ids
from alongside.foundation.database import Key, Table

LONGEST_NOTE = 500  # characters of what changed


def _one(name: str, *columns: str, which: str) -> Index:
    """No two of these rows alike, on both engines."""
    return Index(name, *columns, unique=True, sqlite_where=text(which), postgresql_where=text(which))


class Blob(Table):
    """The bytes of one version of one file; shared by all releases that have it."""

    __tablename__ = "blob"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    bytes: Mapped[bytes] = mapped_column(LargeBinary)


class Release(Table):
    """A published state of the content. Never changes; people who are enrolled stay on theirs."""

    __tablename__ = "release"
    __table_args__ = (
        # One release follows another: of several published at once, one is next. NULL is never equal to NULL, so the
        # shipped pack and the first release of a pack need rules of their own.
        _one("ix_release_shipped_next", "parent_id", which="organization_id IS NULL"),
        _one("ix_release_shipped_first", "tree_digest", which="organization_id IS NULL AND parent_id IS NULL"),
        _one("ix_release_own_next", "organization_id", "parent_id", which="organization_id IS NOT NULL"),
        _one("ix_release_own_first", "organization_id", which="organization_id IS NOT NULL AND parent_id IS NULL"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=ids.public_id)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)  # None: the shipped pack
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    base_releases: Mapped[list[Any]] = mapped_column(default=list)  # public ids of the packs beneath
    tree_digest: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_by: Mapped[str | None] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")


class ReleaseFile(Table):
    """One file of a release: its path, and the digest of its bytes."""

    __tablename__ = "release_file"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(300), primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("blob.digest"), index=True)
    blob: Mapped[Blob] = relationship()


class Derived(Table):
    """What was made of a release's files: rendered once at publishing, never in a request.

    `part` is "outline", "course", "module", "lesson", "items", "scenario", "page" or "agreement"; `key` says which one. `format` counts up when the code makes
    another shape of them: rows of an older one are read through content/store's upgraders, and an old release is made
    anew from its files when the product starts. A request never does that.
    """

    __tablename__ = "derived"
    __table_args__ = (UniqueConstraint("release_id", "format", "part", "key", name="once_a_release"),)

    id: Mapped[Key]
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    format: Mapped[int]
    part: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(200))
    data: Mapped[dict[str, Any]]
    html: Mapped[str] = mapped_column(Text, default="")


class SearchEntry(Table):
    """One thing the search finds: a lesson or a glossary entry. Kept for every release: people search the one they learn from."""

    __tablename__ = "search_entry"

    id: Mapped[Key]
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    module: Mapped[str] = mapped_column(String(80), default="")
    key: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
