"""Settings: what stands on certificates and beside them; every change is written down."""

import pytest
from markupsafe import escape

from tests.web.organization.stories import read

URL = "/organization/settings"


def test_omar_changes_who_signs_and_it_is_written_down(omar):
    page = omar.submit(omar.get(URL), signatory_name="Rae Castellano", signatory_role="Director of Training", paper="a4")
    assert "Saved." in page and 'value="Rae Castellano"' in page.html
    assert "Omar Haddad changed the organization’s settings" in omar.get("/organization/log")


def test_saving_what_is_there_writes_nothing_down(omar):
    assert "Nothing was different" in omar.submit(omar.get(URL))
    assert "settings" not in omar.get("/organization/log").text.partition("What happened here")[2].partition("Alongside records")[0]


@pytest.mark.parametrize(
    "field, value, words",
    [
        ("name", "", "Write the name of your organization"),
        ("name", "x" * 130, "There is room for 120 characters"),
        ("signatory_name", "Omar 😀", "cannot be printed"),
        ("time_zone", "Mars/Olympus", "Not a valid choice"),
        ("paper", "napkin", "Not a valid choice"),
        ("signatory_role", "x" * 130, "There is room for 120 characters"),
    ],
)
def test_wrong_input_is_said_at_its_field_and_the_rest_is_kept(app, omar, field, value, words):
    page = omar.submit(omar.get(URL), **{"contact": "call 555 0100", field: value})
    assert page.status == 422 and words in page
    assert 'value="call 555 0100"' in page.html
    with read(app):
        from alongside.organizations import members

        assert {one.name for one, _ in members.organizations()} == {"Harbor Street Center", "Hilltop House"}


@pytest.mark.parametrize("contact", ["", "office@harbor.example", "Office <office@harbor.example>", "harbor.example/contact",
    "https://harbor.example/contact", "+1 555 0100", "call 555 0100"])  # fmt: skip
def test_an_address_a_page_or_a_telephone_number_is_a_way_to_reach_us(omar, contact):
    page = omar.submit(omar.get(URL), contact=contact)
    assert page.status == 200 and f'value="{escape(contact)}"' in page.html


@pytest.mark.parametrize("contact", ["http://[", "https://", "ask Omar", "javascript:alert(1)", "desk@", "mailto:"])
def test_what_reaches_nobody_is_said_at_its_field(omar, contact):
    page = omar.submit(omar.get(URL), contact=contact)
    assert page.status == 422 and "Write an email address, a telephone number, or the address of a page" in page


def test_a_time_zone_stands_there_once_by_the_name_it_has_today(omar):
    page = omar.get(URL).html
    assert 'value="Europe/Berlin"' in page
    for dead in ("America/Knox_IN", "America/Argentina/ComodRivadavia", "Africa/Asmera", "Etc/GMT+3"):
        assert f'value="{dead}"' not in page
