"""Models of the kan command, read and used without Java."""

import hashlib
import io
import json
import zipfile

import numpy as np

from kan4j.bases import FAMILIES
from kan4j.functions import evaluate, named


class Model:
    """A model file: its network, and the formula that it may hold. All is in the units of the table."""

    def __init__(self, data):
        """From the bytes of a file."""
        self.bytes = bytes(data)
        with zipfile.ZipFile(io.BytesIO(self.bytes)) as file:
            text = file.read("model.json")
            raw = file.read("parameters.f64")
            digest = file.read("sha256").decode("ascii")
        if hashlib.sha256(text + raw).hexdigest() != digest:
            raise ValueError("kan4j: damaged model: its contents do not have the checksum that it states")
        self.json = json.loads(text)
        if self.json.get("format") != "kan4j-model" or self.json.get("version") not in (1, 2, 3, 4, 5):
            raise ValueError("kan4j: a model of version 1 to 5 required, got " + str(self.json.get("version")))
        self.inputs = [column["name"] for column in self.json["inputs"]]
        self.outputs = [column["name"] for column in self.json["outputs"]]
        self.classes = self.json.get("classes", [])
        self.response = self.json.get("response", "mean")
        if self.response.split(":")[0] not in ("mean", "poisson", "gamma", "quantile"):
            raise ValueError(f'kan4j: unknown response "{self.response}"')
        formula = self.json["formula"]
        self.formula = json.loads(formula) if formula else None
        self._layers = []
        parameters = np.frombuffer(raw, "<f8")
        at = 0
        for layer in self.json["layers"]:
            read = _Layer(layer, parameters[at:])
            self._layers.append(read)
            at += read.size
        # What tells how sure predictions are follows, in some files.
        if not (at == len(parameters) or at < len(parameters) and self.json.get("uncertainty")):
            raise ValueError(f"kan4j: {at} parameters required by the structure, got {len(parameters)}")

    def predict(self, x):
        """By the formula where the model holds one, else by the network.

        x is [rows, inputs], the inputs in the order of `inputs`, or of a formula in that of its columns; categories are texts, and gaps NaN
        or None. Of one output [rows], of several
        [rows, outputs]; of a model with classes the class of each row.
        """
        if self.classes:
            return np.array(self.classes)[np.argmax(self.predict_proba(x), axis=1)]
        if self.formula is not None:
            return self.predict_formula(x)
        y = self.predict_network(x)
        return y[:, 0] if len(self.outputs) == 1 else y

    def predict_formula(self, x):
        """The values of the formula, [rows]: log-odds where there are two classes; of more [rows, classes] their scores."""
        if isinstance(self.formula, list):
            return np.stack([_values(formula, x) for formula in self.formula], axis=1)
        return _values(self.formula, x)

    def predict_network(self, x):
        """The outputs of the network, [rows, outputs]; of a model with classes log-odds or log-probabilities."""
        shift, scale = _units(self.json["inputs"])
        h = (self._numbers(x) - shift) / scale
        with np.errstate(all="ignore"):
            for layer in self._layers:
                h = layer(h)
        shift, scale = _units(self.json["outputs"])
        y = h * scale + shift
        return np.exp(y) if self.response in ("poisson", "gamma") else y

    def _numbers(self, x):
        """Levels by their numbers, -1 for one that is not known, and what stands for gaps."""
        if not any(column.get("levels") or column.get("fill") for column in self.json["inputs"]):
            return np.asarray(x, dtype=float)
        columns = []
        for values, column in zip(np.asarray(x, dtype=object).T, self.json["inputs"]):
            fill = column["fill"][0] if column["fill"] else np.nan
            gaps = np.array([v is None or v != v for v in values])
            if column["levels"]:
                numbers = dict(zip(column["levels"], column["numbers"]))
                found = np.array([numbers.get(str(v), -1) for v in values], dtype=float)
                fill = column["numbers"][int(fill)] if column["fill"] else np.nan
            else:
                found = np.array([np.nan if gap else float(v) for v, gap in zip(values, gaps)])
            columns.append(np.where(gaps, fill, found))
        return np.stack(columns, axis=-1)

    def predict_proba(self, x):
        """The probabilities of the classes, [rows, classes], by the formula where the model holds one, else by the network."""
        if self.formula is None:
            y = self.predict_network(x)
        else:
            y = np.clip(self.predict_formula(x).reshape(-1, len(self.outputs)), -1e300, 1e300)
        if len(self.outputs) == 1:
            y = np.concatenate([np.zeros_like(y), y], axis=1)
        p = np.exp(y - np.max(y, axis=1, keepdims=True))
        return p / np.sum(p, axis=1, keepdims=True)

    def save(self, path):
        with open(path, "wb") as file:
            file.write(self.bytes)

    def __reduce__(self):
        return Model, (self.bytes,)


def load(path):
    """Reads a model file."""
    with open(path, "rb") as file:
        return Model(file.read())


def _values(formula, x):
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        y = evaluate(formula["expression"], dict(zip(formula["symbols"], x.T)))
    return np.array(np.broadcast_to(y, len(x)), dtype=float)


def _units(columns):
    return np.array([c["shift"] for c in columns]), np.array([c["scale"] for c in columns])


class _Layer:
    """From [rows, in] to [rows, nodes]."""

    def __init__(self, layer, parameters):
        self.sums, self.products = layer["sums"], layer["products"]
        self.columns = self.sums + sum(self.products)
        self.inputs = []
        at = 0
        for node in layer["inputs"]:
            if node["basis"] not in FAMILIES:
                raise ValueError(f'kan4j: unknown basis "{node["basis"]}"')
            grid = np.array(node["breakpoints"], dtype=float)
            size = FAMILIES[node["basis"]](grid[:1], grid, node).shape[1]
            rows = size + (node["base"] != "zero") + node.get("gaps", False)
            weights = parameters[at:at + rows * self.columns].reshape(rows, self.columns)
            at += rows * self.columns
            numeric = np.array([edge == "n" for edge in node["edges"]])
            symbolic = [c for c, edge in enumerate(node["edges"]) if edge == "s"]
            self.inputs.append([node, grid, weights[:size], weights[size:], numeric, list(zip(symbolic, node["functions"]))])
        for node in self.inputs:
            edges = []
            for column, name in node[5]:
                edges.append((column, named(name), parameters[at:at + 4]))
                at += 4
            node[5] = edges
        self.size = at

    def __call__(self, h):
        z = np.zeros((len(h), self.columns))
        for u, (node, grid, weights, base, numeric, symbolic) in zip(h.T, self.inputs):
            if node.get("gaps", False):
                # At a gap edges are what they are at the middle, or at a level that is not known, and more.
                gaps = np.isnan(u)
                u = np.where(gaps, -1.0 if node["basis"] == "categories" else 0.0, u)
                active = np.array([edge != "." for edge in node["edges"]])
                z[:, active] += gaps[:, None] * base[-1:, active]
            if numeric.any():
                z[:, numeric] += FAMILIES[node["basis"]](u, grid, node) @ weights[:, numeric]
                if node["base"] != "zero":
                    b = u / (1 + np.exp(-u)) if node["base"] == "silu" else u
                    z[:, numeric] += b[:, None] * base[:1, numeric]
            for column, function, (a, b, c, d) in symbolic:
                z[:, column] += c * function(a * u + b) + d
        nodes = [z[:, :self.sums]]
        first = self.sums
        for arity in self.products:
            nodes.append(np.prod(z[:, first:first + arity], axis=1, keepdims=True))
            first += arity
        return np.concatenate(nodes, axis=1)
