"""What anybody may look up: an exact number, narrow facts, no persons."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.sql.visitors import iterate

from core.register.models import Enterprise
from core.store.personal import Personal
from schema.assembly import Assembly
from tests.core.desk.pages import Clerk
from tests.fixtures.bureau import Bureau

At = Callable[[str], Clerk]
LOOK_UP = "query ($n: String!) { lookUp(number: $n) { kind number colour facts { title value } } }"


async def test_anybody_finds_a_licence_by_its_whole_number(
    clerk: At, licences: dict[str, str]
) -> None:
    nobody = clerk("")
    await nobody.get(f"/look-up?number={licences['red']}")
    for text in ("样本a1食品", "红", "食品生产许可证", "有效期止", "有效"):
        assert nobody.says(text), text
    assert not nobody.says("王小明")
    assert not nobody.says("13800001234")


async def test_part_of_a_number_finds_nothing(
    clerk: At, bureau: Bureau, licences: dict[str, str]
) -> None:
    nobody = clerk("")
    await nobody.get(f"/look-up?number={licences['red'][:-1]}")
    assert nobody.says("没有这个编号的记录")
    await nobody.get("/look-up?number=%25")
    assert nobody.says("请输入完整编号")
    public = bureau.as_tier("public")
    assert (await public.ask(LOOK_UP, n="SC%%%%%%%%%"))["lookUp"] == []
    (error,) = await public.errors(LOOK_UP, n="SC1")
    assert error["extensions"]["code"] == "WHOLE_NUMBER"


async def test_look_ups_in_bulk_spend_the_budget(bureau: Bureau, licences: dict[str, str]) -> None:
    public = bureau.as_tier("public")
    for _ in range(500):
        answer = (await public.post(LOOK_UP, n=licences["red"])).json()
        if "errors" in answer:
            assert answer["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
            return
    raise AssertionError("numbers can be tried without end")


def test_no_public_view_shows_personal_data(assembly: Assembly) -> None:
    assert assembly.desk.views
    shown = [fact for placed in assembly.desk.views for fact in placed.part.facts]
    assert [fact.title for fact in shown if is_personal(fact.value)] == []


def test_personal_data_in_a_public_view_would_be_noticed() -> None:
    hidden = select(Enterprise.phone).where(Enterprise.id == 1).scalar_subquery()
    assert is_personal(Enterprise.legal_representative)
    assert is_personal(hidden)
    assert is_personal(func.coalesce(Enterprise.phone, ""))
    assert not is_personal(Enterprise.name)


def is_personal(value: Any) -> bool:
    """Whether any column below an expression is personal data."""
    return any(
        isinstance(getattr(part, "type", None), Personal) for part in iterate(inspect(value))
    )
