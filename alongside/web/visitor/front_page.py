"""The first page: what this is, and a way on for each of its people. Whoever is signed in goes home."""

from __future__ import annotations

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from alongside.catalogue import releases, shelf
from alongside.content.catalogue import Module
from alongside.foundation.installation import here
from alongside.organizations import members
from alongside.settings import CREATE, RESCUE
from alongside.web import pages
from alongside.web.assets import asset_url
from alongside.web.identity import person_or_none
from alongside.web.visitor import front


@front.get("/")
def front_page() -> ResponseReturnValue:
    someone = person_or_none()
    if someone is not None:
        return redirect(pages.home_of(someone), 303)
    if members.nobody_yet():
        settings = here().settings
        return render_template("visitor/first_start.html", create=settings.command(CREATE), rescue=settings.command(RESCUE))
    return render_template("visitor/front_page.html", modules=_modules())


def _modules() -> list[Module]:
    """What can be learned today, in the order of its courses; nothing that is still to come."""
    release = releases.live_id()
    if release is None:
        return []
    content = shelf.outline(release)
    ids = dict.fromkeys(one for course in content.courses.values() for one in course.modules)
    return [content.modules[one] for one in ids if one in content.modules and content.modules[one].status == "complete"]


@front.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Crawlers may come in: a page that must not be listed says so itself, and it has to be read for that."""
    return Response("User-agent: *\nAllow: /\n", content_type="text/plain; charset=utf-8")


@front.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    return redirect(asset_url("favicon.svg"), 302)
