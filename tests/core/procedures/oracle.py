"""The oracle of procedures: what may happen to a letter, in plain words and sets.

It shares nothing with the engine: rights, steps and consequences are written out by hand.
"""

from dataclasses import dataclass, field, replace

DOERS = {
    "filed": {"clerk"},
    "checked": {"town"},
    "signed": {"inspector", "head", "officer", "chief"},
    "confirmed": {"officer", "chief"},
}
HOLDS = {"town", "town_b", "inspector", "head", "far", "officer", "chief"}
"""Who deals with steps at all: returns, pauses, asks for supplements."""
BACK = {"checked": "filed", "signed": "checked"}
ON = {"filed": "checked", "checked": "signed", "signed": "confirmed", "confirmed": "end"}


@dataclass(frozen=True)
class State:
    """Where a letter is."""

    step: str = "checked"
    open: bool = True
    paused: str | None = None
    signed: frozenset[str] = frozenset()
    done_by: dict[str, frozenset[str]] = field(default_factory=lambda: {"filed": {"clerk"}})
    extended: bool = False

    def at(self, step: str, who: frozenset[str]) -> "State":
        """Moved on: the step is left, its doers are remembered, everything else begins anew."""
        done = {**self.done_by, self.step: who}
        if step == "end":
            return replace(self, open=False, done_by=done, signed=frozenset(), paused=None)
        return State(step, done_by=done)


def after(state: State, who: str, what: str) -> State | None:
    """The state after somebody does something; None where they may not."""
    if not state.open:
        return None
    if what in OUTSIDE:
        allowed, then = OUTSIDE[what](state, who)
        return then if allowed else None
    if who not in DOERS[state.step] or (state.paused and what != "resume"):
        return None
    if what == "do":
        return _done(state, who)
    return _held(state, who, what) if who in HOLDS else None


def theirs(state: State, who: str) -> bool:
    """Whether the present step waits for somebody: what their queue shows."""
    turn = who in DOERS[state.step] and who not in state.signed
    return state.open and not state.paused and turn


OUTSIDE = {
    "supplement": lambda state, who: (
        state.paused == "supplement" and who == "clerk",
        replace(state, paused=None),
    ),
    "withdraw": lambda state, who: (
        who == "clerk" and state.step in {"filed", "checked"},
        replace(state, open=False, paused=None),
    ),
    "extend": lambda state, who: (
        who in {"officer", "chief"} and state.step == "signed" and not state.extended,
        replace(state, extended=True),
    ),
}
"""Acts of people whose step it need not be: (whether they may, what then)."""


def _held(state: State, who: str, what: str) -> State | None:
    if what == "return":
        back = BACK.get(state.step)
        return None if back is None else state.at(back, state.signed | {who})
    if what == "resume":
        return replace(state, paused=None) if state.paused else None
    if what == "pause":
        return replace(state, paused="testing") if state.step == "signed" else None
    return replace(state, paused="supplement")


def _done(state: State, who: str) -> State | None:
    forbidden = {"checked": ("filed",), "confirmed": ("checked", "signed")}.get(state.step, ())
    if who in state.signed or any(who in state.done_by.get(step, ()) for step in forbidden):
        return None
    if state.step == "signed" and not state.signed:
        return replace(state, signed=frozenset({who}))
    return state.at(ON[state.step], state.signed | {who})
