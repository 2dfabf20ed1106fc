"""The pages beside a module's lessons: what to do by oneself. (Role plays are handed out in the live part: trainer/plans.py.)"""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from alongside.catalogue import shelf
from alongside.content.catalogue import Module, Page
from alongside.foundation.missing import Missing
from alongside.journey.read_lesson import module_for
from alongside.web.trainee import front
from alongside.web.trainee.mine import my_enrolment


def pages_of(module: Module) -> dict[str, Page]:
    """By the last part of their address. The trainer's plan is not among them, nor the role play, which gives its secrets away."""
    there = {"practice": module.practice}
    return {name: page for name, page in there.items() if page}


@front.get("/courses/<public_id>/<module_id>/pages/<page_name>")
def page(public_id: str, module_id: str, page_name: str) -> ResponseReturnValue:
    enrolment = my_enrolment(public_id)
    module = module_for(enrolment, module_id)
    it = pages_of(module).get(page_name)
    if it is None:
        raise Missing(page_name)
    content = shelf.outline(enrolment.release_id)
    return render_template(
        "trainee/page.html",
        enrolment=enrolment,
        course=content.courses[enrolment.course],
        module=module,
        page=it,
        html=shelf.html(enrolment.release_id, "page", f"{module_id}/{page_name}"),
        terms=[content.glossary[one] for one in it.terms if one in content.glossary],
    )
