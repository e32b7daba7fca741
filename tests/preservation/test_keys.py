from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from byname.errors import BadArchive
from byname.preservation.keys import identities_in, identity_from, new_identity, recipient_of, recipients_of, shares_of


def test_any_three_of_five_shares_give_the_identity_and_two_do_not() -> None:
    identity = new_identity()
    shares = shares_of(identity, 3, 5)
    assert len({*shares}) == 5
    for some in combinations(shares, 3):
        assert identity_from(some) == identity
    for two in combinations(shares, 2):
        with pytest.raises(BadArchive, match="do not give an identity"):
            identity_from(two)


def test_a_word_that_was_written_wrong_is_found() -> None:
    first, second = shares_of(new_identity(), 2, 2)
    words = second.split()
    words[-1] = "academic" if words[-1] != "academic" else "acid"
    with pytest.raises(BadArchive, match="do not give an identity"):
        identity_from([first, " ".join(words)])


@pytest.mark.parametrize(("need", "of"), [(1, 5), (6, 5), (0, 0), (2, 17)])
def test_an_identity_is_not_shared_so_that_one_keeper_has_it_or_all_together_have_not(need: int, of: int) -> None:
    with pytest.raises(BadArchive, match="cannot be shared"):
        shares_of(new_identity(), need, of)


def test_recipients_come_as_text_and_from_files(tmp_path: Path) -> None:
    one, two = (recipient_of(new_identity()) for _ in range(2))
    (tmp_path / "keys").write_text(f"# two keepers\n{one}\n\n{two}\n", encoding="utf-8")
    assert recipients_of([two, str(tmp_path / "keys")]) == sorted([one, two])


def test_no_recipient_and_a_wrong_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="somebody who can open it"):
        recipients_of([])
    with pytest.raises(BadArchive, match="no recipient of age"):
        recipients_of(["age1nonsense"])
    (tmp_path / "key").write_text(new_identity(), encoding="utf-8")
    with pytest.raises(BadArchive, match="no recipient of age") as told:
        recipients_of([str(tmp_path / "key")])
    assert "SECRET" not in str(told.value)


def test_a_file_without_an_identity_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(BadArchive, match="no identity in this file"):
        identities_in(tmp_path / "empty")
    (tmp_path / "public").write_text(recipient_of(new_identity()), encoding="utf-8")
    with pytest.raises(BadArchive, match="no identity of age"):
        identities_in(tmp_path / "public")
