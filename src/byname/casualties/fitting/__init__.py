"""What estimators fit with: Poisson regressions, latent classes, samplers, existence, profiles, convergence."""
