"""Near misses and whom to ask: what would have to be otherwise; roles and places, no persons."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from core.policy.access import Duty
from core.policy.rules import DecisionTable, Domain, Role
from core.policy.vocabulary import Effect, Scope, Tier
from core.policy.wording import Row, Sentence, Whose

SHOWN: Final = 5
"""How many roles a near miss names."""
SECURITY: Final = "officer.security"
"""Who keeps posts and policy."""

Contacts = Mapping[str, Sequence[str]]
"""Role -> names of the organisations in which it is held where the question arose."""

_HANDED: Final = {
    Scope.ASSIGNED: ("若任务转派给{0}即可办理。", "If it were assigned to {1} it could be done."),
    Scope.PARTICIPANT: (
        "若{0}所在的机构参与办理该事项即可办理。",
        "If {1} organisation took part in the matter it could be done.",
    ),
    Scope.PUBLISHED: ("若该记录已公示即可。", "If the record were published it could be done."),
}


def able(
    table: DecisionTable, domain: Domain, held: Iterable[str], key: tuple[str, str]
) -> list[Role]:
    """Roles that may do it, those of the own tiers first; no officers, no public."""
    mine = frozenset(held)
    own = {domain.roles[name].tier for name in mine if name in domain.roles}
    found = [
        role
        for role in domain.roles.values()
        if role.name not in mine
        and role.tier not in {Tier.PUBLIC, Tier.OFFICER}
        and (cell := table.cell(role.name, *key)) is not None
        and cell.effect is not Effect.DENY
    ]
    return sorted(found, key=lambda role: role.tier not in own)[:SHOWN]


def by_role(role: Role) -> Sentence:
    """Somebody else's post may."""
    return Sentence(f"若由“{role.chinese}”岗位办理即可。", f"The post of {role.english} may do it.")


def by_scope(scopes: Iterable[Scope], row: Row, whose: Whose) -> list[Sentence]:
    """What would bring a row that is seen within the scopes that are granted."""
    wanted = [scope for scope in _HANDED if scope in scopes and scope in row.holds]
    who = (whose.chinese, "you" if whose.english == "your" else "them")
    ours = (whose.chinese, whose.english)
    return [
        Sentence(
            _HANDED[scope][0].format(*who),
            _HANDED[scope][1].format(*(who if scope is Scope.ASSIGNED else ours)),
        )
        for scope in wanted
    ]


def whom_to_ask(roles: Sequence[Role], contacts: Contacts, domain: Domain) -> Sentence:
    """The posts that may do it, and the officer who could let one do it; with where they sit."""
    chinese = [_placed(role.chinese, role, contacts) for role in roles]
    english = [_placed(role.english, role, contacts) for role in roles]
    officer = domain.roles.get(SECURITY)
    keeper = ("安全管理员", "the security officer")
    if officer is not None:
        keeper = (
            _placed(officer.chinese, officer, contacts),
            _placed(f"the {officer.english}", officer, contacts),
        )
    if not roles:
        return Sentence(
            f"如工作需要，请联系{keeper[0]}。", f"If your work needs it, ask {keeper[1]}."
        )
    return Sentence(
        f"可请{'、'.join(chinese)}办理；如本应由您办理，请联系{keeper[0]}。",
        f"Ask {', '.join(english)}; if it should be yours, ask {keeper[1]}.",
    )


def scopes_of(met: Iterable[tuple[Duty, frozenset[Scope]]]) -> frozenset[Scope]:
    """Every scope that some duty grants."""
    return frozenset(scope for _, scopes in met for scope in scopes)


def _placed(title: str, role: Role, contacts: Contacts) -> str:
    places = contacts.get(role.name, ())
    return f"{title}（{'、'.join(places)}）" if places else title
