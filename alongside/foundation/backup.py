"""Backups: one file that holds the whole database as it was at one instant, and can prove that it is whole.

SQLite is copied by VACUUM INTO, PostgreSQL by COPY of every table inside one REPEATABLE READ transaction; both are
consistent while people go on writing. The file is a ZIP with a manifest: what is in it, how much, and its SHA-256. A backup
is put back on the engine it came from; it does not move data from SQLite to PostgreSQL.

Keys are apart: without them sealed columns and the audit signature are worthless to a thief, and to you as well.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

import psycopg
from psycopg import sql

from alongside.foundation import audit, clock, keys, log, schema
from alongside.foundation.installation import Installation

FORMAT = 1
PIECE = 1 << 20
REVISIONS = "alembic_version"  # tells which schema the database has; is no data
SQLITE_MEMBER = "database.sqlite"


class BackupBroken(Exception):
    """The file is no backup, or not a whole one; the message says what is wrong."""


class TargetNotEmpty(Exception):
    """There is data in the database the backup should go into."""


class WrongEngine(Exception):
    """The backup comes from another database engine."""

LARGEST_MANIFEST = 1024 * 1024
KEY_MEMBER = re.compile(r"instance/(?:secret_key|keys/[A-Za-z0-9][A-Za-z0-9._-]*)")


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    format: int
    engine: str
    revision: str | None
    created_at: str
    tables: dict[str, int]
    members: dict[str, str]  # name in the ZIP -> SHA-256
    with_keys: bool

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


def _plain(values: Any) -> dict[str, Any]:
    """What a manifest of ours holds. Raises TypeError where a value is of another kind."""
    counts, members = values["tables"], values["members"]
    if not (
        isinstance(values["format"], int)
        and isinstance(values["engine"], str)
        and isinstance(values["revision"], str | None)
        and all(isinstance(count, int) for count in counts.values())
        and all(isinstance(digest, str) for digest in members.values())
    ):
        raise TypeError("a value of another kind")
    return dict(values)


# ---- create ---------------------------------------------------------------------------------------------------------


def create(installation: Installation, path: Path, *, with_keys: bool = False) -> Manifest:
    """Write a backup to `path`, which must not exist yet; its folder must. The file appears whole or not at all.

    Raises schema.NoTables where there is nothing of ours: a backup of that would pass for one, and wipe everything.
    """
    schema.needed(installation)
    if path.exists():
        raise FileExistsError(path)
    if not path.parent.is_dir():  # not made: it may be a disk that is not mounted
        raise FileNotFoundError(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                manifest = _engine(installation).copy_into(archive, draft)
                if with_keys:
                    manifest = _with_keys(archive, manifest, installation)
                archive.writestr("manifest.json", json.dumps(manifest.__dict__, indent=1))
            raw.flush()
            os.fsync(raw.fileno())
        os.link(draft, path)  # never writes over an older backup, not even one made this instant
    finally:
        draft.unlink(missing_ok=True)
    log.event("backup.made", count=manifest.rows, revision=manifest.revision)
    return manifest


def _with_keys(archive: zipfile.ZipFile, manifest: Manifest, installation: Installation) -> Manifest:
    members = dict(manifest.members)
    for path in _key_files(installation.folder):
        name = f"instance/{path.relative_to(installation.folder)}"
        content = path.read_bytes()
        archive.writestr(name, content)
        members[name] = hashlib.sha256(content).hexdigest()
    return Manifest(**(manifest.__dict__ | {"members": members, "with_keys": True}))


def _key_files(instance: Path) -> list[Path]:
    found = [instance / "secret_key", *sorted((instance / "keys").glob("*"))]
    return [path for path in found if path.is_file() and not path.name.startswith(".")]


# ---- check ----------------------------------------------------------------------------------------------------------


MakeEmpty = Callable[[Path, str], object]  # makes an SQLite database with this schema and nothing in it


def check(path: Path, *, make_empty: MakeEmpty | None = None) -> Manifest:
    """Is this a whole backup? Raises BackupBroken; puts nothing anywhere but in a temporary file beside it.

    `make_empty`: with what it makes the tables of an SQLite backup are compared, so that nothing comes in with them.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _read_manifest(archive)
            for name, digest in manifest.members.items():
                if _digest_of(archive, name) != digest:
                    raise BackupBroken(f"{name} is not what was written; the file is damaged")
            _engines()[manifest.engine].check(archive, manifest, path, make_empty)
            return manifest
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, KeyError, zlib.error) as error:
        raise BackupBroken(f"{path.name} cannot be read as a backup ({type(error).__name__})") from error


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        if archive.getinfo("manifest.json").file_size > LARGEST_MANIFEST:
            raise BackupBroken("its manifest is far too large; this is not a backup of ours")
        manifest = Manifest(**_plain(json.loads(archive.read("manifest.json"))))
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BackupBroken("there is no manifest in it; this is not a backup of ours") from error
    if manifest.format > FORMAT:
        raise BackupBroken(f"it has format {manifest.format}, made by a newer version; this one reads up to {FORMAT}")
    if manifest.revision is None:
        raise BackupBroken("there are no tables of ours in it; it was made where there was no database")
    if manifest.engine not in _engines():
        raise BackupBroken(f"it comes from an unknown database engine ({manifest.engine})")
    if manifest.revision not in schema.revisions():
        raise BackupBroken(
            f"it has schema {manifest.revision}, which is none of ours; this version knows up to {schema.head()}: "
            "use the version that made the backup, or a newer one"
        )
    _need_members(manifest)
    return manifest


def _need_members(manifest: Manifest) -> None:
    """All that must be there has a digest, and beside it there are only keys."""
    needed = _engines()[manifest.engine].members(manifest)
    missing = sorted(needed - manifest.members.keys())
    if missing:
        raise BackupBroken(f"its manifest does not say what {missing[0]} is")
    for name in manifest.members.keys() - needed:
        if not KEY_MEMBER.fullmatch(name):
            raise BackupBroken(f"{name} is no key; only keys may stand beside the tables")


def _digest_of(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as member:
        while piece := member.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


# ---- restore --------------------------------------------------------------------------------------------------------


def restore(
    installation: Installation,
    path: Path,
    *,
    replace: bool = False,
    with_keys: bool = False,
    make_schema: Callable[[str | None], object] | None = None,
    make_empty: MakeEmpty | None = None,
) -> Manifest:
    """Put a backup back, all of it or nothing. `make_schema(revision)` makes the tables where there are none."""
    manifest = check(path, make_empty=make_empty)
    engine = _engine(installation)
    if manifest.engine != engine.name:
        raise WrongEngine(f"the backup comes from {manifest.engine}, this installation runs on {engine.name}")
    if not replace and engine.is_filled():
        raise TargetNotEmpty
    with zipfile.ZipFile(path) as archive:
        keys_back = _keys_back(archive, manifest, installation, replace=replace) if with_keys else {}
        if engine.needs_schema() and make_schema is not None:
            make_schema(manifest.revision)
        installation.database.engine.dispose()
        engine.put_back(archive, manifest)
        for where, content in keys_back.items():
            where.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            keys.replace(where, content)
    installation.database.engine.dispose()
    if engine.has_table(audit.AuditRow.__tablename__):
        audit.note_restore(installation)
    log.event("backup.restored", count=manifest.rows, revision=manifest.revision)
    return manifest


def _keys_back(
    archive: zipfile.ZipFile, manifest: Manifest, installation: Installation, *, replace: bool
) -> dict[Path, bytes]:
    """Where each key goes. The key that signs cookies is made at any start, so it gives way; the others do not."""
    found = {}
    for name in manifest.members:
        if not name.startswith("instance/"):
            continue
        path = (installation.folder / name.removeprefix("instance/")).resolve()
        if not path.is_relative_to(installation.folder.resolve()):
            raise BackupBroken(f"{name} would leave the instance folder")
        found[path] = archive.read(name)
        another = path.parent.name == "keys" and path.exists() and path.read_bytes() != found[path]
        if another and not replace:
            raise TargetNotEmpty
    return found


# ---- engines --------------------------------------------------------------------------------------------------------


class _Engine(Protocol):
    name: str

    def __init__(self, installation: Installation) -> None: ...
    def copy_into(self, archive: zipfile.ZipFile, draft: Path) -> Manifest: ...
    @staticmethod
    def members(manifest: Manifest) -> set[str]: ...
    @staticmethod
    def check(archive: zipfile.ZipFile, manifest: Manifest, path: Path, make_empty: MakeEmpty | None) -> None: ...
    def put_back(self, archive: zipfile.ZipFile, manifest: Manifest) -> None: ...
    def is_filled(self) -> bool: ...
    def needs_schema(self) -> bool: ...
    def has_table(self, name: str) -> bool: ...


def _engines() -> dict[str, type[_Engine]]:
    return {"sqlite": _Sqlite, "postgresql": _Postgresql}


def _engine(installation: Installation) -> _Engine:
    return _engines()[installation.database.engine.dialect.name](installation)


class _Sqlite:
    """VACUUM INTO for the copy; SQLite's own backup, page by page in one transaction, to put it back."""

    name = "sqlite"

    def __init__(self, installation: Installation) -> None:
        self.path = Path(installation.database.engine.url.database or "")

    def copy_into(self, archive: zipfile.ZipFile, draft: Path) -> Manifest:
        with _beside(draft) as copy:
            with contextlib.closing(sqlite3.connect(self.path, timeout=30)) as source:
                source.execute("VACUUM INTO ?", (str(copy),))
            copy.chmod(0o600)
            with contextlib.closing(sqlite3.connect(copy)) as made:
                tables = _sqlite_counts(made)
                revision = _sqlite_revision(made)
            digest = _add(archive, SQLITE_MEMBER, copy)
        return Manifest(FORMAT, self.name, revision, clock.now().isoformat(), tables, {SQLITE_MEMBER: digest}, False)

    @staticmethod
    def members(manifest: Manifest) -> set[str]:  # noqa: ARG004 - as the other engine
        return {SQLITE_MEMBER}

    @staticmethod
    def check(archive: zipfile.ZipFile, manifest: Manifest, path: Path, make_empty: MakeEmpty | None) -> None:
        with _Sqlite._unpacked(archive, path) as copy, contextlib.closing(sqlite3.connect(copy)) as made:
            try:
                said = made.execute("PRAGMA integrity_check").fetchone()[0]
                loose = made.execute("PRAGMA foreign_key_check").fetchone()
                tables = _sqlite_counts(made)
                revision, shape = _sqlite_revision(made), _sqlite_shape(made)
            except sqlite3.DatabaseError as error:
                raise BackupBroken("the database in it cannot be read") from error
        if said != "ok" or loose is not None:
            raise BackupBroken("the database in it is damaged")
        if tables != manifest.tables:
            raise BackupBroken("it does not hold the rows its manifest names")
        if revision != manifest.revision:
            raise BackupBroken(f"the database in it has schema {revision}, its manifest says {manifest.revision}")
        if make_empty is not None and (differs := shape ^ _shape_of_ours(revision or "", path, make_empty)):
            kind, name, _words = min(differs)
            raise BackupBroken(f"the {kind} {name} is not as the product makes it; somebody has changed this backup")

    def put_back(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:  # noqa: ARG002 - as the other engine
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (
            self._unpacked(archive, self.path) as copy,
            contextlib.closing(sqlite3.connect(copy)) as source,
            contextlib.closing(sqlite3.connect(self.path, timeout=30)) as target,
        ):
            target.execute("PRAGMA journal_mode=WAL")
            target.execute("PRAGMA synchronous=FULL")
            source.backup(target)  # one transaction: others see the old database, then the new one
            target.execute("PRAGMA journal_mode=WAL")
        self.path.chmod(0o600)

    @staticmethod
    @contextlib.contextmanager
    def _unpacked(archive: zipfile.ZipFile, near: Path) -> Iterator[Path]:
        with _beside(near) as copy:
            with archive.open(SQLITE_MEMBER) as member, copy.open("wb") as file:
                copy.chmod(0o600)
                while piece := member.read(PIECE):
                    file.write(piece)
            yield copy

    def is_filled(self) -> bool:
        if not self.path.exists() or not self.path.stat().st_size:
            return False
        with contextlib.closing(sqlite3.connect(self.path)) as made:
            return any(_sqlite_counts(made).values())

    def needs_schema(self) -> bool:
        return False  # the copy brings its own

    def has_table(self, name: str) -> bool:
        with contextlib.closing(sqlite3.connect(self.path)) as made:
            return name in _sqlite_counts(made)


def _sqlite_counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names from the schema
        for (name,) in names
        if name != REVISIONS
    }


def _sqlite_shape(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Kind, name, and what it is made of: a table of its columns, a trigger or a view of its words.

    Not a table's words: SQLite writes them anew, each version in its own way, where a migration changes the table.
    """
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type <> 'index' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).fetchall()
    return {
        (kind, name, _sqlite_columns(connection, name) if kind == "table" else " ".join(words.split()))
        for kind, name, words in rows
    }


def _sqlite_columns(connection: sqlite3.Connection, table: str) -> str:
    rows = connection.execute("SELECT name FROM pragma_table_xinfo(?) ORDER BY name", (table,))
    return ", ".join(name for (name,) in rows)


def _shape_of_ours(revision: str, near: Path, make_empty: MakeEmpty) -> set[tuple[str, str, str]]:
    with _beside(near) as empty:
        make_empty(empty, revision)
        with contextlib.closing(sqlite3.connect(empty)) as made:
            return _sqlite_shape(made)


def _sqlite_revision(connection: sqlite3.Connection) -> str | None:
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return None
    return row[0] if row else None


class _Postgresql:
    """COPY of every table in one snapshot; put back in one transaction, foreign keys taken off and put on again."""

    name = "postgresql"

    def __init__(self, installation: Installation) -> None:
        url = installation.database.engine.url.set(drivername="postgresql")
        self.address = url.render_as_string(hide_password=False)

    def copy_into(self, archive: zipfile.ZipFile, draft: Path) -> Manifest:
        members, counts = {}, {}
        with psycopg.connect(self.address) as connection, _beside(draft) as part:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            for table in _tables(connection):
                statement = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(
                    _columns(connection, table), sql.Identifier(table)
                )
                lines = 0
                with part.open("wb") as file, connection.cursor().copy(statement) as copy:
                    for piece in copy:
                        lines += bytes(piece).count(b"\n")  # COPY writes a line break inside a value as \\n
                        file.write(piece)
                counts[table] = lines
                members[f"tables/{table}"] = _add(archive, f"tables/{table}", part)
            revision = _postgresql_revision(connection)
            columns = {table: _column_names(connection, table) for table in counts}
        content = json.dumps(columns).encode()
        archive.writestr("columns.json", content)
        members["columns.json"] = hashlib.sha256(content).hexdigest()
        return Manifest(FORMAT, self.name, revision, clock.now().isoformat(), counts, members, False)

    @staticmethod
    def members(manifest: Manifest) -> set[str]:
        return {"columns.json", *(f"tables/{table}" for table in manifest.tables)}

    @staticmethod
    def check(archive: zipfile.ZipFile, manifest: Manifest, path: Path, make_empty: MakeEmpty | None) -> None:  # noqa: ARG004 - as the other engine
        for table, count in manifest.tables.items():
            with archive.open(f"tables/{table}") as member:
                if sum(piece.count(b"\n") for piece in _pieces(member)) != count:
                    raise BackupBroken(f"the table {table} does not hold the rows its manifest names")

    def put_back(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        columns = json.loads(archive.read("columns.json"))
        with psycopg.connect(self.address) as connection:
            here = _tables(connection)
            missing = sorted(set(manifest.tables) - set(here))
            if missing or _postgresql_revision(connection) != manifest.revision:
                raise BackupBroken(
                    f"the database has schema {_postgresql_revision(connection)}, the backup {manifest.revision}: "
                    "restore into an empty database, or bring this one to the same schema first"
                )
            with _without_foreign_keys(connection):
                for table in here:
                    connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(table)))
                for table in manifest.tables:
                    self._fill(connection, table, columns[table], archive)
            for table in here:
                _set_sequences(connection, table)

    @staticmethod
    def _fill(connection: psycopg.Connection, table: str, columns: list[str], archive: zipfile.ZipFile) -> None:
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with archive.open(f"tables/{table}") as member, connection.cursor().copy(statement) as copy:
            while piece := member.read(PIECE):
                copy.write(piece)

    def is_filled(self) -> bool:
        with psycopg.connect(self.address) as connection:
            return any(
                connection.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))).fetchone()
                == (True,)
                for table in _tables(connection)
            )

    def needs_schema(self) -> bool:
        with psycopg.connect(self.address) as connection:
            return not _tables(connection)

    def has_table(self, name: str) -> bool:
        with psycopg.connect(self.address) as connection:
            return name in _tables(connection)


def _tables(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
        " AND NOT relispartition AND relname <> %s ORDER BY relname",
        (REVISIONS,),
    ).fetchall()
    return [name for (name,) in rows]


def _column_names(connection: psycopg.Connection, table: str) -> list[str]:
    rows = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' ORDER BY attnum",
        (_quoted(connection, table),),
    ).fetchall()
    return [name for (name,) in rows]


def _quoted(connection: psycopg.Connection, name: str) -> str:
    return sql.Identifier(name).as_string(connection)


def _columns(connection: psycopg.Connection, table: str) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, _column_names(connection, table)))


def _postgresql_revision(connection: psycopg.Connection) -> str | None:
    if connection.execute("SELECT to_regclass(%s)", (REVISIONS,)).fetchone() == (None,):
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0] if row else None


@contextlib.contextmanager
def _without_foreign_keys(connection: psycopg.Connection) -> Iterator[None]:
    """Tables may point at each other in a circle; putting the keys back on checks every row. All in one transaction."""
    found = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND conparentid = 0"
    ).fetchall()
    for table, name, _definition in found:
        connection.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(_as_is(table), sql.Identifier(name)))
    yield
    for table, name, definition in found:
        connection.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                _as_is(table), sql.Identifier(name), _as_is(definition)
            )
        )


def _as_is(text: str) -> sql.SQL:
    return sql.SQL(text)


def _set_sequences(connection: psycopg.Connection, table: str) -> None:
    for column in _column_names(connection, table):
        row = connection.execute(
            "SELECT pg_get_serial_sequence(%s, %s)", (_quoted(connection, table), column)
        ).fetchone()
        if row and row[0]:
            connection.execute(
                sql.SQL("SELECT setval(%s, coalesce((SELECT max({0}) FROM {1}), 0) + 1, false)").format(
                    sql.Identifier(column), sql.Identifier(table)
                ),
                (row[0],),
            )


# ---- small things ---------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A name for a temporary file on the same disk, in a folder that only we can open; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        yield Path(folder) / "part"


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """Put a file into the archive; returns its SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as member:
        _copy(source, member, digest)
    return digest.hexdigest()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _copy(source: IO[bytes], target: IO[bytes], digest: Any) -> None:
    while piece := source.read(PIECE):
        digest.update(piece)
        target.write(piece)
