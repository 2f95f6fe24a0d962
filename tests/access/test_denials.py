"""Every refusal says why, what is near and whom to ask; and nothing of rows that are not seen."""

import json

from sqlalchemy import select

from core.policy.vocabulary import Scope
from core.policy.wording import Row
from core.register.models import Division
from schema.explaining.looking import Looking, _held
from tests.access import facts
from tests.access.oracle import gid
from tests.access.writes import Attempts

TOLD = {"decision", "resource", "action", "policy", "rule", "why", "scope", "near", "ask"}
"""What the explanation of a refusal by the policy holds."""


class Heard:
    """Asks, and keeps every refusal that comes back."""

    def __init__(self, ground):
        self.ground, self.refusals, self.faults = ground, [], []

    async def ask(self, caller, text):
        answer = await self.ground.ask(caller, text)
        self.faults += [(caller, text, e) for e in answer.get("errors", ())]
        for payload in (answer.get("data") or {}).values():
            errors = (payload or {}).get("userErrors", ())
            self.refusals += [(caller, text, error) for error in errors]
        return answer


async def _walked(ground, names, most=1):
    heard = Heard(ground)
    for turn, name in enumerate(names):
        attempts = Attempts(ground.oracle, heard.ask, most=most, turn=turn)
        await attempts.hidden(ground.caller(name))
        await attempts.rows(ground.caller(name))
        assert attempts.differences == []
    return heard


WRONG = (
    "town-quality-officer-a",
    "station-inspector-second",
    "enterprise-clerk-b2",
    "branch-licensing-clerk",
    "superior-supervisor",
    "officer-system",
    "officer-audit",
    "reads-licences",
    "",
)


async def test_every_mutation_tells_a_wrong_role_why(own_ground):
    heard = await _walked(own_ground, WRONG, most=2)
    denied = [(c, t, e) for c, t, e in heard.refusals if e["code"] in ("DENIED", "NOT_FOUND")]
    assert len(denied) > 50
    for caller, text, error in denied:
        told = error["explain"]
        assert told.keys() >= TOLD, (caller.name, text, told)
        assert told["decision"] == ("deny" if error["code"] == "DENIED" else "missing_row")
        assert told["why"].count("\n") == 1
        assert "安全管理员" in told["ask"]
    missing = [f for f in heard.faults if "explain" not in f[2]["extensions"]]
    assert missing == []
    hidden = {json.dumps(fault["extensions"], ensure_ascii=False) for _, _, fault in heard.faults}
    assert len(hidden) == 1, "hidden and unknown operations answer alike, for whoever asks"
    walked = {text.split("(")[0].split()[-1] for _, text, _ in (*heard.faults, *heard.refusals)}
    assert facts.MUTATIONS.keys() - {"signIn", "signOut"} <= walked | _OPEN


_OPEN = {name for name, need in facts.MUTATIONS.items() if need is None}


async def test_a_denial_never_names_the_town_of_a_row_that_is_not_seen(own_ground):
    ground, heard = own_ground, await _walked(own_ground, WRONG[:4], most=2)
    towns = {row["id"]: row["name"] for row in ground.oracle.table("Division").values()}
    for caller, text, error in heard.refusals:
        held = {d for duty in caller.duties for d in duty.divisions}
        seen = {row["town_id"] for key, row in ground.oracle.table("Enterprise").items()
                if key in ground.oracle.reach(caller, "Enterprise")}  # fmt: skip
        if error["code"] != "NOT_FOUND":
            continue
        words = json.dumps(error["explain"], ensure_ascii=False)
        for key, name in towns.items():
            longer = any(name in other and k in held | seen for k, other in towns.items())
            assert key in held or longer or name not in words, (text, words)


async def test_a_row_that_is_seen_is_told_with_its_town_and_what_would_help(own_ground):
    """A superior sees every device; a station may act in its own towns alone."""
    ground = own_ground
    told = []
    for name in WRONG[:5]:
        caller = ground.caller(name)
        heard = Heard(ground)
        attempts = Attempts(ground.oracle, heard.ask, most=3)
        await attempts.rows(caller)
        told += [e["explain"] for _, _, e in heard.refusals if e["code"] == "DENIED"]
    assert told
    assert any(each["near"] for each in told)


async def test_a_query_that_is_denied_says_why_beside_the_error(own_ground):
    ground = own_ground
    text = '{ explain(input: {resource: "core:Enterprise", role: "town.leader"}) { why } }'
    answer = await ground.ask(ground.caller("town-leader-a"), text)
    (error,) = answer["errors"]
    told = error["extensions"]["explain"]
    assert error["extensions"]["code"] == "DENIED"
    assert told.keys() >= TOLD
    assert "安全管理员" in told["ask"]


async def test_a_row_out_of_scope_and_none_are_explained_alike_to_the_byte(own_ground):
    """The whole small world, for a few callers: every row that is not seen, by every action."""
    ground, compared = own_ground, 0
    shown = "decision why scope ask rule ruleId near losing { rule why }"
    for name in ("town-quality-officer-a", "station-inspector-second", "enterprise-clerk-b2"):
        caller = ground.caller(name)
        for type_ in ("Enterprise", "Licence", "Matter", "Equipment", "Hazard"):
            plugin = facts.PLUGINS.get(type_, "core")
            for action in ("read", "update", "verify"):
                asked = f'resource: "{plugin}:{type_}", action: "{action}"'

                async def explained(key, asked=asked, type_=type_, caller=caller):
                    given = f'{asked}, objectId: "{gid(type_, key)}"'
                    return await ground.ask(
                        caller, f"{{ explain(input: {{{given}}}) {{ {shown} }} }}"
                    )

                absent = await explained(999_999)
                hidden = sorted(
                    ground.oracle.table(type_).keys() - ground.oracle.reach(caller, type_)
                )
                for key in hidden[::5]:
                    compared += 1
                    assert await explained(key) == absent, (name, type_, key)
    assert compared > 50


async def test_an_explanation_that_looks_past_the_scope_is_caught(own_ground, monkeypatch):
    """A seeded defect: the row is looked up by the system, and its town is told."""

    async def leaky(self, resource, key):
        model = next(m for m, name in self.request.access.resources.items() if name == resource)
        async with self.request.store.system() as session:
            town = (await session.execute(select(model.town_id).where(model.id == key))).scalar()
            if town is None:
                return None
            name = (await session.get_one(Division, town)).name
        return Row({Scope.DIVISIONS: _held(town)}, {Scope.DIVISIONS: name})

    monkeypatch.setattr(Looking, "row", leaky)
    ground, world = own_ground, own_ground.bureau.world
    caller = ground.caller("town-quality-officer-a")

    async def explained(key):
        given = f'resource: "core:Enterprise", objectId: "{gid("Enterprise", key)}"'
        return await ground.ask(caller, f"{{ explain(input: {{{given}}}) {{ decision why }} }}")

    leaked = await explained(world.enterprises["c1"])
    assert leaked != await explained(999_999)
    assert leaked["data"]["explain"]["why"].startswith("该记录在临浦小镇，而您的辖区是：新街。")
