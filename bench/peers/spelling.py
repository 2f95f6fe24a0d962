"""PostGraphile's documents of W, and its answers in our form. Mercurius is asked as we are.

Only names and wrapping are mapped: keys become our ids, connections below a row become lists, the
count of a connection becomes the field that we have for it, a cursor's values stand in our cursor.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any, Final

from bench.reads.spelling import Answer, Spelling
from bench.reads.workload import DOCUMENTS, Asked
from schema.ids import key_of

SERVED: Final = ("list", "file", "nested", "board")
"""95 % of W. The deep filter, a town's phone and the look-up are not asked of peers."""
LIST = """query List($status: String!) {
  enterprises(first: 50, orderBy: NAME_ASC, filter: {status: {equalTo: $status}}) {
    nodes { id: rowId name creditCode kind status address isKeyUnit town { name } }
    pageInfo { hasNextPage endCursor } } }"""
FILE = """query File($id: Int!) { enterprise(rowId: $id) {
  id: rowId name creditCode kind status address isKeyUnit
  licenceCount: licences { totalCount } town { name }
  sites(first: 10, orderBy: NAME_ASC) { nodes { name address } }
  designations: keyUnitDesignations(first: 10, orderBy: DESIGNATED_ON_ASC) {
    nodes { kind designatedOn releasedOn } }
  licences(first: 20, orderBy: VALID_UNTIL_ASC) {
    nodes { number authority issuedOn validUntil type { name } } } } }"""
NESTED = """query Nested($status: String!) {
  enterprises(first: 50, orderBy: NAME_ASC, filter: {status: {equalTo: $status}}) { nodes {
    id: rowId name town { name } sites(first: 5, orderBy: NAME_ASC) { nodes { name address } }
    licences(first: 10, orderBy: VALID_UNTIL_ASC) { nodes { number validUntil type { name }
      events: licenceEvents(first: 5, orderBy: HAPPENED_ON_ASC) {
        nodes { act happenedOn } } } } } } }"""
BOARD = """query Board($day: Date!) {
  watchCounts(first: 100) { nodes { ruleCode colour number town { name } } }
  licences(first: 100, orderBy: VALID_UNTIL_ASC, filter: {
      validUntil: {greaterThanOrEqualTo: $day}}) {
    nodes { number validUntil enterprise { name } type { name } } } }"""


def variables(asked: Asked) -> dict[str, Any]:
    """An enterprise by its key."""
    if "id" in asked.variables:
        return {"id": key_of("Enterprise", asked.variables["id"])}
    return asked.variables


def in_our_form(_query: str, answer: Answer) -> Answer:
    """The answer of PostGraphile as we would spell it."""
    return {
        "data": {name: _mapped(name, value, top=True) for name, value in answer["data"].items()}
    }


def _mapped(name: str, value: Any, *, top: bool = False) -> Any:
    match name, value:
        case "id", int():
            return base64.b64encode(f"Enterprise:{value}".encode()).decode()
        case "endCursor", str():
            return _cursor(value)
        case "licenceCount", {"totalCount": number}:
            return number
        case _, {"nodes": nodes} if not top:
            return [_mapped("", row) for row in nodes]
        case _, Mapping():
            return {key: _below(key, below) for key, below in value.items()}
    return value


def _below(key: str, value: Any) -> Any:
    if key == "nodes":
        return [_mapped("", row) for row in value]
    return _mapped(key, value)


def _cursor(text: str) -> str:
    """The same values; theirs names its order by a digest, ours by its name."""
    _digest, *values = json.loads(base64.b64decode(text))
    ours = json.dumps(["NAME_ASC", *values], ensure_ascii=False)
    return base64.b64encode(ours.encode()).decode()


POSTGRAPHILE: Final = Spelling(
    "postgraphile",
    {"list": LIST, "file": FILE, "nested": NESTED, "board": BOARD},
    variables,
    in_our_form,
)
MERCURIUS: Final = Spelling("mercurius", {name: DOCUMENTS[name] for name in SERVED})
