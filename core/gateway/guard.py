"""The request guard: what a GraphQL document may ask for, decided before it is validated.

`parse_document` bounds the text, `check` the document. Both are linear in what was sent. The limits
are the same for every field, whatever it or its operation is called; only the subtree of `__schema`
and `__type` is held against limits of its own, so that GraphiQL can read the schema.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSyntaxError,
    IntValueNode,
    NullValueNode,
    OperationDefinitionNode,
    OperationType,
    ValueNode,
    parse,
)

from core.errors import Refused
from core.gateway.measure import PageOf, Tally, Walk, whole
from core.gateway.verdict import Cost, Limits, judge, judge_parts

_MESSAGE = 300
"""Characters of a parser's message that are passed on: it quotes what was sent."""


def parse_document(text: str, limits: Limits) -> DocumentNode:
    """The syntax tree of a document.

    Raises `Refused` for a text too long, `GraphQLError` (code SYNTAX_ERROR) for a wrong one.
    """
    if len(text) > limits.source_length:
        raise _too_long(limits)
    try:
        return parse(
            text,
            max_lexical_tokens=limits.tokens,
            max_comments=limits.comments,
            max_source_length=limits.source_length,
        )
    except GraphQLSyntaxError as error:
        if "Document contains more than" in error.message:
            raise _too_long(limits) from error
        # a lone surrogate that the message quotes could not be sent as UTF-8
        message = error.message[:_MESSAGE].encode("utf-8", "replace").decode()
        raise GraphQLError(
            message,
            source=error.source,
            positions=error.positions,
            extensions={"code": "SYNTAX_ERROR"},
        ) from error


def measure(
    document: DocumentNode,
    operation_name: str | None,
    variables: Mapping[str, Any],
    limits: Limits,
) -> Cost:
    """What the chosen operation of a document stands for. Judges no size.

    Raises `Refused` when no single operation is meant, or fragments are missing or circular.
    """
    operations, fragments = _definitions(document)
    chosen = _choose(operations, operation_name, limits)
    defaults, known = _defaults(chosen), _bounded(variables, limits)
    walk = Walk(fragments, {**defaults, **variables}, limits.page, limits.page_of)
    for operation in operations:
        for definition in operation.variable_definitions or ():
            if definition.default_value is not None:
                walk.literal(definition.default_value)
    for fragment in fragments.values():
        walk.of(fragment)  # those that nothing spreads are validated too
    others = Tally()
    for operation in operations:
        if operation is not chosen:
            others.add(walk.of(operation))
    tally = walk.of(chosen)
    return Cost(
        tally=tally,
        others=others,
        page=walk.page,
        values=walk.values,
        variable_values=known,
        variable_definitions=sum(len(o.variable_definitions or ()) for o in operations),
        visits=walk.visits + known,
        mutation=chosen.operation is OperationType.MUTATION,
    )


def check(
    document: DocumentNode,
    operation_name: str | None,
    variables: Mapping[str, Any] | None,
    limits: Limits,
) -> Cost:
    """The cost of the chosen operation. Raises `Refused`, saying the limit and what to do."""
    cost = measure(document, operation_name, variables or {}, limits)
    judge_parts(cost, limits)
    judge(cost, limits)
    return cost


def connections(names: Iterable[str], page: int = 20) -> PageOf:
    """A `Limits.page_of` for a schema whose connection fields are called `names`."""
    known = frozenset(names)
    return lambda name: page if name in known else None


def _definitions(
    document: DocumentNode,
) -> tuple[list[OperationDefinitionNode], dict[str, FragmentDefinitionNode]]:
    operations: list[OperationDefinitionNode] = []
    fragments: dict[str, FragmentDefinitionNode] = {}
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            operations.append(definition)
        elif isinstance(definition, FragmentDefinitionNode):
            name = definition.name.value
            if name in fragments:
                raise Refused(
                    f"片段「{name[:60]}」定义了两次。请只保留一个。",
                    f"The fragment '{name[:60]}' is defined twice. Keep one.",
                    code="DUPLICATE_FRAGMENT",
                )
            fragments[name] = definition
        else:
            raise Refused(
                "请求中只能有操作和片段，不能有类型定义。",
                "A request holds operations and fragments only, no type definitions.",
                code="ONE_OPERATION",
            )
    return operations, fragments


def _choose(
    operations: Sequence[OperationDefinitionNode], name: str | None, limits: Limits
) -> OperationDefinitionNode:
    if len(operations) > limits.operations:
        raise Refused(
            f"一个请求最多包含 {limits.operations} 个操作，实际 {len(operations)} 个。请分开发送。",
            f"A request holds at most {limits.operations} operations, this one {len(operations)}. "
            "Send them apart.",
            code="TOO_MANY_OPERATIONS",
        )
    meant = [o for o in operations if not name or (o.name and o.name.value == name)]
    if len(meant) == 1:
        return meant[0]
    raise Refused(
        "每次只执行一个操作。请只发送一个，或用 operationName 指明其中一个。",
        "One operation runs at a time. Send one, or name one of them in operationName.",
        code="ONE_OPERATION",
    )


def _defaults(operation: OperationDefinitionNode) -> Mapping[str, Any]:
    """What the variables are when the client gives none; only whole numbers can be page sizes."""
    return {
        definition.variable.name.value: _default(definition.default_value)
        for definition in operation.variable_definitions or ()
    }


def _default(value: ValueNode | None) -> Any:
    if value is None or isinstance(value, NullValueNode):
        return None
    if isinstance(value, IntValueNode):
        return whole(value)
    return value


def _bounded(variables: Mapping[str, Any], limits: Limits) -> int:
    """Count the values inside the variables, no further than one beyond the limit."""
    rest: list[tuple[Any, int]] = [(value, 1) for value in _head(variables.values(), limits)]
    count = 0
    while rest and count <= limits.variable_values:
        value, depth = rest.pop()
        count += 1
        inside = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict | list):
            if depth > limits.value_depth:
                return limits.variable_values + 1
            rest.extend((inner, depth + 1) for inner in _head(inside, limits))
    return count


def _head(values: Iterable[Any], limits: Limits) -> Iterator[Any]:
    for count, value in enumerate(values):
        if count > limits.variable_values:
            return
        yield value


def _too_long(limits: Limits) -> Refused:
    return Refused(
        f"查询太长：最多 {limits.tokens} 个词、{limits.comments} 条注释、"
        f"{limits.source_length} 个字符。请拆分，或把数据放进变量。",
        f"The document is too long: at most {limits.tokens} tokens, {limits.comments} comments, "
        f"{limits.source_length} characters. Split it, or move data into variables.",
        code="DOCUMENT_TOO_LONG",
    )
