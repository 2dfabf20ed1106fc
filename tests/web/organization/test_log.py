"""The log: who did what, in words, newest first, ours alone."""

import re

from alongside.foundation.audit import record
from alongside.journey import tags
from tests.web.organization.stories import earn, membership, write


def test_omar_reads_what_happened_with_names(app, omar):
    public_id = earn(app, "Tess Lindqvist")
    omar.submit(omar.get(f"/organization/certificates/{public_id}"), "/issue")
    page = omar.get("/organization/log")
    assert "Omar Haddad issued a certificateTess Lindqvist" in page
    assert "Tess Lindqvist earned a certificate" in page


def test_nora_reads_nothing_of_it(app, omar, nora):
    earn(app, "Tess Lindqvist")
    assert "Tess" not in nora.get("/organization/log")


def test_a_long_log_goes_on(app, omar, statements):
    with write(app):
        omar_here = membership("Omar Haddad")
        for _ in range(70):
            record(tags.SETTINGS_CHANGED, organization_id=omar_here.organization_id, actor=omar_here.account, subject=omar_here.organization)
    page = omar.get("/organization/log")
    statements.clear()
    assert "enrolled somebody in a course" in omar.get(page.link("Earlier"))
    assert len(statements) <= 8


def test_how_much_goes_on_next_door_shows_in_no_address(app, omar, nora):
    with write(app):
        here = membership("Omar Haddad")
        for _ in range(70):
            record(tags.SETTINGS_CHANGED, organization_id=here.organization_id, actor=here.account, subject=here.organization)
    link = omar.get("/organization/log").link("Earlier")
    assert not link.partition("before=")[2].isdigit()
    everything = nora.get("/organization/log").text
    assert nora.get(link).text == everything  # what it says opens nothing elsewhere


def test_nonsense_in_the_address_is_no_error(omar):
    for asked in ("x", "-1", "9" * 40, "²"):
        assert omar.get(f"/organization/log?before={asked}").status == 200


def test_looking_again_and_again_is_one_line(app, omar):
    page = f"/organization/certificates/{earn(app, 'Tess Lindqvist')}"
    for _ in range(4):
        omar.get(page)
    omar.submit(omar.get(page), "/issue")
    said = omar.get("/organization/log").text
    assert said.count("Omar Haddad looked at a person’s record") == 1
    assert "Tess Lindqvist; 6 times that day" in said


def test_the_log_says_which_certificate_and_which_module(app, omar):
    page = f"/organization/certificates/{earn(app, 'Tess Lindqvist')}"
    omar.submit(omar.get(page), "/issue")
    number = re.search(r"Number</dt><dd class=\"number\">([^<]+)<", omar.get(page).html)[1]
    omar.submit(omar.get(f"{page}/revocation"), "/revocation", reason="Issued to the wrong person.")
    with write(app):
        tess = membership("Tess Lindqvist")
        record(tags.MODULE_FINISHED, organization_id=tess.organization_id, actor=tess.account, subject=tess.account, module="listening")
    said = omar.get("/organization/log").text
    assert f"Omar Haddad revoked a certificateTess Lindqvist · {number}" in said
    assert "Tess Lindqvist finished a moduleListening" in said
