"""A code of ethics that a course asks for: read, signed once, and kept with the certificate."""

import pytest

from alongside.learning.models import Signature
from tests.cast import Browser
from tests.web.trainee.walk import Walk

CODE = "/agreements/small-code"


@pytest.fixture
def signing(app):
    """Tess takes the course that asks for a signature, too."""
    from alongside.foundation.database import session
    from alongside.journey.enrol import enrol
    from alongside.organizations.models import Membership
    from alongside.people.models import Account

    installation = app.extensions["alongside"]
    with installation.database.writing():
        tess = session.query(Membership).join(Account).filter(Account.name == "Tess Lindqvist").one()
        enrolment = enrol(tess, course="signed-course", cohort=None, by="omar")
        address = f"/learn/courses/{enrolment.public_id}"
    browser = Browser(app, "tess@example.org")
    walk = Walk(browser)
    walk.course = address
    return walk


def test_it_is_missing_until_it_is_signed(signing):
    page = signing.browser.get(f"/learn/certificate?course={signing.course.rsplit('/', 1)[1]}")
    assert "Read and sign “A small code”" in page
    page = signing.browser.get(page.link("Read it"))
    assert "I keep what I hear." in page
    page = signing.browser.submit(page, name=" tess  LINDQVIST ")
    assert "Signed. Thank you." in page
    assert "Read and sign" not in page
    assert "You signed this on" in signing.browser.get(page.link("See it again"))


def test_it_can_be_the_last_thing_that_was_missing(signing):
    signing.read("listening")
    assert "Read and sign “A small code”" in signing.pass_quiz("listening")
    page = signing.browser.submit(signing.browser.get(signing.course + CODE), name="Tess Lindqvist")
    assert page.response.request.path.startswith("/learn/certificates/")
    assert "version 1" in page


@pytest.mark.parametrize("name", ["", "   ", "Somebody Else", "x" * 5000])
def test_another_name_is_no_signature(signing, installation, name):
    page = signing.browser.submit(signing.browser.get(signing.course + CODE), name=name)
    assert page.status == 422
    with installation.database.reading() as session:
        assert not session.query(Signature).count()


def test_signed_twice_is_signed_once(signing, installation):
    page = signing.browser.get(signing.course + CODE)
    signing.browser.submit(page, name="Tess Lindqvist")
    signing.browser.submit(page, name="Tess Lindqvist")
    assert "You signed this on" in signing.browser.get(signing.course + CODE)
    with installation.database.reading() as session:
        assert session.query(Signature).count() == 1


def test_one_may_read_it_where_the_course_does_not_ask(tess, walk):
    assert "I keep what I hear." in tess.get(walk.course + CODE)


def test_what_is_not_there_is_missing(tess, walk):
    assert tess.get(walk.course + "/agreements/nothing").status == 404
    assert tess.post(walk.course + "/agreements/nothing", {"name": "Tess Lindqvist"}).status == 404


def test_next_door_it_is_missing(app, signing):
    assert Browser(app, "nora@example.org").get(signing.course + CODE).status == 404
