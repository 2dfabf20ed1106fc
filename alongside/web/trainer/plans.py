"""The live part: for each module the plan of its hours and its role play, as the live release has them."""

from __future__ import annotations

from flask import render_template

from alongside.catalogue import releases, shelf
from alongside.content.catalogue import Catalogue, Module
from alongside.foundation.i18n import ngettext
from alongside.foundation.missing import Missing
from alongside.web.trainer import front

PAGES = {"plan": "trainer", "role-play": "role-play"}  # the last part of an address -> the page's name in a release


@front.get("/plans")
def plans() -> str:
    content = _content()
    courses = [(course, _planned(content, course.modules)) for course in content.courses.values()]
    return render_template("trainer/plans.html", courses=courses, live_hours=_live_hours)


def _live_hours(module: Module) -> str:
    hours = module.hours.live
    return ngettext("%(hours)s live hour", "%(hours)s live hours", 1 if hours == 1 else 2, hours=f"{hours:g}") if hours else ""


def _content() -> Catalogue:
    release = releases.live_id()
    return shelf.outline(release) if release else Catalogue()


def _planned(content: Catalogue, names: tuple[str, ...]) -> list[Module]:
    """Those that have something to teach from."""
    modules = [content.modules[one] for one in names if one in content.modules]
    return [one for one in modules if one.status == "complete" and (one.trainer_plan or one.role_play)]


@front.get("/plans/<module_id>/<plan_name>")
def plan(module_id: str, plan_name: str) -> str:
    content, release = _content(), releases.live_id()
    module = content.modules.get(module_id)
    if release is None or module is None or module.status != "complete" or plan_name not in PAGES:
        raise Missing(plan_name)
    page = module.trainer_plan if plan_name == "plan" else module.role_play
    if page is None:
        raise Missing(plan_name)
    return render_template(
        "trainer/plan.html",
        module=module,
        page=page,
        html=shelf.html(release, "page", f"{module_id}/{PAGES[plan_name]}"),
        rubric=content.rubrics.get(page.rubric) if page.rubric else None,
        other="role-play" if plan_name == "plan" and module.role_play else "plan" if plan_name != "plan" and module.trainer_plan else "",
        terms=[content.glossary[one] for one in page.terms if one in content.glossary],
    )
