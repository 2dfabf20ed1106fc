"""Reading from a release, fast: a release never changes, so what was read once is kept in the process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from sqlalchemy import select

from alongside.catalogue.models import Derived
from alongside.content import store
from alongside.content.catalogue import Catalogue, Item, Scenario
from alongside.foundation.database import session
from alongside.foundation.missing import Missing

T = TypeVar("T")


class _Kept(Generic[T]):
    """The last `size` things that were looked up, by database and key."""

    def __init__(self, size: int) -> None:
        self.size, self.things = size, OrderedDict[Any, T]()
        self.lock = threading.Lock()

    def get(self, key: Any, find: Callable[[], T]) -> T:
        key = (session.get_bind().dialect, key)  # the same for reading and for writing
        with self.lock:
            if key in self.things:
                self.things.move_to_end(key)
                return self.things[key]
        thing = find()  # outside the lock: it asks the database, and may ask for other kept things
        with self.lock:
            self.things[key] = thing
            while len(self.things) > self.size:
                self.things.popitem(last=False)
        return thing

    def forget(self) -> None:
        with self.lock:
            self.things.clear()


_outlines: _Kept[Catalogue] = _Kept(8)
_pages: _Kept[str] = _Kept(256)
_banks: _Kept[Mapping[str, Item]] = _Kept(64)
_scenarios: _Kept[Scenario] = _Kept(64)


def forget() -> None:
    """Read everything anew: for tests."""
    for kept in (_outlines, _pages, _banks, _scenarios):
        kept.forget()


def outline(release_id: int) -> Catalogue:
    """Courses, modules, lessons, conversations, quizzes, facts and words of a release, without their long texts, scenes and items."""
    return _outlines.get(release_id, lambda: store.outline_from_json(_derived(release_id, "outline", "")[0]))


def html(release_id: int, part: str, key: str) -> str:
    """The rendered text of a "course", "module", "agreement", "lesson" (key: "module/lesson", or "module/lesson/way-round")
    or "page" (key: "module/practice", "module/role-play" or "module/trainer")."""
    return _pages.get((release_id, part, key), lambda: _derived(release_id, part, key)[1])


def items(release_id: int, quiz: str) -> Mapping[str, Item]:
    """The items of a bank by id."""

    def find() -> Mapping[str, Item]:
        found = _derived(release_id, "items", quiz)[0]["items"]
        return {one["id"]: store.item_from_json(one) for one in found}

    return _banks.get((release_id, quiz), find)


def scenario(release_id: int, module: str, name: str) -> Scenario:
    """A conversation with all its scenes. Raises Missing."""
    key = f"{module}/{name}"
    return _scenarios.get(
        (release_id, key), lambda: store.scenario_from_json(_derived(release_id, "scenario", key)[0])
    )


def _derived(release_id: int, part: str, key: str) -> store.Kept:
    """Data and HTML of one part, in today's shape. Nothing is ever written here: a start of the product makes old
    releases anew (journey/prepare), and until then they are read through upgraders."""
    found = session.scalar(
        select(Derived)
        .where(Derived.release_id == release_id, Derived.part == part, Derived.key == key, Derived.format <= store.FORMAT)
        .order_by(Derived.format.desc())
        .limit(1)
    )
    if found is None:
        raise Missing(f"release {release_id} has no {part} {key!r}")
    return store.upgraded(found.format, part, found.data, found.html)
