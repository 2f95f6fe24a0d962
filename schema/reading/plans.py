"""Plans: compiled reads that requests of the same shape share."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
)
from graphql.execution.values import VariableValues, get_variable_values
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect

from core.errors import ZhijianError
from core.policy.access import Access
from core.store.reads import ReadPool
from core.store.wall import Wall
from core.unchanged.reading import tables_of
from schema.reading.compiler import Compilation, View
from schema.reading.fair_shares import FairShares
from schema.reading.json_text import MARK, NotCompilable, unsealed
from schema.reading.rows import Slot

DIALECT: Any = asyncpg_dialect()  # type: ignore[no-untyped-call]
MAX_PLANS = 1_000
MAX_SHAPES = 32
"""Variable shapes of one document; an attacker could make any number."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One statement and, for each of its parameters, how to get the value from a request."""

    sql: str
    binds: tuple[tuple[str, Any, Callable[[Any], Any] | None], ...]
    clear: tuple[tuple[str, str], ...] = ()
    """Personal fields that are shown in clear: (type, field), by their numbers in the text."""
    tables: frozenset[str] = frozenset()
    """The names of all tables that the statement reads."""

    def values(self, variables: Mapping[str, Any], known: Mapping[str, Any]) -> list[Any]:
        """The parameters: from the actor's scope and day, from variables, or constants."""
        found = []
        for name, value, convert in self.binds:
            if name in known:
                given = known[name]
            else:
                given = value.read(variables) if isinstance(value, Slot) else value
            found.append(convert(given) if convert else given)
        return found


@dataclass(frozen=True, slots=True)
class Compiled:
    """A request that one statement can answer."""

    plan: Plan
    variables: Mapping[str, Any]

    def values(self, access: Access) -> list[Any]:
        """The parameters of the statement. Raises InvalidInput for a bad id or cursor."""
        return self.plan.values(self.variables, access.parameters)


class Plans:
    """Compiled reads by document, shape of variables, view and kinds of scope; bounded."""

    def __init__(self) -> None:
        self._plans: FairShares[Plan | str] = FairShares(MAX_PLANS)
        self._shapes: dict[Any, set[Any]] = {}

    def find(
        self,
        view: View,
        access: Access,
        text: str,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: dict[str, Any] | VariableValues,
    ) -> Compiled | str:
        """The plan for a valid document, or why the ordinary executor must answer.

        `variables`: what the client sent, or what became of it in the types of the view's schema.
        """
        if operation.operation is not OperationType.QUERY:
            return "not a query"
        given: VariableValues | list[GraphQLError]
        given = variables if isinstance(variables, VariableValues) else []
        if isinstance(variables, dict):
            definitions = operation.variable_definitions or ()
            given = get_variable_values(view.core, definitions, variables)
        if isinstance(given, list):
            return "bad variables"
        named = operation.name.value if operation.name else None
        # a text, unlike a tuple, is hashed once
        kinds = access.once("kinds of scope, as a text", lambda: repr(access.kinds))
        home = (view.read_key, text, named, kinds)
        shape = _shape(given.coerced)
        plan = self._known(home, shape)
        if plan is None:
            slots = given._replace(coerced=_slotted(given.coerced, lambda whole: whole))
            fragments = {
                d.name.value: d
                for d in document.definitions
                if isinstance(d, FragmentDefinitionNode)
            }
            compilation = Compilation(view, fragments, slots, access)
            plan = self._keep(home, shape, _compiled(compilation, operation))
        return plan if isinstance(plan, str) else Compiled(plan, given.coerced)

    def _known(self, home: Any, shape: Any) -> Plan | str | None:
        plan = self._plans.get(home[0], (home, shape))
        if plan is None and len(self._shapes.get(home, ())) >= MAX_SHAPES:
            return "too many shapes of variables"
        return plan

    def _keep(self, home: Any, shape: Any, plan: Plan | str) -> Plan | str:
        self._shapes.setdefault(home, set()).add(shape)
        gone: Any
        for gone, _ in self._plans.put(home[0], (home, shape), plan):
            old, its_shape = gone
            self._shapes[old].discard(its_shape)
            if not self._shapes[old]:
                del self._shapes[old]
        return plan


@dataclass(frozen=True, slots=True)
class Read:
    """The text of a response, and how many values of each personal field it shows in clear."""

    text: str
    clear: Mapping[tuple[str, str], int]


async def read(plan: Plan, values: Sequence[Any], pool: ReadPool, wall: Wall) -> Read | None:
    """The response; None when a null stands where the schema promises none."""
    text: str = await pool.value(plan.sql, values, wall)
    if MARK in text:
        return None
    opened, counted = unsealed(text)
    return Read(opened, {plan.clear[number]: n for number, n in counted.items()})


def _compiled(compilation: Compilation, operation: OperationDefinitionNode) -> Plan | str:
    try:
        statement = compilation.statement(operation)
        return _plan(statement, tuple(compilation.clear))
    except (NotCompilable, GraphQLError, ZhijianError) as reason:
        return str(reason) or type(reason).__name__


def _plan(statement: Any, clear: tuple[tuple[str, str], ...]) -> Plan:
    compiled = statement.compile(dialect=DIALECT)
    binds = []
    for name in compiled.positiontup:
        bind = compiled.binds[name]
        convert = bind.type.dialect_impl(DIALECT).bind_processor(DIALECT)
        value = bind.value
        fixed = (
            not isinstance(value, Slot) and not bind.key.startswith("scope_") and name != "today"
        )
        if convert and fixed:
            value, convert = convert(value), None
        binds.append((name, value, convert))
    return Plan(str(compiled), tuple(binds), clear, tables_of(statement))


def _slotted(value: Any, read: Callable[[Any], Any]) -> Any:
    """Slots in place of values; what shapes the statement (nulls, booleans, enums) stays.

    An empty list stays too: it may be one of inputs, which no slot can stand for.
    """
    if value is None or isinstance(value, bool | enum.Enum):
        return value
    if isinstance(value, dict):
        return {k: _slotted(v, _part(read, k)) for k, v in value.items()}
    if not isinstance(value, list):
        return Slot(read)
    if not value or any(isinstance(v, dict | list | enum.Enum) for v in value):
        return [_slotted(v, _part(read, n)) for n, v in enumerate(value)]
    return [Slot(read, is_list=True)]


def _part(read: Callable[[Any], Any], key: Any) -> Callable[[Any], Any]:
    return lambda variables: read(variables)[key]


def _shape(value: Any) -> Any:
    """Everything about variables that may change the statement; never a scalar value."""
    if value is None or isinstance(value, bool | enum.Enum):
        return (type(value).__name__, str(value))
    if isinstance(value, dict):
        return tuple((k, _shape(v)) for k, v in value.items())
    if value == [] or (
        isinstance(value, list) and any(isinstance(v, dict | list | enum.Enum) for v in value)
    ):
        return tuple(_shape(v) for v in value)
    return "list" if isinstance(value, list) else "scalar"
