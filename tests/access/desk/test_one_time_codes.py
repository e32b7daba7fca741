from __future__ import annotations

import pyotp
import pytest

from byname.access.desk.accounts import account_named, add_account, set_password
from byname.access.desk.one_time_codes import address_of, enrol, new_secret, use_code
from byname.archive.archive import Archive
from byname.archive.desk_store import DeskStore
from byname.errors import BadRecord

NOW = 1_800_000_000


@pytest.fixture
def secret(archive: Archive, store: DeskStore) -> str:
    add_account(archive, store, "anna", "keeper", "seven grey geese")
    made = new_secret()
    enrol(store, "anna", made, pyotp.TOTP(made).at(NOW), at=NOW)
    return made


def test_a_code_can_be_used_once_and_none_that_is_older(store: DeskStore, secret: str) -> None:
    assert account_named(store, "anna").codes
    codes = pyotp.TOTP(secret)
    assert not use_code(store, "anna", codes.at(NOW), at=NOW)  # it enrolled the device
    assert use_code(store, "anna", codes.at(NOW + 60), at=NOW + 60)
    assert not use_code(store, "anna", codes.at(NOW + 60), at=NOW + 61)
    assert not use_code(store, "anna", codes.at(NOW + 30), at=NOW + 61)
    assert use_code(store, "anna", f" {codes.at(NOW + 90)[:3]} {codes.at(NOW + 90)[3:]}", at=NOW + 91)


@pytest.mark.parametrize("code", ["", "000000", "12345", "１２３４５６", "' OR 1=1"])
def test_a_wrong_code_is_refused(store: DeskStore, secret: str, code: str) -> None:
    assert not use_code(store, "anna", code, at=NOW + 300)


def test_a_code_of_another_time_is_refused(store: DeskStore, secret: str) -> None:
    assert not use_code(store, "anna", pyotp.TOTP(secret).at(NOW + 300), at=NOW + 500)
    assert not use_code(store, "anna", pyotp.TOTP(secret).at(NOW + 500), at=NOW + 300)


def test_who_does_not_show_the_first_code_is_not_enrolled(archive: Archive, store: DeskStore) -> None:
    add_account(archive, store, "anna", "keeper", "seven grey geese")
    with pytest.raises(BadRecord, match="not the present one"):
        enrol(store, "anna", new_secret(), "000000", at=NOW)
    assert not account_named(store, "anna").codes


def test_a_lost_device_is_forgotten_with_a_new_password(store: DeskStore, secret: str) -> None:
    set_password(store, "anna", "eight grey geese", codes=False)
    assert not account_named(store, "anna").codes
    assert not use_code(store, "anna", pyotp.TOTP(secret).at(NOW + 60), at=NOW + 60)


def test_a_device_reads_the_secret_with_the_name_and_the_archive() -> None:
    address = address_of("ABCDEFGH" * 4, "anna", "Tests: 1937")
    assert address.startswith("otpauth://totp/")
    assert pyotp.parse_uri(address).secret == "ABCDEFGH" * 4
