"""Taking a quiz: one question a page, saved as one goes, looked over, handed in once."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from alongside.assessment import attempts
from alongside.assessment.models import Attempt
from alongside.catalogue import shelf
from alongside.content.questions import registry
from alongside.foundation import clock
from alongside.journey import take_quiz
from alongside.web import pages
from alongside.web.trainee import answers, front, words
from alongside.web.trainee.mine import item_at, my_attempt, my_enrolment, my_open_attempt, my_questions


@front.post("/courses/<public_id>/<module_id>/attempts")
def begin(public_id: str, module_id: str) -> ResponseReturnValue:
    try:
        attempt = take_quiz.begin_attempt(my_enrolment(public_id), module_id)
    except take_quiz.MayNotBegin as refused:
        if refused.why.reason == "paused":
            raise take_quiz.Paused from refused
        flash(words.why_not(refused.why), "wait")
        return redirect(url_for(".module", public_id=public_id, module_id=module_id, _anchor="quiz"), 303)
    return redirect(_first_open(attempt), 303)


def _first_open(attempt: Attempt) -> str:
    """The first question without an answer, or the page to look it all over."""
    given = attempts.answers(attempt.id)
    for place in range(len(attempt.shown)):
        if place not in given or given[place].response is None:
            return url_for(".question", public_id=attempt.public_id, position=place + 1)
    return url_for(".check", public_id=attempt.public_id)


@front.get("/attempts/<public_id>/<int:position>")
def question(public_id: str, position: int) -> ResponseReturnValue:
    attempt = my_questions(public_id)
    given = attempts.answers(attempt.id)
    there = given.get(position - 1)
    return _page(attempt, position, given, there.response if there else None)


def _page(attempt: Attempt, position: int, given: dict[int, Any], response: Any, *, is_wrong: bool = False) -> str:
    item = item_at(attempt, position)
    there = given.get(position - 1)
    return render_template(
        "trainee/question.html",
        attempt=attempt,
        module=shelf.outline(attempt.release_id).modules[attempt.module],
        position=position,
        count=len(attempt.shown),
        answered=sum(one.response is not None for one in given.values()),
        question=registry.view(item, attempt.shown[position - 1]["order"]),
        critical=item.critical,
        response=response,
        is_wrong=is_wrong,
        saved_at=there.saved_at if there else None,
        sequence=there.sequence if there else 0,
        field=answers.FIELD,
    )


@front.post("/attempts/<public_id>/<int:position>")
def question_answered(public_id: str, position: int) -> ResponseReturnValue:
    """The plain form: save what stands on the page, also if she paused meanwhile; then go where the button says."""
    attempt = my_open_attempt(public_id, to_write=True)
    item = item_at(attempt, position)
    try:
        response = answers.read(request.form, item)
    except answers.NotAnAnswer:
        return _page(attempt, position, attempts.answers(attempt.id), answers.as_typed(request.form), is_wrong=True), 422
    take_quiz.save_answer(attempt, position - 1, response, sequence=None, while_paused=True)
    return redirect(_where_to(attempt, position, request.form.get("go")), 303)


def _where_to(attempt: Attempt, position: int, go: str | None) -> str:
    there = position + {"next": 1, "back": -1}.get(go or "", 0)
    if go == "check" or there > len(attempt.shown):
        return url_for(".check", public_id=attempt.public_id)
    return url_for(".question", public_id=attempt.public_id, position=max(there, 1))


@front.post("/attempts/<public_id>/answers")
def answer(public_id: str) -> ResponseReturnValue:
    """One answer from autosave.js; acknowledged when it is committed."""
    attempt = my_open_attempt(public_id, to_write=True)
    try:
        sent = answers.from_script(request.get_json(silent=True))
        response = answers.read(sent.fields, item_at(attempt, sent.position))
    except answers.NotAnAnswer:
        abort(422)
    kept, sequence = take_quiz.save_answer(attempt, sent.position - 1, response, sequence=sent.sequence)
    return jsonify(saved_at=pages.time(clock.now()), sequence=sequence, kept=kept)


@front.get("/attempts/<public_id>/check")
def check(public_id: str) -> ResponseReturnValue:
    """Before handing in: what was answered, and what has no answer yet."""
    attempt = my_questions(public_id)
    given = attempts.answers(attempt.id)
    items = take_quiz.shown_items(attempt)
    answered = [answers.in_words(item, given[place].response) if place in given else "" for place, item in enumerate(items)]
    return render_template(
        "trainee/check.html",
        attempt=attempt,
        module=shelf.outline(attempt.release_id).modules[attempt.module],
        questions=list(zip(items, answered, strict=True)),
        open_ones=[place + 1 for place, said in enumerate(answered) if not said],
    )


@front.post("/attempts/<public_id>/result")
def hand_in(public_id: str) -> ResponseReturnValue:
    """Once. Whoever comes second (a second click, another tab) is led to the same result."""
    take_quiz.finish_attempt(my_attempt(public_id, to_write=True))
    return redirect(url_for(".result", public_id=public_id), 303)
