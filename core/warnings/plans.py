"""Statements that are made once and run often: text with numbered parameters, as the driver wants.

Building one of these takes longer than running it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Select
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.ext.asyncio import AsyncSession

_DIALECT: Final[Any] = asyncpg_dialect()  # type: ignore[no-untyped-call]


class Plan:
    """One statement, its constants, and the parameters that a run gives by name."""

    def __init__(self, statement: Select[Any]) -> None:
        compiled: Any = statement.compile(dialect=_DIALECT)
        self._text = str(compiled)
        self._binds = [_bind(compiled.binds[name]) for name in compiled.positiontup]

    async def run(self, session: AsyncSession, given: Mapping[str, Any]) -> list[Any]:
        """The rows, as the driver gives them: an enum is its name."""
        values = [
            (convert(given[name]) if convert else given[name]) if name in given else constant
            for name, constant, convert in self._binds
        ]
        connection = await session.connection()
        return list((await connection.exec_driver_sql(self._text, tuple(values))).all())


@dataclass(slots=True)
class Plans:
    """The plans of one process, by what shapes them."""

    _kept: dict[Any, Plan] = field(default_factory=dict)

    def find(self, shape: Any, statement: Callable[[], Select[Any]]) -> Plan:
        """The plan of a shape, made where it is not there yet."""
        if shape not in self._kept:
            self._kept[shape] = Plan(statement())
        return self._kept[shape]


def _bind(bind: Any) -> tuple[str, Any, Callable[[Any], Any] | None]:
    convert = bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    constant = bind.value
    if convert and constant is not None:
        constant = convert(constant)
    return bind.key, constant, convert
