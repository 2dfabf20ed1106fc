"""A certificate that has run out holds nowhere: not for who issued it, not for who holds it."""

from __future__ import annotations

from tests.web.organization.stories import member_id
from tests.web.visitor.stories import Paper


def test_its_issuer_reads_that_it_has_ended(app, installation, omar):
    paper = Paper(installation)
    person = f"/organization/people/{member_id(app, 'Tess Lindqvist')}"
    one = omar.get("/organization/certificates").link("Tess Lindqvist")
    pages = ("/organization/certificates", one, person)
    assert all("In force" in omar.get(path) and "Ended" not in omar.get(path) for path in pages)
    paper.runs_out()
    assert all("Ended" in omar.get(path) and "In force" not in omar.get(path) for path in pages)


def test_its_holder_reads_that_it_has_run_out(installation, tess):
    paper = Paper(installation)
    course = tess.get("/learn").link("See the whole course")
    assert "Your certificate is ready" in tess.get("/learn")
    assert "It is yours." in tess.get(course)
    paper.runs_out()
    home = tess.get("/learn")
    assert "Your certificate has run out" in home and "is ready" not in home
    assert tess.get(home.link("See your certificate")).heading == "Your certificate has run out"
    assert "It has run out." in tess.get(course) and "It is yours." not in tess.get(course)
    assert "Ended" in tess.get("/account")
