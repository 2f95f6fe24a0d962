"""What whoever owns the database could do to the log, and to the steps behind it."""

import json

from core.step_log.verify_steps import FIRST_ANCHOR, GENESIS, chained, digest

LAST_OF_FIRST_DAY = 6


async def _rows(connection):
    rows = await connection.fetch("select id, day, line from step_log_line order by id")
    return [dict(row) for row in rows]


async def _rechain(connection, *, anchors=True):
    """Recompute every hash from the first line on, and with them what is anchored inside."""
    head, heads = GENESIS, {0: GENESIS}
    for row in await _rows(connection):
        head = heads[row["id"]] = chained(head, row["line"])
        await connection.execute(
            "update step_log_line set chain_hash = $1 where id = $2", head, row["id"]
        )
    if anchors:
        await _reanchor(connection, heads)


async def _reanchor(connection, heads):
    previous = FIRST_ANCHOR
    for row in await connection.fetch("select * from step_anchor order by day"):
        given = json.loads(row["line"])
        sequence = min(given["sequence"], max(heads))
        given |= {"sequence": sequence, "chain_hash": heads[sequence], "previous": previous}
        line = json.dumps(given, separators=(",", ":"))
        previous = digest(line)
        await connection.execute(
            "update step_anchor set line = $1, sequence = $2, chain_hash = $3 where id = $4",
            line, sequence, heads[sequence], row["id"],
        )  # fmt: skip


async def _edit(connection, number, **step):
    """Change what a line says of its step, in the line and beside it."""
    text = await connection.fetchval("select line from step_log_line where id = $1", number)
    content = json.loads(text)
    content["step"] |= step
    line = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    await connection.execute("update step_log_line set line = $1 where id = $2", line, number)
    if "in_time" in step:
        await connection.execute(
            "update step_log_line set in_time = $1 where id = $2", step["in_time"], number
        )


async def edit_a_line(connection):
    """A late step is made one in time."""
    await _edit(connection, 3, in_time=True)


async def edit_and_rehash_the_line(connection):
    """The same, with a hash that fits; the next line does not follow any more."""
    await _edit(connection, 3, in_time=True)
    rows = await connection.fetch(
        "select id, line, chain_hash from step_log_line where id in (2,3)"
    )
    known = {row["id"]: row for row in rows}
    head = chained(known[2]["chain_hash"], known[3]["line"])
    await connection.execute("update step_log_line set chain_hash = $1 where id = 3", head)


async def rewrite_the_chain(connection):
    """The same, with every hash after it anew: the anchors inside stay as they were."""
    await _edit(connection, 3, in_time=True)
    await _rechain(connection, anchors=False)


async def rewrite_everything(connection):
    """The same, anchors inside the database and all."""
    await _edit(connection, 3, in_time=True)
    await _rechain(connection)


async def delete_a_line(connection):
    """A line in the middle is gone."""
    await connection.execute("delete from step_log_line where id = 4")


async def delete_and_close_up(connection):
    """A line is gone, and all after it take another number and hash."""
    await connection.execute("delete from step_log_line where id = 4")
    await connection.execute("delete from step_secret where id = 4")
    for row in await _rows(connection):
        if row["id"] > 4:
            line = row["line"].replace(f'"n":{row["id"]},', f'"n":{row["id"] - 1},', 1)
            await connection.execute(
                "update step_log_line set id = id - 1, line = $1 where id = $2", line, row["id"]
            )
            await connection.execute("update step_secret set id = id - 1 where id = $1", row["id"])
    await _rechain(connection)


async def swap_two_lines(connection):
    """Two lines change places, hashes and all."""
    await connection.execute(
        "update step_log_line a set line = b.line, chain_hash = b.chain_hash, in_time = b.in_time, "
        "case_code = b.case_code, step = b.step, act = b.act, due_on = b.due_on "
        "from step_log_line b where (a.id, b.id) in ((3, 5), (5, 3))"
    )


async def cut_the_tail(connection):
    """The last lines are gone."""
    await connection.execute("delete from step_log_line where id > 14")


async def cut_the_tail_and_its_anchors(connection):
    """The last day is gone, with its anchor."""
    await connection.execute("delete from step_log_line where id > 12")
    await connection.execute("delete from step_anchor where day > '2026-11-22'")


async def add_a_line(connection):
    """A step that never was stands at the end of the log."""
    row = await connection.fetchrow("select * from step_log_line order by id desc limit 1")
    content = json.loads(row["line"]) | {"n": row["id"] + 1}
    line = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    await connection.execute(
        "insert into step_log_line (id, day, line, chain_hash) values ($1, $2, $3, $4)",
        row["id"] + 1, row["day"], line, chained(row["chain_hash"], line),
    )  # fmt: skip
    await connection.execute(
        "insert into step_secret (id, event_id, salt) "
        "select $1, max(event_id) + 1000, '' from step_secret",
        row["id"] + 1,
    )


async def change_a_day(connection):
    """A line is put into the log of another day, and everything is hashed anew."""
    row = (await _rows(connection))[LAST_OF_FIRST_DAY - 1]
    line = row["line"].replace("2026-11-20", "2026-11-21", 1)
    await connection.execute(
        "update step_log_line set line = $1, day = '2026-11-21' where id = $2", line, row["id"]
    )
    await _rechain(connection)


async def edit_an_anchor(connection):
    """An anchor inside the database names another hash."""
    await connection.execute(
        "update step_anchor set line = replace(line, substr(chain_hash, 1, 8), 'ffffffff') "
        "where day = '2026-11-21'"
    )


async def delete_an_anchor(connection):
    """An anchor inside the database is gone."""
    await connection.execute("delete from step_anchor where day = '2026-11-21'")


async def edit_a_step(connection):
    """The step behind a line that is public becomes one in time."""
    await connection.execute(
        "update step_event set on_time = true where id = "
        "(select event_id from step_secret where id = 3)"
    )


async def edit_a_silent_step(connection):
    """The step behind a line that tells nothing gets another doer."""
    await connection.execute(
        "update step_event set account_id = null where id = "
        "(select event_id from step_secret where id = 2)"
    )


async def delete_a_step(connection):
    """The step behind a line is gone."""
    await connection.execute(
        "delete from step_event where id = (select event_id from step_secret where id = 5)"
    )


FILES = (
    edit_a_line,
    edit_and_rehash_the_line,
    rewrite_the_chain,
    rewrite_everything,
    delete_a_line,
    delete_and_close_up,
    swap_two_lines,
    cut_the_tail,
    cut_the_tail_and_its_anchors,
    add_a_line,
    change_a_day,
    edit_an_anchor,
    delete_an_anchor,
    edit_a_step,
    edit_a_silent_step,
    delete_a_step,
)
"""What whoever has the published files, own anchors and, for the last three, an auditor finds."""


async def show_otherwise(connection):
    """The line stays, and what people are shown beside it changes."""
    await connection.execute("update step_log_line set in_time = true where id = 3")


async def back_date_a_step(connection):
    """A step appears in a day that was closed."""
    columns = (
        "matter_id, act, step, step_title, at, role, tier, arrived_on, reason, town_id, "
        "organisation_ids"
    )
    await connection.execute(
        f"insert into step_event ({columns}) select {columns} from step_event order by id limit 1"
    )


INSIDE = (show_otherwise, back_date_a_step)
"""What an auditor of the installation finds as well."""
