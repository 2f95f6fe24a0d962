"""What the actor can do to a matter now, and why not: the server says it, no client guesses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.declarations import Step
from core.errors import ZhijianError
from core.policy.access import Access
from core.policy.vocabulary import Action
from core.procedures import errors, rights
from core.procedures.definitions import Track
from core.procedures.models import Matter, MatterState

MUTATIONS: Final = {"request_supplement": "requestSupplement"}
"""Of acts that are not called `<act>Matter`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleAct:
    """One act. `mutation` does it; `reason` says why it is not allowed now."""

    name: str
    chinese: str
    english: str
    mutation: str
    reason: ZhijianError | None

    @property
    def allowed(self) -> bool:
        """Whether the actor can do it now."""
        return self.reason is None


def possible_acts(access: Access, matter: Matter, path: Track) -> list[PossibleAct]:
    """What may be done to an open matter; nothing once it is closed.

    Acts that the actor's posts never allow on such matters are left out; those that only the
    present state forbids are shown with the reason.
    """
    if matter.state is not MatterState.OPEN:
        return []
    step = path.steps[matter.step]
    return [_do(access, matter, path, step), *_others(access, matter, path, step)]


def _do(access: Access, matter: Matter, path: Track, step: Step) -> PossibleAct:
    return PossibleAct(
        name=step.name,
        chinese=step.chinese,
        english=step.english,
        mutation=step.mutation,
        reason=rights.why_not_do(access, matter, path, step.name),
    )


def _others(access: Access, matter: Matter, path: Track, step: Step) -> Iterator[PossibleAct]:
    stop = rights.why_not_stop(access, matter, path)
    resource = access.resources[Matter]
    if access.allows(resource, Action.UPDATE):
        if rights.returns(path, step.name):
            yield _act("return", "退回", "Return", rights.why_not_return(access, matter, path))
        if matter.paused:
            held = rights.why_not_hold(access, matter, path, while_paused=True)
            yield _act("resume", "恢复计时", "Resume", held)
        else:
            yield _act("request_supplement", "要求补正", "Ask for a supplement", stop)
        if step.limit is not None and step.limit.excluded and not matter.paused:
            yield _act("pause", "中止计时", "Pause", stop)
        if step.limit is not None and step.limit.extendable_days:
            yield _act("extend", "延长期限", "Extend", rights.why_not_extend(access, matter, path))
        yield _act("transfer", "转办", "Transfer", rights.why_not_steer(access, matter, path))
        hand_on = rights.why_not_hand_on(access, matter, path)
        yield _act("delegate", "交办", "Hand to a colleague", hand_on)
        yield _act("copy", "抄送", "Send a copy", rights.why_not_copy(access, matter, path))
    if matter.paused == rights.SUPPLEMENT and access.allows(resource, Action.SUBMIT):
        why = rights.why_not_supplement(access, matter, path)
        yield _act("supplement", "补正", "Supplement", why)
    if access.allows(resource, Action.SUBMIT):
        own = rights.turn(access, matter, path) is not None
        yield _act("urge", "催办", "Urge", errors.your_own_step() if own else None)
    if rights.is_opener(access, matter) and access.allows(resource, Action.WITHDRAW):
        yield _act("withdraw", "撤回", "Withdraw", rights.why_not_withdraw(access, matter, path))


def _act(name: str, chinese: str, english: str, reason: ZhijianError | None) -> PossibleAct:
    mutation = MUTATIONS.get(name, f"{name}Matter")
    return PossibleAct(
        name=name, chinese=chinese, english=english, mutation=mutation, reason=reason
    )
