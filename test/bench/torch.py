"""PyTorch beside test/bench/dawn.mjs: the same rows on the same GPU, eager and compiled.

    python test/bench/torch.py --out torch.json
    node scripts/run.mjs test/bench/dawn.mjs --torch torch.json

Loss and gradient by autograd, f32, reduction "mean", timed by CUDA events: as many steps between two events as
take 5 ms, inputs taking turns, everybody once per round. Each is checked against float64 before it is timed.
"""

import sys

# This file has the name of the package that it imports.
sys.path.pop(0)

import argparse
import json
import statistics

import torch
import torch.nn.functional as F

ROUNDS = 9
SHORTEST = 5.0  # milliseconds between two events
LARGE_INPUT = 2**30  # bytes; one set of inputs this large outlasts every cache by itself
TOLERANCE = 1e-4

ELEMENTWISE = [("mse", [2**26]), ("huber", [2**26]), ("binaryCrossEntropyWithLogits", [2**26])]
ROWWISE = [("softmaxCrossEntropy", shape) for shape in ([65536, 1000], [32768, 4096], [4096, 128256])]
LOSSES = {
    "mse": F.mse_loss,
    "huber": F.huber_loss,
    "binaryCrossEntropyWithLogits": F.binary_cross_entropy_with_logits,
    "softmaxCrossEntropy": F.cross_entropy,
}


def make_inputs(name, shape):
    values = torch.randn(shape, device="cuda") * 2.5
    if name == "softmaxCrossEntropy":
        return values.requires_grad_(), torch.randint(shape[1], shape[:1], device="cuda")
    targets = torch.randn(shape, device="cuda")
    if name == "binaryCrossEntropyWithLogits":
        targets = (targets > 0).float()
    return values.requires_grad_(), targets


def step(loss, values, targets):
    values.grad = None
    value = loss(values, targets)
    value.backward()
    return value


def check(name, loss, values, targets):
    """The loss and every gradient against float64, a piece of the rows at a time."""
    found = step(loss, values, targets).item()
    rows = values.shape[0]
    pieces = max(1, values.numel() * 8 // 2**30)
    expected = 0.0
    for part in torch.arange(rows, device="cuda").chunk(pieces):
        exact = values.detach()[part].double().requires_grad_()
        share = targets[part] if name == "softmaxCrossEntropy" else targets[part].double()
        total = LOSSES[name](exact, share, reduction="sum") / rows
        total.backward()
        expected += total.item()
        error = (values.grad[part].double() - exact.grad).abs()
        allowed = TOLERANCE * exact.grad.abs() + 0.1 * TOLERANCE * exact.grad.abs().max()
        if not bool((error <= allowed).all()):
            raise ValueError(f"{name}: gradients that do not match float64")
    if not abs(found - expected) <= TOLERANCE * abs(expected):
        raise ValueError(f"{name}: loss {found} and not {expected}")


def measure(run, steps, first):
    """Milliseconds per step."""
    start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    start.record()
    for i in range(steps):
        run(first + i)
    end.record()
    end.synchronize()
    return start.elapsed_time(end) / steps


def spread(samples):
    return {"median": statistics.median(samples), "min": min(samples), "max": max(samples)}


def bench(name, shape):
    size = 4
    for axis in shape:
        size *= axis
    sets = [make_inputs(name, shape) for _ in range(1 if size >= LARGE_INPUT else 2)]
    result = torch.empty(shape, device="cuda")

    def copy(i):
        values, targets = sets[i % len(sets)]
        with torch.no_grad():
            if name == "softmaxCrossEntropy":
                result.copy_(values)
            else:
                torch.add(values, targets, out=result)

    compiled = torch.compile(LOSSES[name])
    runs = {"copy": copy}
    for who, loss in (("eager", LOSSES[name]), ("compile", compiled)):
        check(name, loss, *sets[0])
        runs[who] = lambda i, loss=loss: step(loss, *sets[i % len(sets)])

    counts = {}
    for who, run in runs.items():
        for i in range(3):
            run(i)
        counts[who] = max(1, int(SHORTEST / measure(run, 1, 0)) + 1)
    samples = {who: [] for who in runs}
    for i in range(ROUNDS):
        for who, run in runs.items():
            samples[who].append(measure(run, counts[who], i))
    return {"loss": name, "shape": shape, **{who: spread(times) for who, times in samples.items()}}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", help="where the JSON goes")
    parser.add_argument("--only", default="", help="rows whose name contains this")
    options = parser.parse_args()

    torch.manual_seed(1)
    torch.backends.cuda.matmul.allow_tf32 = False
    rows = []
    for name, shape in ELEMENTWISE + ROWWISE:
        if options.only not in name:
            continue
        row = bench(name, shape)
        rows.append(row)
        ratios = ", ".join(f"{who} {row[who]['median'] / row['copy']['median']:.2f}" for who in ("eager", "compile"))
        print(f"{name} {shape}: times the copy: {ratios}; copy {row['copy']['median']:.3f} ms", flush=True)
        torch.cuda.empty_cache()
    if options.out:
        device = f"{torch.__version__} on {torch.cuda.get_device_name()}"
        with open(options.out, "w", encoding="utf8") as file:
            json.dump({"device": device, "rows": rows}, file, indent=1)


if __name__ == "__main__":
    main()
