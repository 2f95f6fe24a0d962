"""Every room has a budget (docs/adr/0007): what a newcomer reads to know it stays bounded."""

from collections import Counter
from collections.abc import Mapping

from tests.architecture.source import sources

ROOM, SCHEMA, TOP, DESK = 2_800, 4_000, 3_300, 3_000
"""The desk has more: pages, forms, queues, homes and routes of all tiers are one engine. The top
level grows by a few lines with each command and route that is wired in."""


def room_of(path: str) -> str:
    """The folder of core that a file belongs to; in schema its folder; else the top level."""
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def crowded(lines: Mapping[str, int]) -> list[str]:
    """Rooms over their budget."""
    budgets = {"schema": SCHEMA, "core": TOP, "core/desk": DESK}
    return [
        f"{room}: {n} lines, at most {budgets.get(room, ROOM)}; split a concept off"
        for room, n in sorted(lines.items())
        if n > budgets.get(room, ROOM)
    ]


def test_no_room_is_crowded():
    lines: Counter[str] = Counter()
    for source in sources("core", "schema"):
        if not source.is_migration:
            lines[room_of(source.path)] += source.text.count("\n")
    assert {"core/policy", "core/store", "schema", "schema/shared", "core"} <= set(lines)
    assert crowded(lines) == []


def test_a_crowded_room_is_named():
    assert crowded({"core/policy": ROOM + 1, "schema": SCHEMA}) == [
        f"core/policy: {ROOM + 1} lines, at most {ROOM}; split a concept off"
    ]
