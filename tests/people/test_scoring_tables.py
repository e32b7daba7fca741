from __future__ import annotations

import math

import numpy as np
import pytest

from byname.people.linkage import Prepared
from byname.people.list_priors import priors
from byname.people.model import LinkageModel
from byname.people.pair_scan import count
from byname.people.scoring_tables import tables_of
from byname.people.training_pairs import gather_evidence, learn_all


@pytest.fixture
def model(prepared: Prepared) -> LinkageModel:
    """What the records teach."""
    counts = count(prepared.blocks, prepared.lists.once)
    evidence = gather_evidence(
        prepared.features, prepared.blocks, counts, prepared.lists, prepared.judged, prepared.settings, 0
    )
    return learn_all(evidence, prepared.lists, prepared.settings)


def test_weights_are_log_ratios_and_a_missing_level_weighs_nothing(prepared: Prepared, model: LinkageModel) -> None:
    tables = tables_of(model, prepared.lists.names, 0.5)
    assert not tables.weight[:, 0].any()
    ratio = model.same.table / model.stranger.table
    np.testing.assert_allclose(tables.weight, np.log2(ratio))
    np.testing.assert_allclose(2.0**tables.same, model.same.table)
    np.testing.assert_allclose(2.0**tables.relative, model.relative.table)
    assert np.array_equal(tables.prior, priors(model, prepared.lists.names))


def test_only_comparisons_of_texts_can_still_add_something(prepared: Prepared, model: LinkageModel) -> None:
    tables = tables_of(model, prepared.lists.names, 0.5)
    names = [comparison.name for comparison in model.settings.comparisons]
    able = {name for name, upper in zip(names, tables.upper.tolist(), strict=True) if upper > 0}
    assert able == {"surname", "given", "patronymic", "place"}
    most = tables.weight.max(axis=1)
    for name in able:
        assert tables.upper[names.index(name)] == most[names.index(name)]


@pytest.mark.parametrize(("keep", "least"), [(0.5, 0.0), (0.2, -2.0), (0.0001, math.log2(0.0001 / 0.9999))])
def test_a_pair_is_kept_from_the_log_odds_of_its_probability(
    prepared: Prepared, model: LinkageModel, keep: float, least: float
) -> None:
    assert tables_of(model, prepared.lists.names, keep).least == pytest.approx(least)


def test_marks_follow_the_settings(prepared: Prepared, model: LinkageModel) -> None:
    tables, comparisons = tables_of(model, prepared.lists.names, 0.5), model.settings.comparisons
    assert tables.weighed.tolist() == [comparison.frequency for comparison in comparisons]
    assert tables.kin.tolist() == [comparison.shared_by_relatives for comparison in comparisons]
    assert 0 < tables.kin.sum() < len(comparisons)
    assert 2.0**tables.relatives == pytest.approx(model.relative_rate / model.stranger_rate)


def test_the_levels_of_relatives_who_are_alike_are_marked(prepared: Prepared, model: LinkageModel) -> None:
    tables = tables_of(model, prepared.lists.names, 0.5)
    marked = {model.settings.comparisons[row].name for row, _ in np.argwhere(tables.alike)}
    assert marked == {"given", "birth"}
    assert tables.marked == 2
    assert 2.0**tables.alike_weight == pytest.approx(model.settings.prior.alike_relatives)
