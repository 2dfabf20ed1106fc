"""What a page or a script sends as an answer, read by the kind of its question; what does not fit is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from alongside.content.catalogue import Item
from alongside.content.questions import registry
from alongside.foundation.i18n import gettext as _

FIELD = "answer"  # the question's fields are called this, or begin with it and a hyphen
LARGEST_SEQUENCE = 2**53 - 1  # whole numbers a browser counts without loss


class NotAnAnswer(ValueError):
    """Something was sent that is no part of an answer to this question."""


def read(fields: MultiDict[str, str], item: Item) -> Any:
    """The response, or None for no answer. Raises NotAnAnswer."""
    response = registry.read(fields, FIELD, item)
    sent = {value.strip() for name in _names(fields) for value in fields.getlist(name)} - {""}
    if not sent <= set(_values(response)):
        raise NotAnAnswer
    return response


def _names(fields: MultiDict[str, str]) -> list[str]:
    return [name for name in fields if name == FIELD or name.startswith(f"{FIELD}-")]


def _values(response: Any) -> list[str]:
    if isinstance(response, dict):
        return list(response.values())
    return response if isinstance(response, list) else [response]


def as_typed(fields: MultiDict[str, str]) -> Any:
    """What was sent, in the shape of a response, to show it again beside what is wrong."""
    parts = {name.removeprefix(f"{FIELD}-"): fields[name] for name in _names(fields) if name != FIELD}
    values = fields.getlist(FIELD)
    return parts or (values[0] if len(values) == 1 else values)


def in_words(item: Item, response: Any) -> str:
    """What somebody answered, in one line; nothing where they did not. Knows nothing of what is right."""
    if not response:
        return ""
    if isinstance(response, dict):
        return _("%(done)s of %(all)s matched", done=len(response), all=len(item.body["prompts"]))
    said = {one["id"]: Markup(one["html"]).striptags() for one in item.body.get("options", ())}  # noqa: S704 - for its words
    return " · ".join(said.get(one, one) for one in ([response] if isinstance(response, str) else response))


@dataclass(frozen=True)
class Sent:
    """One answer from autosave.js."""

    position: int
    sequence: int
    fields: MultiDict[str, str]


def from_script(body: Any) -> Sent:
    """Raises NotAnAnswer."""
    try:
        position, sequence, response = int(str(body["item"])), body["seq"], body["response"]
        fields = MultiDict([(name, one) for name, values in response.items() for one in values])
    except (TypeError, KeyError, ValueError, AttributeError):
        raise NotAnAnswer from None
    if type(sequence) is not int or not 0 < sequence <= LARGEST_SEQUENCE:
        raise NotAnAnswer
    if not all(isinstance(one, str) for _, one in fields.items(multi=True)) or not all(isinstance(values, list) for values in response.values()):
        raise NotAnAnswer
    return Sent(position, sequence, fields)
