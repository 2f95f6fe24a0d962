"""The policy files that the code brings: roles, invariants, and the default rules of the core."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from core.policy.invariants import Invariant, parse_invariants
from core.policy.roles import parse_roles
from core.policy.rows import decode
from core.policy.rules import Role

FOLDER: Final = Path(__file__).parents[2] / "policies"
ROLES: Final = "roles.csv"
INVARIANTS: Final = "invariants.csv"
CASES: Final = "cases.csv"


def load_roles(folder: Path = FOLDER) -> Mapping[str, Role]:
    """The table of roles. Raises PolicyError."""
    return parse_roles(read(folder / ROLES), f"policies/{ROLES}")


def load_invariants(folder: Path = FOLDER) -> tuple[Invariant, ...]:
    """The invariants. Raises PolicyError."""
    return parse_invariants(read(folder / INVARIANTS), f"policies/{INVARIANTS}")


def default_texts(folder: Path = FOLDER) -> dict[str, str]:
    """The texts of default rules by origin, for the linter; plugins add their own to them."""
    return {
        f"policies/{path.name}": read(path)
        for path in sorted(folder.glob("*.csv"))
        if path.name not in {ROLES, INVARIANTS, CASES}
    }


def read(path: Path) -> str:
    """The text of one policy file. Raises PolicyError unless it is UTF-8."""
    return decode(path.read_bytes(), path.name)
