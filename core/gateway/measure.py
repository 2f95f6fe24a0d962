"""Measure a GraphQL document in one pass, before validation, whatever its author intended.

Every fragment is measured once and its measure is added wherever it is spread, so that the work is
linear in the document's length although 20 fragments can stand for a million fields. The walk keeps
its own stack: the depth of a document cannot exhaust Python's.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ArgumentNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionNode,
    ValueNode,
    VariableNode,
)

from core.errors import Refused

CEILING = 10**12
"""Counts stop here, so that a fragment bomb does not grow numbers of a thousand digits."""

PageOf = Callable[[str], int | None]
"""Page size of a connection field when the client names none; None for any other field."""

_PAGE_ARGUMENTS = frozenset({"first", "last"})
_INTROSPECTION = frozenset({"__schema", "__type"})
_INTROSPECTION_LISTS = frozenset({"fields", "interfaces", "possibleTypes", "inputFields"})


@dataclass(slots=True)
class Tally:
    """What a selection set stands for once its fragments are written out."""

    depth: int = 0
    objects: int = 0
    fields: int = 0
    aliases: int = 0
    root_fields: int = 0
    directives: int = 0
    lists: int = 0
    """How many lists of types are nested: what lets introspection grow."""
    meta_depth: int = 0
    meta_fields: int = 0
    meta_lists: int = 0

    def add(self, other: "Tally") -> None:
        """Put the selections of `other` beside one's own."""
        self.depth = max(self.depth, other.depth)
        self.lists = max(self.lists, other.lists)
        self.meta_depth = max(self.meta_depth, other.meta_depth)
        self.meta_lists = max(self.meta_lists, other.meta_lists)
        self.objects = min(CEILING, self.objects + other.objects)
        self.fields = min(CEILING, self.fields + other.fields)
        self.aliases = min(CEILING, self.aliases + other.aliases)
        self.root_fields = min(CEILING, self.root_fields + other.root_fields)
        self.directives = min(CEILING, self.directives + other.directives)
        self.meta_fields = min(CEILING, self.meta_fields + other.meta_fields)


@dataclass(slots=True)
class _Frame:
    """A selection set that is being walked; `node` tells what to do with its tally."""

    node: FieldNode | InlineFragmentNode | FragmentDefinitionNode | OperationDefinitionNode
    rest: Iterator[SelectionNode]
    tally: Tally = field(default_factory=Tally)


def _frame(
    node: FieldNode | InlineFragmentNode | FragmentDefinitionNode | OperationDefinitionNode,
) -> _Frame:
    chosen = node.selection_set
    return _Frame(node, iter(chosen.selections if chosen else ()))


class Walk:
    """One pass over a document. Counts that do not multiply are attributes of the walk itself."""

    def __init__(
        self,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        page_limit: int,
        page_of: PageOf,
    ) -> None:
        """`variables` hold the defaults too; a page of unknown size counts as `page_limit`."""
        self._fragments = fragments
        self._variables = variables
        self._page_limit, self._page_of = page_limit, page_of
        self._known: dict[str, Tally] = {}
        self._open: set[str] = set()
        self.visits = self.values = self.page = 0

    def of(self, root: OperationDefinitionNode | FragmentDefinitionNode) -> Tally:
        """The tally of a definition. Raises `Refused` for unknown and circular fragments."""
        if isinstance(root, FragmentDefinitionNode):
            if root.name.value in self._known:
                return self._known[root.name.value]
            self._open.add(root.name.value)
        stack = [self._enter(root)]
        while True:
            selection = next(stack[-1].rest, None)
            if selection is not None:
                self._visit(selection, stack)
                continue
            done = stack.pop()
            tally = self._leave(done)
            if not stack:
                return tally
            stack[-1].tally.add(tally)

    def _enter(
        self,
        node: FieldNode | InlineFragmentNode | FragmentDefinitionNode | OperationDefinitionNode,
    ) -> _Frame:
        self.visits += 1
        frame = _frame(node)
        frame.tally.directives = self._directives(node.directives)
        return frame

    def _visit(self, selection: SelectionNode, stack: list[_Frame]) -> None:
        if not isinstance(selection, FragmentSpreadNode):
            if isinstance(selection, FieldNode | InlineFragmentNode):
                stack.append(self._enter(selection))
            return
        self.visits += 1
        here = stack[-1].tally
        here.add(Tally(fields=1, directives=self._directives(selection.directives)))
        name = selection.name.value
        if name in self._open:
            raise _circular(name)
        if name in self._known:
            here.add(self._known[name])
        elif name in self._fragments:
            self._open.add(name)
            stack.append(self._enter(self._fragments[name]))
        else:
            raise _unknown(name)

    def _leave(self, frame: _Frame) -> Tally:
        node, inner = frame.node, frame.tally
        if isinstance(node, FragmentDefinitionNode):
            self._open.discard(node.name.value)
            self._known[node.name.value] = inner
        elif isinstance(node, InlineFragmentNode):
            inner.add(Tally(fields=1))
        elif isinstance(node, FieldNode):
            return self._field(node, inner)
        return inner

    def _field(self, node: FieldNode, inner: Tally) -> Tally:
        name = node.name.value
        outer = Tally(
            depth=inner.depth + 1,
            objects=self._objects(node, inner.objects),
            fields=min(CEILING, inner.fields + 1),
            aliases=min(CEILING, inner.aliases + (node.alias is not None)),
            root_fields=1,
            directives=inner.directives,
            lists=inner.lists + (name in _INTROSPECTION_LISTS),
            meta_depth=inner.meta_depth,
            meta_fields=inner.meta_fields,
            meta_lists=inner.meta_lists,
        )
        if name in _INTROSPECTION:
            outer.meta_depth, outer.meta_lists = outer.depth, outer.lists
            outer.meta_fields = min(CEILING, inner.meta_fields + outer.fields)
            outer.depth = outer.fields = outer.objects = 1
        return outer

    def _objects(self, node: FieldNode, inner: int) -> int:
        """Objects that a field may bring: its own and, for every row of its page, those below."""
        name = node.name.value
        page, default = self._named_page(node), self._page_of(name)
        if node.selection_set is None:
            return 0
        if name == "pageInfo":
            return inner
        if name == "edges":
            return max(1, inner)
        if page is None and default is None:
            return min(CEILING, 1 + inner)
        # a connection that is asked for its total alone brings no rows; any other list does
        rows = inner if default is not None else max(1, inner)
        return min(CEILING, 1 + rows * (page if page is not None else default or 0))

    def _named_page(self, node: FieldNode) -> int | None:
        """The page size that the arguments name; None when they name none."""
        sizes = []
        for argument in node.arguments or ():
            self._argument(argument)
            if argument.name.value in _PAGE_ARGUMENTS:
                sizes.append(self._size(argument.value))
        named = [size for size in sizes if size is not None]
        for size in named:
            self.page = max(self.page, CEILING if size < 0 else size)
        return max((abs(size) for size in named), default=None)

    def _size(self, value: ValueNode) -> int | None:
        if isinstance(value, IntValueNode):
            return whole(value)
        if isinstance(value, NullValueNode):
            return None
        if isinstance(value, VariableNode) and value.name.value in self._variables:
            return self._number(self._variables[value.name.value])
        return self._page_limit

    def _number(self, given: Any) -> int | None:
        """A variable's value. GraphQL takes 1e9 for an Int, so a float counts as well."""
        if given is None:
            return None
        if isinstance(given, int) and not isinstance(given, bool):
            return max(-CEILING, min(CEILING, given))
        if isinstance(given, float):
            return min(CEILING, math.ceil(given)) if math.isfinite(given) else CEILING
        return self._page_limit

    def _directives(self, nodes: tuple[DirectiveNode, ...] | None) -> int:
        for node in nodes or ():
            self.visits += 1
            for argument in node.arguments or ():
                self._argument(argument)
        return len(nodes or ())

    def _argument(self, argument: ArgumentNode) -> None:
        self.visits += 1
        self.literal(argument.value)

    def literal(self, value: ValueNode) -> None:
        """Count a value written in the document, with everything inside it."""
        rest = [value]
        while rest:
            node = rest.pop()
            self.visits += 1
            self.values += 1
            if isinstance(node, ListValueNode):
                rest.extend(node.values)
            elif isinstance(node, ObjectValueNode):
                rest.extend(entry.value for entry in node.fields)


def whole(value: IntValueNode) -> int:
    """The number of a literal, without turning thousands of digits into one."""
    return int(value.value) if len(value.value) < 12 else CEILING


def _unknown(name: str) -> Refused:
    return Refused(
        f"查询引用了未定义的片段「{name[:60]}」。请定义它，或删除引用。",
        f"The fragment '{name[:60]}' is spread but not defined. Define it or remove the spread.",
        code="UNKNOWN_FRAGMENT",
    )


def _circular(name: str) -> Refused:
    return Refused(
        f"片段「{name[:60]}」循环引用了自身。请改为有限层级。",
        f"The fragment '{name[:60]}' contains itself. Write the levels out.",
        code="FRAGMENT_CYCLE",
    )
