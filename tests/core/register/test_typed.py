"""Whatever way a number is typed, the form in which it is stored is among those looked for."""

import pytest

from core.register.typed import forms_of


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("sc10133010900012", "SC10133010900012"),
        (" ＳＣ１０１３３０１０９０００１２ ", "SC10133010900012"),
        ("QS3301 1401 0973", "QS330114010973"),
        ("梯11浙aj5023（19）", "梯11浙AJ5023(19)"),
        ("萧质监责改[2026]12号", "萧质监责改〔2026〕12号"),
        ("萧质监责改（2026）12 号", "萧质监责改〔2026〕12号"),
        ("萧质监责改【2026】12号", "萧质监责改〔2026〕12号"),
        ("萧质监责改〔2026〕12号", "萧质监责改(2026)12号"),
        ("gb/t19001—2016", "GB/T 19001-2016"),
        ("GB/T 19001-2016", "GB/T 19001-2016"),
        ("Q/XYZ001-2013", "Q/XYZ 001-2013"),
        ("b-17 x", "b-17 x"),
    ],
)
def test_the_stored_form_is_among_them(typed, stored):
    assert stored in forms_of(typed)


def test_there_are_few_of_them():
    assert len(forms_of("Q/XYZ(2026) 001【a】")) <= 12
