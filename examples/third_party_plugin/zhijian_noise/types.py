"""Measurements as clients see them, and what they add to enterprises."""

import datetime as dt

import strawberry
from sqlalchemy import func

from core.extension import extend
from schema.fields import aggregate, column, computed, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.shared.register import Enterprise
from zhijian_noise import models as m

strawberry.enum(m.NoisePeriod, description="昼夜\nBy day or by night.")


@strawberry.type(description="噪声测量\nOne measurement of noise at an enterprise's boundary.")
class NoiseMeasurement(Node):
    """One measurement."""

    id: strawberry.ID = key(m.NoiseMeasurement.id)
    measured_on: dt.date = column(
        m.NoiseMeasurement.measured_on, "测量日期\nOn which day.", where=True, order=True
    )
    period: m.NoisePeriod = column(m.NoiseMeasurement.period, "昼夜\nDay or night.", where=True)
    decibels: int = column(m.NoiseMeasurement.decibels, "分贝\ndB(A).", where=True, order=True)
    limit: int = column(m.NoiseMeasurement.limit, "限值\nThe limit, dB(A).")
    exceeds: bool = computed(
        m.NoiseMeasurement.decibels > m.NoiseMeasurement.limit,
        "是否超标\nWhether it is above the limit.",
        where=True,
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, "企业\nThe enterprise.", by=m.NoiseMeasurement.enterprise_id, where=True
    )


extensions = [
    extend(
        Enterprise,
        noise_measurements=to_many(
            NoiseMeasurement,
            "噪声测量\nIts measurements.",
            by=m.NoiseMeasurement.enterprise_id,
            order_by=m.NoiseMeasurement.measured_on,
            where=True,
        ),
        loudest_noise=aggregate(
            NoiseMeasurement,
            func.max(m.NoiseMeasurement.decibels),
            "最高分贝\nThe loudest measurement, dB(A).",
            by=m.NoiseMeasurement.enterprise_id,
        ),
    ),
    extend(
        Query,
        noise_measurements=connection(
            NoiseMeasurement, "噪声测量\nMeasurements.", order_by=m.NoiseMeasurement.measured_on
        ),
    ),
]
