"""What marking a question comes to: a share of it, and what is to be said about each option."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OptionMark:
    option: str  # its id; in a matching question the prompt's
    chosen: bool
    right: bool  # whether it belongs to the right answer; in a matching question, whether the pair is right
    feedback: str = ""  # safe HTML


@dataclass(frozen=True)
class Mark:
    """The only currency of grading. `fraction` is 0 for nothing right and 1 for all of it."""

    fraction: float
    options: tuple[OptionMark, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.fraction == 1
