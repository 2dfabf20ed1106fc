"""Dark or light."""

from __future__ import annotations

import pytest


def test_a_visitor_keeps_it_in_a_cookie_that_does_nothing_else(vera):
    page = vera.submit(vera.get("/appearance"), "/appearance", theme="dark")
    assert 'data-theme="dark"' in page.html
    cookie = vera.client.get_cookie("theme")
    assert cookie is not None
    assert (cookie.value, cookie.http_only, cookie.same_site) == ("dark", True, "Lax")


def test_tess_keeps_it_with_her_account(tess):
    page = tess.submit(tess.get("/appearance"), "/appearance", theme="light")
    assert 'data-theme="light"' in page.html
    assert tess.client.get_cookie("theme") is None


def test_as_the_device_is_set_forgets_what_was_chosen(vera):
    vera.submit(vera.get("/appearance"), "/appearance", theme="dark")
    page = vera.submit(vera.get("/appearance"), "/appearance", theme="device")
    assert "data-theme" not in page.html
    assert vera.client.get_cookie("theme") is None


@pytest.mark.parametrize("theme", ["", "pink", None])
def test_another_look_is_not_to_be_had(vera, theme):
    assert vera.submit(vera.get("/appearance"), "/appearance", theme=theme).status == 422


def test_a_cookie_that_somebody_wrote_themselves_changes_nothing(vera):
    vera.client.set_cookie("theme", 'x" onload="alert(1)')
    assert "onload" not in vera.get("/").html
