"""The door through the second wall is for a few reviewed modules; each entry says why."""

from collections.abc import Iterator, Mapping

from tests.architecture.source import sources

DOOR = "core.store.beyond"
MAY = {
    "core/identity/credential_store.py": "passwords and second factors, which no person reads",
    "core/papers/numbering.py": "a series counts papers that its taker cannot read",
    "core/procedures/closeness.py": "who did which step of matters beyond an officer's own rows",
    "core/warnings/evaluation.py": "what a clerk writes moves warnings of other towns as well",
    "core/warnings/passes.py": "a bulk load is looked at whole, whoever loaded",
    "core/warnings/sweep.py": "a published rule moves every watch of it",
    "plugins/step_supervision/service_questions.py": "what the public asks lands at a unit",
}


def users(texts: Mapping[str, str]) -> Iterator[str]:
    """Modules that name the door, themselves or through a re-export."""
    for path, text in sorted(texts.items()):
        if (
            path not in MAY
            and path != "core/store/beyond.py"
            and (DOOR in text or "beyond_scope" in text or "system_door" in text)
        ):
            yield path


def test_nobody_else_uses_the_door():
    texts = {s.path: s.text for s in sources("core", "schema", "plugins", "examples")}
    assert set(MAY) <= set(texts)
    assert not list(users(texts))


def test_a_further_user_is_named():
    assert list(users({"plugins/town/service.py": f"from {DOOR} import beyond_scope"})) == [
        "plugins/town/service.py"
    ]
