"""The register's wall: what is registered is written with a change set confirmed just then.

Generated from the models, like row security: every table of a `Registered` model gets two triggers.
They stand behind the services, so that neither a forgotten call nor a stolen connection of a
serving role writes the register in any other way. Only the owner, who migrates, passes by.

A change set counts when this very transaction confirmed it. Its `transaction_id` is the top-level
transaction, so savepoints do not matter, and no writer can choose it (core/store/grants.py). A
database that was restored elsewhere numbers its transactions anew and could meet an old number
again; `age(xmin)` therefore asks as well that the row is no older than this transaction.
"""

from collections.abc import Iterable
from typing import Any, Final

from core.register.models import ChangeSet, Registered
from core.store.addresses import OWNER

REFUSED: Final = "ZJ001"
"""The SQLSTATE of the wall. No person can mend it: a service forgot its change set."""

TRIGGERS: Final = ("zj_register", "zj_register_truncate")

_FUNCTION: Final = f"""
create or replace function zj_register() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op in ('INSERT', 'UPDATE') then
    if exists (select from public.{ChangeSet.__tablename__} c where c.id = new.change_id
               and c.transaction_id = pg_current_xact_id()::text::bigint and age(c.xmin) <= 0) then
      return null;
    end if;
    if tg_op = 'UPDATE' and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then
      return null;
    end if;
  end if;
  raise exception using errcode = '{REFUSED}', table = tg_table_name, message = format(
    '%s of "%s": the register is written with a change set confirmed in the same transaction',
    lower(tg_op), tg_table_name);
end $$
"""


def registered(models: Iterable[Any]) -> list[type[Registered]]:
    """Those of the models whose rows belong to the register."""
    return [model for model in models if issubclass(model, Registered)]


def register_wall(models: Iterable[Any]) -> list[str]:
    """SQL, to be run by the owner, that puts the wall on the registered ones. May be run again."""
    walled = registered(models)
    return [_FUNCTION, *(sql for model in walled for sql in _triggers(model))] if walled else []


def _triggers(model: Any) -> list[str]:
    table = f'"{model.__tablename__}"'
    free = ", ".join(f"'{name}'" for name in model.unconfirmed())
    # AFTER, to see the row as it is stored whatever other triggers did; `when` spares the owner,
    # who loads many rows at once, the calls.
    serving = f"when (not pg_has_role(current_user, '{OWNER}', 'member'))"
    row, truncate = TRIGGERS
    each_row = (
        f"create or replace trigger {row} after insert or update or delete on {table} "
        f"for each row {serving} execute function zj_register({free})"
    )
    whole_table = (
        f"create or replace trigger {truncate} before truncate on {table} "
        f"for each statement {serving} execute function zj_register()"
    )
    # ALWAYS: also in a session that poses as a replica; and again where somebody switched it off
    on = [f"alter table {table} enable always trigger {name}" for name in TRIGGERS]
    return [each_row, whole_table, *on]
