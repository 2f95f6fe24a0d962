"""A record of the tests' own with a procedure that uses all that the engine offers."""

import datetime as dt
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Mapped

from core.declarations import END, Limit, Procedure, Step
from core.policy.access import Access, Actor, Duty
from core.policy.compiler import compile_table
from core.policy.rules import Domain, Resource, Rule
from core.policy.vocabulary import Action, Tier
from core.procedures.definitions import plant_procedures
from core.procedures.models import OnChain
from core.procedures.service import complete, open_matter
from core.store.base import Base, Key
from tests.core.register.workshop import Workshop, rules_of

RESOURCE = "tests:Letter"
LAW = "《行政许可法》第八十二条"


class Letter(OnChain, Base):
    """A letter that is filed, checked, signed by two and confirmed."""

    __tablename__ = "tests_letter"

    id: Mapped[Key]
    text: Mapped[str]


STEPS = (
    Step(
        name="filed",
        chinese="提交",
        english="Filed",
        tier=Tier.ENTERPRISE,
        also=(Tier.TOWN,),
        action=Action.SUBMIT,
        leads_to=("checked",),
        withdrawable=True,
    ),
    Step(
        name="checked",
        chinese="核实",
        english="Checked",
        tier=Tier.TOWN,
        action=Action.VERIFY,
        limit=Limit(days=3, working=True, legal_basis=LAW),
        leads_to=("signed", "filed", END),
        not_same_person_as=("filed",),
        withdrawable=True,
        mutation="checkLetter",
    ),
    Step(
        name="signed",
        chinese="签署",
        english="Signed",
        tier=Tier.STATION,
        also=(Tier.BRANCH,),
        action=Action.REVIEW,
        limit=Limit(
            days=5, working=False, legal_basis=LAW, extendable_days=5, excluded=("testing",)
        ),
        leads_to=("confirmed", "checked"),
        signatures=2,
    ),
    Step(
        name="confirmed",
        chinese="确认",
        english="Confirmed",
        tier=Tier.BRANCH,
        action=Action.CONFIRM,
        limit=Limit(days=5, working=True, legal_basis=LAW),
        not_same_person_as=("checked", "signed"),
    ),
)
PROCEDURE = Procedure(
    code="tests_letter",
    version=1,
    record=Letter,
    chinese="测试函件",
    english="A letter of the tests",
    steps=STEPS,
    valid_from=dt.date(2013, 1, 1),
    legal_basis=LAW,
)
RULES = [
    Rule(role, RESOURCE, action, scope, "allow", "tests:1")
    for role, scope, actions in (
        ("enterprise.clerk", "own", "read submit"),
        ("enterprise.manager", "own", "read submit"),
        ("town.quality_officer", "divisions", "read submit verify"),
        ("town.quality_officer", "participant", "read"),
        ("station.inspector", "divisions", "read review"),
        ("station.head", "divisions", "read review"),
        ("branch.inspection_clerk", "all", "read review confirm"),
        ("branch.inspection_chief", "all", "read review confirm"),
        ("superior.supervisor", "all", "read"),
    )
    for action in actions.split()
]


@dataclass(frozen=True)
class Person:
    """Somebody at a post, with an account of the small world."""

    username: str
    role: str
    organisation: str
    towns: tuple[str, ...] = ()
    enterprise: str | None = None


PEOPLE = {
    "clerk": Person("enterprise-clerk-a1", "enterprise.clerk", "a1", (), "a1"),
    "rival": Person("enterprise-clerk-a2", "enterprise.clerk", "a2", (), "a2"),
    "town": Person("town-quality-officer-a", "town.quality_officer", "town-a", ("a",)),
    "town_b": Person("town-quality-officer-b", "town.quality_officer", "town-b", ("b",)),
    "inspector": Person("station-inspector-first", "station.inspector", "first", ("a", "b")),
    "head": Person("station-head-first", "station.head", "first", ("a", "b")),
    "far": Person("station-inspector-second", "station.inspector", "second", ("c",)),
    "officer": Person("branch-inspection-clerk", "branch.inspection_clerk", "branch"),
    "chief": Person("branch-inspection-chief", "branch.inspection_chief", "branch"),
    "superior": Person("superior-supervisor", "superior.supervisor", "superior"),
}


class Office(Workshop):
    """A workshop in which letters are dealt with."""

    async def furnish(self):
        """Store the procedure, and know the rules of letters."""
        async with self.store.system() as session:
            await plant_procedures(session, [("tests", PROCEDURE)])
        known = self.assembly.domain
        scopes = frozenset({"all", "none", "divisions", "own", "participant"})
        letter = Resource(RESOURCE, "record", frozenset(Action), scopes)
        domain = Domain({**known.resources, RESOURCE: letter}, known.roles)
        self.table = compile_table([*rules_of(known), *RULES], domain, 1)

    def access_of(self, who):
        """The rights of one of the PEOPLE."""
        person = PEOPLE[who]
        duty = Duty(
            person.role,
            self.world.organisations[person.organisation],
            tuple(self.world.divisions[town] for town in person.towns),
            self.world.enterprises.get(person.enterprise),
        )
        actor = Actor(self.world.accounts[person.username], person.username, who, (duty,))
        resources = {**self.assembly.resources, Letter: RESOURCE}
        return Access(actor, self.table, resources, self.today)

    @asynccontextmanager
    async def acting(self, who, reason="理由"):
        """A unit of work in somebody's name."""
        async with self.store.writing(self.access_of(who), reason) as work:
            yield work

    async def file(self, who="clerk", **more):
        """A new letter about a1; gives its key."""
        async with self.acting(who) as work:
            place = {
                "town_id": self.world.divisions["a"],
                "enterprise_id": self.world.enterprises["a1"],
            }
            letter = Letter(text="x", organisation_ids=[], version=1, **place | more)
            await work.add(letter, Action.SUBMIT)
            await open_matter(work, letter, PROCEDURE.code, title="函件")
            return letter.id

    async def do(self, who, step, letter_id=1, reason="理由", **how):
        """Do a step as somebody."""
        action = next(each.action for each in STEPS if each.name == step)
        async with self.acting(who, reason) as work:
            letter = await work.fetch(Letter, letter_id, action)
            return await complete(work, letter, step, **how)

    async def matter(self, letter_id=1):
        """The stored matter of a letter, behind every wall."""
        (row,) = await self.rows(
            "select * from matter where resource = $1 and subject_id = $2", RESOURCE, letter_id
        )
        return row

    async def everything(self):
        """All that may change: to prove that a refusal changed nothing."""
        tables = ("tests_letter", "matter", "step_event", "ledger_entry", "change_set")
        return [
            [tuple(row.values()) for row in await self.rows(f"select * from {name} order by id")]
            for name in tables
        ]
