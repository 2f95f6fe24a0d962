"""Rights to look at without having them: a role, on the place where a post of it would be.

Never a person: there is no account, so nothing that belongs to one is shown; and personal data is
masked at least.
"""

from dataclasses import dataclass, replace

from core.errors import InvalidInput
from core.policy.access import Access, Actor, Duty, Preview
from core.policy.rules import Domain
from core.policy.vocabulary import Tier

WITH_DIVISIONS = frozenset({Tier.BRANCH, Tier.STATION, Tier.TOWN})


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation of a tier, with the enterprise that it is."""

    id: int
    tier: Tier
    enterprise_id: int | None


def previewed(
    officer: Access, domain: Domain, role: str, place: Place | None, divisions: tuple[int, ...]
) -> Access:
    """The rights of a post with this role, as the officer may look at them.

    Raises InvalidInput (`BAD_PREVIEW`): no such role, one of the three officers (each keeps from
    the others what is theirs), or a place that a post of the role cannot have.
    """
    known = officer.table.roles.get(role)
    if known is None or known.tier is Tier.OFFICER:
        raise bad_preview("role", f"不能以“{role}”身份预览。", f"There is no preview as {role}.")
    if place is not None and place.tier is not known.tier:
        raise bad_preview(
            "organisation", "该角色不在此类机构任职。", "The role is not held in such a body."
        )
    if known.tier is Tier.ENTERPRISE and place is None:
        raise bad_preview("organisation", "请选择企业。", "Choose the enterprise.")
    if divisions and known.tier not in WITH_DIVISIONS:
        raise bad_preview("divisions", "该角色没有辖区。", "The role has no divisions.")
    where = (0, None) if place is None else (place.id, place.enterprise_id)
    duty = Duty(role, where[0], divisions, where[1])
    seen = Actor(None, "", f"预览 {known.chinese}", (duty,), limits=officer.actor.limits)
    return replace(
        officer,
        actor=seen,
        preview=Preview(officer.actor, personal(domain)),
        _reaches={},
        _once={},
    )


def personal(domain: Domain) -> frozenset[str]:
    """Everything that holds personal data."""
    return frozenset(name for name, resource in domain.resources.items() if resource.personal)


def bad_preview(field: str, chinese: str, english: str) -> InvalidInput:
    """Why it cannot be looked at in this way."""
    return InvalidInput(chinese, english, field=field, code="BAD_PREVIEW")
