"""Records that are traced by the number on a paper, plate or label."""

from core.declarations import Traced
from plugins.food_safety import types, types_samples

TRACES = [
    Traced(
        record=types.FoodProducer,
        title="食品生产者\nMaker of food",
        numbers=("number",),
    ),
    Traced(
        record=types_samples.FoodSample,
        title="食品样品\nFood sample",
        numbers=("number",),
    ),
]
