"""Which posts one person may hold together: the three officers are separated (三员分立)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.errors import Conflict
from core.policy.rules import Role
from core.policy.vocabulary import Tier

OFFICER_PREFIX = "officer."
SYSTEM_OFFICER = "officer.system"
SECURITY_OFFICER = "officer.security"
AUDIT_OFFICER = "officer.audit"
OFFICERS = (SYSTEM_OFFICER, SECURITY_OFFICER, AUDIT_OFFICER)


@dataclass(frozen=True, slots=True)
class Tenure:
    """A role held or wanted, from a day and until a day."""

    role: str
    valid_from: dt.date
    valid_to: dt.date | None
    post_id: int | None = None
    """None for a post that is still to be made."""


def check_separation(new: Tenure, held: Iterable[Tenure], roles: Mapping[str, Role]) -> None:
    """Raise Conflict when a post held at the same time cannot be combined with the new one.

    An officer's post excludes every other role: another officer's as well as any business role.
    """
    for post in held:
        officer = _is_officer(new.role, roles) or _is_officer(post.role, roles)
        if officer and post.role != new.role and overlap(new, post):
            raise Conflict(
                f"三员分立：同一账户不能同时担任“{post.role}”与“{new.role}”。",
                f"Separated duties: one account cannot hold {post.role} and {new.role} together.",
                field="role",
                code="INCOMPATIBLE_POSTS",
                explain={"held": post.role, "wanted": new.role},
            )


def overlap(one: Tenure, other: Tenure) -> bool:
    """Whether there is a day on which both are in force."""
    start = max(one.valid_from, other.valid_from)
    return all(t.valid_to is None or start < t.valid_to for t in (one, other))


def _is_officer(role: str, roles: Mapping[str, Role]) -> bool:
    known = roles.get(role)
    return role.startswith(OFFICER_PREFIX) or (known is not None and known.tier is Tier.OFFICER)
