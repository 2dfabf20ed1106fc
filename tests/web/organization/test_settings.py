"""Settings: what stands on certificates and beside them; every change is written down."""

import pytest

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
    ],
)
def test_wrong_input_is_said_at_its_field_and_the_rest_is_kept(app, omar, field, value, words):
    page = omar.submit(omar.get(URL), **{"contact": "call 555 0100", field: value})
    assert page.status == 422 and words in page
    assert 'value="call 555 0100"' in page.html
    with read(app):
        from alongside.organizations import members

        assert {one.name for one, _ in members.organizations()} == {"Harbor Street Center", "Hilltop House"}
