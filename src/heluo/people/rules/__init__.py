"""Who may do what to accounts, organisations, specialists, households and agreements, and why not."""

from heluo.people.rules import accounts, agreements, bodies, served

__all__ = ["accounts", "agreements", "bodies", "served"]
