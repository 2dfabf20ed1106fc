"""What people agree to, such as a code of ethics: courses/agreements/<name>.md."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from .catalogue import Agreement
from .front_matter import PageForm, Words, read_page
from .links import Surroundings
from .places import Problems
from .prose import PAGE, render


class AgreementForm(PageForm):
    title: Words
    version: Annotated[Words, Field(max_length=40)]
    date: dt.date


def read_agreement(name: str, file: str, text: str, around: Surroundings, problems: Problems) -> Agreement | None:
    settings, passage = read_page(file, text, AgreementForm, problems)
    prose = render(passage, around, problems, PAGE)
    if settings is None:
        return None
    if not prose.text:
        problems.error(file, settings.start, "there is nothing to agree to; write it below the settings")
    form = settings.form
    return Agreement(name, form.title, form.version, form.date, prose.html)
