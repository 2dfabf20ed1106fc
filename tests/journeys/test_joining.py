"""Joining, where something is in the way: a course that is gone, an address with invisible letters, two clicks at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy.exc import IntegrityError

from alongside.certification import certificates
from alongside.foundation import jobs
from alongside.foundation.database import session
from alongside.journey import certify, gather, join, recover
from alongside.journey.enrol import NoSuchCourse, NothingPublished, enrol
from alongside.learning import enrolments
from alongside.organizations import cohorts, invitations, members
from alongside.organizations.members import MayNotGiveRole
from alongside.organizations.models import Cohort, Invitation, Membership
from alongside.people import accounts
from alongside.people.accounts import AddressTaken
from alongside.reporting import counts
from tests.web.account.test_password import letters, link_in
from tests.web.organization.stories import CONFIRMED, add_people, earn, enrolled, member_id, membership, read, write

NEW = "four lamps beside a quiet harbor"
ODD = ["ana\u200b@example.org", "\ufeffAna@example.org", "a\u00adna@example.org", "ana＠example.org"]


def at_once(app, act, *who) -> list:
    """Several units of work that all begin before one of them is done; on SQLite they take turns by themselves."""
    barrier = Barrier(len(who))
    on_sqlite = app.extensions["alongside"].settings.on_sqlite

    def do(one):
        with write(app):
            session.query(Cohort).count()
            if not on_sqlite:
                barrier.wait(10)
            return act(one, barrier)

    with ThreadPoolExecutor(len(who)) as pool:
        return list(pool.map(do, who))


def meet(app, barrier) -> None:
    """Wait until the other one is here too; if that one must wait for us, go on."""
    if not app.extensions["alongside"].settings.on_sqlite:
        with suppress(BrokenBarrierError):
            barrier.wait(1)


# ---- a course that is gone -------------------------------------------------------------------------------------------


@pytest.fixture
def gone(app) -> str:
    """A cohort of a course that the live release has no more. Returns its public id."""
    with write(app):
        return cohorts.create(membership("Omar Haddad").organization, name="Old ways", course="old-course").public_id


def test_an_invitation_outlives_the_course_of_its_cohort(app, vera, installation, omar, gone):
    with write(app):
        cohort = session.query(Cohort).filter_by(public_id=gone).one()
        join.invite(membership("Omar Haddad"), role="trainee", cohort=cohort, name="Ana Ruiz", email="ana@example.org")
    [letter] = letters(installation)
    page = vera.submit(vera.get(link_in(letter)), password=NEW)
    assert page.status == 200 and "You are in." in page
    assert enrolled(app, "Ana Ruiz") == []
    log = omar.get("/organization/log")
    assert "without a course" in log and "Ana Ruiz" in log


def test_a_newcomer_without_mailbox_in_such_a_cohort_is_refused_in_words(app, omar, gone):
    page = omar.submit(omar.get("/organization/people/new"), name="Bo Tran", cohort=gone)
    assert page.status == 422 and "not published any more" in page
    with read(app):
        assert not session.query(accounts.Account).filter_by(name="Bo Tran").count()


@pytest.mark.parametrize(
    "error, code, words",
    [
        (NoSuchCourse("x"), 409, "not published any more"),
        (NothingPublished(), 409, "not published any more"),
        (MayNotGiveRole(), 403, "cannot give or take"),
        (AddressTaken(), 409, "account with this address"),
        (IntegrityError("INSERT", {}, Exception("twice")), 409, "changed meanwhile"),
    ],
)
def test_what_nobody_caught_is_a_page_in_words(app, omar, monkeypatch, error, code, words):
    page = omar.get("/organization/cohorts/new")

    def fail(*_given, **_named):
        raise error

    monkeypatch.setattr(gather, "make_cohort", fail)
    app.testing = False
    answer = omar.submit(page, "/cohorts", name="Winter", course="small-course")
    assert answer.status == code and words in answer


# ---- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("odd", ODD)
def test_a_pasted_address_is_tidied_everywhere(app, omar, vera, installation, odd):
    omar.submit(omar.get("/organization/invitations/new"), addresses=odd)
    with read(app):
        one = session.query(Invitation).one()
        assert one.email_key == "ana@example.org" and one.email in {"ana@example.org", "Ana@example.org"}
    vera.submit(vera.get("/password"), email=odd)
    [letter] = letters(installation)
    page = vera.submit(vera.get(link_in(letter)), name="Ana Ruiz", password=NEW)
    assert "sign in with your email address" in page
    with read(app):
        assert accounts.by_email(odd).email == one.email


def test_an_address_keeps_the_capitals_its_owner_gave_it(app):
    with write(app):
        join.invite(membership("Omar Haddad"), role="trainee", email="Ana.Ruiz@Example.org")
        one = session.query(Invitation).one()
        assert join.address_of(one, "") == "Ana.Ruiz@Example.org"
        made = join.accept_as_newcomer(one, name="Ana", email=join.address_of(one, ""), password_hash="x")
        assert (made.email, made.email_key) == ("Ana.Ruiz@Example.org", "ana.ruiz@example.org")


def test_a_made_up_name_that_is_taken_at_the_same_instant_is_another_one(app, monkeypatch):
    with write(app):
        accounts.create(name="Bo").sign_in_name = "fern-1000"
        made = iter(["fern-1000", "fern-1001"])
        monkeypatch.setattr(accounts, "_free_name", lambda: next(made))
        assert accounts.create(name="Cy").sign_in_name == "fern-1001"


def test_a_reset_that_anybody_may_ask_for_ends_no_slip_and_no_rescue(app):
    with write(app):
        tess = membership("Tess Lindqvist").account
        owner, old = accounts.one_time_link(tess, "owner"), accounts.one_time_link(tess, "reset")
        recover.send_link("tess@example.org")
        assert accounts.open_link(owner).purpose == "owner"
        with pytest.raises(accounts.LinkIsSpent):
            accounts.open_link(old)


# ---- at once ---------------------------------------------------------------------------------------------------------


def test_two_invitations_accepted_at_once_make_one_membership(app):
    with write(app):
        omar, nora = membership("Omar Haddad"), membership("Nora Quist")
        tokens = [join.invite(omar, role=role, name=role).rpartition("/")[2] for role in ("trainer", "trainee")]

    def accept(token, barrier):
        invitation, account = invitations.open_invitation(token), accounts.by_email("nora@example.org")
        meet(app, barrier)
        return join.accept(invitation, account).id

    assert len(set(at_once(app, accept, *tokens))) == 1
    with read(app):
        one = session.query(Membership).filter_by(account_id=nora.account_id, organization_id=omar.organization_id).one()
        assert one.roles == ("trainee", "trainer")


def test_a_double_click_on_save_keeps_the_trainers(app):
    add_people(app, "Ida Guide", "Jo Guide", role="trainer")

    def save(_one, barrier):
        autumn = session.query(Cohort).filter_by(name="Autumn 2026").one()
        team = [membership("Ida Guide"), membership("Jo Guide")]
        meet(app, barrier)
        cohorts.set_trainers(autumn, team)

    at_once(app, save, 1, 2)
    with read(app):
        autumn = session.query(Cohort).filter_by(name="Autumn 2026").one()
        assert cohorts.trainer_names([autumn.id])[autumn.id] == ["Ida Guide", "Jo Guide"]


def test_a_trainer_whom_the_long_list_leaves_out_stays(app, omar, monkeypatch):
    from alongside.web.organization import cohorts as page_

    add_people(app, "Aa Guide", "Ab Guide", role="trainer")
    monkeypatch.setattr(page_, "MOST_TRAINERS", 1)
    with read(app):
        public_id = session.query(Cohort).filter_by(name="Autumn 2026").one().public_id
    page = omar.get(f"/organization/cohorts/{public_id}")
    omar.submit(page, f"/cohorts/{public_id}", trainers=[member_id(app, "Aa Guide"), member_id(app, "Rae Castellano")])
    omar.submit(omar.get(f"/organization/cohorts/{public_id}"), f"/cohorts/{public_id}", name="Autumn", trainers=[member_id(app, "Aa Guide"), member_id(app, "Rae Castellano")])
    with read(app):
        found = session.query(Cohort).filter_by(public_id=public_id).one()
        assert found.name == "Autumn" and cohorts.trainer_names([found.id])[found.id] == ["Aa Guide", "Rae Castellano"]


def test_certificates_of_several_cohorts_issued_crosswise_at_once(app):
    names = ["Ana Ruiz", "Bo Tran", "Cy Wood", "Di Long"]
    add_people(app, *names)
    with write(app):
        house = membership("Omar Haddad").organization
        two = [cohorts.create(house, name=name, course=CONFIRMED) for name in ("East", "West")]
        for name, cohort in zip(names, (two[0], two[1], two[1], two[0]), strict=True):
            enrol(membership(name), course=CONFIRMED, cohort=cohort, by=None)
    earned = [earn(app, name) for name in names]

    def issue(which, barrier):
        omar = membership("Omar Haddad")
        mine = [certificates.find(omar.organization_id, one) for one in which]
        meet(app, barrier)
        return certify.issue_several(mine, by=omar)

    assert at_once(app, issue, earned[0:2], earned[2:4]) == [[None, None], [None, None]]
    with read(app):
        assert [n["certified"] for n in counts.totals([one.id for one in two]).values()] == [2, 2]


# ---- many ------------------------------------------------------------------------------------------------------------


def test_enrolling_many_asks_for_the_release_and_the_people_once(app, omar, statements):
    names = [f"Person {n}" for n in range(12)]
    add_people(app, *names)
    with write(app):
        public_id = cohorts.create(membership("Omar Haddad").organization, name="Many", course=CONFIRMED).public_id
    ids = [member_id(app, name) for name in names]
    omar.token()
    statements.clear()
    assert omar.post(f"/organization/cohorts/{public_id}/enrolments", {"member": ids}).status == 303
    assert len([one for one in statements if "FROM release" in one and "derived" not in one]) <= 2
    assert len([one for one in statements if "FROM membership" in one]) <= 4
    with read(app):
        cohort = session.query(Cohort).filter_by(public_id=public_id).one()
        assert len(enrolments.of_cohort(cohort.id)) == 12 == counts.totals([cohort.id])[cohort.id]["enrolled"]


def test_who_is_enrolled_with_something_wrong_is_told_and_not_tried_for_ever(app):
    with write(app), pytest.raises(IntegrityError):
        tess = membership("Tess Lindqvist")
        enrolments.enrol(tess, course=CONFIRMED, release_id=10**9, cohort=None)
        session.flush()


# ---- messages about certificates -------------------------------------------------------------------------------------


def test_a_revocation_is_told_as_it_was_even_if_it_is_lifted_meanwhile(app, installation):
    public_id = earn(app, "Tess Lindqvist")
    with write(app):
        omar = membership("Omar Haddad")
        one = certificates.find(omar.organization_id, public_id)
        first = certify.issue(one, by=omar)
        certify.revoke(one, "A mix-up of names.", by=omar)
        certify.reinstate(one, by=omar)
    sent = letters(installation)
    while jobs.run_due(installation):
        sent = letters(installation)
    revoked = [str(one.get_body(("plain",)).get_content()) for one in sent if "A mix-up of names." in one.as_string() or "mix-up" in one.as_string()]
    assert len(revoked) == 1 and first.number in revoked[0]


def test_a_certificate_revoked_before_its_file_is_made_is_not_announced(app, installation):
    public_id = earn(app, "Tess Lindqvist")
    with write(app):
        omar = membership("Omar Haddad")
        one = certificates.find(omar.organization_id, public_id)
        certify.issue(one, by=omar)
        certify.revoke(one, "A mix-up of names.", by=omar)
    while jobs.run_due(installation):
        pass
    assert [str(one["Subject"]) for one in letters(installation)].count("Your certificate is ready") == 0
    assert len(letters(installation)) == 1


def test_the_people_s_page_goes_by_the_name_kept_with_the_membership(app, statements):
    with read(app):
        statements.clear()
        members.page(1, after=("a", 0))
        [asked] = statements
        assert "ORDER BY membership.sort_name, membership.id" in asked
