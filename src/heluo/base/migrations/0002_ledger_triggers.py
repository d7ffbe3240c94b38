"""The ledger's tables refuse UPDATE, DELETE and TRUNCATE from here on.

A later migration that alters one of them must call `create` again on SQLite, which rebuilds an altered table without
its triggers; `heluo ledger verify` says so where one is missing.
"""

from django.db import migrations

from heluo.base.ledger import triggers


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: triggers.create(editor.connection),
            lambda apps, editor: triggers.drop(editor.connection),
        )
    ]
