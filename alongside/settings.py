"""Every setting, one sentence each. Read from the environment: `ALONGSIDE_<NAME>`; tests check that docs/running.md names them all."""

from __future__ import annotations

import os
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from alongside.foundation import keys

ROOT = Path(__file__).resolve().parent.parent
CREATE = 'organization create "Your organization" --owner-name "Your Name" --owner-email you@example.org'
RESCUE = "organization rescue you@example.org"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class WrongSetting(ValueError):
    """A setting that cannot be used; the message says which one, why, and what to write."""


@dataclass(frozen=True)
class Settings:
    """How one installation differs from another."""

    instance: Path = field(metadata={"says": "Folder that holds database, keys and outgoing mail."})
    base_url: str = field(metadata={"says": "Address under which people reach the product; links in mail use it."})
    database_url: str = field(repr=False, metadata={"says": "SQLAlchemy address of the database; default is SQLite in the instance folder."})
    content_root: Path = field(default=ROOT, metadata={"says": "Folder with courses/, modules/ and quizzes/ to publish."})
    mail_url: str = field(
        default="outbox:", repr=False, metadata={"says": "Where mail goes: outbox: (files), or smtp://user:password@host:587?tls=start."}
    )
    mail_from: str = field(
        default="Alongside <no-reply@localhost>", metadata={"says": "Sender of mail; keep it neutral."}
    )
    contact: str = field(default="", metadata={"says": "Address or page where visitors reach whoever runs this installation."})
    exit_url: str = field(
        default="https://www.weather.gov/", metadata={"says": "Harmless page that the “Leave now” button opens."}
    )
    trusted_proxies: int = field(default=0, metadata={"says": "How many reverse proxies in front add X-Forwarded headers."})
    fonts: str = field(default="", metadata={"says": "Extra folder of fonts for names on certificates."})
    log_level: str = field(default="INFO", metadata={"says": "How much is logged: DEBUG, INFO, WARNING or ERROR."})
    secret_key: str = field(default="", repr=False, metadata={"says": "Signs cookies; default is a random key kept in the instance folder."})
    debug: bool = field(default=False, metadata={"says": "Reloads templates; never on a public installation."})

    @property
    def is_loopback(self) -> bool:
        """True if only this very machine can reach the product: demonstration data is for that alone."""
        return urlsplit(self.base_url).hostname in LOOPBACK

    @property
    def is_https(self) -> bool:
        return urlsplit(self.base_url).scheme == "https"

    def command(self, words: str) -> str:
        """What to type in the product's folder, so that a command reaches this very installation. Tells no secret."""
        folder = self.instance.relative_to(ROOT) if self.instance.is_relative_to(ROOT) else self.instance
        before = [f"INSTANCE={shlex.quote(str(folder))}"]
        port = urlsplit(self.base_url).port or 80
        if self.base_url != f"http://127.0.0.1:{port}":
            before.append(f"ALONGSIDE_BASE_URL={shlex.quote(self.base_url)}")
        elif port != 8000:
            before.append(f"PORT={port}")
        if self.database_url != f"sqlite:///{self.instance / 'alongside.sqlite'}":
            before.append("ALONGSIDE_DATABASE_URL=…")
        return f"{' '.join(before)} .venv/bin/flask --app app {words}"

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def read_settings(environment: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Settings from the environment, with `given` ones on top. Raises WrongSetting with a sentence to act on."""
    source = os.environ if environment is None else environment
    values: dict[str, object] = {}
    for one in fields(Settings):
        text = source.get(f"ALONGSIDE_{one.name.upper()}")
        if text not in (None, ""):
            values[one.name] = _read(one.name, str(text), one.type)
    values |= given
    instance = Path(str(values.get("instance") or source.get("INSTANCE") or ROOT / "instance")).resolve()
    values["instance"] = instance
    values.setdefault("base_url", f"http://127.0.0.1:{source.get('PORT') or 8000}")
    values["base_url"] = str(values["base_url"]).rstrip("/")
    if not urlsplit(str(values["base_url"])).hostname:
        raise WrongSetting("ALONGSIDE_BASE_URL is not an address; write it as https://training.example.org")
    values.setdefault("database_url", f"sqlite:///{instance / 'alongside.sqlite'}")
    if "secret_key" not in values:
        values["secret_key"] = _kept_secret(instance)
    return Settings(**values)  # type: ignore[arg-type]


def _read(name: str, text: str, kind: object) -> object:
    if kind == "Path":
        return Path(text)
    if kind == "bool":
        if text.lower() not in {"0", "1", "yes", "no", "true", "false"}:
            raise WrongSetting(f"ALONGSIDE_{name.upper()} is {text!r}; write 1 or 0.")
        return text.lower() in {"1", "yes", "true"}
    if kind == "int":
        if not text.isdigit():
            raise WrongSetting(f"ALONGSIDE_{name.upper()} is {text!r}; write a whole number.")
        return int(text)
    return text


def _kept_secret(instance: Path) -> str:
    """The key that signs cookies: made once, readable by the owner alone, shared by all web processes."""
    path = instance / "secret_key"
    return keys.kept(path, lambda: secrets.token_urlsafe(48).encode()).decode().strip()
