"""A printed slip: how a person without a mailbox signs in for the first time. Shown once, and says nothing about why."""

from __future__ import annotations

import segno
from flask import render_template, url_for

from alongside.foundation import clock, ids
from alongside.foundation.installation import here
from alongside.organizations.models import Membership
from alongside.people.accounts import LINK_LIVES


def may_have(member: Membership) -> bool:
    """Only who has no mailbox; that they belong to nobody else is looked at when it is printed."""
    return member.account.email is None and not member.has_role("owner", "administrator")


def page(member: Membership, token: str) -> str:
    base = here().settings.base_url
    return render_template(
        "organization/slip.html",
        member=member,
        code=ids.in_groups(token).upper(),  # capitals are easier to tell apart on paper
        address=base + url_for("account.slip"),
        picture=picture_of(f"{base}/password/{token}"),
        until=clock.in_(hours=LINK_LIVES["slip"]),
    )


def picture_of(address: str) -> str:
    """A QR code as a data: address, so that the code of a slip never stands in a request."""
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff"))
