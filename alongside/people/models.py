"""Tables of people: accounts, sign-in sessions, one-time links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from alongside.foundation import clock, ids
from alongside.foundation.database import Key, Table

LONGEST_CALLED = 40
WHOLE_UP_TO = 2  # words of a name: which of two is the family name differs from country to country


def call_name(name: str, called: str | None) -> str:
    """As somebody asked to be called; else the whole of a short name, and the first word of a long one."""
    words = name.split()
    return called or (name if len(words) <= WHOLE_UP_TO else words[0])


class Account(Table):
    """A person who can sign in. Belongs to organizations by memberships, and to none by itself."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("theme IN ('device', 'light', 'dark')", "theme_is_known"),
        CheckConstraint("email IS NULL OR email_key IS NOT NULL", "email_has_a_key"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=ids.public_id)
    name: Mapped[str] = mapped_column(String(120))
    called: Mapped[str | None] = mapped_column(String(LONGEST_CALLED))  # what they answered to "How shall we call you?"
    # What one types to sign in: the canonical address, or a made-up name for a person without a mailbox.
    sign_in_name: Mapped[str] = mapped_column(String(254), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    disabled_at: Mapped[datetime | None]

    language: Mapped[str] = mapped_column(String(12), default="en")
    theme: Mapped[str] = mapped_column(String(6), default="device")

    @property
    def sort_name(self) -> str:
        """What lists go by. Kept with memberships and enrolments, so that one index serves a page of them."""
        return self.name.casefold()[:120]

    @property
    def call_name(self) -> str:
        """How we speak to them: in greetings, in mail."""
        return call_name(self.name, self.called)

    @property
    def is_disabled(self) -> bool:
        return self.disabled_at is not None


class SignIn(Table):
    """A device signed in. Found by the hash of a random token, so that a stolen table opens nothing."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_expires_at", "expires_at"),)

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    shared_device: Mapped[bool] = mapped_column(default=True)


class OneTimeLink(Table):
    """A secret that lets its holder choose a password once: after "I forgot it", or from a printed slip."""

    __tablename__ = "one_time_link"
    __table_args__ = (CheckConstraint("purpose IN ('reset', 'slip', 'owner')", "purpose_is_known"),)

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    account: Mapped[Account] = relationship(innerjoin=True)
    purpose: Mapped[str] = mapped_column(String(8))
    # The address it was mailed to: a link dies when the person's address has changed since.
    email_key: Mapped[str | None] = mapped_column(String(254))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
