"""The guard's verdicts, remembered: most requests repeat a document with other values in it."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from graphql import DocumentNode

from core.gateway.guard import check
from core.gateway.verdict import Cost, Limits

MOST: Final = 1_000


class Checked:
    """Costs of requests that the guard let pass. One per worker; what it refused is asked anew.

    A cost depends on the document, the operation, how many values the variables hold, and those
    that may be the size of a page: numbers and nulls. Other values count by their kind alone.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._known: OrderedDict[Any, Cost] = OrderedDict()

    def cost(
        self, text: str, document: DocumentNode, name: str | None, variables: Mapping[str, Any]
    ) -> Cost:
        """What the operation costs. Raises `Refused` as `check` does."""
        if any(isinstance(value, dict | list) for value in variables.values()):
            return check(document, name, variables, self.limits)  # inside there may be anything
        key = (text, name, *((each, type(v), _told(v)) for each, v in variables.items()))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = check(document, name, variables, self.limits)
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return found


def _told(value: Any) -> Any:
    return value if isinstance(value, int | float) else None
