#!/usr/bin/env python3
"""Times layers of other projects on this machine, for the table of peers in docs/benchmarks.md.

    pip install torch            # the CPU build
    python3 kan-bench/peers/peers.py [--efficient-kan FOLDER] [--fast-kan FOLDER]

FOLDER is a checkout of https://github.com/Blealtan/efficient-kan or https://github.com/ZiyaoLi/fast-kan; without it that
peer is left out. A pass is forward and backward of the loss sum(y^2)/2, with the gradients by the parameters and by the
inputs, over a ring of 8 batches of inputs uniform in [-1, 1]; float32. Prints medians in ms, one line for each layer.
"""

import argparse
import statistics
import sys
import time

import torch

SHAPES = [(64, 64, 1024, 5), (256, 256, 1024, 5), (784, 64, 128, 5), (256, 256, 1024, 20), (256, 256, 1024, 100)]
ORDER = 3


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--efficient-kan", metavar="FOLDER")
    parser.add_argument("--fast-kan", metavar="FOLDER")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each layer, warm-up apart")
    return parser.parse_args()


def median_ms(layer, width, rows, seconds):
    """The median time of a pass, after warming up for half the time."""
    ring = [(torch.rand(rows, width) * 2 - 1).requires_grad_(True) for _ in range(8)]

    def one(x):
        x.grad = None
        for p in layer.parameters():
            p.grad = None
        y = layer(x)
        y.backward(y.detach())

    times = []
    start = time.perf_counter()
    turn = 0
    while len(times) < 5 or time.perf_counter() - start < 1.5 * seconds:
        x = ring[turn % 8]
        begin = time.perf_counter()
        one(x)
        end = time.perf_counter()
        turn += 1
        if turn > 5 and end - start > 0.5 * seconds:
            times.append(end - begin)
    return statistics.median(times) * 1e3


def layers(options):
    """Names, and functions from (in, out, intervals) to a layer."""
    yield "Linear+SiLU", lambda i, o, g: torch.nn.Sequential(torch.nn.Linear(i, o), torch.nn.SiLU())
    if options.efficient_kan:
        sys.path.insert(0, options.efficient_kan + "/src")
        from efficient_kan.kan import KANLinear

        yield "efficient-kan", lambda i, o, g: KANLinear(i, o, grid_size=g, spline_order=ORDER)
    if options.fast_kan:
        sys.path.insert(0, options.fast_kan)
        from fastkan.fastkan import FastKANLayer

        # As many basis functions as the splines have.
        yield "fast-kan", lambda i, o, g: FastKANLayer(i, o, grid_min=-1.0, grid_max=1.0, num_grids=g + ORDER)


def main():
    options = arguments()
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    # The tails of Gaussians are denormal numbers, which are a hundred times slower.
    torch.set_flush_denormal(True)
    print(f"# torch {torch.__version__}, {options.threads} threads, float32, order {ORDER}")
    for name, make in layers(options):
        for width, out, rows, intervals in SHAPES:
            if name == "Linear+SiLU" and intervals != 5:
                continue
            layer = make(width, out, intervals)
            eager = median_ms(layer, width, rows, options.seconds)
            compiled = median_ms(torch.compile(layer), width, rows, options.seconds)
            print(f"{name:14} {width:4}->{out:<4} rows {rows:5} G {intervals:4}  eager {eager:9.3f} ms"
                  f"  compiled {compiled:9.3f} ms", flush=True)


if __name__ == "__main__":
    main()
