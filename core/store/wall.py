"""The second wall: PostgreSQL row security, generated from each model's scope declaration.

The first wall puts an exact predicate into every statement. This one is a ceiling that holds even
where the first is forgotten: division set, own enterprise, own matters, or everything. It reads
six settings of the connection; where they are missing it shows nothing. Each is cast inside a
subselect so that PostgreSQL evaluates it once per statement, not once per row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.store.base import is_public, is_system
from core.store.grants import is_append_only, may_change
from core.store.scope import ScopeKind

SETTINGS: Final[Mapping[str, str]] = {
    "divisions": "zj.divisions",
    "own": "zj.enterprises",
    "participant": "zj.organisations",
    "assigned": "zj.accounts",
}
REACH: Final = "zj.reach"
TODAY_SETTING: Final = "zj.today"

OPEN: Final = frozenset({"freshness"})
"""Tables that every transaction of every actor must read and change. They hold no person's data;
each entry needs a reason in the docstring of its model."""


POLICY_NAMES: Final = ("zj_read", "zj_rows", "zj_add", "zj_change")


@dataclass(frozen=True, slots=True)
class Wall:
    """What one actor's connection carries. `reach`: scoped, all, or system (the core's work)."""

    reach: str = "scoped"
    ids: tuple[tuple[ScopeKind, tuple[int, ...]], ...] = ()
    today: str = ""

    def settings(self) -> dict[str, str]:
        """Every setting with its value, so that nothing of a former actor stays."""
        ids = dict(self.ids)
        return {
            REACH: self.reach,
            TODAY_SETTING: self.today,
            **{name: _array(ids.get(kind, ())) for kind, name in SETTINGS.items()},  # type: ignore[call-overload]
        }


def set_statement(*, local: bool) -> str:
    """One statement that sets all; parameters are the values of `Wall.settings()` in order."""
    names = Wall().settings()
    calls = (f"set_config('{n}', ${i}, {str(local).lower()})" for i, n in enumerate(names, 1))
    return f"select {', '.join(calls)}"


def policies(models: Iterable[Any]) -> list[str]:
    """SQL that puts the wall on every table, dropping what an earlier declaration left there."""
    return [statement for model in models for statement in _policies(model)]


def _policies(model: Any) -> list[str]:
    table = f'"{model.__tablename__}"'
    drop = [f"drop policy if exists {name} on {table}" for name in POLICY_NAMES]
    secure = [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
    ]
    return [*drop, *secure, *_made(model, table)]


def _made(model: Any, table: str) -> list[str]:
    rows = "true" if model.__tablename__ in OPEN else " or ".join(_conditions(model))
    if is_append_only(model):
        # Whoever acts leaves a trace, even without an account; who may read it is another matter.
        made = [
            f"create policy zj_rows on {table} for select using ({rows})",
            f"create policy zj_add on {table} for insert with check (true)",
        ]
        if may_change(model):
            made.append(
                f"create policy zj_change on {table} for update using ({rows}) with check ({rows})"
            )
    else:
        made = [f"create policy zj_rows on {table} using ({rows}) with check ({rows})"]
    if is_public(model):
        made.append(f"create policy zj_read on {table} for select using (true)")
    return made


def _conditions(model: Any) -> list[str]:
    reach = f"(select current_setting('{REACH}', true))"
    if is_system(model):
        return [f"{reach} = 'system'"]
    found = [f"{reach} in ('all', 'system')"]
    for kind, column in model.__scope__.items():
        if kind == "published":
            today = f"(select nullif(current_setting('{TODAY_SETTING}', true), '')::date)"
            found.append(f'"{column}" @> {today}')
            continue
        ids = f"(select nullif(current_setting('{SETTINGS[kind]}', true), '')::int[])"
        ids = f"coalesce({ids}, '{{}}'::int[])"
        test = f'"{column}" && {ids}' if kind == "participant" else f'"{column}" = any ({ids})'
        found.append(test)
    return found


def _array(ids: Iterable[int]) -> str:
    return "{" + ",".join(str(int(i)) for i in ids) + "}"
