"""Hostile requests as data: what is sent, and which codes or statuses may come back.

Nothing here talks to a server. `ATTACKS` is run against the parts of the gateway and against the
running server, for every kind of caller; whatever the answer, it is no 5xx, no long stall, no large
body. `codes` are the `extensions.code` values that count as caught; `stage` names the first part
that must catch the request: `head` and `json` before the document is read, `parse` and `guard` on
the document itself, `schema` in validation, execution or routing.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Stage = Literal["head", "json", "parse", "guard", "schema"]
JSON_TYPE = {"content-type": "application/json"}


@dataclass(frozen=True)
class Attack:
    """One hostile request. The body is built on demand: some are large."""

    name: str
    stage: Stage
    codes: frozenset[str]
    body: Callable[[], bytes]
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=lambda: dict(JSON_TYPE))
    params: Mapping[str, str] = field(default_factory=dict)


def _query(name: str, code: str, text: str, stage: Stage = "guard", **more: Any) -> Attack:
    """A document in the usual envelope; `more` are further members, such as variables."""
    return Attack(
        name, stage, frozenset({code}), lambda: json.dumps({"query": text, **more}).encode()
    )


def _raw(name: str, body: Callable[[], bytes], stage: Stage = "json") -> Attack:
    code = {"json": "BAD_REQUEST", "head": "BODY_TOO_LARGE"}[stage]
    return Attack(name, stage, frozenset({code}), body)


def _http(name: str, codes: str, body: bytes, **more: Any) -> Attack:
    return Attack(name, "schema", frozenset(codes.split()), lambda: body, **more)


def bomb(levels: int, leaf: str = "__typename") -> str:
    """Fragments that each spread the next one twice: 2 ** levels leaves."""
    rest = "".join(f"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}" for i in range(levels))
    return f"{{ ...F0 }} {rest} fragment F{levels} on Query {{ {leaf} }}"


def nest(levels: int, name: str = "town") -> str:
    """Fields inside each other."""
    return "{ " + f"{name} {{ " * levels + "id" + " }" * levels + " }"


def pages(levels: int, size: int = 20) -> str:
    """Connections inside each other, `size` rows each."""
    start = f"enterprises(first: {size}) {{ edges {{ node {{ "
    return "{ " + start * levels + "id" + " } } }" * levels + " }"


def _repeat(count: int, part: str = "a{} : __typename ") -> str:
    return "{ " + " ".join(part.replace("{}", str(i)) for i in range(count)) + " }"


LOGIN = "mutation {{ {} }}"
_SIGN_IN = 'm{}: signIn(input: {{username: "a", password: "{}"}}) {{ token }}'
_LIST_TYPE = "type { fields { name "

GUARD = [
    *[_query(f"depth {n}", "TOO_DEEP", nest(n)) for n in (12, 13, 50, 100)],
    *[_query(f"depth {n}", "SYNTAX_ERROR", nest(n), "parse") for n in (300, 400)],
    _query("depth 1,000", "SYNTAX_ERROR", nest(1_000), "parse"),
    _query("depth through fragments", "TOO_DEEP", "{ ...A } " + "".join(
        f"fragment {a} on T {{ x {{ y {{ z {{ {b} }} }} }} }} "
        for a, b in (("A", "...B"), ("B", "...C"), ("C", "...D"), ("D", "...E"), ("E", "id")))),
    _query("depth through inline fragments", "TOO_DEEP",
           "{ " + "... on T { a { " * 13 + "id" + " } }" * 13 + " }"),
    *[_query(f"aliases {n}", "TOO_MANY_ALIASES", _repeat(n)) for n in (31, 60, 200)],
    *[_query(f"aliases {n}", "DOCUMENT_TOO_LONG", _repeat(n), "parse") for n in (1_000, 3_000)],
    _query("aliased list", "TOO_MANY_ALIASES",
           _repeat(40, "a{}: enterprises(first: 20) { edges { node { id } } }")),
    _query("aliases deep down", "TOO_MANY_ALIASES", "{ me { " + _repeat(31)[1:-1] + " } }"),
    _query("aliases through fragments", "TOO_MANY_ALIASES", bomb(5, "a: __typename")),
    *[_query(f"root fields {n}", "TOO_MANY_ROOT_FIELDS", _repeat(n, "__typename"))
      for n in (21, 100, 399)],
    _query("root fields through a fragment", "TOO_MANY_ROOT_FIELDS",
           "{ ...A ...A ...A } fragment A on Query { a b c d e f g }"),
    _query("fields 401", "TOO_MANY_FIELDS", "{ me { " + "id " * 401 + "} }"),
    _query("duplicate nested objects", "TOO_MANY_FIELDS", "{ me { " + "town { id } " * 220 + "} }"),
    _query("10,000 duplicate fields", "DOCUMENT_TOO_LONG", "{ " + "a " * 9_000 + "}", "parse"),
    *[_query(f"fragment bomb 2^{n}", "TOO_MANY_FIELDS", bomb(n)) for n in (9, 16, 20, 24, 60)],
    _query("fragment bomb without fields", "TOO_MANY_FIELDS", bomb(20, "")),
    _query("unused fragment bomb is a cycle", "FRAGMENT_CYCLE",
           "{ __typename } fragment A on Q { ...B } fragment B on Q { ...A }"),
    _query("fragment of itself", "FRAGMENT_CYCLE", "{ ...A } fragment A on Query { ...A }"),
    _query("circle of three", "FRAGMENT_CYCLE",
           "{ ...A } fragment A on Q { ...B } fragment B on Q { x { ...C } } "
           "fragment C on Q { ...A }"),
    _query("undefined fragment", "UNKNOWN_FRAGMENT", "{ ...Nope }"),
    _query("fragment twice", "DUPLICATE_FRAGMENT",
           "{ ...A } fragment A on Q { id } fragment A on Q { " + "x " * 300 + "}"),
    _query("fan-out 20^3", "TOO_COSTLY", pages(3)),
    _query("fan-out 20^4", "TOO_DEEP", pages(4)),
    _query("fan-out of default pages", "TOO_COSTLY", pages(3).replace("(first: 20)", "")),
    _query("fan-out through last", "TOO_COSTLY", pages(3).replace("first", "last")),
    _query("fan-out through a fragment", "TOO_COSTLY",
           "{ enterprises(first: 100) { edges { node { ...A } } } } "
           "fragment A on E { enterprises(first: 100) { edges { node { id } } } }"),
    _query("fan-out through variables", "TOO_COSTLY",
           "query($n: Int) " + pages(3).replace("20", "$n"), variables={"n": 30}),
    _query("fan-out through defaults of variables", "TOO_COSTLY",
           "query($n: Int = 30) " + pages(3).replace("20", "$n")),
    _query("fan-out through null", "TOO_COSTLY",
           "query($n: Int) " + pages(3).replace("20", "$n"), variables={"n": None}),
    _query("fan-out under an operation called __schema", "TOO_COSTLY",
           "query __schema " + pages(3)),
    _query("fan-out under an alias called __schema", "TOO_COSTLY",
           "{ __schema: " + pages(3)[1:]),
    *[_query(f"first: {n}", "PAGE_TOO_LARGE", pages(1, n))
      for n in (101, 2_147_483_647, 10**30, -1)],
    *[_query(f"first: {n!r} in a variable", "PAGE_TOO_LARGE",
             "query($n: Int) " + pages(1).replace("20", "$n"), variables={"n": n})
      for n in (101, 1e9, 10**30, -5)],
    _query("first: 500 as a default", "PAGE_TOO_LARGE",
           "query($n: Int = 500) " + pages(1).replace("20", "$n")),
    _query("large page on a leaf", "PAGE_TOO_LARGE", "{ codes(first: 1000) }"),
    _query("large page inside introspection", "PAGE_TOO_LARGE",
           "{ __schema { types(first: 1000) { name } } }"),
    _query("directives 51", "TOO_MANY_DIRECTIVES", "{ a " + "@include(if: true) " * 51 + "}"),
    _query("unknown directives", "TOO_MANY_DIRECTIVES", "{ a " + "@x " * 400 + "}"),
    _query("directives 10,000", "DOCUMENT_TOO_LONG", "{ a " + "@a" * 9_000 + "}", "parse"),
    _query("directives through fragments", "TOO_MANY_DIRECTIVES", bomb(4, "a @x @x @x @x")),
    _query("directives of the operation", "TOO_MANY_DIRECTIVES", "query " + "@x " * 60 + "{ a }"),
    _query("introspection in circles", "INTROSPECTION_TOO_LARGE",
           "{ __schema { types { fields { " + _LIST_TYPE * 3 + "} } " * 3 + "} } } }"),
    _query("introspection very deep", "INTROSPECTION_TOO_LARGE",
           "{ __schema { queryType { " + "ofType { " * 30 + "name" + " }" * 30 + " } } }"),
    _query("introspection bomb", "INTROSPECTION_TOO_LARGE",
           "{ __schema { ...F0 } } " + bomb(14, "description")[len("{ ...F0 }"):]),
    _query("list literal", "TOO_MANY_VALUES", "{ a(x: [" + "1 " * 800 + "]) }"),
    _query("list of objects", "TOO_MANY_VALUES", "{ a(x: [" + "{} " * 260 + "1 " * 300 + "]) }"),
    _query("long list", "DOCUMENT_TOO_LONG", "{ a(x: [" + "{a:1}" * 3_000 + "]) }", "parse"),
    _query("list in a default", "TOO_MANY_VALUES", "query($x: [Int] = [" + "1 " * 800 + "]) { a }"),
    _query("list in a directive", "TOO_MANY_VALUES", "{ a @x(y: [" + "1 " * 800 + "]) }"),
    _query("objects in variables", "TOO_MANY_VALUES", "query($x: [T]) { a(x: $x) }",
           variables={"x": [{}] * 5_000}),
    _query("many variables", "TOO_MANY_VALUES", "{ a }",
           variables={f"v{i}": i for i in range(3_000)}),
    _query("deep variables", "TOO_MANY_VALUES", "{ a }",
           variables={"x": json.loads("[" * 30 + "]" * 30)}),
    _query("variable definitions", "TOO_MANY_VALUES",
           "query(" + " ".join(f"$v{i}: Int" for i in range(150)) + ") { a }"),
    _query("two operations, no name", "ONE_OPERATION", "query A { a } query B { b }"),
    _query("a name that fits none", "ONE_OPERATION", "query A { a }", operationName="B"),
    _query("a name that fits two", "ONE_OPERATION", "query A { a } query A { b }",
           operationName="A"),
    _query("no operation", "ONE_OPERATION", "fragment A on Query { a }"),
    _query("a type definition", "ONE_OPERATION", "{ a } type Query { a: Int }"),
    _query("11 operations", "TOO_MANY_OPERATIONS",
           " ".join(f"query Q{i} {{ a }}" for i in range(11)), operationName="Q1"),
    _query("an operation beside the chosen one", "TOO_MANY_FIELDS",
           "query A { a } query B { me { " + "id " * 401 + "} }", operationName="A"),
    _query("14 sign-ins", "ONE_MUTATION",
           LOGIN.format(" ".join(_SIGN_IN.format(i, i) for i in range(14)))),
    _query("two changes through a fragment", "ONE_MUTATION",
           "mutation { ...A } fragment A on Mutation { a b }"),
    _query("two changes through inline fragments", "ONE_MUTATION",
           "mutation { ... { a } ... { b } }"),
]  # fmt: skip

TEXT = [
    *[_query(name, "SYNTAX_ERROR", text, "parse") for name, text in {
        "empty document": "", "a brace": "{", "unterminated string": '{ a(b: "x) }',
        "a lone surrogate escape": '{ a(b: "\\ud800") }', "control character": "{ a \x07 }",
        "a very long name where none belongs": "{ a } " + "x" * 15_000,
        "unterminated block": '{ a(b: """x) }', "spread of nothing": "{ ... }}",
    }.items()],
    _query("comments", "DOCUMENT_TOO_LONG", "#\n" * 5_000 + "{ a }", "parse"),
    _query("one long comment", "DOCUMENT_TOO_LONG", "#" * 50_000 + "\n{ a }", "parse"),
    _query("long string argument", "DOCUMENT_TOO_LONG",
           '{ a(b: "' + "x" * 50_000 + '") }', "parse"),
    _query("40,000 commas", "DOCUMENT_TOO_LONG", "{ a " + "," * 40_000 + "}", "parse"),
]  # fmt: skip

BODIES = [
    _raw("a JSON string", lambda: b'"{ a }"'),
    _raw("a JSON list (batch)", lambda: b'[{"query":"{a}"}]'),
    _raw("null", lambda: b"null"), _raw("a number", lambda: b"1"), _raw("nothing", lambda: b""),
    _raw("half an object", lambda: b'{"query": "{ a }"'),
    _raw("trailing garbage", lambda: b"{} {}"),
    _raw("invalid UTF-8", lambda: b'{"query": "\xff\xfe"}'),
    _raw("UTF-16", lambda: '{"query": "{ a }"}'.encode("utf-16")),
    _raw("byte order mark", lambda: b'\xef\xbb\xbf{"query": "{ a }"}'),
    _raw("5,000 digits", lambda: b'{"variables": {"n": ' + b"9" * 5_000 + b"}}"),
    _raw("5,000 decimals", lambda: b'{"variables": {"n": 0.' + b"9" * 5_000 + b"}}"),
    _raw("1e400", lambda: b'{"variables": {"n": 1e400}}'),
    _raw("NaN", lambda: b'{"variables": {"n": NaN}}'),
    _raw("-Infinity", lambda: b'{"variables": {"n": -Infinity}}'),
    _raw("30,000 nested lists", lambda: b'{"v": ' + b"[" * 30_000 + b"]" * 30_000 + b"}"),
    _raw("10,000 nested objects", lambda: b'{"a":' * 10_000 + b"1" + b"}" * 10_000),
    _raw("depth 41", lambda: b'{"a":' * 41 + b"1" + b"}" * 41),
    _raw("query given twice", lambda: b'{"query": "{ a }", "query": "{ b }"}'),
    _raw("a variable given twice", lambda: b'{"variables": {"n": 1, "n": 9}}'),
    _raw("NUL in a text", lambda: b'{"variables": {"x": "a\\u0000b"}}'),
    _raw("NUL in a name", lambda: b'{"variables": {"a\\u0000": 1}}'),
    _raw("half a surrogate pair", lambda: b'{"query": "{ a(b: \\"\\ud800\\") }"}'),
    _raw("compressed", lambda: b"\x1f\x8b\x08\x00" + bytes(60)),
    _raw("64 KB and one byte", lambda: b"{" + b" " * (64 * 1024 - 1) + b"}", "head"),
    _raw("1 MB of names",
         lambda: json.dumps({"query": "{ " + "a " * 500_000 + "}"}).encode(), "head"),
    _raw("10 MB string", lambda: b'{"query": "' + b"x" * 10_000_000 + b'"}', "head"),
    _raw("100,000 braces", lambda: json.dumps({"query": "{" * 100_000}).encode(), "head"),
]  # fmt: skip

_MUTATION = b'{"query": "mutation { signOut { ok } }"}'
_FORM = {"content-type": "application/x-www-form-urlencoded"}
_PART = {"content-type": "multipart/form-data; boundary=b"}

TRANSPORT = [
    _http("text/plain", "400 415", _MUTATION, headers={"content-type": "text/plain"}),
    _http("a form", "400 415", b"query=mutation+%7B+signOut+%7B+ok+%7D+%7D", headers=_FORM),
    _http("a multipart form", "400 415",
          b'--b\r\nContent-Disposition: form-data; name="operations"\r\n\r\n'
          + _MUTATION + b"\r\n--b--",
          headers=_PART),
    _http("a multipart form, unknown map", "400 415",
          b'--b\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"0": ["x"]}\r\n--b--',
          headers=_PART),
    _http("no content type", "400 415", _MUTATION, headers={}),
    _http("mutation over GET", "400 405", b"", method="GET", headers={},
          params={"query": "mutation { signOut { ok } }"}),
    _http("a bomb over GET", "400 TOO_MANY_FIELDS", b"", method="GET", headers={},
          params={"query": bomb(20)}),
    _http("PUT", "400 404 405", _MUTATION, method="PUT"),
    _http("DELETE", "400 404 405", b"", method="DELETE", headers={}),
    _http("query is a number", "400", b'{"query": 1}'),
    _http("query is missing", "400", b"{}"),
    _http("variables are a list", "400", b'{"query": "{ __typename }", "variables": []}'),
    _http("operationName is a list", "400", b'{"query": "{ __typename }", "operationName": []}'),
    _http("extensions are a text", "200 400", b'{"query": "{ __typename }", "extensions": "x"}'),
    _http("unknown field", "200 400", b'{"query": "{ enterprisez }"}'),
    _http("unknown persisted document", "200 400 404", b'{"documentId": "' + b"x" * 5_000 + b'"}'),
]  # fmt: skip

ATTACKS: tuple[Attack, ...] = (*GUARD, *TEXT, *BODIES, *TRANSPORT)
