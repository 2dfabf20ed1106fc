"""Instances of the bench: seeded once, kept, and copied for every run so that what a run writes is forgotten."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from alongside import create_app
from alongside.catalogue import releases
from alongside.cli import database
from alongside.content.reading import files_of
from alongside.foundation.database import session
from alongside.foundation.installation import Installation
from alongside.journey.prepare import prepare
from alongside.settings import ROOT, read_settings
from bench import seed

FOLDER = ROOT / os.environ.get("INSTANCE", "instance") / "bench"


def open_app(folder: Path, **settings: Any) -> Flask:
    """The product on this folder, in this process."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {"instance": folder, "base_url": "http://127.0.0.1:8000", "log_level": "ERROR"} | settings
    return create_app(read_settings({}, **given))


def close_app(app: Flask) -> None:
    """Let go of the files, so that they can be copied or removed."""
    installation = app.extensions["alongside"]
    installation.database.engine.dispose()


def seeded(learners: int) -> Path:
    """A folder with so many learners, made if it is not there yet."""
    digest = seed.version(database.head(), releases.tree_digest(files_of(ROOT)))
    folder = FOLDER / f"people-{learners}-{digest}"
    if (folder / "seeded.json").exists():
        return folder
    for old in FOLDER.glob(f"people-{learners}-*"):
        shutil.rmtree(old)
    app = open_app(folder)
    with app.app_context():
        found = _fill(app.extensions["alongside"], learners)
    close_app(app)
    (folder / "seeded.json").write_text(json.dumps(found))
    return folder


def _fill(installation: Installation, learners: int) -> dict[str, int]:
    for name in ("keys", "outbox", "audit-heads"):
        (installation.folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    database.upgrade(installation)
    prepare(installation, demo=False)
    seed.people(installation, learners)
    wrong = seed.disagreements(installation)
    if wrong:
        raise RuntimeError("the seeded rows disagree with the product: " + "; ".join(wrong[:5]))
    return counted(installation)


def counted(installation: Installation) -> dict[str, int]:
    """How many rows there are of what matters."""
    from sqlalchemy import func

    with installation.database.reading():
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in seed.TABLES
        }


def copied(source: Path, name: str) -> Path:
    """A fresh copy to run on."""
    target = FOLDER / name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target
