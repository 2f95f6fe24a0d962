"""Noise at the boundary of enterprises (厂界噪声), measured on patrol.

Legal basis: 噪声污染防治法 (2022) art. 22; limits by area and time of day: GB 12348-2008.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="noise",
    title="厂界噪声 Noise",
    summary="厂界噪声测量与限值\nNoise measured at enterprises, and its limits.",
)
