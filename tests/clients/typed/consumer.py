"""What an enterprise's program does with the generated client; the type checker is the test."""

import datetime as dt

from bureau import Client
from bureau.enums import WarningColour
from bureau.input_types import AcknowledgeWarningInput


async def urgent(client: Client, today: dt.date) -> list[tuple[str, int]]:
    """Our red warnings, and how many days are left."""
    page = (await client.our_warnings(first=50)).early_warnings
    return [
        (each.id, (each.due_on - today).days)
        for each in (page.nodes if page else [])
        if each.due_on and each.colour is WarningColour.RED
    ]


async def acknowledge(client: Client, key: str, version: int) -> list[str]:
    """Say that one knows; gives the codes of what is in the way."""
    given = AcknowledgeWarningInput(id=key, expectedVersion=version)
    answer = (await client.acknowledge_warning(given)).acknowledge_warning
    return [error.code for error in (answer.user_errors if answer else [])]


async def refused(client: Client) -> None:
    """What must not pass: an ignore that is not needed is an error, too."""
    await client.our_warnings(first="many")  # type: ignore[arg-type]
    await client.ledger()  # type: ignore[attr-defined]
    (await client.our_licences()).penalty_cases  # type: ignore[attr-defined]  # noqa: B018
