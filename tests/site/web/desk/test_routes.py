from __future__ import annotations

from tests.site.web.desk.conftest import Visitor


def test_each_role_is_led_to_what_it_may_do(anna: Visitor, clara: Visitor, dora: Visitor, reader: Visitor) -> None:
    assert "/desk/account" in dora.get("/desk").text
    assert "/desk/withheld" not in anna.get("/desk").text
    assert "/desk/withheld" in clara.get("/desk").text
    assert "/desk/sign-in" in reader.get("/").text
    assert 'href="/desk"' in anna.get("/").text


def test_the_style_of_the_desk_is_a_file_of_this_site(reader: Visitor) -> None:
    assert ".desk-bar" in reader.get("/static/desk.css").text
