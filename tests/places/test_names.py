"""Short names, as people say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heluo.places.names import official, short

ABOVE = ("河南省", "洛阳市", "栾川县", "陶湾镇")


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("张营村村民委员会", "张营村"),
        ("赵村村民委员会", "赵村"),
        ("石村村村民委员会", "石村村"),
        ("东羊道村民委员会", "东羊道村"),
        ("承福门社区居民委员会", "承福门社区"),
        ("河南省洛阳市栾川县陶湾镇常湾村村民委员会", "常湾村"),
        ("栾川县陶湾镇伊滨村村民委员会", "伊滨村"),
        ("陶湾镇红庙村村民委员会", "红庙村"),
        ("栾川县城关镇兴华路北居民委员会", "兴华路北社区"),
        ("栾川县重渡沟生态旅游建设示范区北乡村村民委员会", "北乡村"),
        ("陶湾镇虚拟生活区", "陶湾镇虚拟生活区"),
        ("张　营　村村民委员会", "张营村"),
        ("马庄村村委会", "马庄村"),
        ("西工经济技术开发区社区", "西工经济技术开发区社区"),
    ],
)
def test_short_names(published, said):
    assert short(published, ABOVE) == said


@given(st.text(alphabet="张赵村庄社区街道镇乡县栾川陶湾委员会民居　 ", max_size=24))
def test_never_empty_and_stable(name):
    said = short(name, ABOVE)
    assert bool(said) == bool(official(name))
    assert " " not in said
