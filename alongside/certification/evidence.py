"""Evidence: the decision and what it stood on, as codes and values, so that it reads in any language in ten years.

It is kept with an edition and never changed:

    {"format": 1, "course": "…", "release": "…", "met": [{"code": "module", "module": "listening", …}, …]}

Each thing that was asked and met has a code. A new kind of requirement is a class here and a line in KINDS; a value that
an old edition does not have gets a default in its class. What is written stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar

FORMAT = 1


class UnknownEvidence(Exception):
    """The evidence was written by a later version of this product."""


@dataclass(frozen=True)
class ModuleMet:
    """A module that was done."""

    code: ClassVar[str] = "module"

    module: str
    title: str  # as it was then
    pass_mark: int = 0  # 0: there was no quiz
    percent: int | None = None
    attempts: int = 0
    lessons: int = 0
    done_on: date | None = None  # by the issuer's clock

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, **asdict(self), "done_on": self.done_on.isoformat() if self.done_on else None}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> ModuleMet:
        done_on = values.get("done_on")
        return cls(**{**values, "done_on": date.fromisoformat(done_on) if done_on else None})


@dataclass(frozen=True)
class AgreementMet:
    """An agreement that was signed."""

    code: ClassVar[str] = "agreement"

    agreement: str
    title: str  # as it was then
    version: str
    digest: str  # of the words that were signed
    signed_on: date  # by the issuer's clock

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, **asdict(self), "signed_on": self.signed_on.isoformat()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> AgreementMet:
        return cls(**{**values, "signed_on": date.fromisoformat(values["signed_on"])})


Met = ModuleMet | AgreementMet
KINDS: dict[str, type[ModuleMet] | type[AgreementMet]] = {one.code: one for one in (ModuleMet, AgreementMet)}


@dataclass(frozen=True)
class Evidence:
    """What one edition stands on."""

    course: str
    release: str  # public id
    met: tuple[Met, ...]  # in the order of the course's rules

    @property
    def modules(self) -> tuple[ModuleMet, ...]:
        return tuple(one for one in self.met if isinstance(one, ModuleMet))

    @property
    def agreements(self) -> tuple[AgreementMet, ...]:
        return tuple(one for one in self.met if isinstance(one, AgreementMet))

    def as_json(self) -> dict[str, Any]:
        return {"format": FORMAT, "course": self.course, "release": self.release, "met": [one.as_json() for one in self.met]}


def read(value: Mapping[str, Any]) -> Evidence:
    """The evidence of an edition, of whichever format it is. Raises UnknownEvidence."""
    if value.get("format") != FORMAT or any(one["code"] not in KINDS for one in value["met"]):
        raise UnknownEvidence(value.get("format"))
    return Evidence(value["course"], value["release"], tuple(_met(dict(one)) for one in value["met"]))


def _met(values: dict[str, Any]) -> Met:
    return KINDS[values.pop("code")].from_json(values)
