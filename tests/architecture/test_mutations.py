"""Every mutation is repeated safely: it gets a `work`, or is one of the few that say why not."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Source, functions, sources

OWN_TRANSACTIONS = {
    "sign_policy": "the policy is put in force after the commit; replays by request.writing()",
    "reveal": "the value is opened after the commit of its entry; replays by request.writing()",
    "hand_over_account": "acts on many posts and has no one row; replays by request.writing()",
    "end_all_sessions": "acts on many sessions and has no one row; replays by request.writing()",
    "verify_ledger": "reads; done anew it tells the truth of now, and its entry is written once",
    "sign_in": "the caller is nobody yet: no account to which a key could belong",
}


def self_managing(source: Source) -> Iterator[str]:
    """Mutations of a file that take no `work`."""
    for function in functions(source.tree):
        made = any(
            isinstance(d, ast.Call) and isinstance(d.func, ast.Name) and d.func.id == "mutation"
            for d in function.decorator_list
        )
        if made and "work" not in {argument.arg for argument in function.args.args}:
            yield function.name


def test_every_mutation_without_a_work_says_why() -> None:
    found = {name for s in sources("schema", "plugins", "examples") for name in self_managing(s)}
    assert found == set(OWN_TRANSACTIONS)


def test_they_write_by_the_door_that_claims_the_key() -> None:
    for source in sources("schema", "plugins", "examples"):
        if "store.writing(" in source.text:
            assert source.path == "schema/request.py"
