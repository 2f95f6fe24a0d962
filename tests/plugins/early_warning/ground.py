"""Warnings that are raised by hand: rules of the test's own, and moves as the engine tells them."""

import datetime as dt

from sqlalchemy import select

from core.jobs.context import JobContext
from core.register.colours import WarningColour
from core.warnings.events import WarningsMoved
from core.warnings.models import (
    BandUnit,
    EarlyWarning,
    RuleState,
    WarningAct,
    WarningRuleBand,
    WarningRuleVersion,
    WarningState,
)
from plugins.early_warning.service_history import event_of
from schema.ids import global_id, parse_id
from tests.fixtures.jobs import run_jobs

CODE = "T1"
LIFT, LICENCE = "special_equipment:Equipment", "licensing:Licence"
LEVELS = (
    (10, ["branch.special_equipment_chief", "station.head", "town.leader"]),
    (20, ["branch.legal_reviewer", "branch.deciding_leader"]),
)
OWNER, INSPECTOR = "enterprise-manager-a1", "station-inspector-first"
OFFICER, LEADER = "town-quality-officer-a", "town-leader-a"
CLERK, CHIEF = "branch-special-equipment-clerk", "branch-special-equipment-chief"
ONE = """query ($id: ID!) { earlyWarning(id: $id) {
  state level colour version suppressedUntil acknowledgedAt clearedOn
} }"""


class Ground:
    """A bureau with one rule, and the moves of its warnings."""

    def __init__(self, bureau):
        self.bureau, self.serial = bureau, 0

    async def begin(self, *, code=CODE, visit=False, audiences=None, owner="special_equipment"):
        """Publish the rule, unless it is there: red within a month, yellow within two."""
        async with self.bureau.application.store.system() as session:
            known = select(WarningRuleVersion).where(WarningRuleVersion.code == code)
            if found := (await session.scalars(known)).first():
                self.rule = found
                return self
        rule = WarningRuleVersion(
            code=code,
            number=1,
            state=RuleState.PUBLISHED,
            resource=LIFT,
            owner=owner,
            chinese="特种设备检验将到期",
            english="A device's inspection is about to be due",
            legal_basis="《特种设备安全法》第四十条",
            audiences=audiences or ["BRANCH", "STATION", "TOWN", "ENTERPRISE"],
            escalation=[
                {"after_days": days, "roles": roles, "colours": ["URGENT", "RED", "EXPIRED"]}
                for days, roles in LEVELS
            ],
            visit=visit,
            valid_from=dt.date(2013, 1, 1),
            valid_to=None,
            reason="",
            proposed_by=None,
            proposed_at=self.bureau.clock.now(),
            decided_by=None,
            decided_at=None,
        )
        async with self.bureau.application.store.system() as session:
            session.add(rule)
            await session.flush()
            for colour, months in (("RED", 1), ("YELLOW", 2)):
                session.add(
                    WarningRuleBand(
                        rule_version_id=rule.id,
                        code=code,
                        colour=WarningColour[colour],
                        limit=months,
                        unit=BandUnit.MONTHS,
                        published=True,
                        valid_from=rule.valid_from,
                        valid_to=None,
                    )
                )
        self.rule = rule
        return self

    @property
    def today(self):
        return self.bureau.clock.now().astimezone(dt.timezone(dt.timedelta(hours=8))).date()

    def row(self, unit, colour, **more):
        """A warning as the engine writes it."""
        world = self.bureau.world
        self.serial += 1
        days = {"RED": 8, "YELLOW": 40, "URGENT": 3, "EXPIRED": -3}[colour]
        given = {
            "rule_code": self.rule.code,
            "rule_version_id": self.rule.id,
            "resource": LIFT,
            "subject_key": 9_000 + self.serial,
            "town_id": world.divisions[unit[0]],
            "enterprise_id": world.enterprises[unit],
            "organisation_ids": [],
            "due_on": self.today + dt.timedelta(days=days),
            "colour": WarningColour[colour],
            "colour_since": self.today,
            "raised_on": self.today,
            "state": WarningState.RAISED,
            "level": 0,
        }
        return EarlyWarning(**given | more)

    async def raised(self, *units, colour="RED", run=True, **more):
        """Raise a warning for each unit in one transaction; gives their ids."""
        rows = [self.row(unit, colour, **more) for unit in units]
        async with self.bureau.application.store.system() as session:
            session.add_all(rows)
            await session.flush()
            session.add_all(event_of(row, WarningAct.RAISED, self.bureau.clock) for row in rows)
            await self._publish(session, raised=tuple(row.id for row in rows))
        if run:
            await self.jobs()
        return [global_id("EarlyWarning", row.id) for row in rows]

    async def coloured(self, *keys, colour, worse=True, run=True):
        """Move warnings into another colour."""
        async with self.bureau.application.store.system() as session:
            for row in await self._rows(session, keys):
                row.colour, row.colour_since = WarningColour[colour], self.today
                row.version += 1
                session.add(event_of(row, WarningAct.COLOUR_CHANGED, self.bureau.clock))
            await self._publish(session, **{"worse" if worse else "better": keys})
        if run:
            await self.jobs()

    async def cleared(self, *keys, run=True):
        """Clear warnings, for a later date took the place of theirs."""
        async with self.bureau.application.store.system() as session:
            for row in await self._rows(session, keys):
                row.state, row.cleared_on = WarningState.CLEARED, self.today
                row.cleared_by = "renewed"
                row.version += 1
                session.add(event_of(row, WarningAct.CLEARED, self.bureau.clock))
            await self._publish(session, cleared=keys)
        if run:
            await self.jobs()

    async def _rows(self, session, keys):
        wanted = select(EarlyWarning).where(EarlyWarning.id.in_(keys))
        return (await session.scalars(wanted)).all()

    async def _publish(self, session, **moved):
        await session.flush()
        dispatcher = self.bureau.application.store.dispatcher
        await dispatcher.publish(self._context(session), WarningsMoved(**moved))

    def _context(self, session):
        """That of the sweep."""
        application = self.bureau.application
        return JobContext(
            id=0,
            task="sweep",
            attempt=1,
            session=session,
            store=application.store,
            clock=self.bureau.clock,
            services=application,
        )

    async def jobs(self, *, periodic=False):
        return await run_jobs(self.bureau, periodic=periodic)

    async def next_day(self, days=1):
        """The clock, and the work of the day that comes."""
        self.bureau.clock.advance(days=days)
        await self.jobs(periodic=True)
        await self.jobs()

    async def one(self, warning, who=CHIEF):
        return (await self.bureau.as_user(who).ask(ONE, id=warning))["earlyWarning"]

    async def act(self, who, name, warning, **given):
        """The code of a refusal, or None."""
        done = await self.bureau.as_user(who).run(
            name, "earlyWarning { state }", id=warning, **given
        )
        return next((error["code"] for error in done["userErrors"]), None)

    async def told(self):
        """(username, colour, level) of all notices."""
        rows = await self.bureau.rows("select username, colour, level from warning_notice")
        return sorted((r["username"], r["colour"], r["level"]) for r in rows)

    async def people(self):
        return sorted({username for username, _, _ in await self.told()})


def number(warning):
    """The key in a global id."""
    return parse_id(warning)[1]
