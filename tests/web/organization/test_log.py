"""The log: who did what, in words, newest first, ours alone."""

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


def test_nonsense_in_the_address_is_no_error(omar):
    for asked in ("x", "-1", "9" * 40, "²"):
        assert omar.get(f"/organization/log?before={asked}").status == 200
