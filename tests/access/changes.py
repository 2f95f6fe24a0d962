"""Changes of the default policy, each small enough to foresee, and what they make of it."""

from core.policy.access import Access, Actor, Duty
from core.policy.compiler import compile_table
from core.policy.rules import Rule
from tests.access.rights import policy_rows

T, S, E = "town.quality_officer", "station.inspector", "enterprise.manager"
CHANGES = {
    "nothing": ([], []),
    "a town loses its enterprises": ([f"{T},core:Enterprise,read,divisions,allow"], []),
    "a clerk sees one enterprise": (
        ["branch.licensing_clerk,core:Enterprise,read,all,allow"],
        ["branch.licensing_clerk,core:Enterprise,read,own,allow"],
    ),
    "a supervisor loses the own account": (
        ["superior.supervisor,core:Account,read,assigned,allow"],
        [],
    ),
    "a station sees only what it takes part in": (
        [f"{S},core:Matter,read,divisions,allow"],
        [f"{S},core:Matter,read,participant,allow"],
    ),
    "an enterprise loses the accounts of its house": ([f"{E},core:Account,read,own,allow"], []),
    "a denial wins over a grant": ([], [f"{T},licensing:Licence,read,all,deny"]),
    "a chief loses the own posts": (["branch.licensing_chief,core:Post,read,assigned,allow"], []),
    "two scopes are one": (
        [f"{T},core:Matter,read,participant,allow", f"{T},core:Matter,read,divisions,allow"],
        [f"{T},core:Matter,read,participant,allow", f"{T},core:Matter,read,own,allow"],
    ),
    "reference rows are lost whole": ([f"{E},licensing:LicenceType,read,all,allow"], []),
    "everything of one role goes": (["*town.safety_officer"], []),
}
"""Name -> (rows removed, rows added); a star removes all rows of a role."""


def changed(before, change):
    removed, added = change
    gone = {tuple(row.split(",")) for row in removed}
    starred = {row[1:] for row in removed if row.startswith("*")}
    kept = [row for row in before if row not in gone and row[0] not in starred]
    return kept + [tuple(row.split(",")) for row in added if tuple(row.split(",")) not in kept]


def tables(ground, change):
    before = policy_rows()
    both = ([Rule(*row) for row in each] for each in (before, changed(before, change)))
    domain = ground.bureau.application.assembly.domain
    now, then = both
    return compile_table(now, domain, 1), compile_table(then, domain, 2)


def accesses(ground, both, roles):
    """Somebody who holds these roles, under both tables."""
    actor = Actor(None, "", "", tuple(Duty(role, 0) for role in roles))
    resources = ground.bureau.application.assembly.resources
    return [Access(actor, table, resources, ground.oracle.today) for table in both]


async def put_in_force(ground, change):
    """Let the application decide by the changed policy, past the officers."""
    ground.bureau.application.live.swap(tables(ground, change)[1])
