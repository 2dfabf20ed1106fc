"""The fronts, by the people who use them. One import and one line each."""

from __future__ import annotations

from flask import Flask

from alongside.web.account import front as account
from alongside.web.organization import front as organization
from alongside.web.trainee import front as trainee
from alongside.web.trainer import front as trainer
from alongside.web.visitor import front as visitor


def register(app: Flask) -> None:
    for front in (visitor, account, trainee, trainer, organization):
        app.register_blueprint(front)
