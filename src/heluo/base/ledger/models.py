"""The ledger's tables. `ledger_entry` is append-only by trigger; nothing but `entries.append` writes it."""

from django.db import models


class LedgerEntry(models.Model):
    """One action. `payload` is canonical JSON without personal data in clear."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    payload = models.TextField()
    # HMAC under a key that is not in the database: whoever can write the table can still not add an entry.
    # Unique: an entry copied under a new number is found, and refused at once.
    mac = models.BinaryField(max_length=32, unique=True)

    class Meta:
        db_table = "ledger_entry"
        indexes = [models.Index(fields=["subject_id", "id"], name="ledger_entry_subject")]

    def __str__(self) -> str:
        return f"{self.id} {self.action} {self.subject} {self.subject_id}"


class LedgerUnsealed(models.Model):
    """Written with each entry: the queue from which the sealer takes committed entries, in whatever order."""

    entry = models.OneToOneField(LedgerEntry, models.PROTECT, primary_key=True, db_constraint=False)

    class Meta:
        db_table = "ledger_unsealed"

    def __str__(self) -> str:
        return str(self.entry_id)


class LedgerLeaf(models.Model):
    """The dense position of a sealed entry and its leaf hash."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, db_constraint=False)
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_leaf"

    def __str__(self) -> str:
        return f"{self.position} → {self.entry_id}"


class LedgerHead(models.Model):
    """A signed tree head over the first `size` leaves, and over the size of the head before it."""

    size = models.BigIntegerField(primary_key=True)
    # Size of the head before this one, 0 for the first: a head that is removed leaves a gap.
    previous = models.BigIntegerField()
    root_hash = models.BinaryField(max_length=32)
    # Roots of the perfect subtrees, from which sealing goes on; they are right if they give `root_hash`.
    frontier = models.BinaryField()
    at = models.DateTimeField()
    key_id = models.CharField(max_length=64)
    signature = models.BinaryField(max_length=64)

    class Meta:
        db_table = "ledger_head"

    def __str__(self) -> str:
        return f"{self.size} {bytes(self.root_hash).hex()[:16]}"
