"""Heluo: a city's science-and-technology office as one loop."""

__version__ = "0.1.0"
