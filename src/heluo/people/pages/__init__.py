"""The pages of people: they read a form, call one action or some queries, and draw. No writes, no filters here."""
