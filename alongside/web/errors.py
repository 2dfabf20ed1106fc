"""Exceptions become pages here, and nowhere else: each says what it was, that nothing is lost, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from alongside.assessment.attempts import AttemptAlreadyFinished
from alongside.certification.certificates import NotInThatState
from alongside.foundation import database, log
from alongside.foundation.i18n import gettext as _
from alongside.foundation.throttle import TooMany
from alongside.journey.read_lesson import ModuleIsLocked
from alongside.journey.take_quiz import Paused
from alongside.organizations.invitations import InvitationIsSpent
from alongside.people.accounts import LinkIsSpent
from alongside.web.account.kept import kept_form
from alongside.web.front import ANYONE, AnotherOrganization, NotYourFront, SignInNeeded, policy_of


@dataclass(frozen=True)
class Page:
    """What an error page says."""

    title: str
    words: str


def _pages() -> dict[int, Page]:
    return {
        400: Page(_("That did not arrive whole"), _("Go back, load the page again and try once more. What you had saved is still there.")),
        401: Page(_("Please sign in"), _("You were away for a while, so we closed the door behind you. Nothing you saved is lost.")),
        403: Page(_("This part belongs to another role"), _("Your role in this organization has no part here. If that is a mistake, ask an administrator.")),
        404: Page(_("We can’t find that page"), _("The address may be old, or the page may belong to someone else. Nothing you did is lost.")),
        405: Page(_("That way in is closed"), _("Go back and use the button on the page.")),
        409: Page(_("Something changed meanwhile"), _("It was done already, or from another page. Go back and look at how it stands now.")),
        413: Page(_("That is too large"), _("What you sent is larger than we take. Send less, or in parts.")),
        422: Page(_("Something in it needs a change"), _("Go back and look at what you entered.")),
        429: Page(_("One moment, please"), _("There were many tries in a short time. Wait a little, then try again.")),
        500: Page(_("Something went wrong here"), _("It is our doing, not yours. What you had saved is still there. Please try again in a minute.")),
        503: Page(_("We cannot save right now"), _("Nothing was lost and nothing was half saved. Keep this page open and try again in a minute.")),
    }


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _form_is_stale)
    app.register_error_handler(SignInNeeded, _sign_in_needed)
    app.register_error_handler(NotYourFront, lambda _e: answer(403))
    app.register_error_handler(LookupError, _missing)
    app.register_error_handler(AnotherOrganization, _another_organization)
    app.register_error_handler(LinkIsSpent, _link_is_spent)
    app.register_error_handler(InvitationIsSpent, _invitation_is_spent)
    app.register_error_handler(NotInThatState, lambda _e: answer(409))
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(ModuleIsLocked, _locked)
    app.register_error_handler(AttemptAlreadyFinished, _already_finished)
    app.register_error_handler(Paused, _paused)
    app.register_error_handler(Exception, _unexpected)


def answer(code: int, *, title: str = "", words: str = "", actions: Any = (), **values: Any) -> tuple[Response, int]:
    """The error as a page, or as JSON where a script asked."""
    page = _pages().get(code, _pages()[500])
    title, words = title or page.title, words or page.words
    number = log.request_number()
    if wants_json():
        return jsonify({"error": title, "what_to_do": words, "number": number, **values}), code
    if not actions:
        actions = [(_("Go to your home page") if g.get("_login_user") else _("Go to the first page"), "/")]
    html = render_template("error.html", code=code, title=title, words=words, actions=list(actions), number=number)
    return Response(html, content_type="text/html; charset=utf-8"), code


def wants_json() -> bool:
    return request.is_json or request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code and error.code < 400:
        return error
    code = error.code or 500
    body, status = answer(code if code in _pages() else 400 if code < 500 else 500)
    body.headers.extend([one for one in error.get_headers() if one[0] in {"Allow", "Retry-After"}])
    return body, code if code in _pages() else status


def _missing(error: LookupError) -> ResponseReturnValue:
    """A look-up in content that found nothing is a missing page; a KeyError or IndexError is a defect of ours."""
    return answer(404) if type(error) is LookupError else _unexpected(error)


def _sign_in_needed(_error: Exception) -> ResponseReturnValue:
    if wants_json():
        return answer(401, location=url_for("account.sign_in"))
    if request.method in {"GET", "HEAD"}:
        return redirect(f"{url_for('account.sign_in')}?next={quote(request.full_path.rstrip('?'))}")
    return keep_for_later()


def _form_is_stale(_error: Exception) -> ResponseReturnValue:
    if wants_json():
        return answer(400, title=_("This page is out of date"), words=_("Load it again; what you saved is there."))
    return keep_for_later()


def keep_for_later() -> ResponseReturnValue:
    """A form that came after the sign-in had ended: keep what was written, offer to sign in and send it again."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return answer(400)  # a form on somebody else's page: nothing of it is kept
    path, kept = request.full_path.rstrip("?"), kept_form()
    if kept is not None:
        return _kept(kept.path, kept.fields, sign_in_first=True)
    if any("password" in name for name in request.form):
        flash(_("This page was open for a long time. Please enter it once more; if that does not help, allow cookies for this site."))
        return redirect(path, 303)  # a password is never kept
    unkept = {"csrf_token", "organization"}
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in unkept]
    anyone = request.endpoint is not None and policy_of(request.endpoint) == ANYONE
    return _kept(path, fields, sign_in_first=not anyone)


def _kept(path: str, fields: Sequence[tuple[str, str]], *, sign_in_first: bool) -> ResponseReturnValue:
    html = render_template("account/kept.html", fields=list(fields), path=path, sign_in_first=sign_in_first)
    return Response(html, content_type="text/html; charset=utf-8"), 401


def _another_organization(_error: Exception) -> ResponseReturnValue:
    return answer(
        409,
        title=_("You changed to another organization meanwhile"),
        words=_("This form was opened for a different one, so nothing was done. Change back, then send it again."),
        actions=[(_("Choose the organization"), url_for("account.organizations"))],
    )


def _link_is_spent(_error: Exception) -> ResponseReturnValue:
    return answer(
        404,
        title=_("This link no longer opens"),
        words=_("It was used already, its time is over, or a newer one took its place. Get a new one; your account is as it was."),
        actions=[(_("Get a new link"), url_for("account.forgotten")), (_("Sign in"), url_for("account.sign_in"))],
    )


def _invitation_is_spent(_error: Exception) -> ResponseReturnValue:
    return answer(
        404,
        title=_("This invitation no longer opens"),
        words=_("It was used already, taken back, or its time is over. If you used it yourself, sign in. Else ask for a new one."),
        actions=[(_("Sign in"), url_for("account.sign_in"))],
    )


def _too_many(error: TooMany) -> ResponseReturnValue:
    body, code = answer(429)
    body.headers["Retry-After"] = str(error.retry_after)
    return body, code


def _locked(error: ModuleIsLocked) -> ResponseReturnValue:
    first = error.waits_for[0].title
    return answer(
        409,
        title=_("Not open yet"),
        words=_("This opens when “%(module)s” is done.", module=first),
        actions=[(_("Go to the course"), url_for("trainee.home"))],
    )


def _already_finished(error: AttemptAlreadyFinished) -> ResponseReturnValue:
    result = url_for("trainee.result", public_id=error.attempt.public_id)
    if wants_json():
        return answer(409, title=_("These answers are already in"), words=_("See the result."), location=result)
    return redirect(result, 303)


def _paused(_error: Exception) -> ResponseReturnValue:
    if wants_json():
        return answer(409, title=_("You are paused"), words=_("Go on when you are ready."), location=url_for("trainee.pause"), state="paused")
    return redirect(url_for("trainee.pause"), 303)


def _unexpected(error: Exception) -> ResponseReturnValue:
    if database.is_busy(error) or database.is_full(error):
        log.event("cannot_write", level="error", error=error)
        body, code = answer(503)
        body.headers["Retry-After"] = "10"
        return body, code
    if current_app.testing:
        raise error  # a test is told, where a person would see the page
    log.event("unexpected", level="error", error=error)
    return answer(500)
