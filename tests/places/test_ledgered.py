"""The ledger commits to every place that was loaded, not only to the files."""

from heluo.base.ledger.seal import seal
from heluo.base.ledger.verify import verify
from heluo.places.models import Place
from tests.cast import Cast


def test_loaded_rows_verify(site):
    assert Cast().village
    seal()
    assert verify().ok


def test_a_place_altered_behind_the_back_is_named(site):
    village = Cast().village
    seal()
    Place.objects.filter(pk=village.pk).update(name="别处村")
    (finding,) = verify().findings
    assert (finding.table, finding.public_id) == ("place", str(village.public_id))
