"""Tables of persons and their keys.

Dated rows are in force on `valid_from <= day < valid_to`; without `valid_to`, for as long as nobody
ends them.
"""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.policy.vocabulary import Tier
from core.store.base import Base, Key
from core.store.personal import Personal, Sealed
from core.store.scope import PUBLIC, SYSTEM


class SessionKind(enum.Enum):
    """How a client carries its session token."""

    BEARER = "BEARER"
    COOKIE = "COOKIE"


class Outcome(enum.Enum):
    """What became of one attempt to sign in."""

    CHECKING = "CHECKING"
    """Reserved before the password is looked at; counts as a failure until it is settled."""
    FAILED = "FAILED"
    INCOMPLETE = "INCOMPLETE"
    """The password was right; a second factor or a new password is still missing."""
    SUCCEEDED = "SUCCEEDED"


class DutyKind(enum.Enum):
    """What a temporary duty is."""

    STAND_IN = "STAND_IN"
    """In place of the post's holder, during leave."""
    EXTRA = "EXTRA"
    """Another role of the post's holder, for a time."""


class Organisation(Base):
    """A branch section, station, town, enterprise or superior body in which posts are held."""

    __tablename__ = "organisation"
    __scope__ = PUBLIC

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    tier: Mapped[Tier]
    name: Mapped[str]
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


class Account(Base):
    """One person who may sign in. Rights come from posts alone."""

    __tablename__ = "account"
    __scope__ = {"assigned": "id", "own": "enterprise_id"}
    __table_args__ = (CheckConstraint("position('.' in username) = 0", name="username_has_no_dot"),)

    id: Mapped[Key]
    username: Mapped[str] = mapped_column(unique=True)
    """Case-folded. Never holds a dot, so that it can never equal a role."""
    name: Mapped[str]
    phone: Mapped[Sealed | None] = mapped_column(Personal("phone"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    disabled_at: Mapped[dt.datetime | None]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Post(Base):
    """A role that an account holds in an organisation, from a day and until a day."""

    __tablename__ = "post"
    __scope__ = {"assigned": "account_id", "own": "enterprise_id"}

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    ended_reason: Mapped[str | None]


class PostDivision(Base):
    """A division attached to a post, from a day and until a day."""

    __tablename__ = "post_division"
    __scope__ = {"divisions": "division_id"}

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


class TemporaryDuty(Base):
    """A role on the place of a post, for some days: a stand-in's, or an extra one of the holder.

    It gives rights once it is confirmed, on `valid_from <= day < valid_to` and while the post is in
    force; nothing has to happen for it to end.
    """

    __tablename__ = "temporary_duty"
    __scope__ = {"assigned": "account_id"}
    __table_args__ = (
        CheckConstraint("valid_from <= valid_to", name="ends_after_it_begins"),
        CheckConstraint("confirmed_by <> appointed_by", name="two_persons"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    """Who acts: the holder of the post, or whoever stands in."""
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    """Whose organisation, divisions and enterprise it is about."""
    role: Mapped[str]
    """The post's own role for a stand-in, another one for an extra duty."""
    kind: Mapped[DutyKind]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date]
    reason: Mapped[str]
    appointed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    appointed_at: Mapped[dt.datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[dt.datetime | None]
    ended_reason: Mapped[str | None]
    """Why it was ended early, or never confirmed."""
    version: Mapped[int] = mapped_column(default=1)


class Credential(Base):
    """An account's password, as argon2id hashes. No person reads these rows."""

    __tablename__ = "credential"
    __scope__ = SYSTEM

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    password_hash: Mapped[str]
    former_hashes: Mapped[list[str]] = mapped_column(default=list)
    """Newest first, without the present one."""
    set_at: Mapped[dt.datetime]


class TotpSecret(Base):
    """An account's second factor. It is asked for once `confirmed_at` is set."""

    __tablename__ = "totp_secret"
    __scope__ = SYSTEM

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    seed: Mapped[Sealed] = mapped_column(Personal("text"))
    confirmed_at: Mapped[dt.datetime | None]
    last_used_step: Mapped[int | None]
    """Each 30-second step is accepted once; earlier ones never again."""


class Session(Base):
    """A signed-in person at one client. The token itself is not stored."""

    __tablename__ = "session"
    __scope__ = {"assigned": "account_id"}

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[SessionKind]
    created_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]
    """Written at most once a minute."""
    idle_minutes: Mapped[int]
    expires_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    ip: Mapped[str]
    user_agent: Mapped[str]


class ApiToken(Base):
    """A key for a program that acts for an account, within narrower rights, for a year at most."""

    __tablename__ = "api_token"
    __scope__ = {"assigned": "account_id"}
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str]
    prefix: Mapped[str]
    """The token's first characters, so that its owner can tell it from others."""
    token_hash: Mapped[str]
    actions: Mapped[list[str]]
    plugins: Mapped[list[str]]
    """Empty: all plugins that the owner's posts reach."""
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class SignInAttempt(Base):
    """One attempt to sign in; locking counts these rows, so that all workers agree."""

    __tablename__ = "sign_in_attempt"
    __scope__ = SYSTEM
    __table_args__ = (Index(None, "username", "at"), Index(None, "ip", "at"))

    id: Mapped[Key]
    username: Mapped[str]
    """As typed, folded; it need not belong to an account."""
    ip: Mapped[str]
    at: Mapped[dt.datetime]
    outcome: Mapped[Outcome]
