"""Who plays: one account for each role at each place, by what the law lets them do."""

from core.policy.defaults import load_roles

TOWN_ROLES = ("leader", "quality-officer", "safety-officer")
STATION_ROLES = ("inspector", "head")
UNIT_ROLES = ("manager", "safety-officer", "clerk")
UNITS = ("a1", "a2", "b1", "c1")
"""The unit of the story, its neighbour, one under the same station, and one far away."""
OFFICERS = ("officer-system", "officer-security", "officer-audit")
SUPERIOR = "superior-supervisor"
PUBLIC = ""

TOWN = frozenset(f"town-{role}-{town}" for role in TOWN_ROLES for town in ("a", "ac"))
"""Everybody who answers for town a; two people of each role."""
STATION = frozenset(f"station-{role}-first" for role in STATION_ROLES)
"""Of the station that looks after town a."""
UNIT = frozenset(f"enterprise-{role}-a1" for role in UNIT_ROLES)
BRANCH = frozenset(
    name.replace(".", "-").replace("_", "-")
    for name, role in load_roles().items()
    if name.startswith("branch.")
)
EQUIPMENT_SECTION = frozenset({"branch-special-equipment-clerk", "branch-special-equipment-chief"})
SECTIONS = EQUIPMENT_SECTION | {
    f"branch-{section}-{rank}"
    for section in ("inspection", "food-safety")
    for rank in ("clerk", "chief")
}
"""The three sections that deal with hazards."""
CHIEFS = frozenset(name for name in SECTIONS if name.endswith("chief"))

CONCERNED = BRANCH | STATION | TOWN | UNIT
"""Whoever may follow and urge a matter of unit a1."""
BYSTANDERS = frozenset(
    f"branch-{each}"
    for each in ("licensing-chief", "enforcement-officer", "deciding-leader", "data-clerk")
)
"""Of the branch, but of no section that deals with these matters."""
EVERYBODY = tuple(
    sorted(
        SECTIONS
        | BYSTANDERS
        | STATION
        | TOWN
        | UNIT
        | {f"town-{role}-{town}" for role in TOWN_ROLES for town in ("b", "c")}
        | {f"station-{role}-second" for role in STATION_ROLES}
        | {f"enterprise-{role}-{unit}" for role in UNIT_ROLES for unit in UNITS}
        | {SUPERIOR, *OFFICERS, PUBLIC}
    )
)
