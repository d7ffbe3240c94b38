"""The demonstration of Luoyang: synthetic records on real places, entered the way users enter theirs."""

from heluo.web.demonstration.run import run

__all__ = ["run"]
