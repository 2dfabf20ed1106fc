"""Releases: make one from files that were found good; find the one that is live."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Dialect, Select, delete, exists, select
from sqlalchemy.exc import IntegrityError

from alongside.catalogue.models import Blob, Derived, Release, ReleaseFile, SearchEntry
from alongside.content import store
from alongside.content.catalogue import Catalogue
from alongside.foundation.database import after_commit, insert, session

Found = TypeVar("Found")
# By dialect: it belongs to one engine, whether that is asked to read or to write.
_live: WeakKeyDictionary[Dialect, tuple[float, int | None]] = WeakKeyDictionary()
_lock = threading.Lock()
LIVE_FOR = 5.0  # seconds a process may go on believing which release is live


class AnotherWasFaster(Exception):
    """Meanwhile somebody published a release; what is live has changed."""


def tree_digest(files: Mapping[str, bytes]) -> str:
    """One digest for a whole set of files: the same files, the same digest."""
    lines = "".join(f"{path}\0{_digest(data)}\n" for path, data in sorted(files.items()))
    return _digest(lines.encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def live() -> Release | None:
    """The release new enrolments get: the shipped pack's newest. (An organization's own pack comes with authoring.)"""
    return session.scalar(_of_the_live_one(select(Release)))


def live_id() -> int | None:
    """Id of the shipped pack's live release; asked by every page, so it is believed for some seconds."""
    engine = session.get_bind()
    with _lock:
        known = _live.get(engine.dialect)
    if known and known[1] is not None and known[0] > time.monotonic():
        return known[1]
    found = session.scalar(_of_the_live_one(select(Release.id)))
    if not engine.get_execution_options().get("writes", True):  # what is being written may yet be taken back
        with _lock:
            _live[engine.dialect] = (time.monotonic() + LIVE_FOR, found)
    return found


def _of_the_live_one(query: Select[Found]) -> Select[Found]:
    return query.where(Release.organization_id.is_(None)).order_by(Release.id.desc()).limit(1)


def _forget_live(dialect: Dialect) -> None:
    with _lock:
        _live.pop(dialect, None)


def add(files: Mapping[str, bytes], catalogue: Catalogue, *, parent: Release | None, by: str | None, note: str) -> Release:
    """Store the files as a release and all that is made of them beside it. The catalogue has no errors.

    Raises AnotherWasFaster if something else follows `parent` already.
    """
    release = Release(parent_id=parent.id if parent else None, tree_digest=tree_digest(files), published_by=by, note=note)
    try:
        with session.begin_nested():
            session.add(release)
    except IntegrityError:
        if live() is parent:
            raise  # nobody was: something else was wrong, and would be again
        raise AnotherWasFaster from None
    known = set(session.scalars(select(Blob.digest).where(Blob.digest.in_([_digest(data) for data in files.values()]))))
    for data in files.values():
        if (digest := _digest(data)) not in known:
            session.execute(insert(Blob).values(digest=digest, bytes=data).on_conflict_do_nothing())
            known.add(digest)
    session.add_all(
        ReleaseFile(release_id=release.id, path=path, digest=_digest(data)) for path, data in sorted(files.items())
    )
    derive(release.id, catalogue)
    dialect = session.get_bind().dialect
    _forget_live(dialect)
    after_commit(lambda: _forget_live(dialect))  # meanwhile others may have asked, and met the old one
    return release


def derive(release_id: int, catalogue: Catalogue) -> None:
    """Write down what pages need, in the shape (format) this code knows. What search finds is put in place of what it found."""
    session.execute(delete(SearchEntry).where(SearchEntry.release_id == release_id))

    def keep(part: str, key: str, data: Any, html: str = "") -> None:
        session.add(Derived(release_id=release_id, format=store.FORMAT, part=part, key=key, data=data, html=html))

    keep("outline", "", store.outline_to_json(catalogue))
    for course in catalogue.courses.values():
        keep("course", course.id, {}, course.html)
    for quiz in catalogue.quizzes.values():
        keep("items", quiz.id, {"items": [store.item_to_json(item) for item in quiz.items]})
    for module in catalogue.modules.values():
        keep("module", module.id, {}, module.html)
        for lesson in module.lessons:
            keep("lesson", f"{module.id}/{lesson.id}", {}, lesson.html)
            if lesson.way_round:
                keep("lesson", f"{module.id}/{lesson.id}/way-round", {}, lesson.way_round.html)
            session.add(
                SearchEntry(
                    release_id=release_id, kind="lesson", module=module.id, key=lesson.id, title=lesson.title, text=lesson.text
                )
            )
        for scenario in module.scenarios:
            keep("scenario", f"{module.id}/{scenario.id}", store.scenario_to_json(scenario))
        for name, page in (("practice", module.practice), ("role-play", module.role_play), ("trainer", module.trainer_plan)):
            if page:
                keep("page", f"{module.id}/{name}", {}, page.html)
    for agreement in catalogue.agreements.values():
        keep("agreement", agreement.id, {}, agreement.html)
    session.add_all(
        SearchEntry(release_id=release_id, kind="term", module="", key=term.id, title=term.title, text=term.text)
        for term in catalogue.glossary.values()
    )
    session.flush()


def outdated() -> Sequence[int]:
    """Releases of which there is nothing in the shape this code knows."""
    return session.scalars(select(Release.id).where(_is_outdated()).order_by(Release.id)).all()


def take_turn_to_derive(release_id: int) -> bool:
    """Hold the release still; False if somebody else has made it anew. (On SQLite whoever writes has the only turn.)"""
    # Only the row itself is held, not its key: people can be enrolled meanwhile.
    session.execute(select(Release.id).where(Release.id == release_id).with_for_update(key_share=True))
    return session.scalar(select(Release.id).where(Release.id == release_id, _is_outdated())) is not None


def public_id(release_id: int) -> str:
    return session.get_one(Release, release_id).public_id


def _is_outdated() -> ColumnElement[bool]:
    return ~exists().where(Derived.release_id == Release.id, Derived.format == store.FORMAT)


def files_of(release_id: int) -> dict[str, bytes]:
    """The tree as it was published: path -> bytes."""
    rows = session.execute(
        select(ReleaseFile.path, Blob.bytes)
        .join(Blob, Blob.digest == ReleaseFile.digest)
        .where(ReleaseFile.release_id == release_id)
    )
    return {row.path: row.bytes for row in rows}


def picture(digest: str) -> tuple[str, bytes] | None:
    """A picture of any release by its digest: (path, bytes). Other files of a release are never given out."""
    row = session.execute(
        select(ReleaseFile.path, Blob.bytes)
        .join(Blob, Blob.digest == ReleaseFile.digest)
        .where(ReleaseFile.digest == digest, ReleaseFile.path.like("modules/%/images/%"))
        .limit(1)
    ).first()
    return (row.path, row.bytes) if row else None
