from __future__ import annotations

import pytest

from byname.records.regions import region_of
from byname.values.shipped import shipped_rows


@pytest.mark.parametrize(
    ("text", "country", "region"),
    [
        ("Calle 5, San Martín, Provincia de Buenos Aires", "AR", "buenos aires"),
        ("Córdoba", "AR", "kordoba"),
        ("Rosario (Santa Fe)", "AR", "santa fe"),
        ("San Miguel de Tucumán - Tucumán", "AR", "tukuman"),
        ("Depto. de Ayacucho, Huanta", "PE", "aiakucho"),
        ("Calle Córdoba 12", "AR", None),
        ("Avenida La Rioja 300, barrio Centro", "AR", None),
        ("SAN", "AR", None),
        ("Buenos Aires", None, None),
        ("Buenos Aires", "DE", None),
        ("", "AR", None),
    ],
)
def test_a_region_is_a_part_of_the_text_that_names_one_of_the_country(
    text: str, country: str | None, region: str | None
) -> None:
    assert region_of(text, country) == region


def test_the_gazetteer_has_regions_of_most_countries() -> None:
    rows = shipped_rows("records", "gazetteer", "regions.csv")
    assert len({row["country"] for row in rows}) > 200
    assert all(row["name"] and row["geonames_id"].isdecimal() for row in rows)
