"""Mail: one message, the right headers, nothing that tells a bystander what it is about."""

from __future__ import annotations

import email
import email.policy
import json
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from alongside.foundation import jobs, mail
from alongside.foundation.database import session
from alongside.foundation.emails import NotAnAddress
from alongside.foundation.installation import Installation
from alongside.foundation.jobs import Job
from tests.foundation.installations import installed


class Postbox:
    """A mail server that remembers, and refuses when told to."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuses = ""

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        self.recipients.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, str]]:
    postbox = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield postbox, f"smtp://127.0.0.1:{port}?tls=none"
    controller.stop()


def in_outbox(installation: Installation) -> list[EmailMessage]:
    return [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted(mail.outbox(installation).glob("*.eml"))
    ]


def send(installation: Installation, to: str = "tess@example.org") -> int:
    with installation.database.writing():
        job_id = mail.queue_mail("test", to=to, language="en", organization_id=3)
    assert job_id is not None
    jobs.run_due(installation)
    return job_id


def state(installation: Installation, job_id: int) -> tuple[str, str | None]:
    with installation.database.reading():
        return tuple(session.execute(select(Job.state, Job.last_error).where(Job.id == job_id)).one())


def test_mail_becomes_a_file_that_only_its_owner_reads(installation):
    send(installation)
    (path,) = mail.outbox(installation).iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    (message,) = in_outbox(installation)
    assert (message["To"], message["Auto-Submitted"]) == ("tess@example.org", "auto-generated")
    assert {part.get_content_type() for part in message.walk()} == {"multipart/alternative", "text/plain", "text/html"}


def test_no_mail_without_its_business(installation):
    with pytest.raises(ZeroDivisionError), installation.database.writing():
        mail.queue_mail("test", to="tess@example.org", language="en")
        1 / 0  # noqa: B018
    jobs.run_due(installation)
    assert in_outbox(installation) == []


def test_a_mail_that_is_delivered_again_is_the_same_file(on_sqlite):
    with on_sqlite.database.writing():
        mail.queue_mail("test", to="tess@example.org", language="en")
    with on_sqlite.database.reading():
        payload = jobs._unsealed(session.scalar(select(Job.payload)), None)
    for _ in range(2):
        mail.send(**payload)
    assert len(in_outbox(on_sqlite)) == 1


@pytest.mark.parametrize("word", ["recover", "substance", "addict", "sober", "peer", "certif", "trainee"])
def test_outside_nothing_tells_what_it_is_about(on_sqlite, word):
    send(on_sqlite)
    (message,) = in_outbox(on_sqlite)
    assert word not in f"{message['Subject']} {message['From']}".lower()


@pytest.mark.parametrize(
    "address",
    [
        "tess@example.org\nBcc: all@example.org",
        "tess@example.org\r\nX: y",
        "tess@example.org\x00",
        "tess",
        "a@b@c.org",
        "=?utf-8?q?x=0d=0aBcc=3A_z=40z.example?=@y.example",
        "=?utf-8?q?x?=@y.example",
        "",
    ],
)
def test_an_address_cannot_begin_a_second_header(on_sqlite, address):
    with pytest.raises(NotAnAddress), on_sqlite.database.writing():
        mail.queue_mail("test", to=address, language="en")


@pytest.mark.parametrize("language", ["en\nBcc: all@example.org", "en\u2028x"])
def test_no_word_begins_a_second_header(on_sqlite, language):
    with pytest.raises(mail.UnsafeHeader):
        mail.compose("test", to="tess@example.org", language=language)


def test_html_shows_words_as_words(on_sqlite, monkeypatch):
    message = mail.compose("test", to="tess@example.org", language="en", contact="<script>alert(1)</script>")
    assert "&lt;script&gt;" in message.get_body(("html",)).get_content()
    assert "<script>" not in message.get_body(("html",)).get_content()


def test_the_mail_server_gets_one_whole_message(instance, postbox):
    box, url = postbox
    with installed(instance, mail_url=url) as installation, installation.at_hand():
        job_id = send(installation)
        assert state(installation, job_id) == ("done", None)
    (message,) = box.messages
    assert message["Subject"] == "A test message"
    assert box.recipients == ["tess@example.org"]


def test_a_domain_with_letters_reaches_an_ordinary_mail_server(instance, postbox):
    box, url = postbox
    with installed(instance, mail_url=url) as installation, installation.at_hand():
        assert state(installation, send(installation, "tess@bücher.example")) == ("done", None)
    assert box.recipients == ["tess@xn--bcher-kva.example"]
    assert box.messages[0]["To"] == "tess@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "answer, expected",
    [
        ("450 Try later", ("waiting", "SMTPRecipientsRefused")),
        ("550 No such user", ("failed", "SMTPRecipientsRefused")),
    ],
)
def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_not(instance, postbox, answer, expected):
    box, url = postbox
    box.refuses = answer
    with installed(instance, mail_url=url) as installation, installation.at_hand():
        assert state(installation, send(installation)) == expected


def test_a_server_that_is_away_is_tried_again(instance):
    with installed(instance, mail_url="smtp://127.0.0.1:9?tls=none") as installation, installation.at_hand():
        assert state(installation, send(installation)) == ("waiting", "ConnectionRefusedError")


@pytest.mark.parametrize("url", ["pigeon://x", "smtp://", "smtp://host:x", "smtp://host?tls=maybe", ""])
def test_a_setting_that_cannot_be_used_is_named(url):
    with pytest.raises(mail.MailSettingWrong, match="ALONGSIDE_MAIL_URL"):
        mail.Server.of(url)


def test_a_plain_setting_asks_for_encryption():
    server = mail.Server.of("smtp://user:p%40ss@mail.example.org")
    assert (server.port, server.tls, server.password) == (587, "start", "p@ss")


def test_every_mail_is_a_folder_of_three():
    folders = [path for path in (mail.ROOT / "templates" / "mail").iterdir() if path.name != "_layout"]
    wrong = {
        path.name: sorted(one.name for one in path.iterdir())
        for path in folders
        if {one.name for one in path.iterdir()} != {"subject.txt", "body.txt", "body.html"}
    }
    assert json.dumps(wrong) == "{}"
    assert all(isinstance(path, Path) for path in folders)
