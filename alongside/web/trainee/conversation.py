"""A branching conversation: one scene a page, say something, see what it does, look back at the end."""

from __future__ import annotations

import hashlib
import re
from html import unescape
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from alongside.catalogue import shelf
from alongside.content.catalogue import Reply, Scene, Term
from alongside.foundation.i18n import gettext as _
from alongside.journey import practise
from alongside.practice import runs
from alongside.practice.looking_back import LookBack, endings, look_back
from alongside.practice.models import ScenarioRun
from alongside.web.trainee import front, skills
from alongside.web.trainee.mine import my_enrolment, my_run

TAG = re.compile("<[^>]*>")
SHORT = 60  # letters


@front.get("/courses/<public_id>/<module_id>/conversations/<scenario_id>")
def conversation(public_id: str, module_id: str, scenario_id: str) -> ResponseReturnValue:
    """Before it begins: who is who, and the ways taken before."""
    enrolment = my_enrolment(public_id)
    it = practise.scenario_for(enrolment, module_id, scenario_id)
    content = shelf.outline(enrolment.release_id)
    earlier = [run for run in runs.of_module(enrolment.id, module_id) if run.scenario == it.id]
    return render_template(
        "trainee/conversation.html",
        enrolment=enrolment,
        course=content.courses[enrolment.course],
        module=content.modules[module_id],
        scenario=it,
        open_run=next((run for run in earlier if run.ended_at is None), None),
        ended=[run for run in earlier if run.ended_at],
        seen=len({run.scene for run in earlier if run.ended_at}),
        ways=len(endings(it)),
        title_of=lambda scene: _title(it.scene(scene)),
    )


def _title(scene: Scene | None) -> str:
    return scene.title if scene else ""


@front.post("/courses/<public_id>/<module_id>/conversations/<scenario_id>")
def begin_conversation(public_id: str, module_id: str, scenario_id: str) -> ResponseReturnValue:
    run = practise.begin_run(my_enrolment(public_id), module_id, scenario_id)
    return redirect(url_for(".conversation_run", public_id=run.public_id), 303)


@front.get("/conversations/<public_id>")
def conversation_run(public_id: str) -> ResponseReturnValue:
    run = my_run(public_id)
    back = _looking_back(run)
    if request.args.get("look") == "back" and back.ending:
        return render_template("trainee/conversation_review.html", **_frame(run), back=back, words=skills.words())
    scene = practise.scene_of(run)
    kept = [turn for turn in back.turns if not turn.taken_back]
    return render_template(
        "trainee/conversation_scene.html",
        **_frame(run),
        scene=scene,
        replies=_in_no_order(run, scene),
        last=kept[-1] if kept else None,
        way=kept,
        steps=[{"title": turn.scene.title, "note": _short(turn.reply), "state": "done"} for turn in kept]
        + [{"title": scene.title, "state": "now"}],
        terms=_terms(run),
    )


def _short(reply: Reply) -> str:
    """The first words of a reply, for a list."""
    said = " ".join(unescape(TAG.sub("", reply.words)).split())
    return said if len(said) <= SHORT else said[:SHORT].rsplit(" ", 1)[0] + " …"


def _frame(run: ScenarioRun) -> dict[str, Any]:
    """What every page of a run needs."""
    content = shelf.outline(run.release_id)
    return {
        "run": run,
        "course": content.courses[run.enrolment.course],
        "module": content.modules[run.module],
        "scenario": practise.scenario_of(run),
    }


def _looking_back(run: ScenarioRun) -> LookBack:
    chosen = [(one.scene, one.reply, one.taken_back_at is not None) for one in runs.choices(run.id)]
    return look_back(practise.scenario_of(run), chosen, run.scene)


def _in_no_order(run: ScenarioRun, scene: Scene) -> list[Reply]:
    """The replies in an order of this run's own, so that the place of one says nothing about it."""
    return sorted(
        scene.replies, key=lambda one: hashlib.sha256(f"{run.public_id}/{scene.id}/{one.id}".encode()).digest()
    )


def _terms(run: ScenarioRun) -> list[Term]:
    words = shelf.outline(run.release_id).glossary
    return [words[one] for one in practise.scenario_of(run).terms if one in words]


@front.post("/conversations/<public_id>")
def say(public_id: str) -> ResponseReturnValue:
    """Say something, or take the last thing back; the page says which step it was drawn for."""
    run = my_run(public_id)
    step = request.form.get("step", type=int, default=-1)
    try:
        if request.form.get("go") == "back":
            practise.step_back(run, step=step)
        else:
            practise.choose(run, request.form.get("reply", ""), step=step)
    except runs.MovedOn:
        flash(_("You had gone on already, here or on another page. This is where you are now."))
    return redirect(url_for(".conversation_run", public_id=public_id), 303)
