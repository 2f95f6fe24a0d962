"""What a field or filter may be chosen from, read as the person."""

from dataclasses import dataclass

from core.desk.layout import rows_at
from core.desk.visit import Visit, dig
from core.desk_declarations import Options


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: the value that is sent, the text that is read."""

    value: str
    text: str


async def options_of(visit: Visit, options: Options, q: str) -> list[Choice]:
    """The choices that this person may see; `q` searches where the document can."""
    result = await visit.read(options.document, q=q.strip() or None)
    if result is None:
        return []
    return [
        Choice(str(value), " ".join(str(dig(row, path) or "") for path in options.labels).strip())
        for row in rows_at(result, options.rows)
        if (value := dig(row, options.value)) is not None
    ]


def is_searched(visit: Visit, options: Options) -> bool:
    """Whether the choices are too many to list, so that the document takes a text `$q`."""
    return "q" in visit.book.readings[options.document].variables
