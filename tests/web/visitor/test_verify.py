"""Vera checks certificates."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import delete, update

from alongside.certification.models import Certificate, Edition
from alongside.certification.verification import initials
from alongside.credentials import numbers
from alongside.foundation import jobs
from alongside.foundation.database import session
from alongside.foundation.throttle import ThrottleRow
from alongside.journey.print_certificate import facts_of
from alongside.organizations.models import Organization


def test_vera_sees_that_it_holds_and_the_initials(vera, paper):
    page = vera.get(paper.path)
    assert page.status == 200
    assert page.heading == "This certificate holds"
    assert "Harbor Street Center issued it to somebody with the initials T. L. It is valid until" in page
    assert paper.number in page
    assert "Tess" not in page.html


def test_her_link_shows_the_name_once_tess_allows_it_but_the_number_never_does(vera, paper):
    paper.shows("name")
    assert "Tess Lindqvist" in vera.get(paper.path)
    by_number = vera.get(f"/verify/{paper.number}")
    assert "Tess" not in by_number.html
    assert "T. L." in by_number
    assert "pdf" not in by_number.html


def test_she_compares_the_name_only_where_it_is_shown(vera, paper):
    assert "these initials must fit it" in vera.get(paper.path)
    paper.shows("nothing")
    assert "The name on it is not shown here" in vera.get(paper.path)
    paper.shows("name")
    page = vera.get(paper.path)
    assert "If one line differs, the paper was changed" in page and "initials" not in page.text


@pytest.mark.parametrize("name, said", [("Tess Lindqvist", "T. L."), ("Amal", "A."), ("Ana Maria de los Reyes Ortiz", "A. M. O.")])
def test_initials_are_three_at_most(name, said):
    assert initials(name) == said


def test_a_holder_who_shows_nothing_is_nobody(vera, paper):
    paper.shows("nothing")
    page = vera.get(paper.path)
    assert page.heading == "This certificate holds"
    assert "T. L." not in page.html
    assert "compare with the copy you were given" in page


def test_it_holds_whatever_its_organization_wrote_about_reaching_it(vera, paper, installation):
    with installation.database.writing():
        session.execute(update(Organization).values(contact="http://["))
    page = vera.get(paper.path)
    assert page.heading == "This certificate holds" and "http://[" in page


@pytest.mark.parametrize("typed", ["{number}", " {number} ", "{small}", "{gaps}", "https://old.example/verify/{code}", "{code}/", "<{code}>"])
def test_vera_types_it_in_her_own_way(vera, paper, typed):
    typed = typed.format(number=paper.number, small=paper.number.lower(), gaps=paper.number.replace("-", " "), code=paper.code)
    assert vera.get("/verify", query_string={"certificate": typed}).heading == "This certificate holds"


@pytest.mark.parametrize("typed", ["../sign-in", "..", ".", "/", "//evil.example", "a/../../sign-in", "..\\sign-in"])
def test_what_she_types_leads_to_no_other_page(vera, typed):
    answer = vera.client.get("/verify", query_string={"certificate": typed})
    assert answer.status_code == 303
    where = urlsplit(urljoin("http://localhost/verify", answer.location))
    assert where.path.startswith("/verify/") and "/" not in where.path.removeprefix("/verify/")
    assert vera.get(where.path).heading == vera.get("/verify/nothing").heading


def test_nothing_typed_is_said_at_the_field(vera):
    page = vera.get("/verify?certificate=+")
    assert page.status == 422
    assert "Enter the number on the certificate, or its link" in page


def test_one_that_ran_out_says_so(vera, paper):
    paper.runs_out()
    page = vera.get(paper.path)
    assert page.heading == "This certificate has run out"
    assert "Dates: over" in page
    assert "Revocation: not revoked" in page


def test_one_that_was_revoked_says_so_and_keeps_the_reason_and_the_name(vera, paper):
    paper.shows("name")
    paper.is_revoked("a private matter")
    page = vera.get(paper.path)
    assert page.heading == "This certificate was revoked"
    assert "It is evidence" not in page
    assert "Compare this with the paper" not in page
    assert "Do not rely on it." in page
    assert "private matter" not in page.html
    assert "Tess" not in page.html


def test_the_paper_before_a_reinstatement_points_to_a_newer_one_without_names(vera, paper):
    paper.shows("name")
    paper.is_revoked()
    paper.is_reinstated()
    page = vera.get(paper.path)
    assert page.heading == "A newer certificate took the place of this one"
    assert "Tess" not in page.html
    assert "T. L." not in page.html
    assert "Small course" not in page


def test_the_old_paper_of_one_that_is_revoked_again_is_revoked_too(vera, paper):
    paper.is_revoked()
    paper.is_reinstated()
    paper.is_revoked()
    assert vera.get(paper.path).heading == "This certificate was revoked"


def test_nothing_speaks_of_a_signature_yet(vera, paper):
    assert "ignature" not in vera.get(paper.path).html


def test_the_file_follows_the_name(vera, paper, installation):
    paper.shows("name")
    assert "PDF" not in vera.get(paper.path)  # it is not made yet
    with vera.app.app_context():
        jobs.run_due(installation)
    pdf = f"{paper.path}/certificate.pdf"
    unknown = vera.get(f"/verify/{numbers.new_code()}/certificate.pdf")
    for visibility in ("initials", "nothing"):
        paper.shows(visibility)
        assert vera.get(pdf).status == 404
        assert vera.get(pdf).html == unknown.html
    paper.shows("name")
    page = vera.get(paper.path)
    answer = vera.client.get(page.link("See the certificate"))
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"
    assert vera.get(f"/verify/{paper.number}/certificate.pdf").html == unknown.html
    paper.is_revoked()
    assert vera.get(pdf).html == unknown.html


def test_checking_sets_no_cookie_and_asks_little(vera, paper, statements):
    vera.get(paper.path)  # the release is read once a process
    statements.clear()
    answer = vera.client.get(paper.path)
    assert "Set-Cookie" not in answer.headers
    assert len([one for one in statements if "throttle_row" not in one]) <= 2, statements


def test_after_thirty_checks_in_a_minute_vera_is_asked_to_wait(vera, paper):
    for _ in range(30):
        assert vera.client.get(paper.path).status_code == 200
    page = vera.get(paper.path)
    assert page.status == 429
    assert int(page.response.headers["Retry-After"]) >= 1
    assert vera.get(paper.path, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status == 200


def test_who_asks_is_not_written_down(vera, paper, installation):
    vera.get(paper.path, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    with installation.database.reading():
        rows = [row.key for row in session.query(ThrottleRow)]
    assert rows
    assert all(len(key) == 64 for key in rows)


def test_every_line_of_the_page_stays_a_line_of_the_paper_when_the_issuer_changes_its_settings(vera, omar, paper, app):
    with app.app_context(), app.extensions["alongside"].database.reading():
        printed = facts_of(session.get(Edition, paper.edition_id))
    settings = omar.get("/organization/settings")
    omar.submit(settings, name="Harbor Recovery Network", signatory_name="Somebody New", time_zone="Asia/Tokyo")
    page = vera.get(paper.path)
    said = dict(re.findall(r"<dt>([^<]*)</dt><dd>(?:<span[^>]*>)?([^<]*)", page.html))
    assert said["Issued by"] == printed.issuer == "Harbor Street Center"
    assert said["Signed by"] == "Omar Haddad"
    assert (said["Number"], said["Has completed"]) == (printed.number, printed.title)
    assert "Harbor Street Center issued it" in page
    assert "It is called Harbor Recovery Network today." in page


def test_an_issuer_that_keeps_its_name_is_not_said_to_have_another(vera, paper):
    assert "It is called" not in vera.get(paper.path)


def test_a_certificate_without_end_signatory_or_contact_still_reads_well(vera, paper, installation):
    with installation.database.writing():
        session.execute(update(Edition).values(valid_until=None, printed={"issuer": "Harbor Street Center", "statement": "", "time_zone": "UTC"}))
    page = vera.get(paper.path)
    assert "It has no end date." in page
    assert "Signed by" not in page


def test_a_gone_certificate_is_as_unknown_as_any(vera, paper, installation):
    with installation.database.writing():
        session.execute(delete(Edition))
        session.execute(delete(Certificate))
    assert vera.get(paper.path).html == vera.get("/verify/whatever").html
