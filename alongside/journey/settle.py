"""Settle: how an organization presents itself, changed and written down."""

from __future__ import annotations

from alongside.foundation.audit import record
from alongside.journey import tags
from alongside.organizations.models import Organization

CHANGEABLE = ("name", "time_zone", "language", "contact", "signatory_name", "signatory_role", "paper")


def change_settings(organization: Organization, values: dict[str, str], *, by: str) -> list[str]:
    """Change what differs; returns the names of what did. Certificates printed before stay as they are."""
    changed = [name for name in CHANGEABLE if name in values and values[name] != getattr(organization, name)]
    for name in changed:
        setattr(organization, name, values[name])
    if changed:
        record(
            tags.SETTINGS_CHANGED,
            organization_id=organization.id,
            actor=by,
            subject=organization.public_id,
            changed=changed,
        )
    return changed
