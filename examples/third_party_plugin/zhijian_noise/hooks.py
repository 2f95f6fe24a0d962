"""Table of contents: everything that noise contributes to the platform."""

from collections.abc import Sequence

from core.declarations import DemoPart, Example
from core.extension import Extension
from core.hookspecs import hookimpl
from zhijian_noise import demo, resolvers, types

LOUD = Example(
    title="超标的噪声 Noise above the limit",
    description="本岗位可见范围内超标的测量\nMeasurements above the limit that you may see.",
    query="{ noiseMeasurements(where: { exceeds: { eq: true } }) { nodes { decibels limit } } }",
    role="station.inspector",
)


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [*types.extensions, *resolvers.extensions]


@hookimpl
def demo_data() -> Sequence[DemoPart]:
    return [DemoPart(make=demo.make)]


@hookimpl
def examples() -> Sequence[Example]:
    return [LOUD]
