"""Many do a once-only thing at the same instant: one of them does it (Q03, C08). Longer races: python -m bench.torture."""

from __future__ import annotations

import pytest

from bench.torture import races

THREADS, ROUNDS = 8, 3


@pytest.mark.parametrize("race", races.RACES, ids=lambda race: race.name.replace(" ", "-"))
def test_of_many_at_the_same_instant_one_wins(installation, race):
    for _ in range(ROUNDS):
        assert races.run(race, installation, THREADS) == []
