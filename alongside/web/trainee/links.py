"""Links inside a text name a module or a lesson: they lead into the course that the text was read in, and know the way back."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import request
from markupsafe import Markup

from alongside.learning.models import Enrolment
from alongside.web.trainee import front

TO_A_PAGE = re.compile(r'(href="/learn/go/[^"?#]+)"')


@front.app_template_filter()
def in_course(html: str, enrolment: Enrolment) -> Markup:
    """A text of the release, safe to show. Who takes courses in two organizations stays in this one; and a link to a
    lesson that is not open yet ends at a closed door, so it takes along where the reader was."""
    here = rf'\1?course={enrolment.public_id}&amp;back={quote(request.path)}"'
    return Markup(TO_A_PAGE.sub(here, html))  # noqa: S704 - cleaned when it was published
