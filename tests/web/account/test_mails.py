"""P01: every mail, as it goes out. Nothing outside says what somebody learns, or that they learn."""

from __future__ import annotations

import re

import pytest

from alongside.foundation import mail

WORDS = {
    "password-link": {"name": "Tess", "link": "http://127.0.0.1:8000/password/abc", "hours": 2},
    "invitation": {"name": "Ana Ruiz", "organization": "Harbor Street Center", "link": "http://127.0.0.1:8000/join/abc", "days": 14},
    "certificate-ready": {"name": "Tess", "organization": "Harbor Street Center", "reason": "", "link": "http://127.0.0.1:8000/learn/certificates/abc", "number": "7QWM-4KDN-X2RB"},
    "certificate-revoked": {"name": "Tess", "organization": "Harbor Street Center", "reason": "A date was wrong.", "link": "http://127.0.0.1:8000/learn/certificates/abc", "number": "7QWM-4KDN-X2RB"},
    "certificate-reprinted": {"name": "Tess", "organization": "Harbor Street Center", "reason": "", "link": "http://127.0.0.1:8000/learn/certificates/abc", "number": "7QWM-4KDN-X2RB"},
}  # fmt: skip
FOOT = "-- \nThis message was sent by a computer. If you did not expect it, you can ignore it.\n"
GOLDEN = {
    "password-link": ("The link you asked for", """\
Hello Tess,

Here is the link you asked for. It opens a page where you choose a new password.

http://127.0.0.1:8000/password/abc

It works once, for 2 hours. Until you choose a new password, the old one stays good.

Was it not you who asked? Then do nothing: without this link nobody can change anything.
"""),
    "invitation": ("Your invitation", """\
Hello Ana Ruiz,

Here is a link made for you. It opens a page that says who invites you and to what; there you can accept, or leave it.

http://127.0.0.1:8000/join/abc

It works once, for 14 days.

Sent for Harbor Street Center.
"""),
    "certificate-ready": ("Something is ready for you", """\
Hello Tess,

What you worked for is ready. Sign in to see it, to print it, and to decide who else may see it.

http://127.0.0.1:8000/learn/certificates/abc

Well done.

Sent for Harbor Street Center.
"""),
    "certificate-revoked": ("Something changed that you should know", """\
Hello Tess,

Harbor Street Center took back the document with the number 7QWM-4KDN-X2RB. Whoever checks it from now on sees that.

The reason, for you alone:

A date was wrong.

Sign in to see it. If you think this is a mistake, talk to Harbor Street Center: it can be lifted.

http://127.0.0.1:8000/learn/certificates/abc
"""),
    "certificate-reprinted": ("A document of yours has a new number", """\
Hello Tess,

Harbor Street Center printed a document of yours again, with the name you have here today. Its new number is 7QWM-4KDN-X2RB.

From now on, give people the new one. Whoever checks the one before reads that there is a newer one.

http://127.0.0.1:8000/learn/certificates/abc

If the name on it is not as it should be, talk to Harbor Street Center.
"""),
}  # fmt: skip
TELLING = re.compile(r"recover|substance|addict|overdose|sober|relapse|peer|support|train|learn|lesson|quiz|certif|course|crisis|suicide", re.IGNORECASE)


@pytest.fixture
def letters(installation):
    return {name: mail.compose(name, to="tess@example.org", language="en", **words) for name, words in WORDS.items()}


def test_p01_they_read_like_this(letters):
    for name, message in letters.items():
        subject, words = GOLDEN[name]
        text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
        assert message["Subject"] == subject
        assert re.sub(r"\n{3,}", "\n\n", text) == f"{words}\n{FOOT}"


def test_p01_subject_sender_and_first_lines_tell_nothing(letters):
    for message in letters.values():
        first = message.get_body(("plain",)).get_content()[:120]
        for said in (str(message["Subject"]), str(message["From"]), first):
            assert not TELLING.search(said), said


def test_p01_the_page_says_the_same_and_asks_nobody_for_a_picture(letters):
    for name, message in letters.items():
        html = message.get_body(("html",)).get_content()
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
        for line in GOLDEN[name][1].splitlines():
            assert line.strip() in said
        assert "<img" not in html
        assert "url(" not in html
        assert set(re.findall(r'href="([^"]+)"', html)) == {WORDS[name]["link"]}


@pytest.mark.parametrize("name", ["<b>Tess</b>", "{{ 7*7 }}"])
def test_a_name_is_only_a_name(installation, name):
    message = mail.compose("password-link", to="tess@example.org", language="en", **WORDS["password-link"] | {"name": name})
    assert "<b>" not in message.get_body(("html",)).get_content()
    assert "49" not in message.get_body(("html",)).get_content()


def test_an_invitation_without_a_name_greets_all_the_same(installation):
    message = mail.compose("invitation", to="x@example.org", language="en", **WORDS["invitation"] | {"name": ""})
    assert message.get_body(("plain",)).get_content().startswith("Hello,")
