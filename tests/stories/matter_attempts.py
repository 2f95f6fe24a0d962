"""What anybody could try with a matter, and who may: the core's acts, the same for all matters."""

from collections.abc import Mapping
from typing import Any

from schema.ids import global_id
from tests.stories.cast import BRANCH, CONCERNED, UNIT
from tests.stories.refusals import Attempt

NOBODY: frozenset[str] = frozenset()


def on_matter(
    bureau: Any, matter: Mapping[str, Any], *, holders: frozenset[str], openers: frozenset[str]
) -> list[Attempt]:
    """The acts on a running matter that no step's mutation is.

    `holders` have its step in hand, `openers` may still withdraw it.
    """
    given = {"id": matter["id"], "expectedVersion": matter["version"], "reason": "试一试"}
    town = global_id("Division", bureau.world.divisions["c"])
    colleague = global_id("Account", bureau.world.accounts["town-leader-ac"])
    organisation = global_id("Organisation", bureau.world.organisations["second"])
    steering = holders - UNIT  # an enterprise does its steps, and no more
    theirs = {
        "returnMatter": (holders, {}),
        "requestSupplement": (steering, {}),
        "transferMatter": (steering, {"townId": town}),
        "delegateMatter": (holders, {"accountId": colleague}),
        "copyMatter": (steering | BRANCH, {"organisationIds": [organisation]}),
    }
    return [
        *(Attempt(name=n, may=may, given=given | more) for n, (may, more) in theirs.items()),
        Attempt(name="urgeMatter", may=CONCERNED - holders, given=given),
        Attempt(name="withdrawMatter", may=openers, given=given),
        # no clock stands, and none of these limits may be lengthened or stopped by law
        Attempt(name="pauseMatter", may=NOBODY, given=given | {"kind": "expert"}),
        Attempt(name="resumeMatter", may=NOBODY, given=given),
        Attempt(name="supplementMatter", may=NOBODY, given=given),
        Attempt(name="extendMatter", may=NOBODY, given=given),
    ]


def on_closed_matter(bureau: Any, matter: Mapping[str, Any]) -> list[Attempt]:
    """The same once it has ended: nobody any more."""
    acts = on_matter(bureau, matter, holders=NOBODY, openers=NOBODY)
    return [Attempt(name=each.name, may=NOBODY, given=each.given) for each in acts]
