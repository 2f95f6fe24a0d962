"""What is told to whom: a notice, addressed to posts and places rather than to persons."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Self

from core.policy.access import Actor, Duty
from core.policy.rules import DecisionTable
from core.policy.vocabulary import Tier

LONGEST: Final = 1_000
"""Characters of each text of a message. A long reason must not undo its act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a notice concerns: accounts by name, or posts. What is left empty does not narrow.

    A post is meant when it is one of `roles` or of a tier of `tiers`, and lies in one of the
    divisions, enterprises and organisations, as far as these are given.
    """

    roles: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    divisions: tuple[int, ...] = ()
    enterprises: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()
    accounts: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an audience of everybody. Raises ValueError."""
        if not (self.roles or self.tiers or self.accounts):
            raise ValueError("an audience names roles, tiers or accounts")

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Self:
        """The audience as it was, from JSON."""
        given: dict[str, Any] = {name: tuple(some) for name, some in written.items()}
        return cls(**{**given, "tiers": tuple(Tier(each) for each in given["tiers"])})

    def duty_of(self, actor: Actor, table: DecisionTable) -> Duty | None:
        """The post for which the actor is meant; the first one of an account meant by name."""
        if actor.account_id in self.accounts:
            return next(iter(actor.duties), None)
        return next((duty for duty in actor.duties if self._means(duty, table)), None)

    def names(self, role: str, table: DecisionTable) -> bool:
        """Whether posts of this role can be meant."""
        return role in self.roles or table.tier(role) in self.tiers

    def _means(self, duty: Duty, table: DecisionTable) -> bool:
        return (
            self.names(duty.role, table)
            and (not self.divisions or bool(set(self.divisions) & set(duty.divisions)))
            and (not self.enterprises or duty.enterprise_id in self.enterprises)
            and (not self.organisations or duty.organisation_id in self.organisations)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message before anybody has it. Texts hold no personal data."""

    event: str
    """What happened, in a word of its own: `matter:7:step:3`. An account hears of it once."""
    kind: str
    """What sort of message, for clients to group by: `matter.advanced`."""
    resource: str
    """What the policy calls the subject; who may not read it is not told."""
    key: int
    title: str
    title_en: str
    body: str = ""
    body_en: str = ""
    because: str
    """What the subject has to do with the post: 「该设备在瓜沥镇」; the post itself is added."""
    because_en: str
    audiences: tuple[Audience, ...]
    without: tuple[int, ...] = ()
    """Accounts that know already: whoever did it."""

    def as_payload(self) -> dict[str, Any]:
        """The notice as JSON; long texts are cut, for the subject holds all of them."""
        texts = {f.name: getattr(self, f.name) for f in fields(self) if f.type in (str, "str")}
        cut = {name: text[:LONGEST] for name, text in texts.items()}
        written = {**asdict(self), **cut}
        for audience in written["audiences"]:
            audience["tiers"] = [tier.value for tier in audience["tiers"]]
        return written

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        """The notice that `as_payload` wrote."""
        audiences = tuple(Audience.of(audience) for audience in payload["audiences"])
        given = {**payload, "audiences": audiences, "without": tuple(payload["without"])}
        return cls(**given)
