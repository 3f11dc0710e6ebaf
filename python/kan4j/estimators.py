"""scikit-learn estimators that train with the kan command and predict in NumPy."""

import os
import tempfile

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from kan4j.command import run
from kan4j.model import load

FEWEST_ROWS = 5


class _Estimator(BaseEstimator):
    def _names(self):
        return [f"x{i}" for i in range(self.n_features_in_)]

    def _table(self, folder, x, targets, weights):
        """Writes the rows as CSV; columns that do not vary and those that repeat another tell nothing and are left out.

        Returns its path and the words of the command that name its column of weights.
        """
        _require_rows(x)
        path = os.path.join(folder, "table.csv")
        _, first = np.unique(x, axis=1, return_index=True)
        self._used = np.array([i for i in sorted(first) if np.ptp(x[:, i]) > 0], dtype=int)
        if len(self._used) == 0:
            raise ValueError("kan4j: a feature that varies required, got none")
        names = [self._names()[i] for i in self._used]
        weighted = int(np.any(weights != 1))
        with open(path, "w", encoding="ascii") as file:
            print(*names, "y", *["w"] * weighted, sep=",", file=file)
            for row, target, weight in zip(x[:, self._used], targets, weights.tolist()):
                print(*map(repr, row.tolist()), target, *[repr(weight)] * weighted, sep=",", file=file)
        return [path, *["--weights", "w"] * weighted]

    def _rows(self, X):
        check_is_fitted(self)
        return validate_data(self, X, reset=False, dtype=float)

    def _inputs(self, x, columns):
        return x[:, [self._names().index(name) for name in columns]]

    def save(self, path):
        """Writes the model file, for `kan4j.load` and for the kan command, whose columns are x0, x1, ..."""
        check_is_fitted(self)
        self.model_.save(path)


def _require_rows(x):
    if len(x) < FEWEST_ROWS:
        raise ValueError(f"kan4j: n_samples >= {FEWEST_ROWS} required, got n_samples={len(x)} (n_samples = {len(x)})")


def _merged(x, y, sample_weight):
    """Rows that count, sorted, equal ones as one that counts as all of them, so that a row of weight two is as two rows."""
    _require_rows(x)
    weights = _check_sample_weight(sample_weight, x, dtype=float, ensure_non_negative=True)
    counts = weights > 0
    rows, weights = np.column_stack([x, y])[counts], weights[counts]
    distinct, place = np.unique(rows, axis=0, return_inverse=True)
    if len(distinct) >= FEWEST_ROWS:
        rows, weights = distinct, np.bincount(place.ravel(), weights)
    return rows[:, :-1], rows[:, -1], weights


class _Network(_Estimator):
    def __init__(self, hidden=(3,), basis="bspline", intervals=5, options=(), random_state=0):
        self.hidden = hidden
        self.basis = basis
        self.intervals = intervals
        self.options = options
        self.random_state = random_state

    def _fit(self, x, targets, weights, outputs, *more):
        with tempfile.TemporaryDirectory() as folder:
            table = self._table(folder, x, targets, weights)
            shape = ",".join(map(str, [len(self._used), *self.hidden, outputs]))
            model = os.path.join(folder, "model.kan")
            self.scores_ = run(
                "fit", *table, "--quiet", "--target", "y", "--shape", shape, "--model", model, "--basis", self.basis, "--intervals", self.intervals,
                "--seed", _seed(self.random_state), *more, *self.options)
            self.model_ = load(model)
        return self


def _seed(random_state):
    if random_state is None or isinstance(random_state, (int, np.integer)):
        return random_state or 0
    return int(random_state.randint(2**31 - 1))


class KanRegressor(RegressorMixin, _Network):
    """A network that is trained by `kan fit`.

    hidden: widths of the layers between inputs and output; basis, intervals: as the options of the command; options: more of its
    words, such as ("--refine", "10,20"). `model_` is the model, `scores_` what the command said of it.
    """

    def fit(self, X, y, sample_weight=None):
        X, y = validate_data(self, X, y, dtype=float, y_numeric=True)
        x, y, weights = _merged(X, y, sample_weight)
        return self._fit(x, map(repr, y.tolist()), weights, 1)

    def predict(self, X):
        x = self._rows(X)
        return self.model_.predict(self._inputs(x, self.model_.inputs))


class KanClassifier(ClassifierMixin, _Network):
    """A network that is trained by `kan fit --task classification`; its parameters are those of KanRegressor."""

    def fit(self, X, y, sample_weight=None):
        X, y = validate_data(self, X, y, dtype=float)
        check_classification_targets(y)
        classes, codes = np.unique(y, return_inverse=True)
        x, codes, weights = _merged(X, codes, sample_weight)
        present, codes = np.unique(codes.astype(int), return_inverse=True)
        self.classes_ = classes[present]
        if len(self.classes_) < 2:
            raise ValueError("kan4j: 2 classes or more required, got 1 class")
        labels = [f"c{code}" for code in codes]
        outputs = 1 if len(self.classes_) == 2 else len(self.classes_)
        self._fit(x, labels, weights, outputs, "--task", "classification")
        return self

    def predict_proba(self, X):
        x = self._rows(X)
        p = self.model_.predict_proba(self._inputs(x, self.model_.inputs))
        order = [self.model_.classes.index(f"c{i}") for i in range(len(self.classes_))]
        return p[:, order]

    def predict(self, X):
        check_is_fitted(self)
        return self.classes_[np.argmax(self.predict_proba(X), axis=1)]


class FormulaRegressor(RegressorMixin, _Estimator):
    """The formula that `kan discover` finds.

    work: where the search ends, in units of work, so that the result does not depend on the machine; options: more words of the command, such as
    ("--allow", "sin,exp"). `formula_` is the formula in the syntax of SymPy, with x0, x1, ... for the features.
    """

    def __init__(self, work=20, options=(), random_state=0):
        self.work = work
        self.options = options
        self.random_state = random_state

    def fit(self, X, y, sample_weight=None):
        X, y = validate_data(self, X, y, dtype=float, y_numeric=True)
        x, y, weights = _merged(X, y, sample_weight)
        with tempfile.TemporaryDirectory() as folder:
            table = self._table(folder, x, map(repr, y.tolist()), weights)
            self.found_ = run(
                "discover", *table, "--quiet", "--target", "y", "--out", folder, "--work", self.work, "--seed", _seed(self.random_state),
                *self.options)
            self.model_ = load(os.path.join(folder, "y.kan"))
        self.formula_ = self.found_["formula_sympy"]
        return self

    def predict(self, X):
        x = self._rows(X)
        return self.model_.predict(self._inputs(x, self.model_.formula["columns"]))
