"""Who may do what to a matter now: one answer, used to refuse and to show what is possible."""

from collections.abc import Iterator

from core.declarations import END, Step
from core.errors import ZhijianError
from core.policy.access import Access, Duty
from core.policy.vocabulary import Action, Effect, Tier
from core.procedures import errors
from core.procedures.definitions import Track
from core.procedures.models import Matter, MatterState
from core.store.scope import Reach, admits

SUPPLEMENT = "supplement"
"""The pause that lasts until whoever opened the matter has supplemented it."""


def acting_duty(access: Access, matter: Matter, step: Step) -> Duty | None:
    """The post by which the actor may do a step of this matter; None without one.

    It is one that lies where the matter is: its organisation goes on the chain.
    """
    posts = posts_for(access, matter.resource, step)
    return next((duty for duty, found in posts if admits(found, matter, access.today)), None)


def posts_for(access: Access, resource: str, step: Step) -> Iterator[tuple[Duty, Reach]]:
    """The actor's posts that may do a step, each with what it reaches by itself."""
    if not access.allows(resource, step.action):  # a denial by any post wins
        return
    for duty, cell in access.cells(resource, step.action):
        if cell.effect is Effect.ALLOW and access.table.tier(duty.role) in step.tiers:
            yield duty, access.reach_by(duty, cell)


def turn(access: Access, matter: Matter, track: Track) -> Duty | None:
    """The post by which the present step is the actor's; the first one is its opener's alone."""
    step = track.steps[matter.step]
    if step.name == track.first.name and not is_opener(access, matter):
        return None
    return acting_duty(access, matter, step)


def why_not_do(access: Access, matter: Matter, track: Track, name: str) -> ZhijianError | None:
    """Why the actor cannot do the step `name` of a matter now; None when nothing is against it."""
    if matter.state is not MatterState.OPEN:
        return errors.closed()
    if matter.step != name:
        return errors.wrong_step(matter)
    if (why := why_not_hold(access, matter, track)) is not None:
        return why
    step, account = track.steps[name], access.actor.account_id
    if account in matter.signed_by:
        return errors.already_signed()
    for other in step.not_same_person_as:
        if account in matter.doers.get(other, ()):
            return errors.same_person(track.steps[other].chinese)
    return None


def why_not_hold(
    access: Access, matter: Matter, track: Track, *, while_paused: bool = False
) -> ZhijianError | None:
    """Why the present step is not the actor's to deal with: the base of doing and returning it."""
    if (why := why_not_hand_on(access, matter, track, while_paused=while_paused)) is not None:
        return why
    if matter.holder_id is not None and matter.holder_id != access.actor.account_id:
        return errors.held_by_another()
    return None


def why_not_hand_on(
    access: Access, matter: Matter, track: Track, *, while_paused: bool = False
) -> ZhijianError | None:
    """Why the actor cannot say who does the step: whoever could do it may, in the holder's place.

    Otherwise a step would wait for ever for somebody who has left.
    """
    if matter.state is not MatterState.OPEN:
        return errors.closed()
    if matter.paused and not while_paused:
        return errors.paused()
    step = track.steps[matter.step]
    return errors.not_your_step(step.chinese) if turn(access, matter, track) is None else None


def why_not_steer(
    access: Access, matter: Matter, track: Track, *, while_paused: bool = False
) -> ZhijianError | None:
    """Why the actor cannot send the matter elsewhere: an authority does, with its step in hand.

    An enterprise does its step, and chooses neither its term nor who supervises it.
    """
    if (why := why_not_hold(access, matter, track, while_paused=while_paused)) is not None:
        return why
    duty = turn(access, matter, track)
    if duty is None or access.table.tier(duty.role) is Tier.ENTERPRISE:
        return errors.not_your_step(matter.step_title)
    return None


def why_not_stop(access: Access, matter: Matter, track: Track) -> ZhijianError | None:
    """Why the actor cannot let the clock stand; the term of an order never does."""
    if (why := why_not_steer(access, matter, track)) is not None:
        return why
    return _term_of_an_order() if matter.by_term else None


def why_not_copy(access: Access, matter: Matter, track: Track) -> ZhijianError | None:
    """Why the actor cannot show the matter to others: whoever steers it may, and the branch."""
    if matter.state is not MatterState.OPEN:
        return errors.closed()
    why = why_not_steer(access, matter, track, while_paused=True)
    return why and why_not_as_branch(access, matter)


def why_not_return(access: Access, matter: Matter, track: Track) -> ZhijianError | None:
    """Why the actor cannot send the matter back."""
    if (why := why_not_hold(access, matter, track)) is not None:
        return why
    return None if returns(track, matter.step) else _no_way_back()


def why_not_withdraw(access: Access, matter: Matter, track: Track) -> ZhijianError | None:
    """Why the actor cannot withdraw the matter: only its opener may, and not at every step."""
    if matter.state is not MatterState.OPEN:
        return errors.closed()
    if not is_opener(access, matter):
        return errors.not_your_step(track.first.chinese)
    if not track.steps[matter.step].withdrawable:
        return errors.not_allowed_now(
            "此环节不能再撤回。", "It cannot be withdrawn any more at this step."
        )
    return None


def why_not_supplement(access: Access, matter: Matter, track: Track) -> ZhijianError | None:
    """Why the actor cannot supplement the matter."""
    if matter.state is not MatterState.OPEN:
        return errors.closed()
    if matter.paused != SUPPLEMENT:
        return errors.not_paused()
    return None if is_opener(access, matter) else errors.not_your_step(track.first.chinese)


def why_not_extend(access: Access, matter: Matter, track: Track) -> ZhijianError | None:
    """Why the actor cannot extend the limit: the branch may, once, where the law allows it."""
    if matter.state is not MatterState.OPEN:
        return errors.closed()
    if matter.by_term:
        return _term_of_an_order()
    limit = track.steps[matter.step].limit
    if limit is None or not limit.extendable_days or matter.extended:
        return errors.not_allowed_now(
            "此环节的期限不能延长，或已延长过一次。",
            "The limit of this step cannot be extended, or was extended once already.",
        )
    return why_not_as_branch(access, matter)


def why_not_as_branch(access: Access, matter: Matter) -> ZhijianError | None:
    """Why the actor does not act upon matters for the branch."""
    for duty, cell in access.cells(access.resources[Matter], Action.UPDATE):
        if cell.effect is Effect.ALLOW and access.table.tier(duty.role) is Tier.BRANCH:
            return None
    return errors.not_your_step(matter.step_title)


def is_opener(access: Access, matter: Matter) -> bool:
    """Whether the matter was opened by the actor, or from the actor's own organisation."""
    if matter.opened_by is not None and matter.opened_by == access.actor.account_id:
        return True
    own = {duty.organisation_id for duty in access.actor.duties}
    return matter.opened_in is not None and matter.opened_in in own


def returns(track: Track, step: str) -> list[str]:
    """The earlier steps to which a step may send back."""
    return [to for to in track.steps[step].leads_to if to != END and track.is_return(step, to)]


def _no_way_back() -> ZhijianError:
    return errors.not_allowed_now("此环节不能退回。", "This step does not lead back.")


def _term_of_an_order() -> ZhijianError:
    return errors.not_allowed_now(
        "此期限由文书确定，不能中止，也不按法定期限延长。",
        "An order set this term: it does not stand, and the limit of the law does not extend it.",
    )
