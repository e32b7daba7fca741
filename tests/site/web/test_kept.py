from __future__ import annotations

from byname.site.web.kept import Kept


def test_a_thing_is_made_once_for_each_state() -> None:
    kept, made = Kept(), list[str]()

    def make() -> int:
        made.append("made")
        return len(made)

    assert [kept.get(state, "key", make) for state in ("a", "a", "b", "b", "a")] == [1, 1, 2, 2, 3]
    assert kept.get("a", "other", make) == 4
