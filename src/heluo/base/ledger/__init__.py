"""The ledger: what was done, by whom, to what, in an order that cannot be changed unseen (RFC 9162)."""
