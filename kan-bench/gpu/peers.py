#!/usr/bin/env python3
"""Times MLP layers and a KAN layer in PyTorch on an NVIDIA GPU, for comparison with ./kan bench --device cuda on the same one.

The KAN layer computes what efficient-kan (https://github.com/Blealtan/efficient-kan) does, in the same way: all basis functions
of every input by the recursion of Cox and de Boor, then two products. It runs as it is and compiled. A pass is forward and
backward of sum(y^2)/2, with the gradients by the parameters and by the inputs, over a ring of 8 batches uniform in [-1, 1];
float32. Prints medians of 21 samples in ms, by CUDA events.
"""

import statistics
import sys

import torch

ORDER = 3
LAYERS = [(512, 512, 4096, 5), (512, 512, 4096, 100), (512, 512, 4096, 200), (32, 32, 1 << 20, 5)]
STEPS = [([64, 64, 10], 1024), ([2, 5, 1], 1000)]
SAMPLES = 21


class KanLayer(torch.nn.Module):
    """One layer of B-splines on a uniform grid, with SiLU as base."""

    def __init__(self, inputs, outputs, intervals):
        super().__init__()
        width = 2 / intervals
        knots = torch.arange(-ORDER, intervals + ORDER + 1) * width - 1
        self.register_buffer("knots", knots.expand(inputs, -1).contiguous())
        self.base = torch.nn.Parameter(torch.randn(outputs, inputs) / inputs**0.5)
        self.splines = torch.nn.Parameter(torch.randn(outputs, inputs * (intervals + ORDER)) / inputs**0.5)

    def forward(self, x):
        t = self.knots
        x1 = x.unsqueeze(-1)
        b = ((x1 >= t[:, :-1]) & (x1 < t[:, 1:])).to(x.dtype)
        for k in range(1, ORDER + 1):
            left = (x1 - t[:, : -(k + 1)]) / (t[:, k:-1] - t[:, : -(k + 1)])
            right = (t[:, k + 1 :] - x1) / (t[:, k + 1 :] - t[:, 1:-k])
            b = left * b[:, :, :-1] + right * b[:, :, 1:]
        linear = torch.nn.functional.linear
        return linear(torch.nn.functional.silu(x), self.base) + linear(b.flatten(1), self.splines)


def median_ms(work):
    """The median time of a piece of work, after warming up."""
    for turn in range(8):
        work(turn)
    torch.cuda.synchronize()
    times = []
    for _ in range(SAMPLES):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        for turn in range(8):
            work(turn)
        end.record()
        end.synchronize()
        times.append(begin.elapsed_time(end) / 8)
    return statistics.median(times)


def layer_ms(layer, width, rows):
    ring = [(torch.rand(rows, width, device="cuda") * 2 - 1).requires_grad_(True) for _ in range(8)]

    def one(turn):
        x = ring[turn]
        x.grad = None
        for p in layer.parameters():
            p.grad = None
        y = layer(x)
        y.backward(y.detach())

    return median_ms(one)


def step_ms(widths, rows):
    """A step of Adam, as a CUDA graph."""
    layers = []
    for i, o in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(i, o), torch.nn.SiLU()]
    net = torch.nn.Sequential(*layers[:-1]).cuda()
    adam = torch.optim.Adam(net.parameters(), capturable=True)
    x = torch.rand(rows, widths[0], device="cuda") * 2 - 1

    def step():
        adam.zero_grad(set_to_none=False)
        (net(x).square().sum() / 2).backward()
        adam.step()

    stream = torch.cuda.Stream()
    with torch.cuda.stream(stream):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return median_ms(lambda turn: graph.replay())


def attempt(name, measure):
    try:
        print(f"{name}: {measure():.4f} ms", flush=True)
    except Exception as error:  # Out of memory or no compiler: the other rows go on.
        print(f"{name}: {str(error).splitlines()[0][:100]}", flush=True)
        torch.cuda.empty_cache()


def main():
    if not torch.cuda.is_available():
        sys.exit("peers: a CUDA device required, PyTorch finds none")
    print(f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}, {torch.cuda.get_device_name()}")
    for i, o, rows, intervals in LAYERS:
        what = f"{i}->{o}, {rows} rows"
        for precision, name in (("highest", "float32"), ("high", "TF32")):
            torch.set_float32_matmul_precision(precision)
            if intervals == 5:
                mlp = torch.nn.Sequential(torch.nn.Linear(i, o), torch.nn.SiLU()).cuda()
                attempt(f"MLP layer {what}, {name}", lambda: layer_ms(mlp, i, rows))
            kan = KanLayer(i, o, intervals).cuda()
            attempt(f"KAN layer {what}, G={intervals}, {name}, eager", lambda: layer_ms(kan, i, rows))
            attempt(f"KAN layer {what}, G={intervals}, {name}, compiled", lambda: layer_ms(torch.compile(kan), i, rows))
    torch.set_float32_matmul_precision("highest")
    for widths, rows in STEPS:
        attempt(f"MLP {widths}, {rows} rows, Adam step as a graph", lambda: step_ms(widths, rows))


if __name__ == "__main__":
    main()
