"""Reading from a release, fast: a release never changes, so what was read once is kept in the process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Generic, TypeVar

from sqlalchemy import select

from alongside.catalogue import releases
from alongside.catalogue.models import Derived
from alongside.content import reading, store
from alongside.content.catalogue import Catalogue, Item
from alongside.foundation.database import session
from alongside.foundation.installation import here

T = TypeVar("T")


class _Kept(Generic[T]):
    """The last `size` things that were looked up, by database and key."""

    def __init__(self, size: int) -> None:
        self.size, self.things = size, OrderedDict[Any, T]()

    def get(self, key: Any, find: Callable[[], T]) -> T:
        key = (session.get_bind().engine, key)
        if key in self.things:
            self.things.move_to_end(key)
            return self.things[key]
        thing = self.things[key] = find()
        while len(self.things) > self.size:
            self.things.popitem(last=False)
        return thing


_outlines: _Kept[Catalogue] = _Kept(8)
_pages: _Kept[str] = _Kept(256)
_banks: _Kept[Mapping[str, Item]] = _Kept(64)


def forget() -> None:
    """Read everything anew: for tests."""
    for kept in (_outlines, _pages, _banks):
        kept.things.clear()


def outline(release_id: int) -> Catalogue:
    """Courses, modules, lessons, quizzes, facts and words of a release, without their long texts and without items."""
    return _outlines.get(release_id, lambda: store.outline_from_json(_derived(release_id, "outline", "").data))


def html(release_id: int, part: str, key: str) -> str:
    """The rendered text of a "course", "module" or "lesson" (key: "module/lesson", or "module/lesson/way-round")."""
    return _pages.get((release_id, part, key), lambda: _derived(release_id, part, key).html)


def items(release_id: int, quiz: str) -> Mapping[str, Item]:
    """The items of a bank by id."""

    def find() -> Mapping[str, Item]:
        found = _derived(release_id, "items", quiz).data["items"]
        return {one["id"]: store.item_from_json(one) for one in found}

    return _banks.get((release_id, quiz), find)


def _derived(release_id: int, part: str, key: str) -> Derived:
    """The row; an older release is first made anew in today's shape from its files."""
    query = select(Derived).where(
        Derived.release_id == release_id, Derived.format == store.FORMAT, Derived.part == part, Derived.key == key
    )
    found = session.scalar(query)
    if found is None and not session.scalar(
        select(Derived.id).where(Derived.release_id == release_id, Derived.format == store.FORMAT).limit(1)
    ):
        with _to_write():
            releases.derive(release_id, reading.read_catalogue(releases.files_of(release_id)))
            found = session.scalar(query)
    if found is None:
        raise LookupError(f"release {release_id} has no {part} {key!r}")
    return found


def _to_write() -> AbstractContextManager[Any]:
    """The unit of work at hand if it writes, else one of its own."""
    options = session.get_bind().get_execution_options()
    return nullcontext() if options.get("writes", True) else here().database.writing()
