"""Checkpoints of pykan, efficient-kan and fast-kan, with what torch makes of them in float64; and a check of `kan import` on them.

    pip install torch pyyaml scikit-learn matplotlib sympy pandas tqdm safetensors
    PYTHONPATH=PYKAN:EFFICIENT_KAN/src:FAST_KAN python kan-bench/peers/checkpoints.py make FOLDER [NAME…]
    python kan-bench/peers/checkpoints.py check FOLDER ./kan

The first three are checkouts of https://github.com/KindXiaoming/pykan, https://github.com/Blealtan/efficient-kan and
https://github.com/ZiyaoLi/fast-kan.

`make` writes 20 checkpoints of pykan 0.2, 10 of efficient-kan and 5 of fast-kan, or those of these names, and beside each NAME.f64: 1,000 rows
(40 of named ones) of inputs and outputs as little-endian float64. `check` imports each, predicts the rows and prints the largest difference in units of the outputs' spread.
"""
import json
import os
import subprocess
import sys

import numpy as np

ROWS = 1000


def rows_of(seed, columns, lo=-1.0, hi=1.0, rows=ROWS):
    return np.random.default_rng(seed).uniform(lo, hi, (rows, columns))


def save_rows(folder, name, model, x):
    import torch

    model = model.double()
    with torch.no_grad():
        y = model(torch.from_numpy(x)).numpy()
    np.concatenate([x, y], axis=1).astype("<f8").tofile(os.path.join(folder, name + ".f64"))


def target(x):
    """Something to train on: smooth, of all inputs."""
    import torch

    return torch.exp(torch.sin(np.pi * x[:, [0]])) + (x**2).sum(dim=1, keepdim=True)


def make_pykan(folder, wanted):
    import torch
    from kan import KAN

    def model(seed, width, grid=5, k=3, **more):
        torch.manual_seed(seed)
        return KAN(width=width, grid=grid, k=k, seed=seed, auto_save=False, noise_scale=0.5, **more)

    def trained(net, seed, inputs, steps=20, **more):
        torch.manual_seed(seed)
        x = torch.rand(400, inputs) * 2 - 1
        y = target(x)
        net.fit({"train_input": x, "train_label": y, "test_input": x, "test_label": y}, opt="LBFGS", steps=steps, **more)
        return net

    def symbolic(seed, width, edges, **more):
        net = model(seed, width, **more)
        for layer, i, j, name, affine in edges:
            net.fix_symbolic(layer, i, j, name, fit_params_bool=False, verbose=False)
            net.symbolic_fun[layer].affine.data[j, i] = torch.tensor(affine)
        return net

    def biased(net, seed):
        generator = torch.Generator().manual_seed(seed)
        for group in (net.subnode_scale, net.node_scale, net.subnode_bias, net.node_bias):
            for p in group:
                p.data += 0.2 * torch.randn(p.shape, generator=generator)
        return net

    def masked(net, edges):
        for layer, i, j in edges:
            net.act_fun[layer].mask.data[i, j] = 0
        return net

    def adapted(net, seed, inputs):
        x = torch.from_numpy(rows_of(seed, inputs, rows=100).astype("float32"))
        net.update_grid_from_samples(x**3)
        return net

    makers = {
        "untrained": lambda: model(1, [2, 5, 1]),
        "trained": lambda: trained(model(2, [2, 5, 1]), 2, 2),
        "fixed_grid": lambda: trained(model(3, [2, 3, 1]), 3, 2, update_grid=False),
        "order_one": lambda: model(4, [2, 3, 1], k=1),
        "order_two": lambda: adapted(model(5, [3, 4, 2], k=2), 5, 3),
        "order_five": lambda: model(6, [2, 2, 1], k=5),
        "fine": lambda: trained(model(7, [2, 3, 1], grid=20), 7, 2, 10),
        "deep": lambda: trained(model(8, [2, 3, 3, 1]), 8, 2, 10),
        "wide_range": lambda: model(9, [2, 3, 1], grid_range=[-3, 3]),
        "adapted": lambda: adapted(model(10, [2, 3, 1], grid_eps=0.0), 10, 2),
        "products": lambda: trained(model(11, [2, [3, 2], 1]), 11, 2, 10),
        "ternary": lambda: model(12, [3, [1, 2], 2], mult_arity=3),
        "arities": lambda: model(13, [3, [1, 2], 1], mult_arity=[[], [2, 3], []]),
        "output_product": lambda: model(14, [2, 3, [0, 1]]),
        "masked": lambda: masked(trained(model(15, [2, 4, 1]), 15, 2, 5), [(0, 0, 1), (0, 1, 2), (1, 3, 0)]),
        "identity_base": lambda: adapted(model(16, [2, 3, 1], base_fun="identity"), 16, 2),
        "no_base": lambda: model(17, [2, 3, 1], base_fun="zero"),
        "symbolic": lambda: symbolic(18, [2, 3, 1], [
            (0, 0, 0, "sin", [3.1, 0.2, 1.5, 0.1]), (0, 0, 1, "gaussian", [1.0, 0.2, 2.0, 0.0]),
            (0, 1, 0, "x^2", [1.0, 0.5, 0.7, -0.3]), (0, 1, 2, "sqrt", [0.3, 1.4, 1.0, 0.0]),
            (0, 0, 2, "1/x^4", [0.5, -1.9, 2.0, 0.0]), (0, 1, 1, "1/x^5", [-0.5, -1.9, 2.0, 0.1]),
            (1, 0, 0, "arctan", [1.0, 0.0, 2.0, 0.0]), (1, 1, 0, "x", [1.0, 0.0, 1.0, 0.0]),
            (1, 2, 0, "sgn", [1.0, 0.3, 0.5, 0.0])]),
        "symbolic_more": lambda: symbolic(19, [2, [2, 1], 1], [
            (0, 0, 0, "exp", [1.0, 0.0, 0.5, 0.0]), (0, 0, 1, "log", [0.4, 1.6, 1.0, 0.0]),
            (0, 0, 2, "tanh", [2.0, 0.2, 1.0, 0.0]), (0, 0, 3, "x^3", [1.0, 0.0, 1.0, 0.5]),
            (0, 1, 0, "arcsin", [0.7, 0.1, 1.0, 0.0]), (0, 1, 1, "1/sqrt(x)", [0.3, 1.5, 1.0, 0.0]),
            (0, 1, 2, "x^1.5", [0.3, 1.5, 1.0, 0.0]), (0, 1, 3, "abs", [1.0, 0.1, 1.0, 0.0]), (1, 0, 0, "0", [1.0, 0.0, 1.0, 0.0])]),
        "affine": lambda: biased(symbolic(20, [2, 3, 2], [(0, 0, 0, "cos", [2.0, 0.1, 1.0, 0.2])]), 20),
    }
    for seed, (name, maker) in enumerate(makers.items()):
        if wanted and name not in wanted:
            continue
        net = maker()
        net.saveckpt(os.path.join(folder, name))
        os.remove(os.path.join(folder, name + "_cache_data"))
        inputs = net.width_in[0]
        lo, hi = (-3, 3) if name == "wide_range" else (-1, 1)
        save_rows(folder, name, net, rows_of(100 + seed, inputs, lo, hi, 40 if wanted else ROWS))


def make_efficient(folder, wanted):
    import torch
    from efficient_kan import KAN

    settings = [
        ([2, 5, 1], {}), ([3, 4, 2], {}), ([2, 3, 3, 1], {}), ([1, 4, 1], {"grid_size": 10}), ([4, 3, 3], {"spline_order": 2}),
        ([2, 4, 1], {"grid_range": [-2, 2]}), ([2, 4, 1], {"spline_order": 4}), ([2, 5, 1], {"adapt": True}),
        ([3, 5, 2], {"adapt": True, "grid_eps": 0.5}), ([2, 3, 1], {"train": True})]
    for seed, (shape, more) in enumerate(settings):
        name = f"efficient{seed + 1}"
        if wanted and name not in wanted:
            continue
        adapt, train = more.pop("adapt", False), more.pop("train", False)
        torch.manual_seed(seed)
        net = KAN(shape, scale_noise=1.0, **more)
        if adapt:
            with torch.no_grad():
                net(torch.from_numpy(rows_of(seed, shape[0]).astype("float32")) ** 3, update_grid=True)
        if train:
            optimizer = torch.optim.Adam(net.parameters(), 1e-2)
            x = torch.from_numpy(rows_of(seed, shape[0]).astype("float32"))
            for _ in range(100):
                optimizer.zero_grad()
                ((net(x) - target(x)) ** 2).mean().backward()
                optimizer.step()
        torch.save(net.state_dict(), os.path.join(folder, name + ".pth"))
        hi = more.get("grid_range", [-1, 1])[1]
        save_rows(folder, name, net, rows_of(200 + seed, shape[0], -hi, hi, 40 if wanted else ROWS))


def make_fast(folder, wanted):
    import torch
    from fastkan.fastkan import FastKANLayer

    settings = [
        ([2, 5, 1], {}), ([1, 4, 2], {"num_grids": 5}), ([3, 4, 3, 1], {"grid_min": -1.0, "grid_max": 1.0}),
        ([2, 4, 1], {"use_base_update": False}), ([4, 6, 2], {"num_grids": 12})]
    for seed, (shape, more) in enumerate(settings):
        name = f"fast{seed + 1}"
        if wanted and name not in wanted:
            continue
        torch.manual_seed(seed)

        class Net(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.layers = torch.nn.ModuleList(
                    [FastKANLayer(a, b, use_layernorm=False, spline_weight_init_scale=0.5, **more) for a, b in zip(shape, shape[1:])])

            def forward(self, x):
                for layer in self.layers:
                    x = layer(x)
                return x

        net = Net()
        torch.save(net.state_dict(), os.path.join(folder, name + ".pt"))
        if name == "fast1":
            from safetensors.torch import save_file

            save_file(net.state_dict(), os.path.join(folder, name + ".safetensors"))
        save_rows(folder, name, net, rows_of(300 + seed, shape[0], rows=40 if wanted else ROWS))


def check(folder, kan):
    names = sorted(os.listdir(folder))
    files = [n[:-len("_state")] if n.endswith("_state") else n for n in names if n.endswith(("_state", ".pth", ".pt", ".safetensors"))]
    worst = 0
    for file in files:
        model = os.path.join(folder, "checked.kan")
        answer = json.loads(subprocess.run(
            [kan, "import", os.path.join(folder, file), "-o", model, "--json"], check=True, stdout=subprocess.PIPE).stdout)
        inputs, outputs = len(answer["inputs"]), len(answer["outputs"])
        rows = np.fromfile(os.path.join(folder, file.split(".")[0] + ".f64"), "<f8").reshape(-1, inputs + outputs)
        table, predicted = os.path.join(folder, "checked.csv"), os.path.join(folder, "predicted.csv")
        np.savetxt(table, rows[:, :inputs], fmt="%.17g", delimiter=",", header=",".join(answer["inputs"]), comments="")
        subprocess.run([kan, "predict", "--model", model, table, "--out", predicted], check=True, stdout=subprocess.DEVNULL)
        got = np.loadtxt(predicted, delimiter=",", skiprows=1, ndmin=2)[:, inputs:]
        error = np.max(np.abs(got - rows[:, inputs:]) / np.std(rows[:, inputs:], axis=0))
        worst = max(worst, error)
        print(f"{file:22} {answer['shape']:14} {error:.1e}", flush=True)
    print(f"{len(files)} files, largest difference {worst:.1e} of the outputs' standard deviation")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        os.makedirs(sys.argv[2], exist_ok=True)
        for make in (make_pykan, make_efficient, make_fast):
            make(sys.argv[2], sys.argv[3:])
    else:
        check(sys.argv[2], sys.argv[3])
