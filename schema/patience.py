"""How long a plugin's resolver may take: then its field is null, and the rest stands."""

import asyncio
from typing import Any, Final

from strawberry.extensions.field_extension import AsyncExtensionResolver, FieldExtension
from strawberry.types.info import Info

from core.errors import Unavailable

PATIENCE_S: Final = 2.0
"""Seconds; well below the deadline of a whole request."""


class Patience(FieldExtension):
    """Gives one resolver of a plugin so many seconds. Raises Unavailable (PLUGIN_UNAVAILABLE)."""

    def __init__(self, plugin: str, seconds: float) -> None:
        self.plugin, self.seconds = plugin, seconds

    async def resolve_async(
        self, next_: AsyncExtensionResolver, source: Any, info: Info, **kwargs: Any
    ) -> Any:
        """What the resolver finds in time."""
        limit = asyncio.timeout(self.seconds)
        try:
            async with limit:
                return await next_(source, info, **kwargs)
        except TimeoutError:
            if not limit.expired():
                raise
            raise Unavailable(
                f"子系统 {self.plugin} 未能及时回答，此项暂缺；其余内容不受影响。",
                f"The subsystem {self.plugin} did not answer in time; only this field is missing.",
                code="PLUGIN_UNAVAILABLE",
            ) from None
