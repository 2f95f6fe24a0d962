"""See as (身份预览): who may look, as what, and the header that asks for it.

`seeAs` checks a choice and answers with the header to send with queries. The header is no key: the
gateway checks the choice and the officer's right anew with every request (core/see_as.py).
"""

from dataclasses import dataclass
from typing import Annotated, Any, Final

import orjson
import strawberry
from sqlalchemy import select
from strawberry.types.info import Info

from core.errors import InvalidInput
from core.extension import extend
from core.identity import models as m
from core.policy.access import Access
from core.register.models import Division
from core.store.engine import Store
from core.workbench.preview import Place, bad_preview, previewed
from schema.ids import key_of
from schema.operations import query
from schema.request import Request
from schema.roots import Query

HEADER: Final = "zhijian-see-as"
RESOURCE: Final = "core:Query.seeAs"
MOST_DIVISIONS: Final = 40
LONGEST: Final = 4_000


@dataclass(frozen=True, slots=True)
class Standing:
    """What is looked at: a role, where a post of it would be, over which divisions."""

    role: str
    organisation: str | None = None
    divisions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, header: str) -> "Standing":
        """The standing that a header names. Raises InvalidInput (`BAD_PREVIEW`)."""
        try:
            given: Any = orjson.loads(header[: LONGEST + 1])
            found = cls(
                given["role"], given.get("organisation"), tuple(given.get("divisions") or ())
            )
            words = (found.role, found.organisation or "", *found.divisions)
            if given.keys() <= {"role", "organisation", "divisions"} and all(
                isinstance(word, str) for word in words
            ):
                return found
        except (ValueError, KeyError, TypeError, AttributeError):
            pass
        raise bad_preview(HEADER, "请求头格式不对。", "The header is not what `seeAs` gave.")

    def header(self) -> str:
        """The header's value; ASCII."""
        parts = {"role": self.role, "organisation": self.organisation, "divisions": self.divisions}
        return orjson.dumps({k: v for k, v in parts.items() if v}).decode("ascii")


@dataclass(frozen=True, slots=True)
class Stand:
    """A standing with the rows that it names."""

    role: str
    place: Place | None
    divisions: tuple[int, ...]
    words: str
    """Place and divisions by name, as they go into the ledger."""


async def placed(store: Store, access: Access, standing: Standing) -> Stand:
    """Look its places up, as labels that everybody may read. Raises InvalidInput."""
    if len(standing.divisions) > MOST_DIVISIONS:
        raise bad_preview("divisions", "辖区过多。", "Too many divisions.")
    divisions = tuple(key_of(Division, each) for each in standing.divisions)
    body = standing.organisation and key_of(m.Organisation, standing.organisation)
    async with store.reading(access) as session:
        organisation = await session.get(m.Organisation, body) if body else None
        wanted = select(Division.id, Division.name).where(Division.id.in_(divisions))
        names = {row.id: row.name for row in await session.execute(wanted)}
    if (body and organisation is None) or names.keys() != set(divisions):
        raise bad_preview("divisions", "没有该机构或区划。", "No such organisation or division.")
    place = None
    if organisation is not None:
        place = Place(organisation.id, organisation.tier, organisation.enterprise_id)
    words = "、".join(names[each] for each in divisions)
    parts = (organisation.name if organisation else "", words)
    return Stand(standing.role, place, divisions, "；".join(part for part in parts if part))


@strawberry.input(description="身份预览的对象\nWhat `seeAs` takes.")
class SeeAsInput:
    """A post as it could be: never a person."""

    role: str = strawberry.field(description="角色代码，三员除外\nA role, but no officer's.")
    organisation_id: strawberry.ID | None = strawberry.field(
        default=None, description="任职机构\nWhere the post is held."
    )
    division_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="辖区\nIts divisions."
    )


@strawberry.type(description="身份预览：随查询发送的请求头\nThe header to send with queries.")
class SeeAs:
    """A header, and what it stands for in words."""

    header: str = strawberry.field(description="请求头名称\nThe header's name.")
    value: str = strawberry.field(description="请求头内容\nThe header's value.")
    title: str = strawberry.field(description="预览对象\nWhat it shows, in words.")


Chosen = Annotated[SeeAsInput, strawberry.argument(description="预览对象\nWhat to look at.")]


@query(
    "身份预览：以某类岗位的身份查询，只读、记入台账、个人信息一律脱敏\n"
    "See as a kind of post: reads only, kept in the ledger, personal data always masked.",
    reads=RESOURCE,
)
async def see_as(info: Info, input: Chosen) -> SeeAs:
    """Check a choice; the header asks for it."""
    request: Request = info.context
    if request.access.preview is not None:
        raise InvalidInput("预览中不能再预览。", "No preview within a preview.", code="BAD_PREVIEW")
    standing = Standing(input.role, input.organisation_id, tuple(input.division_ids))
    stand = await placed(request.store, request.access, standing)
    previewed(
        request.access, request.services.assembly.domain, stand.role, stand.place, stand.divisions
    )
    role = request.access.table.roles[stand.role]
    title = f"{role.chinese} {role.english}" + (f"（{stand.words}）" if stand.words else "")
    return SeeAs(header="Zhijian-See-As", value=standing.header(), title=title)


extensions = [extend(Query, see_as)]
