"""A row of weight two is as two rows, one of weight zero is none.

    KAN4J_COMMAND=./kan PYTHONPATH=python python3 -m unittest discover python/tests
"""

import unittest

import numpy as np

try:
    import sklearn  # noqa: F401
except ImportError:
    sklearn = None
else:
    import kan4j


@unittest.skipUnless(sklearn, "needs scikit-learn")
class WeightsTest(unittest.TestCase):
    def setUp(self):
        random = np.random.default_rng(1)
        self.x = random.uniform(-1, 1, (40, 2))
        self.y = np.exp(self.x[:, 0]) + self.x[:, 1] ** 2 + 0.1 * random.normal(size=40)
        self.weights = random.integers(0, 4, 40)

    def test_repeated_rows(self):
        quick = ("--iterations", 15, "--ridge", 1e-3)
        for estimator, y in (
            (lambda: kan4j.KanRegressor(hidden=(), options=quick), self.y),
            (lambda: kan4j.KanClassifier(hidden=(), options=quick), np.where(self.y > 1.5, "high", "low")),
            (lambda: kan4j.FormulaRegressor(work=1), self.y),
        ):
            with self.subTest(str(estimator())):
                weighted = estimator().fit(self.x, y, sample_weight=self.weights).predict(self.x)
                repeated = estimator().fit(self.x.repeat(self.weights, axis=0), y.repeat(self.weights)).predict(self.x)
                np.testing.assert_array_equal(weighted, repeated)
                plain = estimator().fit(self.x, y).predict(self.x)
                self.assertTrue(np.any(plain != weighted))

    def test_classes_of_weight_zero_are_none(self):
        labels = np.arange(40) % 3
        model = kan4j.KanClassifier(hidden=(), options=("--iterations", 5)).fit(self.x, labels, sample_weight=labels > 0)
        np.testing.assert_array_equal(model.classes_, [1, 2])
        with self.assertRaises(ValueError):
            model.fit(self.x, labels, sample_weight=np.zeros(40))


if __name__ == "__main__":
    unittest.main()
