# ruff: noqa: S608  the statements are put together from constants of this file
"""The limit: one statement per query, written by hand, in the fastest form that was found.

`{e}` and the like stand for the condition of whoever asks on enterprises, sites, designations,
licences, their events and the counts of the board: nothing, their towns ($1), or their own
enterprise ($1). An author who knows about scopes puts it on every table.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from bench.reads.workload import Principal
from schema.ids import key_of

ID: Final = "translate(encode(convert_to('Enterprise:' || e.id, 'UTF8'), 'base64'), E'\\n', '')"
TOWN: Final = (
    "coalesce((select concat('#\"name\":', to_json(d.name), '@') from division d "
    "where d.id = {row}.town_id), 'null')"
)
TYPE: Final = (
    "coalesce((select concat('#\"name\":', to_json(t.name), '@') from licence_type t "
    "where t.id = l.type_id), 'null')"
)
FIRM: Final = (
    "coalesce((select concat('#\"name\":', to_json(e.name), '@') from enterprise e "
    "where e.id = {row}.enterprise_id and {{e}}), 'null')"
)
CARD: Final = f"""'#"id":"', {ID}, '","name":', to_json(e.name), ',"creditCode":',
  coalesce(to_json(e.credit_code)::text, 'null'), ',"kind":"', e.kind, '","status":"', e.status,
  '","address":', to_json(e.address), ',"isKeyUnit":', case when e.is_key_unit then 'true'
  else 'false' end"""
SITES: Final = """'[', (select string_agg(concat('#"name":', to_json(s.name), ',"address":',
  to_json(s.address), '@'), ',' order by s.name, s.id) from (select name, address, id from site s
  where s.enterprise_id = e.id and {{s}} order by name, id limit {n}) s), ']'"""
LIST: Final = f"""select concat('#"data":#"enterprises":#"nodes":[',
  string_agg(text, ',' order by place) filter (where place <= 50), '],"pageInfo":#"hasNextPage":',
  case when count(*) > 50 then 'true' else 'false' end, ',"endCursor":', coalesce('"' ||
  max(translate(encode(convert_to(json_build_array('NAME_ASC', name, id)::text, 'UTF8'), 'base64'),
  E'\\n', '')) filter (where place = least(found, 50)) || '"', 'null'), '@@@@')
from (select concat({CARD}, ',"town":', {TOWN.format(row="e")}, '@') as text, e.name, e.id,
    row_number() over () as place, count(*) over () as found
  from (select * from enterprise e where e.status = $2 and {{e}}
    order by e.name, e.id limit 51) e) p"""
FILE: Final = f"""select concat('#"data":#"enterprise":', coalesce((select concat({CARD},
  ',"licenceCount":', (select count(*) from licence l where l.enterprise_id = e.id and {{l}}),
  ',"town":', {TOWN.format(row="e")}, ',"sites":', {SITES.format(n=10)}, ',"designations":[',
  (select string_agg(concat('#"kind":"', k.kind, '","designatedOn":"', k.designated_on,
    '","releasedOn":', coalesce('"' || k.released_on || '"', 'null'), '@'), ','
    order by k.designated_on, k.id) from (select * from key_unit_designation k
    where k.enterprise_id = e.id and {{k}} order by k.designated_on, k.id limit 10) k),
  '],"licences":[', (select string_agg(concat('#"number":', to_json(l.number), ',"authority":',
    to_json(l.authority), ',"issuedOn":"', l.issued_on, '","validUntil":"', l.valid_until,
    '","type":', {TYPE}, '@'), ',' order by l.valid_until, l.id) from (select * from licence l
    where l.enterprise_id = e.id and {{l}} order by l.valid_until, l.id limit 20) l), ']@')
  from enterprise e where e.id = $2 and {{e}}), 'null'), '@@')"""
NESTED: Final = f"""select concat('#"data":#"enterprises":#"nodes":[', string_agg(concat(
  '#"id":"', {ID}, '","name":', to_json(e.name), ',"town":', {TOWN.format(row="e")}, ',"sites":',
  {SITES.format(n=5)}, ',"licences":[', (select string_agg(concat('#"number":', to_json(l.number),
    ',"validUntil":"', l.valid_until, '","type":', {TYPE}, ',"events":[',
    (select string_agg(concat('#"act":"', v.act, '","happenedOn":"', v.happened_on, '"@'), ','
      order by v.happened_on, v.id) from (select act, happened_on, id from licence_event v
      where v.licence_id = l.id and {{v}} order by happened_on, id limit 5) v), ']@'),
    ',' order by l.valid_until, l.id) from (select id, number, valid_until, type_id from licence l
    where l.enterprise_id = e.id and {{l}} order by valid_until, id limit 10) l), ']@'),
  ',' order by e.name, e.id), ']@@@')
from (select id, name, town_id from enterprise e where e.status = $2 and {{e}}
  order by name, id limit 50) e"""
BOARD: Final = f"""select concat('#"data":#"watchCounts":#"nodes":[', (select string_agg(concat(
    '#"ruleCode":', to_json(w.rule_code), ',"colour":"', w.colour, '","number":', w.number,
    ',"town":', {TOWN.format(row="w")}, '@'), ',' order by w.id) from (select * from watch_count w
    where {{w}} order by w.id limit 100) w), ']@,"licences":#"nodes":[',
  (select string_agg(concat('#"number":', to_json(l.number), ',"validUntil":"', l.valid_until,
    '","enterprise":', {FIRM.format(row="l")}, ',"type":', {TYPE}, '@'), ','
    order by l.valid_until, l.id) from (select * from licence l where l.valid_until >= $2 and {{l}}
    order by l.valid_until, l.id limit 100) l), ']@@@')"""
DEEP: Final = f"""select concat('#"data":#"enterprises":#"nodes":[', string_agg(concat(
  '#"id":"', {ID}, '","name":', to_json(e.name), ',"town":', {TOWN.format(row="e")}, '@'), ','
  order by e.name, e.id), ']@@@')
from (select id, name, town_id from enterprise e where e.status = 'OPEN' and {{e}}
  and exists (select from licence l where l.enterprise_id = e.id and l.valid_until < $2 and {{l}}
    and exists (select from licence_type t where t.id = l.type_id and t.code = $3))
  and not exists (select from key_unit_designation k where k.enterprise_id = e.id
    and k.kind = 'FOOD' and {{k}}) order by name, id limit 20) e"""
PHONE: Final = f"""select concat('#"data":#"enterprises":#"totalCount":',
  (select count(*) from enterprise e where e.is_key_unit and {{e}}),
  '@,"keyUnitDesignations":#"nodes":[', (select string_agg(concat('#"kind":"', k.kind,
    '","designatedOn":"', k.designated_on, '","enterprise":', {FIRM.format(row="k")}, '@'), ','
    order by k.designated_on desc, k.id desc) from (select * from key_unit_designation k
    where {{k}} order by k.designated_on desc, k.id desc limit 10) k),
  ']@,"licences":#"totalCount":', (select count(*) from licence l
    where l.valid_until >= $2 and l.valid_until < $3 and {{l}}), ',"nodes":[',
  (select string_agg(concat('#"number":', to_json(l.number), ',"validUntil":"', l.valid_until,
    '","enterprise":', {FIRM.format(row="l")}, '@'), ',' order by l.valid_until, l.id)
    from (select * from licence l where l.valid_until >= $2 and l.valid_until < $3 and {{l}}
    order by l.valid_until, l.id limit 10) l), ']@@@')"""

Given = Mapping[str, Any]
Values = Callable[[Given], list[Any]]


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


STATEMENTS: Final[dict[str, tuple[str, Values]]] = {
    "list": (LIST, lambda v: [v["status"]]),
    "file": (FILE, lambda v: [key_of("Enterprise", v["id"])]),
    "nested": (NESTED, lambda v: [v["status"]]),
    "board": (BOARD, lambda v: [_day(v["day"])]),
    "deep": (DEEP, lambda v: [_day(v["day"]), v["code"]]),
    "phone": (PHONE, lambda v: [_day(v["day"]), _day(v["to"])]),
}
TABLES: Final = "esklvw"


def statement(name: str, kind: str) -> str:
    """The SQL of a query for whoever sees everything, some towns, or one enterprise."""
    conditions = dict.fromkeys(TABLES, "$1::int[] is null")
    if kind == "towns":
        conditions = {row: f"{row}.town_id = any($1::int[])" for row in TABLES}
    if kind == "own":
        conditions = {row: f"{row}.enterprise_id = any($1::int[])" for row in TABLES}
        conditions["e"] = "e.id = any($1::int[])"
    text = STATEMENTS[name][0].format(**conditions)
    return text.replace("#", "{").replace("@", "}")


def values(name: str, person: Principal, given: Given) -> list[Any]:
    """The parameters: whose rows, then what was asked for."""
    own = None if person.enterprise is None else [person.enterprise]
    reach = {"towns": list(person.towns), "own": own}.get(person.kind)
    return [reach, *STATEMENTS[name][1](given)]
