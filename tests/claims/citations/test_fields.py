from __future__ import annotations

import pytest

from byname.claims.citations.fields import read_fields


@pytest.mark.parametrize(
    ("written", "authors", "title", "container", "date"),
    [
        (
            'Lenoe, Matthew. "Did Stalin Kill Kirov?" Journal of Modern History, vol. 74, no. 2, 2002, pp. 352-80.',
            "Lenoe, Matthew",
            "Did Stalin Kill Kirov?",
            "Journal of Modern History",
            "2002",
        ),
        ("Conquest, Robert. The Great Terror. 1968.", "Conquest, Robert", "The Great Terror", "", "1968"),
        (
            "Ellman, M. (2002). Soviet Repression Statistics. Europe-Asia Studies, 54(7).",
            "Ellman, M",
            "Soviet Repression Statistics",
            "Europe-Asia Studies",
            "2002",
        ),
    ],
)
def test_the_fields_of_an_entry_are_read(written: str, authors: str, title: str, container: str, date: str) -> None:
    found = read_fields(written)
    assert (found.authors, found.title, found.container, found.date) == (authors, title, container, date)


def test_an_access_date_is_not_the_date_of_the_writing() -> None:
    found = read_fields('"The Purge." History.com, https://www.history.com/a. Accessed 3 May 2019.')
    assert (found.date, found.accessed) == ("", "Accessed 3 May 2019")
    assert found.address == "https://www.history.com/a"
