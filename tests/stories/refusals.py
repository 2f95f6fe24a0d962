"""The checker: whoever must not act is refused, and leaves nothing behind.

    ground = Refusals(bureau)
    await ground.check([Attempt("confirmDeclaration", may=SECTION, given={...}), ...])

Every account that an attempt does not name is asked to do it, with everything that it takes: the
present version, a reason, a photo of one's own. An attempt that the schema of an account lacks is
sent all the same. A digest over all tables of the business, before and after, proves that nothing
changed; the ledger has one refusal for each attempt that reached its mutation, and no other entry.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schema.ids import global_id
from tests.core.files.ground import make_upload
from tests.stories.cast import EVERYBODY, PUBLIC

REFUSED = frozenset(
    {
        "DENIED",
        "UNIT_HAS_ACCOUNT",
        "NOT_FOUND",
        "NOT_YOUR_STEP",
        "WRONG_STEP",
        "SAME_PERSON",
        "ALREADY_SIGNED",
        "ORDER_DRAFTED",
        "NO_DRAFT",
        "HELD_BY_ANOTHER",
        "MATTER_CLOSED",
        "MATTER_PAUSED",
        "MATTER_RUNNING",
        "NOT_POSSIBLE_HERE",
    }
)
"""Codes that say that somebody must not, or not now; a faulty input is no refusal."""
TAKEN_ALONG = frozenset({"photos", "expectedVersion"})
"""Inputs about which an attempt must not stumble: then it proves nothing."""
OFFERED = '{ __type(name: "Mutation") { fields { name } } }'
MOVING = frozenset({"ledger_entry", "ledger_seal", "session", "api_token", "freshness"})
"""Tables of the house itself, which being asked moves."""
PHOTO = "PHOTO"
"""Stands in an input for a photo that the asking account has uploaded."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One mutation with its input, and who may do it now."""

    name: str
    may: frozenset[str] = frozenset()
    given: Mapping[str, Any]

    @property
    def type(self) -> str:
        """Its input's type."""
        return f"{self.name[0].upper()}{self.name[1:]}Input!"


@dataclass
class Refusals:
    """Asks in everybody's name; counts what was asked and how it was refused."""

    bureau: Any
    asked: int = 0
    how: Counter = field(default_factory=Counter)
    _photos: dict[str, str] = field(default_factory=dict)
    _offered: dict[str, set[str]] = field(default_factory=dict)

    async def check(self, *attempts: Attempt) -> None:
        """Ask everybody else, and compare before with after."""
        await self._prepare()
        before, entries = await digest(self.bureau), await self._entries()
        reached = 0
        for who in EVERYBODY:
            theirs = [each for each in attempts if who not in each.may]
            offered = [each for each in theirs if each.name in self._offered[who]]
            await self._absent(who, [each for each in theirs if each not in offered])
            for each in offered:
                await self._refused(who, each)
            reached += len(offered)
            self.asked += len(theirs)
        changed = {name for name, now in (await digest(self.bureau)).items() if now != before[name]}
        assert not changed, f"refused, and yet changed: {sorted(changed)}"
        now = await self._entries()
        assert now - entries == Counter({"REFUSED": reached}), (now - entries, reached)

    async def _prepare(self) -> None:
        """Photos to take along, and which mutations each schema offers; once for a story."""
        for who in EVERYBODY if not self._photos else ():
            if who != PUBLIC:
                self._photos[who] = global_id("Attachment", await make_upload(self.bureau, who))
            kind = (await self.bureau.as_user(who).ask(OFFERED))["__type"]
            self._offered[who] = {each["name"] for each in kind["fields"]} if kind else set()

    async def _refused(self, who: str, attempt: Attempt) -> None:
        """An offered mutation answers with a refusal, as data."""
        text = (
            f"mutation($input: {attempt.type}) {{ {attempt.name}(input: $input) "
            "{ userErrors { code field message } } }"
        )
        given = self._given(who, attempt)
        data = await self.bureau.as_user(who).ask(text, input=given)
        errors = data[attempt.name]["userErrors"]
        assert errors, f"{who} got through with {attempt.name}"
        said = f"{who}: {attempt.name}: {errors}"
        assert {each["code"] for each in errors} <= REFUSED, said
        assert not {each["field"] for each in errors} & TAKEN_ALONG, said
        self.how[errors[0]["code"]] += 1

    async def _absent(self, who: str, attempts: list[Attempt]) -> None:
        """Mutations that are not in somebody's schema do not run, and are not betrayed."""
        if not attempts:
            return
        names = {each.name: each for each in attempts}
        takes = ", ".join(f"${name}: {each.type}" for name, each in names.items())
        asks = " ".join(f"{name}(input: ${name}) {{ userErrors {{ code }} }}" for name in names)
        given = {name: self._given(who, each) for name, each in names.items()}
        answer = (
            await self.bureau.as_user(who).post(f"mutation({takes}) {{ {asks} }}", **given)
        ).json()
        assert answer.get("data") is None, f"{who}: {answer}"
        assert answer["errors"], f"{who}: {names.keys()}"
        self.how["ABSENT"] += len(attempts)

    def _given(self, who: str, attempt: Attempt) -> dict[str, Any]:
        own = [self._photos[who]] if who in self._photos else []
        return {name: own if value == PHOTO else value for name, value in attempt.given.items()}

    async def _entries(self) -> Counter:
        rows = await self.bureau.rows("select outcome, count(*) from ledger_entry group by outcome")
        return Counter({row["outcome"]: row["count"] for row in rows})


async def digest(bureau: Any) -> dict[str, str]:
    """For each table of the business, what all of its rows come to."""
    tables = await bureau.rows(
        "select tablename from pg_tables where schemaname = 'public' order by tablename"
    )
    names = [row["tablename"] for row in tables if row["tablename"] not in MOVING]
    each = " union all ".join(
        f"select '{name}' as name, count(*) || coalesce(md5(string_agg(t::text, '|' "
        f"order by t::text)), '') as hash from \"{name}\" t"
        for name in names
    )
    return {row["name"]: row["hash"] for row in await bureau.rows(each)}
