"""What the database knows of its tables' sizes and contents, by which it chooses how to look things up."""

from django.db import connection


def refresh() -> None:
    """Let PostgreSQL look at its tables now, the rows of this transaction included.

    It does so by itself, about a minute after rows were committed. Whoever fills an empty site within one transaction
    cannot wait for that: it would compare all rows with all others where the tables pass for empty. Not for everyday
    writing: until the transaction ends nobody else can do the same.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
