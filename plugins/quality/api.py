"""What plugins that require this one may import; everything else is private."""

from plugins.quality.events import SampleFailed

__all__ = ["SampleFailed"]
