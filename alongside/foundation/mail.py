"""Mail: queued with the business it belongs to, written from templates/mail/<name>/, sent by a job, neutral outside.

A mail is a folder of three: subject.txt, body.txt, body.html. Its words come as arguments; links among them are whole
addresses made from `settings.base_url`. Whether mail becomes files (`outbox:`) or goes to a server (`smtp://…`) is a setting.
"""

from __future__ import annotations

import email.policy
import email.utils
import smtplib
import ssl
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from alongside.foundation import clock, emails, ids, jobs, keys, log
from alongside.foundation.installation import Installation, here

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20  # seconds for each answer of a mail server


class MailSettingWrong(ValueError):
    """mail_url cannot be used; the message says why and what to write."""


class UnsafeHeader(ValueError):
    """A word for a mail's header has a line break or another control character in it."""


def queue_mail(
    name: str,
    /,
    *,
    to: str,
    language: str,
    organization_id: int | None = None,
    once_key: str | None = None,
    **words: Any,
) -> int | None:
    """Send this mail once what is being written here is safely written."""
    return jobs.enqueue(
        "mail",
        organization_id=organization_id,
        once_key=once_key,
        mail=name,
        to=emails.sendable(to),
        language=language,
        words=words,
        message_id=ids.public_id(),
        queued_at=clock.now().isoformat(),
    )


@jobs.handles("mail", outside=True, private=True)
def send(*, mail: str, to: str, language: str, words: dict[str, Any], message_id: str, queued_at: str) -> None:
    """Write and deliver one mail. The Message-ID stays the same when it is tried again, so a twin can be recognised."""
    message = compose(
        mail, to=to, language=language, message_id=message_id, at=datetime.fromisoformat(queued_at), **words
    )
    deliver(message, here())


# ---- writing --------------------------------------------------------------------------------------------------------


def compose(
    name: str, /, *, to: str, language: str, message_id: str | None = None, at: datetime | None = None, **words: Any
) -> EmailMessage:
    """One message from a folder of templates/mail/."""
    settings = here().settings
    words = {"language": language, "base_url": settings.base_url, "contact": settings.contact} | words
    page = _pages(language)
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = _one_line(settings.mail_from)
    message["To"] = Address("", *emails.on_the_wire(to).rsplit("@", 1))  # as parts: nothing in it is read as a header
    message["Subject"] = _one_line(page.get_template(f"mail/{name}/subject.txt").render(words).strip())
    message["Date"] = email.utils.format_datetime(at or clock.now())
    message["Message-ID"] = f"<{message_id or ids.public_id()}@{urlsplit(settings.base_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = _one_line(language)
    message.set_content(page.get_template(f"mail/{name}/body.txt").render(words).strip() + "\n")
    message.add_alternative(page.get_template(f"mail/{name}/body.html").render(words), subtype="html")
    return message


def _one_line(text: str) -> str:
    if any(unicodedata.category(one) in {"Cc", "Zl", "Zp"} for one in text):
        raise UnsafeHeader
    return text


@lru_cache(maxsize=32)
def _pages(language: str) -> Environment:
    """Templates in one language. A word that was not given is an error, not a gap."""
    from babel.support import NullTranslations, Translations

    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    folder = ROOT / "alongside" / "translations"
    found = Translations.load(folder, [language.replace("-", "_")]) if folder.is_dir() else NullTranslations()
    made.install_gettext_translations(found, newstyle=True)  # type: ignore[attr-defined]
    return made


# ---- delivering -----------------------------------------------------------------------------------------------------


def deliver(message: EmailMessage, installation: Installation) -> str:
    """Hand the message on. Returns where it went, in words. Raises jobs.GiveUp if it will never be taken."""
    way = urlsplit(installation.settings.mail_url)
    if way.scheme == "outbox":
        return _to_outbox(message, installation)
    server = Server.of(installation.settings.mail_url)
    try:
        with server.connect() as connection:
            connection.send_message(message, to_addrs=[one.addr_spec for one in message["To"].addresses])
    except smtplib.SMTPRecipientsRefused as refused:
        if all(code >= 500 for code, _words in refused.recipients.values()):
            raise jobs.GiveUp from refused
        raise
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError):
        raise  # our settings or their server, not this message: it is worth another try
    except smtplib.SMTPResponseException as refused:
        if refused.smtp_code >= 500:
            raise jobs.GiveUp from refused
        raise
    return f"{server.host}:{server.port}"


def outbox(installation: Installation) -> Path:
    """Where mail lands as files when no server is set."""
    path = installation.folder / "outbox"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def _to_outbox(message: EmailMessage, installation: Installation) -> str:
    at = email.utils.parsedate_to_datetime(message["Date"])
    name = message["Message-ID"].strip("<>").partition("@")[0]
    path = outbox(installation) / f"{at:%Y%m%dT%H%M%S}-{name}.eml"
    keys.replace(path, message.as_bytes())  # the same message again is the same file
    return str(path)


@dataclass(frozen=True)
class Server:
    """A mail server, as the setting names it: smtp://user:password@host:587?tls=start (or tls=on, tls=none)."""

    host: str
    port: int
    user: str
    password: str
    tls: str

    @classmethod
    def of(cls, url: str) -> Server:
        advice = "write outbox: or smtp://user:password@host:587?tls=start"
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise MailSettingWrong(f"ALONGSIDE_MAIL_URL has no usable port; {advice}") from None
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise MailSettingWrong(f"ALONGSIDE_MAIL_URL is neither outbox: nor smtp://…; {advice}")
        usual = "on" if parts.scheme == "smtps" or port == 465 else "start"
        tls = parse_qs(parts.query).get("tls", [usual])[0]
        if tls not in {"start", "on", "none"}:
            raise MailSettingWrong("ALONGSIDE_MAIL_URL has an unknown tls=; write tls=start, tls=on or tls=none")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port or (465 if tls == "on" else 587), user, password, tls)

    def connect(self) -> smtplib.SMTP:
        """A connection that has greeted, is encrypted unless set otherwise, and is signed in."""
        context = ssl.create_default_context()
        if self.tls == "on":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=context)
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        try:
            if self.tls == "start":
                connection.starttls(context=context)
            connection.ehlo_or_helo_if_needed()
            if self.user:
                connection.login(self.user, self.password)
        except BaseException:
            connection.close()
            raise
        return connection


def answers(installation: Installation) -> None:
    """Raise unless mail could be sent now: the outbox can be written, or the server greets us and lets us in."""
    if urlsplit(installation.settings.mail_url).scheme == "outbox":
        probe = outbox(installation) / f".probe-{ids.public_id()}"
        keys.write(probe, b"")
        probe.unlink()
        return
    with Server.of(installation.settings.mail_url).connect() as connection:
        connection.noop()


def try_out(to: str, language: str = "en") -> str:
    """Send a test mail now, without the queue. Returns where it went."""
    where = deliver(compose("test", to=to, language=language), here())
    log.event("mail.tried-out")
    return where
