"""Exceptions become pages here, and nowhere else: each says what it was, that nothing is lost, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, flash, g, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from alongside.assessment.attempts import AttemptAlreadyFinished
from alongside.certification.certificates import NotInThatState
from alongside.foundation import database, log
from alongside.foundation.i18n import gettext as _
from alongside.foundation.installation import here
from alongside.foundation.missing import Missing
from alongside.foundation.throttle import TooMany
from alongside.journey.enrol import NoSuchCourse, NothingPublished
from alongside.journey.read_lesson import ModuleIsLocked
from alongside.journey.take_quiz import Paused
from alongside.organizations.invitations import InvitationIsSpent
from alongside.organizations.members import MayNotGiveRole
from alongside.people.accounts import AddressTaken, LinkIsSpent
from alongside.web import pages
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
    app.register_error_handler(Missing, lambda _e: answer(404))
    app.register_error_handler(AnotherOrganization, _another_organization)
    app.register_error_handler(LinkIsSpent, _link_is_spent)
    app.register_error_handler(InvitationIsSpent, _invitation_is_spent)
    app.register_error_handler(NotInThatState, lambda _e: answer(409))
    app.register_error_handler(MayNotGiveRole, _may_not_give)
    app.register_error_handler(AddressTaken, _address_taken)
    app.register_error_handler(NoSuchCourse, _course_is_gone)
    app.register_error_handler(NothingPublished, _course_is_gone)
    app.register_error_handler(IntegrityError, _clash)
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(ModuleIsLocked, _locked)
    app.register_error_handler(AttemptAlreadyFinished, _already_finished)
    app.register_error_handler(Paused, _paused)
    app.register_error_handler(Exception, _unexpected)


def answer(
    code: int, *, title: str = "", words: str = "", actions: Any = (), is_mishap: bool = True, **values: Any
) -> tuple[Response, int]:
    """The error as a page, or as JSON where a script asked."""
    page = _pages().get(code, _pages()[500])
    title, words = title or page.title, words or page.words
    number = log.request_number()
    if wants_json():
        return jsonify({"error": title, "what_to_do": words, "number": number, **values}), code
    if not actions:
        actions = [(_("Go to your home page") if g.get("_login_user") else _("Go to the first page"), "/")]
    g.on_error_page = True
    html = render_template("error.html", code=code, title=title, words=words, actions=list(actions), number=number if is_mishap else "")
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


def _sign_in_needed(_error: Exception) -> ResponseReturnValue:
    if wants_json() or request.method == "OPTIONS":
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
    if _is_from_elsewhere():
        return answer(400)  # a form on somebody else's page: nothing of it is kept
    path, kept = request.full_path.rstrip("?"), kept_form()
    if kept is not None:
        return _kept(kept.path, kept.fields, sign_in_first=True)
    if any("password" in name for name in request.form):
        flash(_("This page was open for a long time. Please enter it once more; if that does not help, allow cookies for this site."))
        return redirect(pages.safe_next(path) or "/", 303)  # a password is never kept
    unkept = {"csrf_token", "organization"}
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in unkept]
    anyone = request.endpoint is not None and policy_of(request.endpoint) == ANYONE
    return _kept(path, fields, sign_in_first=not anyone)


def _is_from_elsewhere() -> bool:
    """Was this form on somebody else's page? Browsers say so; older ones name at least the page's origin.

    “null” tells nothing: our own pages send it too, where a browser ties the origin to the referrer.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        # Our own pages send this, whose referrer is nobody's business, and so does a foreign page in a frame without
        # rights. But a foreign one comes without our cookie (SameSite).
        return not session
    parts = urlsplit(here().settings.base_url)
    return origin not in {f"{parts.scheme}://{parts.netloc}", request.host_url.rstrip("/")}


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
        words=_("It was used already, taken back, or its time is over. If you used it yourself, sign in. Otherwise ask for a new one."),
        actions=[(_("Sign in"), url_for("account.sign_in"))],
    )


def _may_not_give(_error: Exception) -> ResponseReturnValue:
    return answer(
        403,
        title=_("You cannot give or take that role"),
        words=_("You can give and take only roles up to your own. Nothing was changed; an owner can do it."),
    )


def _address_taken(_error: Exception) -> ResponseReturnValue:
    return answer(
        409,
        title=_("There is an account with this address already"),
        words=_("Nothing was done. Sign in with it, or choose another address."),
        actions=[(_("Sign in"), url_for("account.sign_in"))],
    )


def _course_is_gone(_error: Exception) -> ResponseReturnValue:
    return answer(
        409,
        title=_("This course is not published any more"),
        words=_("So nobody was enrolled, and nothing was changed. A cohort with another course can take its people."),
    )


def _clash(error: Exception) -> ResponseReturnValue:
    """Two did the same at once, where nothing else took care of it: nothing of the second one was written."""
    if current_app.testing:
        raise error  # a test is told: each of these is a defect of ours
    log.event("clash", level="error", error=error)
    return answer(409)


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
        actions=_ways_back(),
        is_mishap=False,
    )


def _ways_back() -> list[tuple[str, str]]:
    """To the lesson whose link led to a closed door, and to the course it belongs to."""
    came_from, course = pages.safe_next(request.args.get("back")), (request.view_args or {}).get("public_id")
    to_course = (_("Go to the course"), url_for("trainee.course", public_id=course) if course else url_for("trainee.home"))
    return [(_("Back to where you were"), came_from), to_course] if came_from else [to_course]


def _already_finished(error: AttemptAlreadyFinished) -> ResponseReturnValue:
    result = url_for("trainee.result", public_id=error.attempt.public_id)
    if wants_json():
        return answer(409, title=_("These answers are already in"), words=_("See the result."), location=result)
    return redirect(result, 303)


def _paused(_error: Exception) -> ResponseReturnValue:
    if wants_json():
        return answer(409, title=_("You are paused"), words=_("Go on when you are ready."), location=url_for("trainee.pause"), state="paused")
    came_from = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else None
    return redirect(url_for("trainee.pause", next=came_from), 303)


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
