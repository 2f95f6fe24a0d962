"""The policy's tables, and two security officers at a workbench over them."""

import datetime as dt
import random

import pytest
from sqlalchemy import select

from core.policy import drafts as m
from core.policy.access import Access, Actor, Duty
from core.policy.admission import Admission
from core.policy.defaults import default_texts, load_invariants
from core.policy.linter import lint
from core.policy.models import PolicyProposal, PolicyRule, PolicyVersion, RegressionCase
from core.policy.rules import Rule
from core.policy.service import load_current
from core.policy.stored import read_current
from core.workbench import proposing, signing
from core.workbench.bench import Workbench
from core.workbench.cases import load_cases
from core.workbench.keeping import plant_cases
from tests.core.policy.domains import core_domain

DOMAIN = core_domain()
DEFAULTS = lint(default_texts(), DOMAIN)
RNG = random.Random(5)  # noqa: S311 questions, not secrets
ADMISSION = Admission(DOMAIN, load_invariants(), RNG, sample=20)
TABLE = ADMISSION.admit(DEFAULTS, 1)
TODAY = dt.date(2026, 11, 23)
FIRST, SECOND = 31, 32
HIDE = Rule("town.leader", "core:Enterprise.name", "read", "all", "deny")
KNOWN = Rule("town.leader", "core:Organisation", "read", "all", "allow")
MODELS = (
    PolicyVersion,
    PolicyRule,
    PolicyProposal,
    RegressionCase,
    m.PolicyDraft,
    m.PolicyDraftChange,
    m.PolicyDraftFinding,
    m.PolicyDraftDifference,
)
RESOURCES = {model: f"core:{model.__name__}" for model in MODELS}


def added(*rules):
    return [(m.ChangeKind.ADD, rule) for rule in rules]


def removed(*rules):
    return [(m.ChangeKind.REMOVE, rule) for rule in rules]


class Office:
    """Officers who propose and sign over one database."""

    def __init__(self, opened, signatures=2):
        self.store = opened
        templates = {"core": default_texts()["policies/core.csv"]}
        self.bench = Workbench(ADMISSION, signatures, templates)

    def access(self, account=FIRST, role="officer.security"):
        actor = Actor(account, f"security{account}", "安全管理员", (Duty(role, 1),))
        return Access(actor, TABLE, RESOURCES, TODAY)

    async def do(self, operation, *arguments, by=FIRST, role="officer.security"):
        async with self.store.writing(self.access(by, role)) as work:
            return await operation(work, self.bench, *arguments)

    async def propose(self, wanted, reason="试行", by=FIRST):
        return (await self.do(proposing.propose, wanted, reason, by=by)).id

    async def sign(self, draft_id, at=None, by=SECOND):
        return await self.do(signing.sign, draft_id, at, by=by)

    async def edit(self, wanted, reason="试行"):
        """Propose and sign; gives the new table."""
        table, _ = await self.sign(await self.propose(wanted, reason))
        return table

    async def close(self, draft_id, state, reason="不妥", by=SECOND):
        async with self.store.writing(self.access(by)) as work:
            return await proposing.close(work, draft_id, state, reason)

    async def draft(self, draft_id):
        async with self.store.system() as session:
            return await m.draft_of(session, draft_id)

    async def of_draft(self, model, draft_id):
        """A draft's changes, findings or differences."""
        async with self.store.system() as session:
            found = select(model).where(model.draft_id == draft_id).order_by(model.id)
            return (await session.scalars(found)).all()

    async def in_force(self):
        async with self.store.system() as session:
            return await read_current(session, DOMAIN)

    async def everything(self):
        """All that the tables hold, as plain values."""
        async with self.store.system() as session:
            return [
                [
                    tuple(getattr(row, column.key) for column in model.__table__.columns)
                    for row in await session.scalars(select(model).order_by(model.id))
                ]
                for model in MODELS
            ]


@pytest.fixture
async def office(policy_store):
    await load_current(policy_store, DOMAIN, DEFAULTS)
    await plant_cases(policy_store, load_cases())
    return Office(policy_store)
