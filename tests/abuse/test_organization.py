"""Abuse of the organization's front, by row of the abuse table: what people try, and what must stay as it was."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, product
from threading import Barrier

import pytest

from alongside.certification import certificates
from alongside.certification.models import Edition
from alongside.foundation.database import session
from alongside.foundation.jobs import Job
from alongside.journey import belong, join
from alongside.journey.certify import NotEarned, issue
from alongside.learning import enrolments
from alongside.organizations import cohorts, invitations, members
from alongside.organizations.members import MAY_GIVE, LastOwner, MayNotGiveRole
from alongside.organizations.models import ROLES, Cohort, Invitation, Membership, Organization
from alongside.people import accounts
from tests.conftest import digest_of_database
from tests.web.organization.stories import add_people, certificate, earn, member_id, membership, read, write

PASSING = ("audit_row", "audit_detail", "sign_in", "throttle_count", "job")


def organization_ids(app) -> dict[str, str]:
    with read(app):
        return {one.name: one.public_id for one in session.query(Organization)}


# ---- T02: the organization comes from the membership, never from the client ------------------------------------------


@pytest.mark.parametrize("path, fields", [
    ("/organization/settings", {"name": "Taken over"}),
    ("/organization/cohorts", {"name": "Taken over", "course": "small-course"}),
    ("/organization/invitations/new", {"role": "trainee", "name": "Taken Over"}),
    ("/organization/people/new", {"name": "Taken Over"}),
])  # fmt: skip
def test_t02_a_form_drawn_for_another_organization_does_nothing(app, installation, nora, path, fields):
    harbor = organization_ids(app)["Harbor Street Center"]
    nora.token()
    before = digest_of_database(installation, PASSING)
    answer = nora.post(path, {**fields, "organization": harbor})
    assert answer.status == 409 and "another organization" in answer
    assert digest_of_database(installation, PASSING) == before


def test_t02_an_organization_in_the_address_changes_nothing(app, nora):
    harbor = organization_ids(app)["Harbor Street Center"]
    for extra in (f"organization={harbor}", "organization_id=1", "tenant=1"):
        assert "Tess" not in nora.get(f"/organization/people?{extra}")


def test_t02_every_page_about_one_of_omars_things_is_missing_for_nora(app, installation, omar, nora):
    waiting, tess = earn(app, "Tess Lindqvist"), member_id(app, "Tess Lindqvist")
    omar.submit(omar.get("/organization/invitations/new"), name="Cora Field")
    with read(app):
        autumn = session.query(Cohort).filter_by(name="Autumn 2026").one().public_id
        invited = session.query(Invitation).one().public_id
    nora.token()
    before = digest_of_database(installation, PASSING)
    for path in (f"people/{tess}", f"people/{tess}/departure", f"cohorts/{autumn}", f"cohorts/{autumn}/enrolments/new",
                 f"certificates/{waiting}", f"certificates/{waiting}/revocation", f"people?after={tess}",
                 f"certificates?before={waiting}", f"invitations?before={invited}"):  # fmt: skip
        assert nora.get(f"/organization/{path}").status == 404, path
    for path in (f"people/{tess}/roles", f"people/{tess}/slip", f"people/{tess}/departure", f"cohorts/{autumn}",
                 f"cohorts/{autumn}/enrolments", f"certificates/{waiting}/issue", f"certificates/{waiting}/revocation",
                 f"certificates/{waiting}/reinstatement", f"invitations/{invited}/withdrawal"):  # fmt: skip
        fields = {"reason": "x", "member": tess, "roles": "owner", "name": "x", "course": "small-course"}
        assert nora.post(f"/organization/{path}", fields).status == 404, path
    assert nora.post("/organization/certificates/issue", {"certificate": waiting}).status == 404
    assert digest_of_database(installation, PASSING) == before


# ---- T04: fields that nobody asked for -------------------------------------------------------------------------------

UNASKED = {
    "is_owner": "1", "is_administrator": "1", "organization_id": "2", "account_id": "1", "ended_at": "2020-01-01",
    "public_id": "0000000000000000", "id": "1", "state": "issued", "issued_at": "2020-01-01", "email_key": "x@example.org",
    "disabled_at": "", "password_hash": "x", "visibility": "name", "created_at": "2020-01-01", "token_hash": "x",
}  # fmt: skip


def test_t04_unasked_fields_are_ignored(app, omar):
    with read(app):
        known = {(one.id, one.public_id) for one in session.query(Organization)}
    tess = member_id(app, "Tess Lindqvist")
    omar.submit(omar.get("/organization/settings"), **UNASKED, contact="new contact")
    omar.submit(omar.get(f"/organization/people/{tess}"), "/roles", **UNASKED, roles=["trainee", "trainer"])
    omar.submit(omar.get("/organization/cohorts/new"), "/cohorts", **UNASKED, name="Winter", course="small-course")
    omar.submit(omar.get("/organization/people/new"), **UNASKED, name="Cora Field")
    with read(app):
        assert {(one.id, one.public_id) for one in session.query(Organization)} == known
        assert set(membership("Tess Lindqvist").roles) == {"trainee", "trainer"}
        cora = membership("Cora Field")
        assert cora.roles == ("trainee",) and cora.account.password_hash is None and cora.account.email_key is None
        assert session.query(Cohort).filter_by(name="Winter").one().organization_id == cora.organization_id


# ---- T05: nobody gives a right they do not have ----------------------------------------------------------------------

SETS = [set(chosen) for count in range(1, len(ROLES) + 1) for chosen in combinations(ROLES, count)]


def test_t05_an_administrator_cannot_make_or_unmake_an_owner_whatever_the_roles(app):
    add_people(app, "Ada Boss", role="administrator")
    with write(app):
        ada, tess, omar = membership("Ada Boss"), membership("Tess Lindqvist"), membership("Omar Haddad")
        for member in (tess, ada, omar):
            for wanted in SETS:
                before = set(member.roles)
                if ("owner" in wanted) == ("owner" in before):
                    continue
                with pytest.raises(MayNotGiveRole):
                    belong.change_roles(member, wanted, by=ada)
                assert set(member.roles) == before
        with pytest.raises(MayNotGiveRole):
            invitations.invite(ada, role="owner", name="Friend")
        with pytest.raises(MayNotGiveRole):
            belong.end_membership(omar, by=ada)


@pytest.mark.parametrize("giver", ["trainee", "trainer", "observer"])
def test_t05_other_roles_give_nothing(giver):
    assert giver not in MAY_GIVE
    assert members.may_give(Membership(**{f"is_{giver}": True})) == ()


def test_t05_an_administrator_who_posts_owner_is_refused_on_every_way(app, cast):
    add_people(app, "Ada Boss", role="administrator")
    ada = sign_in_as(app, "Ada Boss")
    tess = member_id(app, "Tess Lindqvist")
    assert ada.post(f"/organization/people/{tess}/roles", {"roles": ["trainee", "owner"]}).status == 422
    assert ada.post("/organization/invitations/new", {"role": "owner", "name": "Friend"}).status == 422
    with read(app):
        assert not membership("Tess Lindqvist").is_owner
        assert session.query(Invitation).count() == 0


def test_t05_roles_that_do_not_exist_are_refused(app, omar):
    tess = member_id(app, "Tess Lindqvist")
    for role in ("platform", "staff", "OWNER", "is_owner", ""):
        assert omar.post(f"/organization/people/{tess}/roles", {"roles": role}).status == 422


def test_t05_two_owners_who_leave_at_once_do_not_both_leave(app):
    add_people(app, "Ida Boss", role="owner")
    barrier = Barrier(2)

    def leave(name: str) -> str:
        with write(app):
            if not app.extensions["alongside"].settings.on_sqlite:
                barrier.wait(5)  # on SQLite the first one has the only turn to write
            try:
                belong.end_membership(membership(name), by=membership(name))
            except LastOwner:
                return "stays"
            return "left"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(leave, ["Ida Boss", "Omar Haddad"]))
    assert outcomes == ["left", "stays"]


# ---- T06: rights end on the next request -----------------------------------------------------------------------------


def sign_in_as(app, name: str):
    from alongside.foundation import passwords
    from tests.cast import PASSWORD, Browser

    with write(app):
        account = membership(name).account
        account.password_hash = passwords.hash_password(PASSWORD)
        address = account.sign_in_name
    return Browser(app, address)


def test_t06_an_administrator_who_is_none_any_more_is_out_on_the_next_request(app, omar):
    add_people(app, "Ada Boss", role="administrator")
    ada = sign_in_as(app, "Ada Boss")
    form = ada.get("/organization/people/new")
    omar.submit(omar.get(f"/organization/people/{member_id(app, 'Ada Boss')}"), "/roles", roles=["trainee"])
    assert ada.get("/organization").status == 403
    assert ada.submit(form, name="Cora Field").status == 403


def test_t06_links_that_a_removed_administrator_made_stop_working(app):
    add_people(app, "Ada Boss", role="administrator")
    with write(app):
        ada, omar = membership("Ada Boss"), membership("Omar Haddad")
        back_door = join.invite(ada, role="administrator", name="Ada again").rpartition("/")[2]
        honest = join.invite(ada, role="trainee", name="Cora Field").rpartition("/")[2]
        belong.change_roles(ada, {"trainer"}, by=omar)
        with pytest.raises(invitations.InvitationIsSpent):
            invitations.open_invitation(back_door)
        with pytest.raises(invitations.InvitationIsSpent):
            invitations.open_invitation(honest)


def test_t06_who_was_removed_does_not_come_back_by_an_older_invitation(app):
    with write(app):
        rae, omar = membership("Rae Castellano"), membership("Omar Haddad")
        waiting = join.invite(omar, role="administrator", email="rae@example.org").rpartition("/")[2]
        belong.end_membership(rae, by=omar)
        with pytest.raises(invitations.InvitationIsSpent):
            invitations.open_invitation(waiting)


def test_t06_a_trainer_who_comes_back_sees_no_old_cohort(app):
    with write(app):
        rae, omar = membership("Rae Castellano"), membership("Omar Haddad")
        assert cohorts.of_trainer(rae)
        belong.end_membership(rae, by=omar)
        assert members.add(omar.organization, rae.account, "trainer").id == rae.id
        assert not cohorts.of_trainer(rae)


def test_t06_a_trainer_who_loses_the_role_loses_the_cohorts(app):
    with write(app):
        rae, omar = membership("Rae Castellano"), membership("Omar Haddad")
        belong.change_roles(rae, {"observer"}, by=omar)
        belong.change_roles(rae, {"trainer"}, by=omar)
        assert not cohorts.of_trainer(rae)


# ---- C08: one certificate, whoever clicks ----------------------------------------------------------------------------


def test_c08_many_who_issue_at_once_make_one_edition(app, omar):
    public_id = earn(app, "Tess Lindqvist")
    page = omar.get(f"/organization/certificates/{public_id}")
    fields = dict(page.form("/issue").fields)
    cookie = omar.client.get_cookie("alongside")
    barrier = Barrier(6)

    def press(number: int) -> int:
        client = app.test_client()
        client.set_cookie("alongside", cookie.value)
        several = number % 2
        barrier.wait(10)
        path = "/organization/certificates/issue" if several else f"/organization/certificates/{public_id}/issue"
        data = {**fields, "certificate": public_id} if several else fields
        return client.post(path, data=data).status_code

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(press, range(6)))
    assert set(codes) <= {303, 409}
    with read(app):
        found = certificates.find(membership("Omar Haddad").organization_id, public_id)
        assert found.state == "issued"
        assert session.query(Edition).filter_by(certificate_id=found.id).count() == 1
        assert session.query(Job).filter_by(kind="certificate_pdf").count() == 1


# ---- C09: nothing is issued that was not earned ----------------------------------------------------------------------


def test_c09_what_is_missing_again_is_not_issued(app, omar):
    public_id = earn(app, "Tess Lindqvist")
    with write(app):
        from alongside.learning import progress

        enrolment = certificates.find(membership("Omar Haddad").organization_id, public_id).enrolment
        progress.of_enrolment(enrolment.id)["listening"].quiz_passed_at = None
    page = omar.post(f"/organization/certificates/{public_id}/issue")
    assert page.status == 409 and "missing again" in page
    assert certificate(app, public_id).state == "earned"
    with write(app), pytest.raises(NotEarned):
        issue(certificates.find(membership("Omar Haddad").organization_id, public_id), by=membership("Omar Haddad"))


def test_c09_an_enrolment_or_a_person_is_no_certificate(app, installation, omar):
    with read(app):
        tess = membership("Tess Lindqvist")
        ids = [tess.public_id, enrolments.of_member(tess.id)[0].public_id, "0" * 16, "%00", "'", "1"]
    omar.token()
    before = digest_of_database(installation, PASSING)
    for one in ids:
        assert omar.post(f"/organization/certificates/{one}/issue").status in {400, 404}
        assert omar.post("/organization/certificates/issue", {"certificate": one}).status in {400, 404}
    assert digest_of_database(installation, PASSING) == before


# ---- X02, X05, X06: what people write is shown as they wrote it ------------------------------------------------------

CANARY = "<svg/onload=alert(1)>\"'{{7*7}}${7*7}"


def every_page(app, omar, waiting: str) -> list[str]:
    with read(app):
        autumn = session.query(Cohort).first().public_id
        people = [one.public_id for one in session.query(Membership).filter_by(organization_id=1)]
    paths = ["", "/people", "/people/new", "/invitations", "/invitations/new", "/cohorts", "/cohorts/new", "/certificates",
             "/certificates?state=earned", "/settings", "/log", f"/certificates/{waiting}", f"/certificates/{waiting}/revocation",
             f"/cohorts/{autumn}", f"/cohorts/{autumn}/enrolments/new"]  # fmt: skip
    paths += [f"/people/{one}{more}" for one in people for more in ("", "/departure")]
    return [f"/organization{path}" for path in paths]


def test_x02_x05_a_canary_in_every_column_is_inert_on_every_page(app, omar):
    waiting = earn(app, "Tess Lindqvist")
    omar.submit(omar.get("/organization/invitations/new"), name="Cora Field")
    omar.submit(omar.get(f"/organization/certificates/{waiting}"), "/issue")
    with write(app):
        for person in session.query(accounts.Account):
            person.name = f"{person.id} {CANARY}"
        for cohort in session.query(Cohort):
            cohort.name = CANARY
        for one in session.query(Invitation):
            one.name = CANARY
        for house in session.query(Organization):
            house.name = house.contact = house.signatory_name = house.signatory_role = CANARY
        for edition in session.query(Edition):
            edition.name = edition.title = CANARY
    seen = 0
    for path in every_page(app, omar, waiting):
        page = omar.get(path)
        assert page.status == 200, path
        assert "<svg/onload" not in page.html and "49" not in re.sub(r"[\w-]*49\w*[^{}<>\s]*\d", "", page.text).split(), path
        seen += "{{7*7}}" in page.text
    assert seen > 10


NASTY = ("' OR '1'='1", "%", "_", "\\", "'; DROP TABLE account;--", "%00", "x" * 5000, "🙂", "\u202e")
PLACES = ("people?words=", "people?role=", "people?after=", "certificates?state=", "certificates?before=",
          "invitations?before=", "log?before=", "people/", "cohorts/", "certificates/")  # fmt: skip


def test_x06_words_roles_and_places_in_a_list_are_only_values(omar):
    for nasty, path in product(NASTY, PLACES):
        page = omar.get(f"/organization/{path}{nasty}")
        assert page.status in {200, 400, 404}, path
        assert "Nora" not in page
    assert omar.get("/organization/people").heading == "Three people belong here"
    assert omar.get("/organization/people?words=%25").heading == "Nobody was found"


@pytest.mark.parametrize("nasty", ["a\0b", "' OR 1=1 {{7*7}}" * 400])
def test_x06_what_is_posted_is_only_values(app, omar, nasty):
    for path, fields in (
        ("settings", {"name": nasty, "contact": nasty, "time_zone": nasty, "language": nasty}),
        ("cohorts", {"name": nasty, "course": nasty, "starts_on": nasty, "trainers": nasty}),
        ("invitations/new", {"addresses": nasty, "name": nasty, "role": nasty, "cohort": nasty}),
        ("people/new", {"name": nasty, "cohort": nasty}),
        (f"people/{member_id(app, 'Tess Lindqvist')}/roles", {"roles": nasty}),
        ("certificates/issue", {"certificate": nasty}),
    ):
        assert omar.post(f"/organization/{path}", fields).status in {200, 303, 400, 404, 422}, path
