"""Somebody leaves: off every list of the trainer at once; what they earned stays theirs; who comes back goes on."""

from __future__ import annotations

import pytest

from alongside.cli import database
from alongside.foundation.audit import AuditRow
from alongside.foundation.database import session
from alongside.journey import belong, certify, join
from alongside.journey.enrol import enrol
from alongside.organizations import cohorts, invitations
from alongside.organizations.models import Cohort, Membership
from alongside.reporting import counts
from alongside.reporting.recount import recount
from tests.web.organization.stories import CONFIRMED, certificate, earn, member_id, membership, read, write


@pytest.fixture
def winter(app) -> str:
    """A cohort of Rae's in which Tess has earned a certificate. Returns its public id."""
    with write(app):
        rae, tess = membership("Rae Castellano"), membership("Tess Lindqvist")
        made = cohorts.create(rae.organization, name="Winter", course=CONFIRMED)
        cohorts.set_trainers(made, [rae])
        enrol(tess, course=CONFIRMED, cohort=made, by=None)
    earn(app, "Tess Lindqvist")
    return made.public_id


def leave(app, name: str = "Tess Lindqvist") -> None:
    with write(app):
        belong.end_membership(membership(name), by=membership("Omar Haddad"))


def come_back(app, name: str = "Tess Lindqvist", role: str = "trainee") -> None:
    with write(app):
        account = membership(name).account
        token = join.invite(membership("Omar Haddad"), role=role, email=account.email).rpartition("/")[2]
        join.accept(invitations.open_invitation(token), account)


def figures(app, public_id: str) -> tuple[int, int, int]:
    """People, certificates earned, certificates issued, as counted."""
    with read(app):
        found = session.query(Cohort).filter_by(public_id=public_id).one()
        n = counts.totals([found.id])[found.id]
        return n["enrolled"], n["earned"], n["certified"]


def test_who_left_is_on_no_list_of_the_trainer(rae, app, winter):
    path = f"/review/cohorts/{winter}"
    page = rae.get(path)
    record = page.link("Tess")
    assert "Tess" in page and rae.get(record).status == 200
    leave(app)
    assert figures(app, winter) == (0, 0, 0)
    for show in ("all", "stuck", "idle", "ready", "certified"):
        assert "Tess" not in rae.get(f"{path}?show={show}")
    assert "Tess" not in rae.get("/review")
    assert "Tess" not in rae.get(f"{path}/export.csv").html
    assert rae.get(record).status == 404


def test_what_somebody_earned_stays_theirs(app, tess, omar, winter):
    with read(app):
        public_id = session.query(certify.Certificate).one().public_id
    omar.submit(omar.get(f"/organization/certificates/{public_id}"), "/issue")
    leave(app)
    page = tess.get("/account")
    assert any(public_id in href for href, _words in page.links), page.text
    assert tess.get(f"/learn/certificates/{public_id}").status == 200
    assert certificate(app, public_id).state == "issued"


def test_who_comes_back_goes_on_where_they_were(app, rae, tess, winter):
    leave(app)
    come_back(app)
    assert figures(app, winter) == (1, 1, 0)
    assert "Tess" in rae.get(f"/review/cohorts/{winter}?show=ready")
    assert tess.get("/learn").status == 200


def test_a_certificate_issued_while_they_were_away_counts_when_they_are_back(app, omar, winter):
    leave(app)
    with write(app):
        certify.issue(session.query(certify.Certificate).one(), by=membership("Omar Haddad"))
    assert figures(app, winter) == (0, 0, 0)
    come_back(app)
    assert figures(app, winter) == (1, 1, 1)


def test_leaving_twice_is_once(app, winter):
    with write(app):
        tess, omar = membership("Tess Lindqvist"), membership("Omar Haddad")
        belong.end_membership(tess, by=omar)
        belong.end_membership(tess, by=omar)
    assert figures(app, winter) == (0, 0, 0)


def test_counting_anew_says_the_same(app, winter):
    for act in (leave, come_back):
        act(app)
        before = figures(app, winter)
        with write(app):
            recount(session.query(Cohort).filter_by(public_id=winter).one())
        assert figures(app, winter) == before


@pytest.mark.own_database
def test_who_had_left_before_is_off_the_lists_after_the_upgrade(app, installation, rae, winter):
    leave(app)
    database.downgrade(installation, "0004_log_pages")
    database.upgrade(installation)
    assert figures(app, winter) == (0, 0, 0)
    assert "Tess" not in rae.get(f"/review/cohorts/{winter}")
    with read(app):
        assert membership("Omar Haddad").sort_name == "omar haddad"


def test_links_that_end_with_a_membership_are_written_down(app):
    with write(app):
        rae, omar = membership("Rae Castellano"), membership("Omar Haddad")
        join.invite(omar, role="trainer", email="rae@example.org")
        belong.end_membership(rae, by=omar)
        rows = session.query(AuditRow).filter_by(action="administrator:invitation:withdraw").all()
        assert [row.actor_id for row in rows] == [omar.account.public_id]


@pytest.mark.parametrize(
    "before, after, sent_as, works",
    [
        ({"trainer", "administrator"}, {"trainer"}, "administrator", False),
        ({"trainer", "administrator", "owner"}, {"trainer"}, "administrator", False),
        ({"owner"}, {"trainee"}, "administrator", False),
        ({"owner"}, {"trainee"}, "trainer", True),  # nobody took that from her
        ({"trainer", "administrator"}, {"administrator"}, "trainer", False),
        ({"trainer"}, {"trainer", "trainee"}, "administrator", True),  # she has lost nothing
    ],
)
def test_who_loses_a_role_does_not_get_it_back_by_a_link_in_the_mailbox(app, before, after, sent_as, works):
    with write(app):
        rae, omar = membership("Rae Castellano"), membership("Omar Haddad")
        belong.change_roles(rae, before, by=omar)
        token = join.invite(omar, role=sent_as, email="rae@example.org").rpartition("/")[2]
        belong.change_roles(rae, after, by=omar)
    with write(app):
        rae = membership("Rae Castellano")
        if works:
            join.accept(invitations.open_invitation(token), rae.account)
            assert sent_as in rae.roles
        else:
            with pytest.raises(invitations.InvitationIsSpent):
                invitations.open_invitation(token)


def test_links_that_a_demoted_owner_made_end_where_she_could_not_make_them_now(app):
    with write(app):
        rae, omar = membership("Rae Castellano"), membership("Omar Haddad")
        belong.change_roles(rae, {"owner"}, by=omar)
        tokens = {role: join.invite(rae, role=role).rpartition("/")[2] for role in ("owner", "administrator", "trainee")}
        belong.change_roles(rae, {"administrator"}, by=omar)
        with pytest.raises(invitations.InvitationIsSpent):
            invitations.open_invitation(tokens["owner"])
        assert invitations.open_invitation(tokens["administrator"]) and invitations.open_invitation(tokens["trainee"])


def test_a_link_that_a_newer_one_replaces_is_written_down(app):
    with write(app):
        omar = membership("Omar Haddad")
        for _ in range(2):
            join.hand_over(omar, role="trainee", cohort=None, name="Ana Ruiz")
        assert session.query(AuditRow).filter_by(action="administrator:invitation:withdraw").count() == 1


def test_a_member_is_found_by_the_new_name_in_every_list(app, tess, rae, omar):
    with write(app):
        one = membership("Tess Lindqvist")
        others = [session.query(Membership).filter_by(id=one.id).one().sort_name, *(x.sort_name for x in belong.enrolments.of_member(one.id))]
        assert set(others) == {"tess lindqvist"}
    tess.submit(tess.get("/account/name"), name="Aa Élan")
    with read(app):
        one = membership("Aa Élan")
        assert one.sort_name == "aa élan"
        assert {x.sort_name for x in belong.enrolments.of_member(one.id)} == {"aa élan"}
    assert omar.get("/organization/people").html.index("Aa Élan") < omar.get("/organization/people").html.index("Rae")
    assert member_id(app, "Aa Élan")
