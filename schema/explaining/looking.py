"""What an asker may know of a row and of the words around it, and nothing beyond that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.identity.contacts import places_of
from core.identity.models import Organisation
from core.policy.access import Duty
from core.policy.asking import FieldRules, Question, Standpoint, Words
from core.policy.explain import roles_to_ask
from core.policy.near import SECURITY
from core.policy.rules import Role
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
        return None if spec is None else FieldRules(spec.resource, spec.needs)

    async def row(self, resource: str, key: int) -> Row | None:
        """A row that the asker may read; None for absent and for hidden ones alike."""
        model = next(
            (m for m, name in self.request.access.resources.items() if name == resource), None
        )
        definition: Any = model and self.view.get_type_by_name(model.__name__)
        if model is None or definition is None:
            return None
        held = await self._scope_columns(model, key)
        if held is None or await self.request.shown(definition.origin, key) is None:
            return None
        names = {
            scope: name
            for scope, label in LABELS.items()
            if self._shows(definition, model, scope)
            and held.get(scope)
            and (name := await self._label(label, held[scope]))
        }
        return Row(held, names, self._noun(definition))

    async def words(self, standpoint: Standpoint, question: Question) -> Words:
        """The names that sentences about this question need."""
        duties = standpoint.duties
        domain = self.request.services.assembly.domain
        towns = {division for duty in duties for division in duty.divisions}
        names, home = await self._names(duties)
        if question.row is not None:
            towns |= question.row.holds.get(Scope.DIVISIONS, frozenset())
        roles = roles_to_ask(standpoint, domain, question)
        asked = [*roles, *_known(domain.roles, SECURITY)]
        return Words(names, await places_of(self.request.store, asked, towns | home))

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

    async def _label(self, label: Any, keys: frozenset[int]) -> str:
        found = await self.request.loading.rows(select(label.name).where(label.id.in_(keys)))
        return "、".join(row[0] for row in found)

    @staticmethod
    def _noun(definition: Any) -> Sentence:
        """What people call such a row: the head of its type's description."""
        head = (definition.description or "").partition("\n")[0]
        for mark in "：（；，。":
            head = head.partition(mark)[0]
        return Sentence(f"该{head}" if head else "该记录", f"this {definition.name}")

    async def _names(self, duties: Sequence[Duty]) -> tuple[Names, set[int]]:
        """Names of everything that the duties hold, and the towns of the enterprises among it."""
        found: dict[str, dict[int, str]] = {}
        wanted: dict[str, tuple[Any, set[int]]] = {
            "divisions": (Division, {i for duty in duties for i in duty.divisions}),
            "organisations": (Organisation, {d.organisation_id for d in duties}),
        }
        for kind, (model, ids) in wanted.items():
            statement = select(model.id, model.name).where(model.id.in_(ids))
            rows = await self.request.loading.rows(statement) if ids else ()
            found[kind] = {row[0]: row[1] for row in rows}
        own = {d.enterprise_id for d in duties if d.enterprise_id is not None}
        card = select(EnterpriseCard.id, EnterpriseCard.name, EnterpriseCard.town_id)
        cards = (
            await self.request.loading.rows(card.where(EnterpriseCard.id.in_(own))) if own else ()
        )
        found["enterprises"] = {row[0]: row[1] for row in cards}
        towns = {row[2] for row in cards}
        return lambda kind, ids: [found[kind][i] for i in ids if i in found[kind]], towns


def _held(value: Any) -> frozenset[int]:
    if value is None or value is False:
        return frozenset()
    return frozenset(value) if isinstance(value, list) else frozenset({int(value)})


def _known(roles: Mapping[str, Role], *names: str) -> Iterable[Role]:
    return [roles[name] for name in names if name in roles]
