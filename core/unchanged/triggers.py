"""The database tells which tables a transaction writes: no writer can forget it.

Every table whose rows persons may read has one trigger for each statement. It notifies at commit
whoever listens (equal notifications of one transaction are one), and notes the table in a setting
of the transaction, from which the writing worker learns it before the commit is acknowledged. It
takes no lock and keeps no counter: two who write the same table never wait for each other here.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import text

from core.store.base import is_system, is_view
from core.store.engine import Store
from core.store.written import SETTING

CHANNEL: Final = "zhijian_tables"
"""Its payload is the name of a table."""
TRIGGER: Final = "zj_written"

_WATCHED: Final = text(
    "select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid "
    "where t.tgname = :trigger and t.tgenabled = 'A' "
    "and c.relnamespace = 'public'::regnamespace"
)

_FUNCTION: Final = f"""
create or replace function zj_written() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare
  noted constant text := coalesce(current_setting('{SETTING}', true), '');
begin
  perform pg_notify('{CHANNEL}', tg_table_name::text);
  if position(' ' || tg_table_name || ' ' in noted) = 0 then
    perform set_config('{SETTING}', rtrim(noted) || ' ' || tg_table_name || ' ', true);
  end if;
  return null;
end $$
"""


def is_watched(model: Any) -> bool:
    """Whether the model's table tells; what no person reads is in no answer, views have no rows."""
    return not is_system(model) and not is_view(model)


def watches(models: Iterable[Any]) -> list[str]:
    """SQL, to be run by the owner, that has the models' tables tell. May be run again."""
    watched = [model for model in models if is_watched(model)]
    return [_FUNCTION, *(sql for model in watched for sql in _trigger(model))] if watched else []


async def watched(store: Store) -> frozenset[str]:
    """The tables of the database that tell: what the code expects is not enough to rely upon."""
    async with store.system() as session:
        connection = await session.connection()
        return frozenset(await connection.scalars(_WATCHED, {"trigger": TRIGGER}))


def _trigger(model: Any) -> list[str]:
    table = f'"{model.__tablename__}"'
    made = (
        f"create or replace trigger {TRIGGER} after insert or update or delete or truncate "
        f"on {table} for each statement execute function zj_written()"
    )
    # ALWAYS: also in a session that poses as a replica, such as one that restores data
    return [made, f"alter table {table} enable always trigger {TRIGGER}"]
