"""flask organization: the first owner, the way back for one who is locked out, and the end of an account."""

import re

import pytest
from sqlalchemy import select, update

from alongside.foundation.audit import AuditRow
from alongside.foundation.database import session
from alongside.people import accounts
from alongside.people.accounts import LinkIsSpent, open_link
from alongside.reporting.models import CohortCount
from tests.web.organization.stories import read, write


@pytest.fixture
def sam(app):
    """Sam runs the platform."""

    def run(*words: str):
        return app.test_cli_runner().invoke(args=["organization", *words])

    return run


def token(printed: str) -> str:
    return re.search(r"/password/([0-9a-z]{26})", printed)[1]


def test_sam_makes_an_organization_and_its_owner_gets_a_link(app, sam):
    made = sam("create", "Lakeside House", "--owner-name", "Lena Ortiz", "--owner-email", "lena@example.org")
    assert made.exit_code == 0, made.output
    with read(app):
        assert open_link(token(made.output)).account.name == "Lena Ortiz"
    assert "Lakeside House: lena@example.org" in sam("list").output


def test_the_second_time_nothing_is_made_and_sam_is_told_what_to_do(sam):
    words = ("create", "Harbor Street Center", "--owner-name", "Omar Haddad", "--owner-email", "omar@example.org")
    again = sam(*words)
    assert again.exit_code == 1 and "organization list" in again.output


def test_a_lost_owner_gets_a_fresh_link_and_the_earlier_one_dies(app, sam):
    first, second = sam("rescue", "omar@example.org").output, sam("rescue", "OMAR@example.org").output
    with read(app):
        assert open_link(token(second)).account.name == "Omar Haddad"
        with pytest.raises(LinkIsSpent):
            open_link(token(first))


@pytest.mark.parametrize("email", ["tess@example.org", "nobody@example.org", "no address"])
def test_only_owners_are_rescued(sam, email):
    refused = sam("rescue", email)
    assert refused.exit_code == 1 and "No owner signs in with" in refused.output


@pytest.mark.parametrize("name, email", [("😀", "lena@example.org"), ("Lakeside", "lena@@")])
def test_what_cannot_be_is_refused(sam, name, email):
    assert sam("create", name, "--owner-name", "Lena Ortiz", "--owner-email", email).exit_code == 1
    assert "Lakeside" not in sam("list").output


def test_a_disabled_account_is_out_at_once_and_comes_back_when_it_is_enabled(sam, tess):
    assert tess.get("/learn").status == 200
    assert sam("disable", "TESS@example.org").exit_code == 0
    assert tess.get("/learn").heading == "Sign in"
    assert tess.sign_in().status == 422
    sam("disable", "tess@example.org")
    assert sam("enable", "tess@example.org").exit_code == 0
    assert tess.sign_in().response.request.path == "/learn"


def test_it_is_written_down_once(sam, app):
    for command in ("disable", "disable", "enable", "enable"):
        sam(command, "tess@example.org")
    with read(app):
        rows = session.scalars(select(AuditRow).where(AuditRow.action.like("operator:account:%")).order_by(AuditRow.id)).all()
        assert [one.action for one in rows] == ["operator:account:disable", "operator:account:enable"]
        assert {one.person_id for one in rows} == {accounts.by_email("tess@example.org").public_id}


@pytest.mark.parametrize("command", ["disable", "enable"])
def test_nobody_of_that_name_is_said(sam, command):
    refused = sam(command, "nobody@example.org")
    assert refused.exit_code == 1 and "Nobody signs in with nobody@example.org." in refused.output


def test_figures_in_doubt_are_counted_anew(sam, app):
    with write(app):
        session.execute(update(CohortCount).values(n=99))
    assert "cohorts counted anew" in sam("recount").output
    with read(app):
        assert 99 not in session.scalars(select(CohortCount.n)).all()
