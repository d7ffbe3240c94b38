"""Pages that draw on several subjects: the front page, the search box, the ledger."""
