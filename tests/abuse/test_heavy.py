"""What is heavy, hostile or odd is refused before it costs anything."""

from __future__ import annotations

import json
import unicodedata
import zipfile

import pytest

from alongside.credentials import names
from alongside.foundation import backup, emails

MARKS = "a" + "\u0301\u0316" * 50_000


@pytest.fixture
def longest_normalised(monkeypatch):
    """How long a text was that somebody normalised: marks on marks cost their number squared."""
    seen = [0]
    real = unicodedata.normalize

    def noted(form: str, text: str) -> str:
        seen[0] = max(seen[0], len(text))
        return real(form, text)

    monkeypatch.setattr(unicodedata, "normalize", noted)
    return seen


def test_an_address_of_a_hundred_thousand_marks_is_refused_before_it_is_read(longest_normalised):
    assert emails.canonical_or_none(f"{MARKS}@example.org") is None
    with pytest.raises(emails.NotAnAddress):
        emails.read(f"{MARKS}@example.org")
    assert longest_normalised[0] <= emails.TYPED_AT_MOST


def test_a_name_of_a_hundred_thousand_marks_is_cut_before_it_is_read(longest_normalised):
    with pytest.raises(names.CannotPrint):
        names.printable(MARKS)
    assert longest_normalised[0] <= names.TYPED_AT_MOST


def test_no_redirect_names_a_host_that_the_request_named(vera):
    response = vera.client.get("/static/0//x", headers={"Host": "evil.example"})
    assert response.status_code == 404
    assert "evil" not in str(response.headers)


@pytest.mark.parametrize("before", ["9" * 30, "0" * 20 + "9" * 30, "9" * 5000, "-1", "²", "1e9", ""])
def test_a_page_of_the_log_that_never_was_is_the_first_one(omar, before):
    assert omar.get(f"/organization/log?before={before}").status == 200


def test_only_signing_out_empties_the_browser(tess):
    assert "Clear-Site-Data" not in tess.client.get("/signed-out").headers


@pytest.mark.parametrize(
    "manifest",
    [
        [], 7, None, {}, {"format": "x"}, {"format": 1, "engine": 3},
        {"format": 1, "engine": "sqlite", "revision": None, "created_at": "", "tables": [], "members": {}, "with_keys": False},
        {"format": 1, "engine": "sqlite", "revision": None, "created_at": "", "tables": {}, "members": 3, "with_keys": False},
        {"format": 1, "engine": "sqlite", "revision": None, "created_at": "", "tables": {"a": "b"}, "members": {}, "with_keys": False},
    ],
)  # fmt: skip
def test_a_file_that_is_no_backup_of_ours_says_so(tmp_path, manifest):
    path = tmp_path / "hostile.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
    with pytest.raises(backup.BackupBroken):
        backup.check(path)


def test_a_manifest_that_would_fill_the_memory_is_not_read(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"[" * 20_000_000)
    with pytest.raises(backup.BackupBroken, match="too large"):
        backup.check(path)


@pytest.mark.parametrize("name", ["instance/alongside.sqlite", "instance/../x", "instance/keys/../secret_key", "instance/keys/a/b"])
def test_only_keys_come_back_beside_the_tables(name):
    assert not backup.KEY_MEMBER.fullmatch(name)


def test_a_line_too_long_for_an_address_is_no_address_and_costs_nothing(omar):
    page = omar.get("/organization/invitations/new")
    page = omar.submit(page, addresses="a" + " " * 100_000 + "<", role="trainee")
    assert page.status == 422


@pytest.fixture
def addresses_read(monkeypatch):
    """How many addresses were looked into: each costs, and whoever writes keeps everybody else from writing."""
    seen = [0]
    real = emails.read

    def noted(text: str | None) -> emails.Address:
        seen[0] += 1
        return real(text)

    monkeypatch.setattr(emails, "read", noted)
    return seen


@pytest.mark.parametrize(
    "pasted, said",
    [
        ("a@b.example\n" * 3000, "At most 100 at once; send the rest in a second go"),
        ("wrong\n" * 3000, "At most 100 at once"),
        ("a@b.example\n" * 20_000, "There is room for 50000 characters"),
    ],
)
def test_a_paste_of_thousands_of_addresses_is_refused_before_they_are_read(omar, addresses_read, pasted, said):
    page = omar.submit(omar.get("/organization/invitations/new"), addresses=pasted)
    assert page.status == 422 and said in page
    assert addresses_read[0] <= 101


def test_each_address_of_a_list_is_read_once(omar, addresses_read):
    people = [f"person{number}@example.org" for number in range(99)]
    page = omar.submit(omar.get("/organization/invitations/new"), addresses="\n\n".join([*people, "nobody@@"]))
    assert page.status == 422 and "Line 199: “nobody@@” is not an address" in page
    assert addresses_read[0] == 100
