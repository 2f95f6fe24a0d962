"""In-band: every refusal carries why, what is near, and whom to ask; as data, compact."""

import re
from typing import Any, Final

from graphql import GraphQLError

from core.errors import Denied, NotFound, Subject, ZhijianError
from core.policy.asking import Decision, Explanation, Question, Standpoint
from core.policy.explain import explain
from core.policy.vocabulary import Action
from core.policy.wording import Sentence
from schema.explaining.looking import Looking
from schema.request import Request

POLICY_READ: Final = ("core:PolicyRule", Action.READ)
"""Whoever may do this reads the policy itself, so that no word of it needs hiding."""
_MISSED: Final = re.compile(
    r"Cannot query field|Unknown argument|Unknown type|is not defined by type|does not exist in"
)
"""How validation words what may be hidden as well as misspelt."""
_UNKNOWN: Final = {
    "decision": "missing_field",
    "why": str(
        Sentence(
            "没有该字段或事项，或您的岗位看不到它。",
            "There is no such field or operation, or your posts do not show it.",
        )
    ),
    "ask": str(
        Sentence(
            "请核对名称；如工作需要，请联系安全管理员。",
            "Check the name; if your work needs it, ask the security officer.",
        )
    ),
}


def _absent(policy: int) -> dict[str, Any]:
    """Of a row of whatever type that is not there, or not for the asker: the same words."""
    return {
        "decision": str(Decision.MISSING_ROW),
        "resource": None,
        "action": None,
        "policy": policy,
        "rule": None,
        "why": str(
            Sentence(
                "没有该记录，或该记录不在您的可见范围内。",
                "There is no such row, or it lies outside what you may see.",
            )
        ),
        "scope": None,
        "near": [],
        "ask": str(
            Sentence(
                "请核对编号；如应由您办理，请联系安全管理员。",
                "Check the id; if it should be yours, ask the security officer.",
            )
        ),
    }


async def explain_refusal(
    request: Request, error: BaseException | None, about: Subject | None = None
) -> None:
    """Complete the explanation of a refusal, in place. `about`: what the operation as a whole does.

    A row that is absent and one out of scope get the same words.
    """
    if not isinstance(error, Denied | NotFound):
        return
    subject = error.subject or (about if isinstance(error, Denied) else None)
    if subject is None:
        if isinstance(error, NotFound):  # another row than the one acted upon: the input names it
            error.explain = {**_absent(request.access.table.version), **(error.explain or {})}
        return
    if request.services is None:
        return
    told = compact(await _explained(request, error, subject), subject)
    given = dict(error.explain or {})
    by_rule = error.stable_code in (Denied.code, NotFound.code)
    if by_rule and told["decision"] not in ("allow", "mask"):
        given = {k: v for k, v in given.items() if k not in ("why", "decision")}
    else:  # the post may do it elsewhere: what denies is the row as it would be, or a procedure
        told |= {"rule": None}
    error.explain = {**told, **given}


def explain_fault(fault: GraphQLError) -> None:
    """Say of a word that the caller's schema lacks that it may be missing or hidden."""
    if _MISSED.search(fault.message):
        fault.extensions = {**(fault.extensions or {}), "explain": dict(_UNKNOWN)}


def compact(found: Explanation, subject: Subject) -> dict[str, Any]:
    """An explanation as clients get it beside an error."""
    return {
        "decision": str(found.decision),
        "resource": subject.resource,
        "action": subject.action,
        "policy": found.policy,
        "rule": None if found.winner is None else str(found.winner),
        "why": str(found.why),
        "scope": str(found.scope),
        "near": [str(each) for each in found.near],
        "ask": str(found.ask),
    }


async def _explained(request: Request, error: ZhijianError, subject: Subject) -> Explanation:
    looking = Looking(request)
    knows = request.access.allows(*POLICY_READ)
    row = None
    if subject.key is not None:
        row = await looking.row(subject.resource, subject.key)
    missing = isinstance(error, NotFound)
    question = Question(subject.resource, subject.action, row=row, missing=missing)
    standpoint = Standpoint.of(request.access, knows=knows)
    known = await looking.known(standpoint, question)
    return explain(standpoint, request.services.assembly.domain, question, known.words)
