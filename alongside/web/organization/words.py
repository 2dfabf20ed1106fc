"""Sentences for codes and values: roles, states, small numbers, what is still missing."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.certification.decision import Decision
from alongside.content.catalogue import Catalogue
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.i18n import ngettext

ROLES = {
    "trainee": _l("Trainee"),
    "trainer": _l("Trainer"),
    "observer": _l("Observer"),
    "administrator": _l("Administrator"),
    "owner": _l("Owner"),
}
ROLES_DO = {
    "trainee": _l("takes courses"),
    "trainer": _l("sees how the cohorts that name them get on"),
    "observer": _l("has no pages yet; they come later"),
    "administrator": _l("invites, enrols, issues certificates, changes settings"),
    "owner": _l("all of it, and names other owners"),
}
STATES = {"earned": _l("Ready to issue"), "issued": _l("In force"), "expired": _l("Ended"), "revoked": _l("Revoked")}
BADGES = {"earned": "wait", "issued": "good", "expired": "", "revoked": "bad"}
SHOWN = {
    "name": _l("the name, to whoever has the link"),
    "initials": _l("the initials"),
    "nothing": _l("no name and no initials"),
}


def roles(names: Iterable[str]) -> str:
    """ "Trainee, trainer" """
    said = ", ".join(str(ROLES[one]) for one in names)
    return said[:1] + said[1:].lower()


def people(count: int) -> str:
    """How a heading begins: "Two people", "One person", "14 people"."""
    small = {
        2: _("Two people"), 3: _("Three people"), 4: _("Four people"), 5: _("Five people"), 6: _("Six people"),
        7: _("Seven people"), 8: _("Eight people"), 9: _("Nine people"), 10: _("Ten people"), 11: _("Eleven people"),
        12: _("Twelve people"),
    }  # fmt: skip
    return small.get(count) or ngettext("One person", "%(num)s people", count)


def ready(count: int) -> str:
    """ "Two people are ready for a certificate" """
    if count == 1:
        return _("One person is ready for a certificate")
    return _("%(people)s are ready for a certificate", people=people(count))


def missing(decision: Decision, content: Catalogue) -> list[str]:
    """What a person still needs for the certificate, as the organization reads it."""
    said = []
    for one in decision.missing:
        if one.code == "agreement":
            said.append(_("A signature under “%(agreement)s”", agreement=content.agreements[one.values["agreement"]].title))
            continue
        values = {"module": content.modules[one.values["module"]].title}
        if one.code == "lessons":
            said.append(
                ngettext("%(num)s lesson of “%(module)s”", "%(num)s lessons of “%(module)s”", one.values["left"], **values)
            )
        elif one.code == "quiz" and one.values["best"] is not None:
            marks = {"best": one.values["best"], "mark": one.values["pass_mark"]}
            if one.values["best"] >= one.values["pass_mark"]:
                said.append(_("The quiz of “%(module)s”: enough points (best %(best)s of 100), but a safety question is not yet right", **values, best=marks["best"]))
            else:
                said.append(_("The quiz of “%(module)s”: best %(best)s of 100, needs %(mark)s", **values, **marks))
        elif one.code == "quiz":
            said.append(_("The quiz of “%(module)s”", **values))
        else:
            said.append(_("All of “%(module)s”", **values))
    return said
