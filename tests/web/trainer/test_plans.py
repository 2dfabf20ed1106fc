"""What a trainer teaches from: the plan of a module's live hours, and its role play."""

import pytest


def test_the_plan_of_the_live_hours(rae):
    page = rae.get("/review/plans")
    assert "1 live hour" in page
    page = rae.get(page.link("Listening"))
    assert page.heading == "An hour together"
    for words in ("60 minutes", "chairs", "In pairs"):
        assert words in page


@pytest.mark.parametrize("path", ["listening/role-play", "listening/nothing", "crisis/plan", "nothing/plan"])
def test_what_is_not_there_is_missing(rae, path):
    assert rae.get(f"/review/plans/{path}").status == 404


def test_trainees_have_no_part_in_it(tess):
    assert tess.get("/review/plans").status == 403
