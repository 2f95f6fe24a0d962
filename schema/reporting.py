"""What an answer took, told in its `extensions` where the client asked for it."""

from dataclasses import replace

import orjson

from schema.asking import Answer


def reported(answer: Answer, objects: int | None, seconds: float) -> Answer:
    """The answer with its cost, statements and time; it is nobody else's, so it stands for none."""
    told = {
        "cost": objects,
        "sqlCount": answer.sql_count,
        "readPath": answer.read_path,
        "whyOrdinary": answer.why_ordinary or None,
        "milliseconds": round(seconds * 1_000, 1),
    }
    added = b',"extensions":' + orjson.dumps({"report": told}) + b"}"
    return replace(answer, body=answer.body.rstrip()[:-1] + added, standing=None)
