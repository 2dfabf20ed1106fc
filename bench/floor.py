"""The bare floor: the least that a Flask page with a database costs. One view, one SELECT, one small template; one INSERT.

Signed session cookie, CSRF check, SQLAlchemy Core, SQLite in WAL with synchronous=FULL, as ours; nothing else.
FLOOR=<folder> names where its database is.
"""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from jinja2 import DictLoader
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
    select,
)

ROWS = 10_000
KEY = "the floor keeps no secrets"
TEMPLATE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ row.title }}</title></head>
<body><h1>{{ row.title }}</h1><p>{{ row.words }}</p>
<ul>{% for one in range(5) %}<li><a href="/{{ one }}">{{ row.title }} {{ one }}</a></li>{% endfor %}</ul></body></html>"""

tables = MetaData()
things = Table("thing", tables, Column("id", Integer, primary_key=True), Column("title", String(80)), Column("words", String(400)))
answers = Table("answer", tables, Column("id", Integer, primary_key=True), Column("person", Integer), Column("words", String(400)))


def open_floor(folder: Path) -> Engine:
    engine = create_engine(f"sqlite:///{folder / 'floor.sqlite'}", connect_args={"timeout": 10, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Connection, _record: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[call-overload]
        connection.execute("PRAGMA synchronous=FULL")  # type: ignore[call-overload]

    return engine


def prepare(folder: Path) -> None:
    """A database with some rows."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_floor(folder)
    tables.drop_all(engine)
    tables.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(things), [{"title": f"Thing {one}", "words": "words " * 20} for one in range(ROWS)])
    engine.dispose()


def make(folder: Path) -> Flask:
    app = Flask("floor")
    app.config.update(SECRET_KEY=KEY, SESSION_COOKIE_NAME="floor", WTF_CSRF_SSL_STRICT=False)
    app.jinja_loader = DictLoader({"page.html": TEMPLATE})  # type: ignore[misc]
    CSRFProtect(app)
    engine = open_floor(folder)

    @app.get("/<int:number>")
    def page(number: int) -> ResponseReturnValue:
        with engine.connect() as connection:
            row = connection.execute(select(things).where(things.c.id == number)).one()
        return render_template("page.html", row=row, person=session["_user_id"])

    @app.post("/answers")
    def save() -> ResponseReturnValue:
        with engine.begin() as connection:
            connection.execute(insert(answers).values(person=1, words=str(request.get_json()["response"])))
        return {"person": session["_user_id"]}

    return app


if "FLOOR" in os.environ:
    app = make(Path(os.environ["FLOOR"]))
