"""Enterprises and divisions as files bring them, checked like the register's own forms."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Conflict, InvalidInput
from core.import_declarations import (
    OWN_KEY,
    ColumnKind,
    Extra,
    Importable,
    ImportColumn,
    Made,
    Values,
)
from core.register.divisions_data import DivisionKind
from core.register.models import (
    Division,
    Enterprise,
    EnterpriseCard,
    EnterpriseKind,
    EnterpriseStatus,
)
from core.register.numbers import (
    check_credit_code,
    check_organisation_code,
    check_phone,
    check_registration_number,
    require,
)
from core.register.places import LOWEST
from core.register.search_text import search_text
from core.register.verdict import Verdict


class Towns:
    """Towns and streets that exist on a day, by code or name, as files name them."""

    def __init__(self, today: dt.date) -> None:
        self._today = today
        self._found: dict[str, int] = {}

    async def look_up(self, session: AsyncSession) -> None:
        """Read them once."""
        if self._found:
            return
        wanted = select(Division.id, Division.code, Division.name).where(
            Division.kind.in_(LOWEST),
            (Division.valid_to.is_(None)) | (Division.valid_to > self._today),
        )
        for key, code, name in await session.execute(wanted):
            self._found[code] = self._found[name] = key

    def find(self, text: str, field: str) -> int:
        """The number of a town. Raises InvalidInput at `field`."""
        if (found := self._found.get(text)) is None:
            raise InvalidInput(
                "请选择现有的镇或街道。", "Choose a town or street that exists today.", field=field
            )
        return found


class EnterpriseMaker:
    """Makes enterprises and their cards."""

    def __init__(self, today: dt.date) -> None:
        self._towns = Towns(today)
        self._taken: dict[str, str] = {}
        """Credit code -> name of the enterprise that has it."""

    async def look_up(self, session: AsyncSession, batch: Sequence[Values]) -> None:
        """Towns, and credit codes that are taken."""
        await self._towns.look_up(session)
        codes = [code for row in batch if (code := row.get("credit_code"))]
        wanted = select(Enterprise.credit_code, Enterprise.name).where(
            Enterprise.credit_code.in_(codes)
        )
        self._taken = {code: name for code, name in await session.execute(wanted) if code}

    def make(self, values: Values) -> Made:
        """Raises InvalidInput for a town that is none, Conflict for a code that is taken."""
        name, code = values["name"], values.get("credit_code")
        if code is not None:
            if self._taken.get(code, name) != name:
                raise Conflict(
                    "该统一社会信用代码已由另一企业使用。",
                    "Another enterprise has this credit code.",
                    field="credit_code",
                )
            self._taken[code] = name
        organisation = values.get("organisation_code") or (code[8:17] if code else None)
        town = self._towns.find(values["town"], "town")
        row = {
            "town_id": town,
            "name": name,
            "credit_code": code,
            "organisation_code": organisation,
            "registration_no": values.get("registration_no"),
            "kind": values.get("kind") or EnterpriseKind.ENTERPRISE,
            "status": values.get("status") or EnterpriseStatus.OPEN,
            "industry_code": values.get("industry_code"),
            "address": values["address"],
            "legal_representative": values.get("legal_representative"),
            "phone": values.get("phone"),
            "search_text": search_text(name, code, organisation, values.get("registration_no")),
        }
        card = {"id": OWN_KEY, "name": name, "town_id": town}
        return Made(row, (Extra(EnterpriseCard, card, upsert=True),))


class DivisionMaker:
    """Makes divisions; parents stand before their children, in the file or in the table."""

    def __init__(self, _today: dt.date) -> None:
        self._known: dict[str, int] = {}

    async def look_up(self, session: AsyncSession, batch: Sequence[Values]) -> None:
        """Divisions by code, the newest of each."""
        rows = await session.execute(
            select(Division.code, Division.id).order_by(Division.valid_from)
        )
        self._known = {row.code: row.id for row in rows}

    def make(self, values: Values) -> Made:
        """Raises InvalidInput where there is no such parent."""
        parent = values.get("parent")
        if parent is not None and parent not in self._known:
            raise InvalidInput("没有该上级区划。", "There is no such parent.", field="parent")
        row = {n: values.get(n) for n in ("code", "name", "kind", "valid_from", "valid_to")}
        row["name_en"] = values.get("name_en") or values["name"]
        row["parent_id"] = None if parent is None else self._known[parent]
        row["successor_id"] = None
        return Made(row)


def _checked(check: Callable[[str], Verdict], field: str) -> Callable[[str], Any]:
    return lambda text: require(check(text), field)


IMPORTABLES = (
    Importable(
        slug="enterprises",
        title="企业\nEnterprises",
        record=Enterprise,
        maker=EnterpriseMaker,
        natural_key=("credit_code",),
        columns=(
            ImportColumn(name="name", title="名称\nName", required=True, longest=200),
            ImportColumn(name="town", title="镇街\nTown", required=True),
            ImportColumn(name="address", title="地址\nAddress", required=True, longest=300),
            ImportColumn(
                name="credit_code",
                title="统一社会信用代码\nCredit code",
                tidy=_checked(check_credit_code, "credit_code"),
            ),
            ImportColumn(
                name="organisation_code",
                title="组织机构代码\nOrganisation code",
                tidy=_checked(check_organisation_code, "organisation_code"),
            ),
            ImportColumn(
                name="registration_no",
                title="注册号\nRegistration number",
                tidy=_checked(check_registration_number, "registration_no"),
            ),
            ImportColumn(
                name="kind",
                title="类型\nKind",
                kind=ColumnKind.CHOICE,
                choices=EnterpriseKind,
            ),
            ImportColumn(
                name="status",
                title="状态\nStatus",
                kind=ColumnKind.CHOICE,
                choices=EnterpriseStatus,
            ),
            ImportColumn(name="industry_code", title="行业代码\nIndustry code", longest=10),
            ImportColumn(
                name="legal_representative",
                title="法定代表人\nLegal representative",
                longest=100,
            ),
            ImportColumn(name="phone", title="电话\nPhone", tidy=_checked(check_phone, "phone")),
        ),
    ),
    Importable(
        slug="divisions",
        title="区划\nDivisions",
        record=Division,
        maker=DivisionMaker,
        natural_key=("code", "valid_from"),
        columns=(
            ImportColumn(name="code", title="代码\nCode", required=True, longest=12),
            ImportColumn(name="name", title="名称\nName", required=True, longest=100),
            ImportColumn(name="name_en", title="英文名\nEnglish name", longest=100),
            ImportColumn(
                name="kind",
                title="级别\nKind",
                kind=ColumnKind.CHOICE,
                choices=DivisionKind,
                required=True,
            ),
            ImportColumn(name="parent", title="上级代码\nParent", longest=12),
            ImportColumn(
                name="valid_from", title="启用日期\nFrom", kind=ColumnKind.DAY, required=True
            ),
            ImportColumn(name="valid_to", title="失效日期\nUntil", kind=ColumnKind.DAY),
        ),
    ),
)
