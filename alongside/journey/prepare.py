"""Prepare: what a first start puts in place, and every later one finds there. Whoever called is told what happened."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from alongside.catalogue import releases
from alongside.content.catalogue import Problem
from alongside.content.reading import files_of
from alongside.foundation import clock, keys, log
from alongside.foundation.installation import Installation
from alongside.journey import demo as demonstration
from alongside.journey.publish import CannotRead, ContentHasErrors, Vanished, publish, read
from alongside.organizations import members


class NothingToServe(Exception):
    """Nothing is published yet, and the content has errors."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems


@dataclass
class Prepared:
    """What came of it."""

    problems: tuple[Problem, ...] = ()  # the content has errors: what was published before goes on serving
    unreadable: bool = False  # the reader failed on it, a defect of ours that is in the log: the same
    vanished: tuple[Vanished, ...] = ()
    left_old: list[str] = field(default_factory=list)  # releases that today's reader finds fault with: read as they were
    people: dict[str, dict[str, str]] = field(default_factory=dict)  # demonstration people made now: who -> sign-in
    too_open: bool = False  # demonstration people were asked for, and others can reach this installation
    demo_file: Path | None = None  # where their sign-ins stand


def prepare(installation: Installation, *, demo: bool, only_here: bool = True) -> Prepared:
    """Publish the shipped content where it changed; put demonstration people in an empty installation on loopback.

    `only_here`: the server will listen on this machine alone. Raises NothingToServe.
    """
    done = Prepared()
    _derive_anew(installation, done)
    _publish_shipped(installation.settings.content_root, installation, done)
    with installation.database.reading():
        is_empty = members.nobody_yet()
    only_here = only_here and installation.settings.is_loopback
    file = installation.folder / "demo.json"
    if demo and is_empty and only_here:
        _demonstrate(installation, file, done)
    elif file.exists() and not is_empty:
        done.demo_file = file
    done.too_open = not only_here and (done.demo_file is not None or (demo and is_empty))
    return done


def _derive_anew(installation: Installation, done: Prepared) -> None:
    """What this version keeps in another shape is made anew from each release's own files, one release at a time.

    Of several that start at once, one does it. Where today's reader finds fault with files that were good when they were
    published, what was made of them stays, and is read through upgraders: nothing of a release is ever lost.
    """
    with installation.database.reading():
        outdated = releases.outdated()
    for release_id in outdated:
        with installation.database.writing():
            if not releases.take_turn_to_derive(release_id):
                continue
            try:
                catalogue = read(releases.files_of(release_id), clock.now().date())
            except CannotRead as failed:
                log.event("content.unreadable", level="error", error=failed.__cause__)
                catalogue = None
            if catalogue is None or catalogue.errors:
                done.left_old.append(releases.public_id(release_id))
            else:
                releases.derive(release_id, catalogue)


def _publish_shipped(root: Path, installation: Installation, done: Prepared) -> None:
    files = files_of(root)
    with installation.database.reading():
        live = releases.live()
        if live is not None and live.tree_digest == releases.tree_digest(files):
            return
    try:
        with installation.database.writing():
            published = publish(files, note="shipped content")
    except ContentHasErrors as error:
        if live is None:
            raise NothingToServe(error.problems) from None
        done.problems = error.problems
        return
    except CannotRead as failed:
        if live is None:
            raise
        log.event("content.unreadable", level="error", error=failed.__cause__)
        done.unreadable = True
        return
    done.vanished = published.vanished
    log.event("content.published", release=published.release.public_id)


def _demonstrate(installation: Installation, file: Path, done: Prepared) -> None:
    """People and the file with their sign-ins, or neither: a file without people is replaced by the next start."""
    with installation.database.writing():
        done.people = demonstration.people()
        keys.replace(file, (json.dumps(done.people, indent=2) + "\n").encode())
    done.demo_file = file
