"""SAMHSA's twelve categories of core competencies (2015), as they are printed on a certificate."""

from __future__ import annotations

from alongside.foundation.i18n import lazy_gettext as _l

CATEGORIES = {
    "CC1": _l("caring relationships"),
    "CC2": _l("support"),
    "CC3": _l("lived experience"),
    "CC4": _l("personal support"),
    "CC5": _l("recovery planning"),
    "CC6": _l("resources"),
    "CC7": _l("health and skills"),
    "CC8": _l("crisis"),
    "CC9": _l("communication"),
    "CC10": _l("teamwork"),
    "CC11": _l("advocacy"),
    "CC12": _l("growth"),
}
