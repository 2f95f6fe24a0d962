"""The reviewed decisions of the core's default rules, one a line.

`python -m tests.core.policy.review` writes them anew; the difference in version control is what a
reviewer reads when default rules change.
"""

from pathlib import Path

from core.policy.compiler import compile_table, decision
from core.policy.defaults import FOLDER, read
from core.policy.linter import lint
from tests.core.policy.domains import core_domain

SNAPSHOT = Path(__file__).with_name("reviewed_core.txt")
CORE = FOLDER / "core.csv"


def core_table(text):
    """The table of a text of core rules. Raises PolicyError."""
    domain = core_domain()
    return compile_table(lint({"policies/core.csv": text}, domain), domain, 1)


def listing(table):
    """The rows' fingerprint, and every decision that grants something."""
    # Rows too: `core:*` may decide the same today, and more once the core holds another record.
    lines = [f"rows {table.digest}"]
    for key in sorted(table.cells):
        effect, scopes = decision(table.cells[key])
        if effect != "deny":
            lines.append(" ".join((*key, effect, *scopes)))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    SNAPSHOT.write_text(listing(core_table(read(CORE))), encoding="utf-8")
