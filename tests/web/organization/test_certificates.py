"""Certificates: seen, issued once, revoked with a reason, reinstated; never one's own."""

import re

import pytest
from sqlalchemy import select

from alongside.certification import certificates
from alongside.certification.models import Certificate
from alongside.foundation import jobs
from alongside.foundation.database import session
from alongside.journey import certify
from tests.web.account.test_password import letters
from tests.web.organization.stories import add_people, certificate, earn, membership, read, write


@pytest.fixture
def waiting(app):
    return f"/organization/certificates/{earn(app, 'Tess Lindqvist')}"


def certificate_row(page):
    return session.scalars(select(Certificate).where(Certificate.public_id == page.rpartition("/")[2])).one()


def edition_of(app, page):
    with read(app):
        return certificates.current_edition(certificate_row(page).id)


def issued(omar, page):
    return omar.submit(omar.get(page), "/issue")


def test_omar_sees_what_it_stands_on_before_he_issues(omar, waiting):
    page = omar.get(waiting)
    assert page.heading == "Tess Lindqvist has earned this certificate"
    assert "Listening" in page and "90" in page


def test_omar_issues_it_and_its_number_stands_there(app, omar, waiting):
    page = issued(omar, waiting)
    assert page.heading == "Tess Lindqvist holds this certificate"
    assert "the initials" in page
    assert certificate(app, waiting.rpartition("/")[2]).state == "issued"


def test_the_second_click_issues_nothing_and_says_so(omar, waiting):
    form = omar.get(waiting)
    omar.submit(form, "/issue")
    again = omar.submit(form, "/issue")
    assert again.status == 409 and "issued already" in again and "Edition 2" not in again


def test_several_are_issued_together(app, omar, waiting):
    add_people(app, "Ann Moss", "Bo Ives")
    others = [earn(app, "Ann Moss"), earn(app, "Bo Ives")]
    page = omar.get("/organization/certificates?state=earned")
    assert page.heading == "Three people are ready for a certificate"
    done = omar.submit(page, "/certificates/issue", certificate=others)
    assert "2 certificates are issued" in done
    assert done.heading == "One person is ready for a certificate"
    again = omar.submit(page, "/certificates/issue", certificate=others)
    assert "Nothing was done twice" in again


def test_none_chosen_is_said(omar, waiting):
    page = omar.submit(omar.get("/organization/certificates?state=earned"), "/certificates/issue")
    assert page.status == 422 and "Choose at least one certificate" in page


def test_omar_cannot_confirm_his_own(app, omar):
    mine = f"/organization/certificates/{earn(app, 'Omar Haddad')}"
    page = omar.get(mine)
    assert "Nobody confirms their own certificate" in page
    refused = omar.post(f"{mine}/issue")
    assert refused.status == 409 and certificate(app, mine.rpartition("/")[2]).state == "earned"


def test_a_reason_is_needed_to_revoke(omar, waiting):
    issued(omar, waiting)
    form = omar.get(f"{waiting}/revocation")
    assert "You can undo it" in form
    page = omar.submit(form, "/revocation", reason="  ")
    assert page.status == 422 and "Write the reason" in page


def test_omar_revokes_with_a_reason_and_reinstates_with_a_new_edition(omar, waiting):
    first = re.search(r"Number</dt><dd class=\"number\">([^<]+)<", issued(omar, waiting).html)[1]
    page = omar.submit(omar.get(f"{waiting}/revocation"), "/revocation", reason="Issued to the wrong person.")
    assert page.heading == "This certificate was revoked" and "Issued to the wrong person." in page
    page = omar.submit(page, "/reinstatement")
    assert page.heading == "Tess Lindqvist holds this certificate" and "Edition 2" in page
    assert re.search(r"Revoked on [^;]+; reinstated on .+, as edition 2", page.text)
    assert first != re.search(r"Number</dt><dd class=\"number\">([^<]+)<", page.html)[1]


def test_a_second_revocation_changes_nothing(app, omar, waiting):
    issued(omar, waiting)
    form = omar.get(f"{waiting}/revocation")
    omar.submit(form, "/revocation", reason="The first reason.")
    again = omar.submit(form, "/revocation", reason="The second reason.")
    assert again.status == 409
    assert certificate(app, waiting.rpartition("/")[2]).revocation_reason == "The first reason."


def test_the_list_says_how_each_stands(omar, waiting):
    assert "Ready to issue" in omar.get("/organization/certificates")
    issued(omar, waiting)
    assert "In force" in omar.get("/organization/certificates?state=issued")
    assert omar.get("/organization/certificates?state=revoked").heading == "No certificate is revoked"


def test_nora_meets_the_same_missing_page_as_for_what_never_was(nora, waiting):
    never = nora.get("/organization/certificates/0000000000000000").html
    other = nora.get(waiting).html
    number = re.compile(r"give this number: \w+")
    assert number.sub("", never) == number.sub("", other)


def test_a_long_list_costs_no_more_statements(app, omar, waiting, statements):
    page = "/organization/certificates"
    omar.get(page)
    statements.clear()
    omar.get(page)
    few = len(statements)
    names = [f"Person {number:02}" for number in range(12)]
    add_people(app, *names)
    for name in names:
        earn(app, name)
    statements.clear()
    assert "Person 11" in omar.get(page)
    assert len(statements) == few <= 4


def test_omar_is_not_told_that_a_mail_went_to_somebody_without_a_mailbox(app, omar):
    add_people(app, "Bo Ives", email=False)
    page = f"/organization/certificates/{earn(app, 'Bo Ives')}"
    tell = "They have no mailbox."
    assert tell in omar.get(page) and "gets a message" not in omar.get(page)
    assert "gets a message" not in issued(omar, page)
    form = omar.get(f"{page}/revocation")
    assert tell in form and "gets a message" not in form
    revoked = omar.submit(form, "/revocation", reason="Issued to the wrong person.")
    assert "please tell them yourself" in revoked and "message" not in revoked


@pytest.fixture
def renamed(app, omar, tess, waiting):
    """Tess's certificate was issued with a slip of the keyboard in her name, and she has put it right since."""
    with write(app):
        membership("Tess Lindqvist").account.name = "Tes Lindqvst"
    issued(omar, waiting)
    tess.submit(tess.get("/account/name"), name="Tess Lindqvist")
    return waiting


def reprint(omar, page, **fields):
    form = omar.get(omar.get(page).link("Print it again with today’s name"))
    return omar.submit(form, "/reprint", **{"reason": "The name was misspelt."} | fields)


def test_omar_prints_it_again_with_the_name_of_today(app, omar, vera, renamed):
    before = edition_of(app, renamed)
    page = reprint(omar, renamed)
    after = edition_of(app, renamed)
    assert page.heading == "Tess Lindqvist holds this certificate"
    assert re.search(r"printed for Tes Lindqvst ?Printed again on .+, as edition 2", page.text)
    assert (after.name, after.issued_on, after.valid_until) == ("Tess Lindqvist", before.issued_on, before.valid_until)
    old = vera.get(f"/verify/{before.code}")
    assert old.heading == "A newer certificate took the place of this one" and "Tes" not in old.text
    assert vera.get(f"/verify/{after.code}").heading == "This certificate holds"
    assert "Omar Haddad printed a certificate again" in omar.get("/organization/log")


def test_its_holder_is_told_of_the_new_number(app, installation, omar, renamed):
    reprint(omar, renamed)
    jobs.run_due(installation)
    [letter] = [one for one in letters(installation) if one["Subject"] == "A document of yours has a new number"]
    assert edition_of(app, renamed).number in letter.get_body(("plain",)).get_content()


def test_it_is_printed_again_once_and_with_a_reason(omar, renamed):
    form = omar.get(f"{renamed}/reprint")
    assert "Write the reason" in omar.submit(form, "/reprint", reason=" ")
    omar.submit(form, "/reprint", reason="The name was misspelt.")
    again = omar.submit(form, "/reprint", reason="The name was misspelt.")
    assert again.status == 409 and "Edition 3" not in again
    assert "Print it again" not in omar.get(renamed)


def test_what_has_the_right_name_or_was_revoked_is_not_printed_again(omar, waiting):
    assert "Print it again" not in issued(omar, waiting)
    omar.submit(omar.get(f"{waiting}/revocation"), "/revocation", reason="Issued to the wrong person.")
    assert omar.post(f"{waiting}/reprint", {"reason": "x"}).status == 409


def test_omar_cannot_print_his_own_again(app, omar):
    mine = f"/organization/certificates/{earn(app, 'Omar Haddad')}"
    with write(app):
        certify.issue(certificate_row(mine), by=None)
        membership("Omar Haddad").account.name = "Omar El Haddad"
    assert "Print it again" not in omar.get(mine)
    refused = omar.post(f"{mine}/reprint", {"reason": "x"})
    assert refused.status == 409 and "Nobody prints their own certificate again" in refused
