"""What an asker may know of a row and of the words around it, and nothing beyond that."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, cast, literal, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from core.identity.contacts import places_of
from core.identity.models import Organisation
from core.policy.access import Duty
from core.policy.asking import FieldRules, Question, Standpoint, Words
from core.policy.explain import roles_to_ask, rules_met
from core.policy.models import PolicyRule
from core.policy.near import SECURITY
from core.policy.rules import Role, Rule
from core.policy.vocabulary import Action, Scope
from core.policy.wording import Names, Row, Sentence
from core.register.models import Division, EnterpriseCard
from core.store.scope import TODAY
from core.store.session import ACTION
from schema.request import Request
from schema.sources import One
from schema.tiers.views import View
from schema.tiers.visibility import OPEN

LABELS: Mapping[Scope, type[Any]] = {Scope.DIVISIONS: Division, Scope.OWN: EnterpriseCard}
"""Whose names tell where a row is. Of other scopes nothing is told but that they do not hold it."""


@dataclass(frozen=True, slots=True)
class Looking:
    """One request's look at rows and names, under the asker's own rights."""

    request: Request

    @property
    def view(self) -> View:
        """The asker's whole schema, whatever part of it the request uses."""
        view: View = self.request.services.views.of(self.request.access)
        return view

    def field_rules(self, resource: str, field: str | None) -> FieldRules | None:
        """What decides about a field of a record; None for one that there is not."""
        shape = self.request.services.assembly.shape
        type_ = shape.types.get(resource.partition(":")[2])
        if field is None or type_ is None or type_.resource != resource:
            return None
        spec = type_.fields.get(field)
        return None if spec is None else FieldRules(spec.resource, shape.needed_for(spec))

    async def row(self, resource: str, key: int) -> Row | None:
        """A row that the asker may read; None for absent and for hidden ones alike."""
        model = next(
            (m for m, name in self.request.access.resources.items() if name == resource), None
        )
        definition: Any = model and self.view.get_type_by_name(model.__name__)
        if model is None or definition is None:
            return None
        held = await self._scope_columns(model, key)
        if held is None or not await self._is_shown(definition.origin, key):
            return None
        labels = {
            scope: held[scope]
            for scope in LABELS
            if held.get(scope) and self._shows(definition, model, scope)
        }
        async with self.request.store.system() as session:
            names = {scope: await _label(session, scope, keys) for scope, keys in labels.items()}
        return Row(held, names, self._noun(definition))

    async def known(self, standpoint: Standpoint, question: Question) -> "Known":
        """The names that sentences about this question need, and the keys of the rules in it."""
        domain = self.request.services.assembly.domain
        towns = {division for duty in standpoint.duties for division in duty.divisions}
        if question.row is not None:
            towns |= question.row.holds.get(Scope.DIVISIONS, frozenset())
        roles = roles_to_ask(standpoint, domain, question)
        asked = [*roles, *_known(domain.roles, SECURITY)]
        async with self.request.store.system() as session:
            names, home = await _names(session, standpoint.duties)
            places = await places_of(session, asked, towns | home, self.request.today)
            written = await _written(session, rules_met(standpoint, domain, question))
        return Known(Words(names, places), written)

    async def _is_shown(self, record: Any, key: int) -> bool:
        """What the scope alone does not say: see `Request.shown`."""
        is_shown = getattr(record, "is_shown", None)
        return is_shown is None or bool(await is_shown(self.request, key))

    async def _scope_columns(self, model: Any, key: int) -> dict[Scope, frozenset[int]] | None:
        kinds = sorted(model.__scope__)
        columns = [
            getattr(model, model.__scope__[kind]).contains(TODAY)
            if kind == "published"
            else getattr(model, model.__scope__[kind])
            for kind in kinds
        ]
        statement = select(model.id, *columns).where(model.id == key)
        read = statement.execution_options(**{ACTION: Action.READ})
        found = await self.request.loading.rows(read)
        if not found:
            return None
        return {Scope(kind): _held(value) for kind, value in zip(kinds, found[0][1:], strict=True)}

    def _shows(self, definition: Any, model: Any, scope: Scope) -> bool:
        """Whether the asker's schema has an open field by the column that the scope looks at."""
        column = model.__scope__.get(str(scope))
        shown = self.view.visibility.fields.get(model.__name__, {})
        return any(
            isinstance(field.source, One)
            and field.source.key is not None
            and field.source.key.key == column
            and shown.get(self.view.config.name_converter.apply_naming_config(name)) == OPEN
            for name, field in self.view.catalogue.fields(definition.origin).items()
        )

    @staticmethod
    def _noun(definition: Any) -> Sentence:
        """What people call such a row: the head of its type's description."""
        head = (definition.description or "").partition("\n")[0]
        for mark in "：（；，。":
            head = head.partition(mark)[0]
        return Sentence(f"该{head}" if head else "该记录", f"this {definition.name}")


@dataclass(frozen=True, slots=True)
class Known:
    """What an explanation is worded with."""

    words: Words
    written: Mapping[tuple[str, ...], tuple[int, int]]
    """The five words of a rule -> its key, and the version that added it."""


async def _label(session: AsyncSession, scope: Scope, keys: frozenset[int]) -> str:
    label: Any = LABELS[scope]
    found = await session.scalars(select(label.name).where(label.id.in_(keys)))
    return "、".join(found)


async def _names(session: AsyncSession, duties: Sequence[Duty]) -> tuple[Names, set[int]]:
    """Names of what the duties hold, which everybody may read; and the towns of enterprises."""
    own = {d.enterprise_id for d in duties if d.enterprise_id is not None}
    wanted = {
        "divisions": {i for duty in duties for i in duty.divisions},
        "organisations": {d.organisation_id for d in duties},
        "enterprises": own,
    }
    found: dict[str, dict[int, str]] = {kind: {} for kind in wanted}
    nowhere = cast(null(), Integer).label("town_id")
    parts: list[Any] = [
        select(literal("divisions").label("kind"), Division.id, Division.name, nowhere).where(
            Division.id.in_(wanted["divisions"])
        ),
        select(literal("organisations"), Organisation.id, Organisation.name, nowhere).where(
            Organisation.id.in_(wanted["organisations"])
        ),
        select(
            literal("enterprises"), EnterpriseCard.id, EnterpriseCard.name, EnterpriseCard.town_id
        ).where(EnterpriseCard.id.in_(own)),
    ]
    towns = set[int]()
    rows: Sequence[Any] = (await session.execute(union_all(*parts))).all()
    for kind, key, name, town in rows:
        found[kind][key] = name
        towns |= {town} if town is not None else set()
    return lambda kind, ids: [found[kind][i] for i in ids if i in found[kind]], towns


async def _written(
    session: AsyncSession, rules: Collection[Rule]
) -> Mapping[tuple[str, ...], tuple[int, int]]:
    if not rules:
        return {}
    rows = select(PolicyRule).where(
        PolicyRule.removed_in.is_(None),
        PolicyRule.role.in_({rule.role for rule in rules}),
        PolicyRule.resource.in_({rule.resource for rule in rules}),
    )
    held = (await session.scalars(rows)).all()
    return {row.as_rule().row: (row.id, row.added_in) for row in held}


def _held(value: Any) -> frozenset[int]:
    if value is None or value is False:
        return frozenset()
    return frozenset(value) if isinstance(value, list) else frozenset({int(value)})


def _known(roles: Mapping[str, Role], *names: str) -> Iterable[Role]:
    return [roles[name] for name in names if name in roles]
