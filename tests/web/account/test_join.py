"""Join an organization by invitation."""

from __future__ import annotations

from alongside.foundation.audit import about_person
from alongside.foundation.database import session
from alongside.journey import join
from alongside.learning.models import Enrolment
from alongside.organizations.models import Cohort, Membership
from alongside.people import accounts
from alongside.people.models import Account
from tests.cast import Browser
from tests.web.account.test_password import letters, link_in

NEW = "four lamps beside a quiet harbor"


def invitation(installation, **what) -> str:
    """The path of an invitation that Omar makes; without an address it may be handed to anybody."""
    with installation.database.writing():
        omar = session.query(Membership).join(Account).filter(Account.email == "omar@example.org").one()
        autumn = session.query(Cohort).filter(Cohort.name == "Autumn 2026").one()
        link = join.invite(omar, **{"role": "trainee", "cohort": autumn} | what)
    return link.removeprefix("http://127.0.0.1:8000")


def test_a_newcomer_with_a_mailed_invitation_is_in_with_name_and_password(vera, installation):
    invitation(installation, name="Ana Ruiz", email="ana@example.org")
    [letter] = letters(installation)
    page = vera.get(link_in(letter))
    assert page.heading == "Harbor Street Center invites you to learn"
    assert 'value="Ana Ruiz"' in page.html
    assert 'value="ana@example.org"' in page.html
    page = vera.submit(page, password=NEW)
    assert page.status == 200
    assert "You are in." in page
    assert "Ana Ruiz" in vera.get("/account")
    with installation.database.reading():
        ana = accounts.by_email("ana@example.org")
        assert session.query(Enrolment).join(Membership).filter(Membership.account_id == ana.id).count() == 1


def test_an_invitation_on_paper_asks_for_an_address_and_goes_on_in_the_mailbox(vera, installation):
    path = invitation(installation)
    page = vera.submit(vera.get(path), "/mail", email="Ana@example.org")
    assert page.heading == "Look in your mailbox"
    [letter] = letters(installation)
    assert letter["To"] == "Ana@example.org"
    page = vera.submit(vera.get(link_in(letter)), name="Ana Ruiz", password=NEW)
    assert "sign in with your email address" in page
    with installation.database.reading():
        assert accounts.by_email("ana@example.org").name == "Ana Ruiz"


def test_somebody_without_a_mailbox_gets_a_sign_in_name(vera, installation):
    page = vera.get(vera.get(invitation(installation)).link("I have no email address"))
    page = vera.submit(page, name="Bo Tran", password=NEW)
    assert "Your sign-in name is" in page
    with installation.database.reading():
        bo = session.query(Account).filter(Account.name == "Bo Tran").one()
    assert bo.email is None
    assert bo.sign_in_name in page


def test_whether_an_address_has_an_account_is_told_to_its_mailbox_alone(vera, installation):
    path = invitation(installation)
    pages = [vera.submit(vera.get(path), "/mail", email=one) for one in ("nora@example.org", "none@example.org")]
    assert pages[0].html == pages[1].html
    first, second = letters(installation)
    page = vera.get(link_in(first if first["To"] == "nora@example.org" else second))
    assert "You have an account with nora@example.org already" in page


def test_nobody_takes_an_address_that_is_not_theirs(app, installation):
    for proof in ("", "nonsense", "s1.1.AAAA", "s1.x.", "."):
        eve = Browser(app)
        page = eve.get(f"{invitation(installation)}?mailbox=none&proof={proof}")
        eve.submit(page, name="Eve", password=NEW, email="nora@example.org", proof=proof)
    with installation.database.reading():
        assert accounts.by_email("nora@example.org").name == "Nora Quist"
        assert {one.email for one in session.query(Account).filter(Account.name == "Eve")} == {None}


def test_a_proof_belongs_to_one_invitation(vera, installation):
    vera.submit(vera.get(invitation(installation)), "/mail", email="eve@example.org")
    proof = link_in(letters(installation)[-1]).partition("?")[2]
    assert vera.get(f"{invitation(installation)}?{proof}").form("/mail")


def test_nora_signs_in_and_joins_with_one_more_step(vera, installation):
    path = invitation(installation, role="trainer", cohort=None)
    vera.submit(vera.get(path), "/mail", email="nora@example.org")
    page = vera.get(link_in(letters(installation)[-1]))
    page = vera.submit(vera.get(page.link("Sign in and join")), "/sign-in", name="nora@example.org", password="walking beside you since spring")
    assert page.heading == "Harbor Street Center invites you as a trainer"
    page = vera.submit(page, "/membership")
    assert "You belong to Harbor Street Center now." in page
    assert "Harbor Street Center" in vera.get("/account")


def test_an_invitation_to_another_mailbox_is_not_hers(nora, installation):
    path = invitation(installation, email="ana@example.org")
    page = nora.submit(nora.get(path), "/membership")
    assert page.status == 409
    assert page.heading == "This invitation was sent to another address"
    assert "ana@example.org" not in page.html


def test_it_opens_once(vera, installation, app):
    path = invitation(installation, email="ana@example.org")
    page = vera.get(path)
    vera.submit(page, name="Ana Ruiz", password=NEW)
    other = Browser(app)
    for again in (other.get(path), other.submit(page, name="Ana Ruiz", password=NEW)):
        assert again.status in {401, 404} or again.heading == "Please send it once more"
    assert other.get(path).heading == "This invitation no longer opens"


def test_a_name_that_cannot_be_printed_says_what_to_write(vera, installation):
    for name, said in [("", "Write your name as it should stand on a certificate"), ("Ana 🙂", "cannot be printed"), ("!!!", "Write the name as it should stand")]:
        path = invitation(installation, email="ana@example.org")
        page = vera.submit(vera.get(path), name=name, password=NEW)
        assert page.status == 422
        assert said in page


def test_a_weak_password_keeps_name_and_proof(vera, installation):
    path = invitation(installation)
    vera.submit(vera.get(path), "/mail", email="ana@example.org")
    page = vera.submit(vera.get(link_in(letters(installation)[-1])), name="Ana Ruiz", password="short")
    assert page.status == 422
    assert 'value="Ana Ruiz"' in page.html
    assert vera.submit(page, password=NEW).status == 200


def test_that_a_newcomer_is_signed_in_is_written_down(vera, installation):
    invitation(installation, name="Ana Ruiz", email="ana@example.org")
    [letter] = letters(installation)
    vera.submit(vera.get(link_in(letter)), password=NEW)
    with installation.database.reading():
        ana = accounts.by_email("ana@example.org")
        assert [one.action for one in about_person(ana, subject_type="sign-in")] == ["account:sign-in:begin"]


def test_a_newcomer_says_how_she_is_called(vera, installation):
    invitation(installation, name="Nguyễn Thị Phương Thảo", email="thao@example.org")
    [letter] = letters(installation)
    page = vera.submit(vera.get(link_in(letter)), password=NEW, called="  Thảo ")
    assert page.heading.endswith(", Thảo")


def test_what_needs_a_change_is_listed_in_the_order_of_the_page(vera, installation):
    page = vera.get(vera.get(invitation(installation)).link("I have no email address"))
    page = vera.submit(page, name="", password="")
    assert page.status == 422
    assert page.text.index("Write your name") < page.text.index("Choose a password")


def test_who_will_see_what_is_said_before_the_button(vera, installation):
    page = vera.get(vera.get(invitation(installation)).link("I have no email address"))
    assert page.text.index("will see your name") < page.text.rindex("Join")
