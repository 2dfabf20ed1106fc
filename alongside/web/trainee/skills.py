"""The kinds of reply, in words a person reads."""

from __future__ import annotations

from alongside.foundation.i18n import gettext as _


def words() -> dict[str, str]:
    """By the codes of content.scenarios.SKILLS."""
    return {
        "open_question": _("Open question"),
        "closed_question": _("Closed question"),
        "affirmation": _("Affirmation"),
        "simple_reflection": _("Reflection, simple"),
        "complex_reflection": _("Reflection, complex"),
        "summary": _("Summary"),
        "information_with_permission": _("Information, asked first"),
        "advice_with_permission": _("Advice, asked first"),
        "advice_without_permission": _("Advice, unasked"),
        "self_disclosure": _("Telling of yourself"),
        "roadblock": _("Roadblock"),
        "safety_action": _("Safety"),
        "silence": _("Silence"),
        "honest_limit": _("Honest limit"),
        "practical_help": _("Practical help"),
        "repair": _("Repair"),
    }
