"""Mutations against the oracle: who gets through, who is denied, for whom a row is not there.

Those that take `expectedVersion` are asked with a stale one: whoever gets through is then told of
the conflict, so that permission is proven and nothing changes. The others are asked only where they
must be refused.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.access import facts
from tests.access.comparison import ABSENT
from tests.access.oracle import Oracle, gid
from tests.access.rights import Caller

STALE = 'reason: "r", expectedVersion: 777'
DECISION = f'{STALE}, legalBasis: "法"'
ERRORS = "userErrors { code message field explain }"


@dataclass(frozen=True)
class Write:
    """How to ask for a mutation of one row: which argument names it, and what else is needed."""

    argument: str
    more: str = ""
    type: str = ""
    """Whose row the argument names, where it is not the one that the policy speaks of."""
    stale: bool = False
    """Whether a stale version keeps it from changing anything."""


WRITES = {
    **{
        name: Write("licenceId", DECISION, stale=True)
        for name in (
            "suspendLicence",
            "restoreLicence",
            "annulLicence",
            "withdrawLicence",
            "revokeLicence",
            "cancelLicence",
        )
    },
    "decideRenewal": Write("licenceId", f"{STALE}, granted: true", stale=True),
    "fileRenewal": Write("licenceId", STALE, stale=True),
    "remarkLicence": Write("licenceId", f'{STALE}, remarks: "x"', stale=True),
    **{
        name: Write("id", STALE, stale=True)
        for name in ("proposeWarningRule", "publishWarningRule", "rejectWarningRule")
    },
    "releaseKeyUnit": Write("designationId", STALE, stale=True),
    "resendDelivery": Write("id"),
    "saveMessageTemplate": Write("id", 'subject: "{title}", body: "{why}", kind: "?"'),
    "changeWebhookEndpoint": Write(
        "id", f'{STALE}, url: "https://x.example", kinds: ["*"], active: false', stale=True
    ),
    "disableAccount": Write("id", STALE, stale=True),
    "endSession": Write("id"),
    "revokeApiToken": Write("id"),
    "resetPassword": Write("id"),
    "removeTotp": Write("id"),
    "endPost": Write("id", 'reason: "r", day: "2026-11-23"'),
    "confirmTemporaryDuty": Write("id", STALE, stale=True),
    "endTemporaryDuty": Write("id", 'reason: "r", day: "2026-11-23"'),
    "grantDuty": Write(
        "postId",
        'role: "town.leader", validFrom: "2026-11-23", validTo: "2026-11-24", reason: "r"',
        type="Post",
    ),
    "appointStandIn": Write(
        "postId",
        f'accountId: "{gid("Account", 1)}", validFrom: "2026-11-23", validTo: "2026-11-24",'
        ' reason: "r"',
        type="Post",
    ),
    "attachDivision": Write(
        "postId", f'divisionId: "{gid("Division", 1)}", validFrom: "2026-11-23"', type="Post"
    ),
    "detachDivision": Write("id", 'day: "2026-11-23"'),
    "handOverAccount": Write(
        "fromAccountId",
        f'toAccountId: "{gid("Account", ABSENT)}", day: "2026-11-24", reason: "r"',
        type="Account",
    ),
    "assignPost": Write(
        "accountId",
        f'role: "town.leader", organisationId: "{gid("Organisation", 1)}",'
        ' validFrom: "2026-11-23", divisionIds: []',
        type="Account",
    ),
    "registerLicence": Write(
        "enterpriseId",
        f'typeId: "{gid("LicenceType", 2)}", number: "?", authority: "x", issuedOn: "2026-11-01"',
        type="Enterprise",
    ),
    "designateKeyUnit": Write("enterpriseId", 'kind: FOOD, reason: "r"', type="Enterprise"),
    "registerEnterprise": Write(
        "townId", 'name: "x", kind: ENTERPRISE, address: "x"', type="Division"
    ),
    **{
        name: Write("id", STALE, stale=True)
        for name in (
            "requestSupplement",
            "supplementMatter",
            "returnMatter",
            "resumeMatter",
            "extendMatter",
            "urgeMatter",
            "withdrawMatter",
        )
    },
    "pauseMatter": Write("id", f'{STALE}, kind: "testing"', stale=True),
    "transferMatter": Write("id", f'{STALE}, townId: "{gid("Division", 1)}"', stale=True),
    "copyMatter": Write(
        "id", f'{STALE}, organisationIds: ["{gid("Organisation", 1)}"]', stale=True
    ),
    **{
        name: Write("declarationId", STALE, stale=True)
        for name in (
            "resubmitDeclaration",
            "inspectDeclaration",
            "confirmDeclaration",
            "refuseDeclaration",
        )
    },
    "verifyDeclaration": Write("declarationId", f"{STALE}, result: PASSED", stale=True),
    **{
        name: Write("equipmentId", STALE, type="Equipment", stale=True)
        for name in ("declareStop", "declareRestart", "declareScrap", "declareChange")
    },
    "declareRelocation": Write("equipmentId", f'{STALE}, place: "x"', "Equipment", stale=True),
    "recordEquipmentInspection": Write(
        "equipmentId",
        'kind: PERIODIC, body: "x", reportNo: "x", inspectedOn: "2026-11-01", conclusion: PASSED',
        type="Equipment",
    ),
    "removePolicyRule": Write("id", 'reason: "r"', type="PolicyRule"),
    **{
        name: Write("id", 'reason: "r"')
        for name in (
            "rebasePolicy",
            "rejectPolicy",
            "retireRegressionCase",
            "signPolicy",
            "withdrawPolicy",
        )
    },
    **{
        name: Write("id", STALE, stale=True)
        for name in ("acknowledgeWarning", "escalateWarning", "resumeWarning")
    },
    "suppressWarning": Write("id", f'{STALE}, until: "2026-12-24"', stale=True),
    "actOnWarning": Write("id", f'{STALE}, matterId: "{gid("Matter", ABSENT)}"', stale=True),
    "dismissPolicyProposal": Write("id"),
}
"""The other mutations name no row: whether they are there at all is all that can differ."""


@dataclass
class Attempts:
    """Differences between what mutations did and what the oracle says."""

    oracle: Oracle
    ask: Callable[[Caller, str], Awaitable[Any]]
    differences: list[str] = field(default_factory=list)
    most: int = 20
    """Rows on either side of the border that each mutation is tried on."""
    turn: int = 0
    """Which of them, where there are more: callers of one kind together try many."""
    operations: int = 0
    through: int = 0
    refused: int = 0

    def note(self, caller: Caller, place: str, found: Any, expected: Any) -> None:
        """Note a difference."""
        if found != expected:
            self.differences.append(f"{caller.name or 'public'}: {place}: {found} != {expected}")

    async def hidden(self, caller: Caller) -> None:
        """A mutation that the caller may not know answers like a word that nobody invented."""
        absent = await self._unknown(caller, "zzzzzz")
        for name in sorted(facts.MUTATIONS.keys() - self.oracle.mutations(caller)):
            self.note(caller, name, await self._unknown(caller, name), absent)

    async def _unknown(self, caller: Caller, name: str) -> Any:
        self.operations += 1
        text = f"mutation {{ {name}(input: {{}}) {{ clientMutationId }} }}"
        answer = await self.ask(caller, text)
        errors = answer.get("errors", [])
        return [(e["message"].replace(name, "*"), e.get("extensions")) for e in errors]

    async def rows(self, caller: Caller, only: Iterable[str] = ()) -> None:
        """Every mutation that the caller knows, on rows of every kind and on one that is not."""
        known = self.oracle.mutations(caller)
        for name in only or sorted(WRITES):
            if name in known:
                await self._on_rows(caller, name, WRITES[name])

    async def _on_rows(self, caller: Caller, name: str, write: Write) -> None:
        needed = facts.MUTATIONS[name]
        assert needed is not None
        acted_on, action = needed
        type_ = write.type or acted_on
        reach = self.oracle.reach(caller, type_, "read" if write.type else action)
        seen = self.oracle.reach(caller, type_)
        absent = await self._try(caller, name, write, type_, ABSENT)
        self.note(caller, f"{name} of nothing", self._code(absent), "NOT_FOUND")
        for key in self._chosen(type_, reach):
            if key in reach and not write.stale:
                continue
            found = await self._try(caller, name, write, type_, key)
            place = f"{name} {type_}:{key}"
            if key in reach:
                self.through += 1
                self.note(caller, place, self._code(found), "STALE_VERSION")
            elif key in seen:
                self.refused += 1
                self.note(caller, place, self._code(found), "DENIED")
            else:
                self.refused += 1
                self.note(caller, place, found, absent)

    def _chosen(self, type_: str, reach: frozenset[int]) -> list[int]:
        """Rows on both sides of the border."""
        inside, outside = sorted(reach), sorted(self.oracle.table(type_).keys() - reach)
        return [*self._few(inside), *self._few(outside)]

    def _few(self, keys: list[int]) -> list[int]:
        step = max(1, -(-len(keys) // self.most))
        return keys[self.turn % step :: step]

    async def _try(self, caller: Caller, name: str, write: Write, type_: str, key: int) -> Any:
        self.operations += 1
        given = f'{write.argument}: "{gid(type_, key)}"'
        given = f"{given}, {write.more}" if write.more else given
        answer = await self.ask(caller, f"mutation {{ {name}(input: {{{given}}}) {{ {ERRORS} }} }}")
        if "errors" in answer:
            return [error.get("message") for error in answer["errors"]]
        return answer["data"][name]["userErrors"]

    @staticmethod
    def _code(errors: Any) -> Any:
        return errors[0].get("code") if errors and isinstance(errors[0], dict) else errors
