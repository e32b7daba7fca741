from __future__ import annotations

from tests.claims.conftest import audited

from byname.claims.versions import changes_json, changes_text, compare_versions

TEXT = (
    "In 1937 and 1938 the NKVD shot 681,692 people (Conquest 485). At least 20 million people were executed in the "
    "Soviet Union in 1937 and 1938. Stalin died on 5 March 1953."
)


def test_two_versions_are_compared_claim_by_claim() -> None:
    before = audited(TEXT)
    after = audited(
        TEXT.replace("20 million", "700 thousand").replace(" Stalin died on 5 March 1953.", "")
        + " Yezhov was executed in February 1940."
    )
    changes = compare_versions(before, after)
    assert [change.change for change in changes] == ["same", "changed", "added", "removed"]
    assert changes[1].verdict_changed
    assert "contradicted" in changes_text(changes)
    assert [row["change"] for row in changes_json(changes)] == ["same", "changed", "added", "removed"]
