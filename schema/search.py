"""Search across types: each subsystem's records, found by any number, name or pinyin initials."""

import asyncio
from collections.abc import Iterable
from typing import Annotated, Any, Union

import strawberry
from sqlalchemy import select
from strawberry.types.info import Info

from core.declarations import Searchable
from core.errors import InvalidInput
from core.extension import Extension, extend
from core.policy.vocabulary import Action
from core.register.search_text import query_terms
from core.store.session import ACTION
from schema.operations import query
from schema.roots import Query

PER_TYPE = 20
SHORTEST = 2


def search_extensions(searchables: Iterable[Searchable]) -> list[Extension]:
    """`Query.search` over the given records, as one union."""
    known = {s.record: s for s in searchables}
    if not known:
        return []
    hit: Any = Annotated[
        Union[tuple(known)],  # noqa: UP007  the members are only known now
        strawberry.union("SearchHit", description="检索结果\nA record that was found."),
    ]

    async def search(info: Info, text: str, first: int = PER_TYPE) -> Any:
        """Ask every searchable type that the caller may read."""
        terms = _terms(text)
        limit = max(0, min(first, PER_TYPE))
        request = info.context
        ownership = request.view.base.ownership
        found: list[Any] = []
        for record, searchable in known.items():
            if request.access.allows(ownership.resource(record), Action.READ):
                keys = await _keys(request, searchable, terms, limit)
                loaded = (request.loading.record(record, key) for key in keys)
                found += await asyncio.gather(*loaded)
        return [each for each in found if each is not None]

    words = Annotated[str, strawberry.argument(description="要找的文字\nWhat to look for.")]
    size = Annotated[int, strawberry.argument(description="每类条数\nHow many of each type.")]
    search.__annotations__ = {"info": Info, "text": words, "first": size, "return": list[hit]}
    field = query(
        "综合检索：名称、拼音首字母、任意编号\nSearch by name, pinyin initials or any number.",
        reads=None,
        open_because="each type is searched only within what the caller may read",
    )(search)
    return [extend(Query, field)]


async def _keys(request: Any, searchable: Searchable, terms: list[str], limit: int) -> list[int]:
    catalogue = request.view.catalogue
    model = catalogue.model(searchable.record)
    key = catalogue.key(searchable.record)
    attribute = getattr(model, key.key)
    statement = select(attribute).execution_options(**{ACTION: Action.READ})
    for term in terms:
        statement = statement.where(searchable.text.contains(term, autoescape=True))
    rows = await request.loading.rows(statement.order_by(attribute).limit(limit))
    return [row[0] for row in rows]


def _terms(text: str) -> list[str]:
    terms = query_terms(text)
    if not terms or max(len(term) for term in terms) < SHORTEST:
        raise InvalidInput(
            f"请至少输入 {SHORTEST} 个字。",
            f"Type at least {SHORTEST} characters.",
            field="text",
            code="TOO_SHORT",
        )
    return terms
