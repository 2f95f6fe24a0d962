"""A house for mutations: the probes of the tests over a database of the test's own."""

import json
from dataclasses import dataclass, replace
from typing import Any

from core.policy.access import Access
from core.policy.defaults import load_roles
from core.policy.rules import Rule
from core.store.session import models
from schema.assembly import Assembly
from schema.build import Schema
from schema.execution import Ask
from schema.ids import global_id
from schema.shared.contents import SHARED
from schema.tiers.shape import shape_of
from tests.schema.ground import Ground
from tests.schema.probes import PROBES

RULES = [
    *(
        Rule("town.leader", "core:Enterprise", action, "divisions", "allow")
        for action in ("read", "update")
    ),
    *(
        Rule("branch.data_clerk", f"core:{name}", action, "all", "allow")
        for name in ("Enterprise", "Site")
        for action in ("read", "create", "update")
    ),
    Rule("town.leader", "core:Division", "read", "all", "allow"),
    Rule("station.head", "core:Enterprise", "read", "divisions", "allow"),
]


@dataclass
class House:
    """The probes over a database of the test's own."""

    ground: Ground

    def town(self, *names: str) -> Access:
        return self.ground.access("town.leader", *names)

    @property
    def clerk(self) -> Access:
        return self.ground.access("branch.data_clerk")

    def id(self, name: str) -> str:
        return global_id("Enterprise", self.ground.world.enterprises[name])

    async def run(
        self, access: Access, name: str, *, request_id: str = "r-1", **given: Any
    ) -> dict[str, Any]:
        """The whole body of a probe's answer."""
        text = f"""mutation($input: ProbeInput!) {{ {name}(input: $input) {{
          clientMutationId enterprise {{ id name version }}
          userErrors {{ code message field explain }} }} }}"""
        ask = Ask(access=access, text=text, variables={"input": given}, request_id=request_id)
        body: dict[str, Any] = json.loads((await self.ground.executor.answer(ask)).body)
        return body

    async def do(self, access: Access, name: str, **given: Any) -> dict[str, Any]:
        body = await self.run(access, name, **given)
        assert "errors" not in body, body["errors"]
        payload: dict[str, Any] = body["data"][name]
        return payload

    async def code(self, access: Access, name: str, **given: Any) -> str:
        """The one code of a refusal, which shows no record."""
        payload = await self.do(access, name, **given)
        assert payload["enterprise"] is None
        (error,) = payload["userErrors"]
        assert "\n" in error["message"], "Chinese first, then English"
        return str(error["code"])

    async def rows(self, sql: str) -> list[Any]:
        async with self.ground.store.system() as session:
            connection = await session.connection()
            return list((await connection.exec_driver_sql(sql)).all())

    async def name(self, enterprise: str) -> str:
        key = self.ground.world.enterprises[enterprise]
        ((name,),) = await self.rows(f"select name from enterprise where id = {key}")
        return str(name)


def assembled(base: Assembly) -> Assembly:
    """The core's schema with the probes."""
    schema = Schema([("core", extension) for extension in [*SHARED, PROBES]], models())
    shape = shape_of(schema)
    return replace(base, schema=schema, shape=shape, domain=shape.domain(load_roles()))
