"""Limits of a GraphQL document, its cost, and the sentence for each limit that is passed."""

from dataclasses import dataclass

from core.errors import Refused
from core.gateway.measure import PageOf, Tally


def no_pages(_name: str) -> int | None:
    """No field is a connection: a page counts only where `first` or `last` is written."""
    return None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for. A role's budget is its `cost`."""

    cost: int = 5_000
    """Objects: page sizes multiplied along each path, 20 where a connection names none."""
    page: int = 100
    depth: int = 12
    aliases: int = 30
    root_fields: int = 20
    fields: int = 400
    """Fields and fragment spreads, once fragments are written out."""
    directives: int = 50
    values: int = 500
    """Argument values written in the document, those inside lists and objects included."""
    variable_definitions: int = 100
    variable_values: int = 1_000
    value_depth: int = 16
    operations: int = 10
    introspection_depth: int = 20
    introspection_fields: int = 1_000
    introspection_lists: int = 2
    """Lists of types inside each other, such as `types { fields { type { interfaces } } }`."""
    tokens: int = 1_000
    comments: int = 200
    source_length: int = 20_000
    """Characters of the document, comments included."""
    page_of: PageOf = no_pages


@dataclass(frozen=True, slots=True)
class Cost:
    """What a document stands for, as `measure` counted it."""

    tally: Tally
    others: Tally
    """The operations that were sent along but do not run; they are validated all the same."""
    page: int
    values: int
    variable_values: int
    variable_definitions: int
    visits: int
    """Nodes and variable values looked at: the guard's own work."""
    mutation: bool

    @property
    def depth(self) -> int:
        """Levels of fields of the operation that runs."""
        return self.tally.depth

    @property
    def objects(self) -> int:
        """Objects that the operation that runs may bring: what a budget pays for."""
        return self.tally.objects

    @property
    def fields(self) -> int:
        """Fields and spreads of the operation that runs, fragments written out."""
        return self.tally.fields


def judge(cost: Cost, limits: Limits) -> None:
    """Hold the operation that runs against its limits. Raises `Refused`."""
    if cost.mutation and cost.tally.root_fields > 1:
        raise Refused(
            f"一次只能提交一个变更，实际 {cost.tally.root_fields} 个。请逐个提交。",
            f"One change at a time, this request holds {cost.tally.root_fields}. Send them singly.",
            code="ONE_MUTATION",
        )
    if cost.page > limits.page:
        raise Refused(
            f"first 和 last 应在 0 到 {limits.page} 之间。请用 after 逐页读取。",
            f"first and last lie between 0 and {limits.page}. Read page by page with after.",
            code="PAGE_TOO_LARGE",
        )
    if cost.objects > limits.cost:
        raise Refused(
            f"查询最多可取 {limits.cost} 个对象，实际可能 {cost.objects} 个。"
            "请减小 first，或减少嵌套的列表。",
            f"A query may bring {limits.cost} objects, this one up to {cost.objects}. "
            "Lower first, or nest fewer lists.",
            code="TOO_COSTLY",
        )


def judge_parts(cost: Cost, limits: Limits) -> None:
    """Hold everything that will be validated against its limits. Raises `Refused`."""
    for tally in (cost.tally, cost.others):
        _judge_size(tally, limits)
        _judge_number(tally, limits)
        _judge_introspection(tally, limits)
    _judge_values(cost, limits)


def _judge_size(tally: Tally, limits: Limits) -> None:
    if tally.depth > limits.depth:
        raise Refused(
            f"查询最多嵌套 {limits.depth} 层，实际 {tally.depth} 层。请分成几次查询。",
            f"A query nests at most {limits.depth} levels, this one {tally.depth}. "
            "Ask in several queries.",
            code="TOO_DEEP",
        )
    if tally.fields > limits.fields:
        raise Refused(
            f"查询最多包含 {limits.fields} 个字段（含片段展开），"
            f"实际 {tally.fields} 个。请减少字段。",
            f"A query holds at most {limits.fields} fields, fragments written out, this one "
            f"{tally.fields}. Ask for fewer.",
            code="TOO_MANY_FIELDS",
        )


def _judge_number(tally: Tally, limits: Limits) -> None:
    if tally.aliases > limits.aliases:
        raise Refused(
            f"查询最多使用 {limits.aliases} 个别名，实际 {tally.aliases} 个。请改用列表字段。",
            f"A query holds at most {limits.aliases} aliases, this one {tally.aliases}. "
            "Use a list field instead.",
            code="TOO_MANY_ALIASES",
        )
    if tally.root_fields > limits.root_fields:
        raise Refused(
            f"查询最多包含 {limits.root_fields} 个顶层字段，"
            f"实际 {tally.root_fields} 个。请分开查询。",
            f"A query holds at most {limits.root_fields} top-level fields, this one "
            f"{tally.root_fields}. Ask in several queries.",
            code="TOO_MANY_ROOT_FIELDS",
        )
    if tally.directives > limits.directives:
        raise Refused(
            f"查询最多使用 {limits.directives} 个指令，实际 {tally.directives} 个。请减少指令。",
            f"A query holds at most {limits.directives} directives, this one {tally.directives}. "
            "Use fewer.",
            code="TOO_MANY_DIRECTIVES",
        )


def _judge_introspection(tally: Tally, limits: Limits) -> None:
    if (
        tally.meta_depth > limits.introspection_depth
        or tally.meta_fields > limits.introspection_fields
        or tally.meta_lists > limits.introspection_lists
    ):
        raise Refused(
            "结构查询（__schema、__type）超过限度。请使用标准的结构查询，或读取 SDL。",
            "The introspection (__schema, __type) is larger than the standard one. "
            "Use the standard query, or read the SDL.",
            code="INTROSPECTION_TOO_LARGE",
        )


def _judge_values(cost: Cost, limits: Limits) -> None:
    if cost.variable_definitions > limits.variable_definitions:
        raise Refused(
            f"请求最多声明 {limits.variable_definitions} 个变量。请合并为输入对象。",
            f"A request declares at most {limits.variable_definitions} variables. "
            "Use an input object.",
            code="TOO_MANY_VALUES",
        )
    if cost.values > limits.values or cost.variable_values > limits.variable_values:
        raise Refused(
            f"参数中最多写 {limits.values} 个值，变量中最多 {limits.variable_values} 个，"
            "嵌套不宜过深。大量数据请用导入功能。",
            f"Arguments hold at most {limits.values} values, variables {limits.variable_values}, "
            "not deeply nested. Import large amounts from a file.",
            code="TOO_MANY_VALUES",
        )
