"""What plugins that require this one may import; everything else is private.

Whoever reacts to violations subscribes to inspection's `ViolationFound`: this plugin publishes it
when the chief hands an inspection over (`INSPECTION`), and when a failing result of a sample is
final (`SAMPLE`).
"""

from plugins.food_safety.types import FoodInspection, FoodProducer, RiskGrade
from plugins.food_safety.types_samples import FoodRecall, FoodSample

__all__ = ["FoodInspection", "FoodProducer", "FoodRecall", "FoodSample", "RiskGrade"]
