"""Versions of procedures as stored data: planted once, never changed, read by every matter."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import END, Limit, Procedure, Step
from core.errors import PluginError
from core.policy.vocabulary import Action, Tier
from core.procedures.models import ProcedureDefinition


@dataclass(frozen=True, slots=True)
class Track:
    """The steps of one version, in order: where a matter may go."""

    definition: ProcedureDefinition
    steps: Mapping[str, Step]

    @property
    def first(self) -> Step:
        """The step that is done by opening a matter."""
        return next(iter(self.steps.values()))

    def is_return(self, step: str, to: str) -> bool:
        """Whether going from `step` to `to` is going back."""
        order = list(self.steps)
        return to in self.steps and order.index(to) < order.index(step)


def track_of(definition: ProcedureDefinition) -> Track:
    """The steps of a stored version as the engine reads them."""
    steps = [_step(data) for data in definition.steps]
    return Track(definition, {step.name: step for step in steps})


OWN_RULES: Final = {Tier.TOWN: "W1", Tier.STATION: "W2", Tier.BRANCH: "W3"}
"""Tier -> the core's rule for steps of it; `core/warnings/own.py` declares them."""
ANY_STEP: Final = "M0"


def rule_of(step: Step) -> str:
    """The code of the warning rule that watches a matter's last day at a step."""
    return step.warning or OWN_RULES.get(step.tier, ANY_STEP)


async def track(session: AsyncSession, definition_id: int) -> Track:
    """The version that a matter is pinned to."""
    return track_of(await session.get_one(ProcedureDefinition, definition_id))


async def plant_procedures(
    session: AsyncSession, declared: Iterable[tuple[str, Procedure]]
) -> None:
    """Store the versions that are new, of (plugin, procedure).

    Raises PluginError for a procedure that makes no sense, and for one that differs from what is
    stored under its version: matters under way rely on it.
    """
    rows = await session.scalars(select(ProcedureDefinition))
    known = {(row.code, row.version): row for row in rows}
    for plugin, procedure in declared:
        if faults := list(faults_of(procedure)):
            raise PluginError(f"procedure {procedure.code!r}: {'; '.join(faults)}")
        made = _definition(plugin, procedure)
        stored = known.get((made.code, made.version))
        if stored is None:
            session.add(made)
        elif (stored.resource, stored.steps) != (made.resource, made.steps):
            raise PluginError(
                f"procedure {made.code!r} differs from its stored version {made.version}; "
                "matters run under it: declare the next version instead"
            )
    await session.flush()


def faults_of(procedure: Procedure) -> Iterator[str]:
    """What is wrong with a declared procedure."""
    names = [step.name for step in procedure.steps]
    if not names:
        yield "it has no steps"
    yield from (f"two steps are called {name!r}" for name in sorted(_twice(names)))
    for step in procedure.steps:
        others = {*step.leads_to, *step.not_same_person_as} - {*names, END}
        yield from (f"{step.name!r} names the unknown step {name!r}" for name in sorted(others))
        if step.signatures < 1:
            yield f"{step.name!r} needs at least one signature"
    if names and names[0] != END and not procedure.steps[0].leads_to:
        yield "its first step leads nowhere"


def _twice(names: Iterable[str]) -> set[str]:
    return {name for name, times in Counter(names).items() if times > 1}


def _definition(plugin: str, procedure: Procedure) -> ProcedureDefinition:
    return ProcedureDefinition(
        code=procedure.code,
        version=procedure.version,
        resource=f"{plugin}:{procedure.record.__name__}",
        chinese=procedure.chinese,
        english=procedure.english,
        legal_basis=procedure.legal_basis,
        valid_from=procedure.valid_from,
        steps=[_data(step) for step in procedure.steps],
    )


def _data(step: Step) -> dict[str, Any]:
    """A step as JSON holds it: lists for tuples, names for enums."""
    data = asdict(step)
    data |= {"tier": step.tier.name, "also": [tier.name for tier in step.also]}
    data |= {"leads_to": list(step.leads_to), "not_same_person_as": list(step.not_same_person_as)}
    data["action"] = str(step.action)
    if step.limit is not None:
        data["limit"] = {**asdict(step.limit), "excluded": list(step.limit.excluded)}
    return data


def _step(data: Mapping[str, Any]) -> Step:
    limit = data["limit"]
    return Step(
        **{
            **data,
            "tier": Tier[data["tier"]],
            "also": tuple(Tier[name] for name in data["also"]),
            "action": Action(data["action"]),
            "leads_to": tuple(data["leads_to"]),
            "not_same_person_as": tuple(data["not_same_person_as"]),
            "limit": limit and Limit(**{**limit, "excluded": tuple(limit["excluded"])}),
        }
    )
