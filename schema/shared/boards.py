"""What the cells of boards have in common: each is a count for one town."""

import strawberry
from strawberry.types.info import Info

from schema.shared.register import Division


@strawberry.type(description="按镇街的计数\nA count for one town.")
class OfTown:
    """A cell of a board, by its town."""

    town_id: strawberry.Private[int]

    @strawberry.field(description="镇街\nThe town.")
    async def town(self, info: Info) -> Division | None:
        """By the batch loader of the request."""
        found: Division | None = await info.context.loading.record(Division, self.town_id)
        return found
