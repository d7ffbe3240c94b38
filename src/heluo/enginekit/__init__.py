"""The engine contract, its discovery and what every engine shares. No Django, no network.

Importing this package is cheap: no solver, no NumPy and no pydantic is loaded before it is needed.
"""

from heluo.enginekit.contract import Engine, EngineError, Finding, Infeasible, Malformed
from heluo.enginekit.discovery import discover, find
from heluo.enginekit.progress import SILENT, Progress
from heluo.enginekit.stop import NO_STOP, CancelFlag, Either, Stop, TimeLimit
from heluo.enginekit.text import Text

__all__ = [
    "NO_STOP",
    "SILENT",
    "CancelFlag",
    "Either",
    "Engine",
    "EngineError",
    "Finding",
    "Infeasible",
    "Malformed",
    "Progress",
    "Stop",
    "Text",
    "TimeLimit",
    "discover",
    "find",
]
