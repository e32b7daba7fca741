"""Published methods without history: ratios, series, regressions, incidence, trends, quantiles."""
