#!/usr/bin/env python3
"""Compares `kan fit` with other models on tables that packages hold, for the table of peers in docs/benchmarks.md.

    pip install scikit-learn==1.9.1 lightgbm==4.7.0 pandas rdata
    apt-get download r-cran-modeldata r-cran-mlbench r-cran-kernlab r-cran-aer r-cran-cardata r-cran-ggplot2
    for f in *.deb; do dpkg -x $f r; done
    python3 kan-bench/peers/tables.py --library r/usr/lib/R/site-library [--tables concrete,pima] [--splits 3] --out results.csv

Every table is split 75/25 (seeds 0, 1, ...; classes keep their shares). Each model gets the training rows alone, text and gaps as
they are where it takes them, else one-hot columns and medians beside columns that say where gaps were. kan4j is
`kan fit TABLE --target target` and nothing else; `--models` takes "kan4j blend", with --blend, too. Prints R2 or log loss of the rows held back, mean and standard error over
the splits, and the mean ranks; --out keeps every number, and rows that are in it already are not run again.
"""

import argparse
import bz2
import json
import lzma
import math
import os
import subprocess
import sys
import tempfile
import time
import warnings
import zlib
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
import rdata
from sklearn import datasets
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV, RidgeCV
from sklearn.metrics import log_loss, r2_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, SplineTransformer, StandardScaler

warnings.filterwarnings("ignore")
# name: (package, member, target, columns to drop). Choices of kan4j were made on those in TUNED; the others were run once.
REGRESSION = {
    "concrete": ("modeldata", "concrete", "compressive_strength", []),
    "ames": ("modeldata", "ames", "Sale_Price", []),
    "sacramento": ("modeldata", "Sacramento", "price", []),
    "car_prices": ("modeldata", "car_prices", "Price", []),
    "biomass": ("modeldata", "biomass", "HHV", ["sample", "dataset"]),
    "boston": ("mlbench", "BostonHousing", "medv", []),
    "ozone": ("mlbench", "Ozone", "V4", []),
    "servo": ("mlbench", "Servo", "Class", []),
    "house_prices": ("AER", "HousePrices", "price", []),
    "cps1985": ("AER", "CPS1985", "wage", []),
    "slid": ("carData", "SLID", "wages", []),
    "salaries": ("carData", "Salaries", "salary", []),
    "diamonds": ("ggplot2", "diamonds", "price", []),
    "diabetes": ("sklearn", "load_diabetes", "target", []),
}
CLASSIFICATION = {
    "pima": ("mlbench", "PimaIndiansDiabetes", "diabetes", []),
    "sonar": ("mlbench", "Sonar", "Class", []),
    "ionosphere": ("mlbench", "Ionosphere", "Class", []),
    "glass": ("mlbench", "Glass", "Type", []),
    "vehicle": ("mlbench", "Vehicle", "Class", []),
    "spam": ("kernlab", "spam", "type", []),
    "credit_data": ("modeldata", "credit_data", "Status", []),
    "mlc_churn": ("modeldata", "mlc_churn", "churn", []),
    "attrition": ("modeldata", "attrition", "Attrition", []),
    "hmda": ("AER", "HMDA", "deny", []),
    "credit_card": ("AER", "CreditCard", "card", ["expenditure", "share"]),
    "breast_cancer": ("sklearn", "load_breast_cancer", "target", []),
    "wine": ("sklearn", "load_wine", "target", []),
}
TUNED = {
    "concrete", "boston", "diabetes", "car_prices", "pima", "vehicle", "spam", "credit_data", "cps1985",
    "house_prices", "sacramento", "salaries", "servo", "attrition", "hmda", "sonar",
}


def lazy(folder, member):
    """An object of a lazy-load database of R."""
    index = rdata.conversion.convert(rdata.parser.parse_file(f"{folder}/Rdata.rdx"))
    offset, length = (int(v) for v in {str(k): v for k, v in index["variables"].items()}[member])
    raw = Path(f"{folder}/Rdata.rdb").read_bytes()[offset : offset + length]
    kind = raw[4:5]
    if kind == b"Z":
        data = lzma.decompress(raw[5:], lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "preset": 6}])
    elif kind == b"2":
        data = bz2.decompress(raw[5:])
    else:
        data = zlib.decompress(raw[4:])
    return rdata.conversion.convert(rdata.parser.parse_data(data))


def read(library, spec, classes):
    package, member, target, drop = spec
    if package == "sklearn":
        frame = getattr(datasets, member)(as_frame=True).frame
    else:
        folder = f"{library}/{package}/data"
        file = f"{folder}/{member}.rda"
        frame = rdata.read_rda(file)[member] if os.path.exists(file) else lazy(folder, member)
    frame.columns = [str(c) for c in frame.columns]
    frame = frame.drop(columns=drop).rename(columns={target: "target"})
    frame = frame[frame["target"].notna()].reset_index(drop=True)
    if classes:
        frame["target"] = frame["target"].map(lambda c: c if str(c)[0].isalpha() else f"class{c}")
    for name in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            frame[name] = frame[name].map(lambda v: v if pd.isna(v) else str(v)).astype(object)
    return frame


def numbers_and_words(x):
    numbers = [c for c in x.columns if pd.api.types.is_numeric_dtype(x[c])]
    return numbers, [c for c in x.columns if c not in numbers]


def prepared(x, splines=False):
    numbers, words = numbers_and_words(x)
    many = [c for c in numbers if x[c].nunique() > 5]
    few = [c for c in numbers if c not in many]
    steps = [SimpleImputer(strategy="median", add_indicator=True), StandardScaler()]
    if splines:
        steps = [
            SimpleImputer(strategy="median"),
            SplineTransformer(n_knots=8, knots="quantile", extrapolation="linear", include_bias=False),
            StandardScaler(),
        ]
    return ColumnTransformer(
        [
            ("many", make_pipeline(*steps), many),
            ("few", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), few),
            ("words", OneHotEncoder(handle_unknown="ignore", min_frequency=3), words),
        ],
        sparse_threshold=0,
    )


def for_trees(x, levels):
    x = x.copy()
    for c, of in levels.items():
        x[c] = pd.Categorical(x[c], categories=of)
    return x


def peers(classes, train):
    alphas = np.logspace(-3, 4, 15)
    if classes:
        yield "linear", make_pipeline(prepared(train), LogisticRegression(max_iter=2000))
        yield "spline GAM", make_pipeline(
            prepared(train, splines=True), LogisticRegressionCV(Cs=np.logspace(-3, 1, 7), cv=3, max_iter=500, scoring="neg_log_loss")
        )
        yield "HistGB", HistGradientBoostingClassifier(categorical_features="from_dtype", random_state=0)
        yield "LightGBM", lightgbm.LGBMClassifier(verbose=-1, random_state=0, n_jobs=1)
        yield "MLP", make_pipeline(prepared(train), MLPClassifier(max_iter=500, early_stopping=len(train) > 500, random_state=0))
    else:
        mlp = MLPRegressor(max_iter=1000, early_stopping=len(train) > 500, random_state=0)
        yield "linear", make_pipeline(prepared(train), RidgeCV(alphas))
        yield "spline GAM", make_pipeline(prepared(train, splines=True), RidgeCV(alphas))
        yield "HistGB", HistGradientBoostingRegressor(categorical_features="from_dtype", random_state=0)
        yield "LightGBM", lightgbm.LGBMRegressor(verbose=-1, random_state=0, n_jobs=1)
        yield "MLP", TransformedTargetRegressor(make_pipeline(prepared(train), mlp), transformer=StandardScaler())


def kan(command, classes, train, test, options):
    """The score of `kan fit`, and the taken rung of its ladder."""
    with tempfile.TemporaryDirectory() as folder:
        train.to_csv(f"{folder}/train.csv", index=False)
        test.drop(columns="target").to_csv(f"{folder}/test.csv", index=False)
        fit = [command, "fit", f"{folder}/train.csv", "--target", "target", "--model", f"{folder}/m.kan", "--json", "--quiet", *options]
        result = json.loads(subprocess.run(fit, check=True, capture_output=True, text=True).stdout)
        predict = [command, "predict", f"{folder}/test.csv", "--model", f"{folder}/m.kan", "--out", f"{folder}/p.csv"]
        subprocess.run(predict, check=True, capture_output=True)
        p = pd.read_csv(f"{folder}/p.csv")
    rung = [r["name"] for r in result.get("ladder", []) if r["taken"]]
    if not classes:
        # A row that lacks an input which no training row lacks has no prediction.
        return r2_score(test["target"], p["prediction"].fillna(train["target"].mean())), rung
    labels = sorted(train["target"].unique())
    columns = [c for c in p.columns if c.startswith("probability")]
    probability = p[[next(c for c in columns if c[len("probability_") :] == l) for l in labels]].to_numpy()
    rates = train["target"].value_counts(normalize=True)[labels].to_numpy()
    probability = np.where(np.isnan(probability), rates, probability)
    return log_loss(test["target"], probability, labels=labels), rung


def run(command, name, classes, frame, seed, only):
    train, test = train_test_split(frame, test_size=0.25, random_state=seed, stratify=frame["target"] if classes else None)
    x, y, z = train.drop(columns="target"), train["target"], test.drop(columns="target")
    levels = {c: sorted(x[c].dropna().unique()) for c in numbers_and_words(x)[1]}
    models = dict(peers(classes, x))
    for model in only:
        begin = time.perf_counter()
        note = ""
        if model.startswith("kan4j"):
            score, note = kan(command, classes, train, test, {"kan4j additive": ["--interactions", "0"], "kan4j blend": ["--blend"]}.get(model, []))
        else:
            trees = model in ("HistGB", "LightGBM")
            fitted = models[model].fit(for_trees(x, levels) if trees else x, y)
            q = for_trees(z, levels) if trees else z
            score = log_loss(test["target"], fitted.predict_proba(q), labels=sorted(y.unique())) if classes else r2_score(test["target"], fitted.predict(q))
        yield dict(table=name, task="c" if classes else "r", rows=len(frame), seed=seed, model=model, score=score, seconds=round(time.perf_counter() - begin, 2), note=" ".join(note))


def report(results):
    for task, measure, best in (("r", "R2", "max"), ("c", "log loss", "min")):
        part = results[results.task == task]
        if part.empty:
            continue
        mean = part.pivot_table(index="table", columns="model", values="score", aggfunc="mean")
        error = part.pivot_table(index="table", columns="model", values="score", aggfunc="sem")
        mean = mean.dropna(axis=0)
        print(f"\n{measure} of rows held back, mean ± standard error over splits; * choices were made on this table")
        for table in mean.index:
            cells = "  ".join(f"{m} {mean.loc[table, m]:.3f}±{error.loc[table, m] if not math.isnan(error.loc[table, m]) else 0:.3f}" for m in mean.columns)
            print(f"{table}{'*' if table in TUNED else ''}: {cells}")
        ranked = mean.drop(columns=[c for c in mean.columns if "additive" in c or "blend" in c])
        for label, tables in (("all", ranked.index), ("run once", [t for t in ranked.index if t not in TUNED])):
            ranks = ranked.loc[tables].rank(axis=1, ascending=best == "min")
            print(f"mean rank, {label} ({len(tables)} tables): " + ", ".join(f"{m} {r:.2f}" for m, r in ranks.mean().sort_values().items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--library", required=True, help="R's site-library with the packages")
    parser.add_argument("--tables", help="names, separated by commas; all where it is not there")
    parser.add_argument("--models", default="kan4j,kan4j additive,linear,spline GAM,HistGB,LightGBM,MLP")
    parser.add_argument("--splits", type=int, default=3)
    parser.add_argument("--kan", default=str(Path(__file__).resolve().parents[2] / "kan"), help="the command")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    results = pd.read_csv(options.out) if os.path.exists(options.out) else pd.DataFrame(columns=["table", "seed", "model"])
    wanted = options.tables.split(",") if options.tables else [*REGRESSION, *CLASSIFICATION]
    for name in wanted:
        classes = name in CLASSIFICATION
        frame = read(options.library, (CLASSIFICATION if classes else REGRESSION)[name], classes)
        for seed in range(options.splits):
            done = set(results[(results.table == name) & (results.seed == seed)].model)
            left = [m for m in options.models.split(",") if m not in done]
            for row in run(options.kan, name, classes, frame, seed, left):
                print(row, file=sys.stderr, flush=True)
                results = pd.concat([results, pd.DataFrame([row])], ignore_index=True)
                results.to_csv(options.out, index=False)
    report(results[results.table.isin(wanted)])


if __name__ == "__main__":
    main()
