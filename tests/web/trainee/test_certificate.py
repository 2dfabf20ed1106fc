"""A certificate in Tess's hands: file, link, printed page, and who may see what."""

import pytest

from alongside.certification.models import Certificate, Edition
from alongside.foundation import clock
from alongside.foundation.files import StoredFile
from alongside.journey import certify
from alongside.organizations import members
from alongside.organizations.models import Membership, Organization
from tests.conftest import digest_of_database
from tests.web.visitor.stories import Paper


@pytest.fixture
def certificate(tess, walk) -> str:
    """The address of the certificate that Tess has just earned."""
    walk.finish_course()
    return tess.get("/learn").link("See your certificate")


@pytest.fixture
def made(certificate, installation) -> bytes:
    """Its file, as if the job had run: the printing itself is tested elsewhere."""
    with installation.database.writing() as session:
        edition = session.query(Edition).one()
        file = StoredFile(organization_id=edition.organization_id, digest="d", media_type="application/pdf", size=4, content=b"%PDF")
        session.add(file)
        session.flush()
        edition.pdf_file_id = file.id
    return b"%PDF"


def test_it_holds_and_says_its_number(tess, certificate, installation):
    page = tess.get(certificate)
    assert page.heading == "Your certificate holds"
    with installation.database.reading() as session:
        edition = session.query(Edition).one()
    assert edition.number in page
    assert page.link("/verify/").endswith(f"/verify/{edition.code}")
    assert "Two modules with a quiz each." in page


def test_while_the_file_is_being_made_it_says_so(tess, certificate):
    assert tess.get(certificate).link("Look again") == certificate
    assert "still being made" in tess.get(f"{certificate}/certificate.pdf")


def test_the_file_can_be_saved(tess, certificate, made):
    answer = tess.client.get(tess.get(certificate).link("Save the certificate"))
    assert answer.data == made
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="certificate-')
    assert answer.headers["Cache-Control"] == "no-store"


def test_visitors_see_initials_until_she_says_otherwise(tess, certificate, installation):
    page = tess.get(certificate)
    assert dict(page.form("/visibility").fields)["visibility"] == "initials"
    page = tess.submit(page, "/visibility", visibility="name")
    assert "Saved." in page
    with installation.database.reading() as session:
        assert session.query(Certificate).one().visibility == "name"


@pytest.mark.parametrize("sent", ["everything", "", None])
def test_an_unknown_wish_is_asked_again(tess, certificate, installation, sent):
    page = tess.submit(tess.get(certificate), "/visibility", visibility=sent)
    assert page.status == 422
    with installation.database.reading() as session:
        assert session.query(Certificate).one().visibility == "initials"


def test_it_can_be_printed_from_the_page(tess, certificate):
    page = tess.get(f"{certificate}/print")
    assert page.heading == "Tess Lindqvist"
    assert "Small course, completed" in page
    assert "not a license or a state certification" in page


def test_its_code_is_a_picture(tess, certificate):
    answer = tess.client.get(f"{certificate}/qr.svg")
    assert answer.content_type == "image/svg+xml"
    assert answer.data.startswith(b"<svg")


def test_a_revoked_one_says_why_and_whom_to_ask(tess, certificate, installation):
    with installation.database.writing() as session:
        harbor = session.query(Organization).filter_by(name="Harbor Street Center").one()
        omar = members.with_role(harbor.id, "owner")[0]
        certify.revoke(session.query(Certificate).one(), "Issued by mistake.", by=omar)
    page = tess.get(certificate)
    assert page.heading == "Your certificate was revoked"
    assert "Issued by mistake." in page
    assert "office@harbor.example" in page


def test_she_keeps_it_when_she_leaves(tess, certificate, made, installation):
    with installation.database.writing() as session:
        session.query(Membership).filter_by(is_trainee=True).update({"ended_at": clock.now()})
    assert tess.get(certificate).heading == "Your certificate holds"
    assert tess.client.get(f"{certificate}/certificate.pdf").data == made
    assert tess.submit(tess.get(certificate), "/visibility", visibility="nothing").status == 200


def test_nora_finds_nothing_and_changes_nothing(nora, certificate, installation):
    nora.get("/learn")
    before = digest_of_database(installation, but=("sign_in",))
    for path in ("", "/certificate.pdf", "/print", "/qr.svg"):
        assert nora.get(certificate + path).status == 404
    assert nora.post(f"{certificate}/visibility", {"visibility": "name"}).status == 404
    assert digest_of_database(installation, but=("sign_in",)) == before


def test_rae_who_trains_her_finds_nothing_here(rae, certificate):
    assert rae.get(certificate).status == 404


def test_vera_is_asked_to_sign_in(vera, certificate):
    assert vera.get(certificate, follow_redirects=False).status == 302


def test_whom_to_ask_about_a_revocation_is_a_link(tess, installation):
    paper = Paper(installation)
    paper.is_revoked()
    with installation.database.reading() as session:
        public_id = session.get_one(Certificate, paper.id).public_id
    page = tess.get(f"/learn/certificates/{public_id}")
    assert page.link("office@harbor.example") == "mailto:office@harbor.example"
