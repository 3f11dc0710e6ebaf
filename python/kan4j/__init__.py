"""Kolmogorov-Arnold networks: training by the kan4j command, prediction in NumPy."""

from kan4j.model import Model, load

__all__ = ["FormulaRegressor", "KanClassifier", "KanRegressor", "Model", "load"]


def __getattr__(name):
    # scikit-learn is imported with the estimators alone: predicting needs NumPy and nothing else.
    if name in ("FormulaRegressor", "KanClassifier", "KanRegressor"):
        from kan4j import estimators

        return getattr(estimators, name)
    raise AttributeError(name)
