"""One actor under one policy version: what may be done, on which rows, behind which wall."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from core.errors import Denied, Subject
from core.policy.rules import Cell, DecisionTable
from core.policy.vocabulary import Action, Effect, Scope, Tier
from core.store.scope import EVERYTHING, NOTHING, Reach, ScopeKind, about, parameters, reach
from core.store.wall import Wall

PUBLIC_ROLE = "public"
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Duty:
    """One post in force today: a role, held in an organisation, over divisions or an enterprise."""

    role: str
    organisation_id: int
    divisions: tuple[int, ...] = ()
    enterprise_id: int | None = None
    stands_for: str = ""
    """Whose post it is, by name, where the actor stands in for somebody; empty: the actor's own."""
    until: dt.date | None = None
    """The first day without it, where it is held for a time only."""

    @property
    def told(self) -> str:
        """The role as the ledger keeps it: 代 and a name where it is somebody else's post."""
        return f"{self.role} 代{self.stands_for}" if self.stands_for else self.role


@dataclass(frozen=True, slots=True)
class TokenLimits:
    """What an API token narrows its owner's rights to; empty means no narrowing."""

    actions: frozenset[str] = frozenset()
    plugins: frozenset[str] = frozenset()

    def admits(self, resource: str, action: str) -> bool:
        """Whether the token reaches this far."""
        plugin = resource.partition(":")[0]
        return (not self.actions or action in self.actions) and (
            not self.plugins or plugin in self.plugins or plugin == "core"
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. Without an account: the public."""

    account_id: int | None
    username: str
    name: str
    duties: tuple[Duty, ...]
    session_id: int | None = None
    limits: TokenLimits = TokenLimits()

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles held, sorted, each once."""
        return tuple(sorted({duty.role for duty in self.duties}))


ANONYMOUS = Actor(None, "", "公众 The public", (Duty(PUBLIC_ROLE, 0),))


@dataclass(frozen=True, slots=True)
class Preview:
    """Marks rights that an officer looks at, without having them (身份预览)."""

    officer: Actor
    masked: frozenset[str]
    """Resources that are masked at least, whatever the role may see: personal data."""


@dataclass(frozen=True, slots=True)
class Access:
    """An actor's rights during one request: a snapshot, so a policy edit never splits a request."""

    actor: Actor
    table: DecisionTable
    resources: Mapping[type, str]
    """The policy resource of each model."""
    today: dt.date
    preview: Preview | None = None
    """Set where nobody acts: nothing can be written, and no personal data is clear."""
    _reaches: dict[tuple[str, str], Reach] = field(default_factory=dict)
    _once: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def asker(self) -> Actor:
        """The person behind the request: the officer, in a preview."""
        return self.actor if self.preview is None else self.preview.officer

    def cells(self, resource: str, action: Action | str) -> Iterable[tuple[Duty, Cell]]:
        """The decisions that the actor's duties meet; none where a token does not reach."""
        if not self.actor.limits.admits(resource, str(action)):
            return
        for duty in self.actor.duties:
            if (cell := self.table.cell(duty.role, resource, action)) is not None:
                yield duty, cell

    def allows(self, resource: str, action: Action | str) -> bool:
        """Whether the operation is allowed on some row. A denial by any role wins."""
        cells = [cell for _, cell in self.cells(resource, action)]
        return bool(cells) and all(cell.effect is not Effect.DENY for cell in cells)

    def require(self, resource: str, action: Action | str) -> None:
        """Raise `Denied` unless the operation is allowed."""
        if not self.allows(resource, action):
            raise Denied(
                "您的岗位没有办理此事项的权限；如需办理，请联系安全管理员。",
                "Your posts do not allow this; ask the security officer if you need it.",
                explain={"resource": resource, "action": str(action), "policy": self.table.version},
                subject=Subject(resource, str(action)),
            )

    def subject(self, model: type, action: Action, key: int | None = None) -> Subject:
        """What a refusal to act on a model's rows is about; `key` where the row may be seen."""
        return Subject(self.resources[model], str(action), key)

    def reach(self, resource: str, action: Action | str = Action.READ) -> Reach:
        """Which rows of a resource the action may touch."""
        key = (resource, str(action))
        if key not in self._reaches:
            self._reaches[key] = self._reach(resource, action)
        return self._reaches[key]

    def reach_of(self, model: type, action: Action | str = Action.READ) -> Reach:
        """Which rows of a model the action may touch; a model without a resource: none."""
        resource = self.resources.get(model)
        if resource is None:
            return NOTHING
        found = self.reach(resource, action)
        return found if about(model) is None else found.only_about(self.readable)

    @property
    def readable(self) -> Mapping[str, Reach]:
        """Which records of which resources may be read."""
        named = sorted(set(self.resources.values()))
        return self.once(
            "readable", lambda: {r: self.reach(r) for r in named if self.allows(r, "read")}
        )

    def once(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """What follows from these rights: made when first asked for, and kept with them."""
        if name not in self._once:
            self._once[name] = make()
        made: Made = self._once[name]
        return made

    def reach_by(self, duty: Duty, cell: Cell) -> Reach:
        """Which rows one post adds to what `reach` gives for all posts together."""
        found = NOTHING
        for scope in cell.scopes:
            found = found.union(self._rows(duty, scope))
        return found

    def effect(self, resource: str, action: Action | str = Action.READ) -> Effect | None:
        """What all roles together say: deny beats mask beats allow; None without a rule."""
        effects = {cell.effect for _, cell in self.cells(resource, action)}
        if self.preview and resource in self.preview.masked and effects:
            effects.add(Effect.MASK)
        for strongest in (Effect.DENY, Effect.MASK, Effect.ALLOW):
            if strongest in effects:
                return strongest
        return None

    @property
    def kinds(self) -> tuple[tuple[object, ...], ...]:
        """The kinds of scope on every resource: what the text of a compiled read depends on."""
        if "kinds" not in self._once:
            self._once["kinds"] = tuple(self.reach_of(model).kinds for model in self.resources)
        kinds: tuple[tuple[object, ...], ...] = self._once["kinds"]
        return kinds

    @property
    def parameters(self) -> dict[str, Any]:
        """The values that compiled reads may ask for: scope ids of every model, and the day."""
        if "parameters" not in self._once:
            found: dict[str, Any] = {"today": self.today}
            for model in self.resources:
                found |= parameters(model, self.reach_of(model))
            self._once["parameters"] = found
        known: dict[str, Any] = self._once["parameters"]
        return known

    def _reach(self, resource: str, action: Action | str) -> Reach:
        found = NOTHING
        for duty, cell in self.cells(resource, action):
            if cell.effect is Effect.DENY:
                return NOTHING
            found = found.union(self.reach_by(duty, cell))
        return found

    def _rows(self, duty: Duty, scope: Scope) -> Reach:
        account = self.actor.account_id
        kinds: dict[Scope, Reach] = {
            Scope.ALL: EVERYTHING,
            Scope.DIVISIONS: _of("divisions", duty.divisions),
            Scope.OWN: _of("own", () if duty.enterprise_id is None else (duty.enterprise_id,)),
            Scope.PARTICIPANT: _of("participant", (duty.organisation_id,)),
            Scope.ASSIGNED: _of("assigned", () if account is None else (account,)),
            Scope.PUBLISHED: Reach(ids=(("published", ()),)),
        }
        return kinds.get(scope, NOTHING)

    def wall(self) -> Wall:
        """The ceiling that the database itself holds for this actor."""
        if "wall" not in self._once:
            self._once["wall"] = self._wall()
        wall: Wall = self._once["wall"]
        return wall

    def _wall(self) -> Wall:
        tiers = {self.table.tier(role) for role in self.actor.roles}
        if tiers & {Tier.BRANCH, Tier.SUPERIOR, Tier.OFFICER}:
            return Wall("all", today=self.today.isoformat())
        duties = self.actor.duties
        account = self.actor.account_id
        ids: dict[ScopeKind, set[int]] = {
            "divisions": {d for duty in duties for d in duty.divisions},
            "own": {d.enterprise_id for d in duties if d.enterprise_id is not None},
            "participant": {d.organisation_id for d in duties},
            "assigned": set() if account is None else {account},
        }
        return Wall("scoped", reach(ids).ids, self.today.isoformat())

    def under(self, table: DecisionTable) -> "Access":
        """The same actor's rights under another policy version."""
        return replace(self, table=table, _reaches={}, _once={})

    @property
    def permission_set(self) -> tuple[object, ...]:
        """What the caller's schema depends on: roles and token limits, never a person."""
        limits, previewed = self.actor.limits, self.preview is not None
        token = (tuple(sorted(limits.actions)), tuple(sorted(limits.plugins)))
        return (self.actor.roles, *token, previewed)


def _of(kind: ScopeKind, ids: Iterable[int]) -> Reach:
    listed = tuple(ids)
    return reach({kind: listed}) if listed else NOTHING
