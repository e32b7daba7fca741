"""Estimators of casualties, one a file; each takes capture histories and gives a MethodEstimate."""
