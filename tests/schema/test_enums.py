"""Enums that clients see have a text for each value, or do not load."""

import enum

import pytest
import strawberry

from schema.enums import show_enum


class Light(enum.Enum):
    ON = "on"
    OFF = "off"


def test_every_value_has_its_text():
    show_enum(Light, "灯\nA light.", {"ON": "亮\nLit.", "OFF": "灭\nDark."})

    @strawberry.type
    class Query:
        light: Light

    shown = strawberry.Schema(Query).as_str()
    for text in ("A light.", "Lit.", "Dark.", "灭"):
        assert text in shown


@pytest.mark.parametrize("texts", [{"ON": "亮\nLit."}, {"ON": "亮", "OFF": "灭", "DIM": "暗"}])
def test_a_value_without_text_or_a_text_without_value_does_not_load(texts):
    with pytest.raises(TypeError, match=r"OFF|DIM"):
        show_enum(Light, "灯\nA light.", texts)
