"""Predictions in NumPy are those of Java, to 1e-12 of the larger of the value and the interquartile range.

    KAN4J_COMMAND=./kan PYTHONPATH=python python3 -m unittest discover python/tests
"""

import os
import subprocess
import tempfile
import unittest

import numpy as np

import kan4j
from kan4j.command import _words, run

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
BASES = ["bspline", "rbf", "chebyshev", "fourier", "legendre", "mexican-hat", "hats", "sines"]


def difference(got, want):
    spread = np.subtract(*np.percentile(want, [75, 25], axis=0))
    return np.max(np.abs(got - want) / np.maximum(np.abs(want), spread))


class ModelTest(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory()) if hasattr(self, "enterContext") else tempfile.mkdtemp()
        x = np.random.default_rng(1).uniform(-1, 1, (60, 2))
        self.x = np.concatenate([x, [[-3, 3], [5, -5]]])
        self.table = self.write("table.csv", np.column_stack([x, np.exp(np.sin(3 * x[:, 0])) + x[:, 1] ** 2]), "a,b,y")
        self.rows = self.write("rows.csv", self.x, "a,b")

    def write(self, name, rows, head):
        path = os.path.join(self.folder, name)
        np.savetxt(path, rows, fmt="%.17g", delimiter=",", header=head, comments="")
        return path

    def java(self, model, rows, columns, *more):
        out = os.path.join(self.folder, "predicted.csv")
        subprocess.run([*_words(), "predict", "--model", model, rows, "--out", out, *more], check=True, stderr=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL)
        return np.loadtxt(out, delimiter=",", skiprows=1, ndmin=2)[:, columns:]

    def test_every_basis(self):
        for basis in BASES:
            with self.subTest(basis):
                model = os.path.join(self.folder, basis + ".kan")
                run("fit", self.table, "--target", "y", "--shape", "2,2+1p,1", "--basis", basis, "--iterations", 20, "--model", model)
                got = kan4j.load(model).predict(self.x)
                self.assertLess(difference(got, self.java(model, self.rows, 2)[:, 0]), 1e-12)

    def test_symbolic_edges(self):
        model = os.path.join(self.folder, "pykan.kan")
        run("import", os.path.join(ROOT, "samples", "data", "pykan"), "-o", model)
        rows = self.write("x.csv", self.x[:-2], "x1,x2")
        self.assertLess(difference(kan4j.load(model).predict(self.x[:-2]), self.java(model, rows, 2)[:, 0]), 1e-12)

    def test_formula(self):
        run("discover", self.table, "--target", "y", "--work", 2, "--out", self.folder)
        path = os.path.join(self.folder, "y.kan")
        model = kan4j.load(path)
        x = self.x[:-2][:, ["ab".index(c) for c in model.formula["columns"]]]
        self.assertLess(difference(model.predict(x), self.java(path, self.rows, 2)[:-2, 0]), 1e-12)

    def test_classes(self):
        labels = np.array(["low", "middle", "high"])[np.digitize(self.x[:, 0] + self.x[:, 1], [-0.4, 0.4])]
        table = os.path.join(self.folder, "classes.csv")
        with open(table, "w") as file:
            print("a,b,y", *(f"{a!r},{b!r},{c}" for (a, b), c in zip(self.x.tolist(), labels)), sep="\n", file=file)
        path = os.path.join(self.folder, "classes.kan")
        run("fit", table, "--target", "y", "--shape", "2,3", "--task", "classification", "--model", path)
        model = kan4j.load(path)
        self.assertGreater(np.mean(model.predict(self.x) == labels), 0.8)
        self.assertTrue(np.allclose(model.predict_proba(self.x).sum(axis=1), 1))

    def test_formulas_of_classes(self):
        random = np.random.default_rng(3)
        x = random.uniform(-1, 1, (200, 2))
        scores = np.column_stack([np.zeros(200), 3 * x[:, 0], 3 * x[:, 1]]) + random.gumbel(size=(200, 3))
        for classes in 2, 3:
            labels = np.array(["low", "mid", "top"])[np.argmax(scores[:, :classes], axis=1)]
            table = os.path.join(self.folder, "labels.csv")
            with open(table, "w") as file:
                print("a,b,y", *(f"{a!r},{b!r},{c}" for (a, b), c in zip(x.tolist(), labels)), sep="\n", file=file)
            path = os.path.join(self.folder, "labels.kan")
            holding = os.path.join(self.folder, "formula.kan")
            run("fit", table, "--target", "y", "--interactions", "0", "--model", path)
            run("formula", path, table, "-o", holding)
            model = kan4j.load(holding)
            columns = (model.formula if classes == 2 else model.formula[0])["columns"]
            got = model.predict_proba(self.x[:, ["ab".index(c) for c in columns]])
            out = os.path.join(self.folder, "probabilities.csv")
            subprocess.run([*_words(), "predict", "--model", holding, self.rows, "--out", out], check=True, stderr=subprocess.DEVNULL)
            want = np.loadtxt(out, delimiter=",", skiprows=1, usecols=range(3, 3 + classes))
            self.assertLess(np.max(np.abs(got - want)), 1e-12)

    def test_counts(self):
        table = os.path.join(self.folder, "counts.csv")
        counts = np.random.default_rng(4).poisson(np.exp(1 + self.x[:-2, 0]))
        self.write("counts.csv", np.column_stack([self.x[:-2], counts]), "a,b,y")
        path = os.path.join(self.folder, "counts.kan")
        run("fit", table, "--target", "y", "--loss", "poisson", "--interactions", "0", "--model", path)
        self.assertEqual(kan4j.load(path).response, "poisson")
        self.assertLess(difference(kan4j.load(path).predict(self.x), self.java(path, self.rows, 2)[:, 0]), 1e-12)

    def test_categories_and_gaps(self):
        random = np.random.default_rng(2)
        kinds = random.choice(["red", "green", "blue"], 200)
        x = random.uniform(-1, 1, 200)
        y = x ** 2 + (kinds == "red") + 0.01 * random.normal(size=200)
        cells = [["" if i % 9 == 0 else repr(v), k] for i, (v, k) in enumerate(zip(x.tolist(), kinds.tolist()))]
        table = os.path.join(self.folder, "mixed.csv")
        with open(table, "w") as file:
            print("x,kind,y", *(f"{a},{k},{v!r}" for (a, k), v in zip(cells, y.tolist())), sep="\n", file=file)
        rows = os.path.join(self.folder, "mixed-rows.csv")
        cells.append(["0.5", "violet"])
        with open(rows, "w") as file:
            print("x,kind", *(f"{a},{k}" for a, k in cells), sep="\n", file=file)
        for more in ((), ("--shape", "2,2,1"), ("--shape", "2,1", "--missing", "median")):
            with self.subTest(more):
                path = os.path.join(self.folder, "mixed.kan")
                run("fit", table, "--target", "y", *more, "--model", path)
                got = kan4j.load(path).predict([[float(a) if a else np.nan, k] for a, k in cells])
                out = os.path.join(self.folder, "mixed-out.csv")
                subprocess.run([*_words(), "predict", "--model", path, rows, "--out", out], check=True,
                               stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
                with open(out) as file:
                    want = np.array([line.strip().split(",")[2] for line in file][1:], dtype=float)
                self.assertLess(difference(got, want), 1e-12)

    def test_a_damaged_file_is_refused(self):
        model = os.path.join(self.folder, "m.kan")
        run("import", os.path.join(ROOT, "samples", "data", "pykan"), "-o", model)
        with open(model, "rb") as file:
            data = bytearray(file.read())
        data[data.index(b"\"shift\"") + 9] ^= 1
        with self.assertRaises(Exception):
            kan4j.Model(data)


if __name__ == "__main__":
    unittest.main()
