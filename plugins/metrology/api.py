"""What plugins that require this one may import; everything else is private."""

from plugins.metrology.events import InstrumentFiled, InstrumentVerified
from plugins.metrology.types import Instrument, Market

__all__ = ["Instrument", "InstrumentFiled", "InstrumentVerified", "Market"]
