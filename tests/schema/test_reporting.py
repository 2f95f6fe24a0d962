"""An answer tells what it took, where the client asked for it."""

import json
from dataclasses import replace

import pytest

from schema.execution import Ask
from tests.schema.ground import Ground

TEXT = "{ enterprises(first: 5) { nodes { name } } }"


async def told(ground: Ground, ask: Ask) -> dict[str, object]:
    plain = json.loads((await ground.executor.answer(ask)).body)
    body = json.loads((await ground.executor.answer(replace(ask, report=True))).body)
    report: dict[str, object] = body.pop("extensions")["report"]
    assert body == plain
    assert isinstance(report.pop("milliseconds"), float)
    return report


@pytest.mark.parametrize("compiled", [True, False])
async def test_a_query_tells_its_cost_and_statements(ground: Ground, *, compiled: bool) -> None:
    ask = Ask(access=ground.people()["branch"], text=TEXT, compile=compiled)
    report = await told(ground, ask)
    assert report["cost"] == 6
    assert report["readPath"] == ("compiled" if compiled else "ordinary")
    assert report["sqlCount"] == 1
    assert (report["whyOrdinary"] is None) is compiled


async def test_a_refusal_tells_that_nothing_was_read(ground: Ground) -> None:
    report = await told(ground, Ask(access=ground.people()["branch"], text="{ nothing }"))
    assert report == {"cost": None, "sqlCount": 0, "readPath": None, "whyOrdinary": None}


async def test_over_http_it_is_asked_for_in_the_extensions(bureau) -> None:  # type: ignore[no-untyped-def]
    body = {"query": TEXT, "extensions": {"report": True}}
    headers = {"authorization": f"Bearer {bureau.as_user('town-leader-a').token}"}
    answer = await bureau.http.post("/graphql", json=body, headers=headers)
    assert answer.json()["extensions"]["report"]["sqlCount"] == 1
    plain = await bureau.http.post("/graphql", json={"query": TEXT}, headers=headers)
    assert "extensions" not in plain.json()
