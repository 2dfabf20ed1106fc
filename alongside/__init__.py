"""Alongside trains peer supporters and certifies them in a way that others can check.

`create_app` is the table of contents: what the product is made of, in the order a request meets it.
"""

from __future__ import annotations

import os

from flask import Flask

from alongside.settings import Settings, read_settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """The whole product for one installation. Raises WrongSetting with a sentence to act on."""
    from alongside import cli, journey, tables
    from alongside.foundation import log
    from alongside.foundation.database import Database
    from alongside.foundation.installation import Installation
    from alongside.web import assets, errors, frame, fronts, identity, language, security
    from alongside.web.application import Application

    os.umask(0o077)  # before the first file: database, keys and mail are for their owner alone
    settings = settings or read_settings()
    app = Application("alongside", settings)
    app.extensions["alongside"] = Installation(settings, Database(settings.database_url))
    tables.check()
    journey.register_jobs()
    log.set_up(settings.log_level)
    log.watch(app)
    assets.register(app)
    language.register(app)
    identity.register(app)
    security.register(app)
    errors.register(app)
    frame.register(app)
    fronts.register(app)
    cli.register(app)
    return app
