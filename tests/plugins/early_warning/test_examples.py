"""Each saved example gives rows to the role that it names."""

from core.saved_examples import examples_in
from tests.plugins.early_warning.ground import Ground


def rows_in(data):
    """How many objects stand in the lists of an answer."""
    if isinstance(data, list):
        return len(data) + sum(map(rows_in, data))
    return sum(map(rows_in, data.values())) if isinstance(data, dict) else 0


async def test_examples_give_rows(bureau):
    ground = await Ground(bureau).begin(visit=True)
    await ground.raised("a1", "b1", "c1")
    apart = ("Rule", "warningBoard", "warningEffect")  # test_board_pages.py plays those
    examples = [
        e for e in examples_in("plugins.early_warning") if not any(a in e.query for a in apart)
    ]
    assert len(examples) >= 5
    for example in examples:
        data = await bureau.as_role(example.role).ask(example.query, **example.variables)
        assert rows_in(data), example.title
