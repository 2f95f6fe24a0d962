"""The three root types. They are empty: every field comes from a module that adds it."""

import strawberry


@strawberry.type(description="查询\nWhat can be read.")
class Query:
    """Reads. Add to it with `extend(Query, ...)`."""


@strawberry.type(description="办理\nWhat can be done.")
class Mutation:
    """Writes. Add to it with `extend(Mutation, ...)`."""


@strawberry.type(description="订阅\nWhat can be followed.")
class Subscription:
    """News. Add to it with `extend(Subscription, ...)`."""
