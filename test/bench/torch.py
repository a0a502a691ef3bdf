"""PyTorch beside test/bench/dawn.mjs: the same rows on the same GPU, eager and compiled.

    python test/bench/torch.py --out torch.json
    node scripts/run.mjs test/bench/dawn.mjs --torch torch.json

Loss and gradients by autograd, f32, reduction "mean", timed by CUDA events: as many steps between two events as
take 5 ms, inputs taking turns, everybody once per round. Each is checked against float64 before it is timed. Where
Triton is, cross entropy also runs as one kernel of it (triton_rows.py).
"""

import sys

# This file has the name of the package that it imports.
sys.path.pop(0)

import argparse
import importlib.util
import json
import math
import pathlib
import statistics

import torch
import torch.nn.functional as F

ROUNDS = 9
SHORTEST = 5.0  # milliseconds between two events
LARGE_INPUT = 2**30  # bytes; one set of inputs this large outlasts every cache by itself
PIECE = 2**30  # bytes of float64 values that are checked at a time
TOLERANCE = 1e-4


class Loss:
    """A row: its inputs, the first of which are trained, and its loss. Items lie along the first axis of the first."""

    def __init__(self, name, shape, **extra):
        self.name, self.shape, self.extra = name, shape, extra

    def title(self):
        return f"{self.name} {self.shape}"

    def key(self):
        """What dawn.mjs knows the row by."""
        return {"loss": self.name, "shape": self.shape, **self.extra}

    def values(self):
        return (torch.randn(self.shape, device="cuda") * 2.5).requires_grad_()

    def trained(self, inputs):
        return inputs[:1]

    def kernel(self):
        """The same by a kernel of Triton, if there is one."""
        return None

    def pieces(self, inputs):
        """Inputs in float64 of some items at a time, which items they are, and their share of the mean."""
        items = self.shape[0]
        parts = max(1, inputs[0].numel() * 8 // PIECE)
        for part in torch.arange(items, device="cuda").chunk(parts):
            yield part, [exact(one[part]) for one in inputs], len(part) / items

    def copy(self, inputs, result):
        """As many bytes as the loss must move."""
        torch.add(inputs[0], inputs[1], out=result)


class Elementwise(Loss):
    functions = {
        "mse": F.mse_loss,
        "huber": F.huber_loss,
        "binaryCrossEntropyWithLogits": F.binary_cross_entropy_with_logits,
    }

    def make(self):
        targets = torch.randn(self.shape, device="cuda")
        if self.name == "binaryCrossEntropyWithLogits":
            targets = (targets > 0).float()
        return [self.values(), targets]

    def loss(self, values, targets):
        return self.functions[self.name](values, targets)


class Rows(Loss):
    """What reads one large input and writes as much."""

    def copy(self, inputs, result):
        result.copy_(inputs[0])


class CrossEntropy(Rows):
    def make(self):
        return [self.values(), torch.randint(self.shape[1], self.shape[:1], device="cuda")]

    def loss(self, logits, labels):
        return F.cross_entropy(logits, labels)

    def kernel(self):
        if importlib.util.find_spec("triton") is None:
            return None
        path = pathlib.Path(__file__).with_name("triton_rows.py")
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        # Triton reads the source of its kernels by the name of their module.
        sys.modules[path.stem] = module
        spec.loader.exec_module(module)
        return module.cross_entropy


class Ctc(Rows):
    """PyTorch's own kernels: lengths on the device and 64-bit targets are none that cuDNN takes."""

    def make(self):
        frames, sequences, classes = self.shape
        targets = self.extra["targets"]
        labels = torch.randint(1, classes, (sequences, targets), device="cuda")
        lengths = [torch.full((sequences,), length, device="cuda") for length in (frames, targets)]
        return [self.values(), labels, *lengths]

    def loss(self, logits, labels, frames, targets):
        return F.ctc_loss(F.log_softmax(logits, 2), labels, frames, targets)

    def pieces(self, inputs):
        yield slice(None), [exact(one) for one in inputs], 1.0


class Linear(Rows):
    """The logits are a product, and there are two matrices to train."""

    def make(self):
        rows, width = self.shape
        classes = self.extra["classes"]
        inputs = torch.randn(self.shape, device="cuda").requires_grad_()
        weights = (torch.randn((width, classes), device="cuda") * 0.1).requires_grad_()
        return [inputs, weights, torch.randint(classes, (rows,), device="cuda")]

    def loss(self, inputs, weights, labels):
        return F.cross_entropy(inputs @ weights, labels)

    def trained(self, inputs):
        return inputs[:2]

    def pieces(self, inputs):
        """Gradients of the inputs: those of the weights are sums over all of them."""
        values, weights, labels = inputs
        whole = weights.detach().double()
        items = self.shape[0]
        for part in torch.arange(items, device="cuda").chunk(max(1, items * weights.shape[1] * 8 // PIECE)):
            yield part, [exact(values[part]), whole, labels[part]], len(part) / items

    def products(self, inputs, slopes):
        """The three products that any way to compute it has."""
        values, weights, _ = inputs
        torch.matmul(values, weights, out=slopes)
        torch.matmul(slopes, weights.T)
        torch.matmul(values.T, slopes)


ROWS = [
    Elementwise("mse", [2**26]),
    Elementwise("huber", [2**26]),
    Elementwise("binaryCrossEntropyWithLogits", [2**26]),
    CrossEntropy("softmaxCrossEntropy", [65536, 1000]),
    CrossEntropy("softmaxCrossEntropy", [32768, 4096]),
    CrossEntropy("softmaxCrossEntropy", [4096, 128256]),
    Ctc("ctc", [512, 32, 64], targets=100),
    Linear("linear", [4096, 1024], classes=128256),
]
ADAM = {"training": "adam", "shape": [2**26], "steps": 1}


def exact(values):
    """In float64, to be differentiated where the original is; labels as they are."""
    if not values.is_floating_point():
        return values
    return values.detach().double().requires_grad_(values.requires_grad)


def step(row, loss, inputs):
    for one in row.trained(inputs):
        one.grad = None
    value = loss(*inputs)
    value.backward()
    return value


def check(row, loss, inputs):
    """The loss, and every gradient of the first input, against float64."""
    found = step(row, loss, inputs).item()
    expected = 0.0
    for part, pieces, share in row.pieces(inputs):
        total = row.loss(*pieces) * share
        total.backward()
        expected += total.item()
        error = (inputs[0].grad[part].double() - pieces[0].grad).abs()
        allowed = TOLERANCE * pieces[0].grad.abs() + 0.1 * TOLERANCE * pieces[0].grad.abs().max()
        if not bool((error <= allowed).all()):
            raise ValueError(f"{row.title()}: gradients that do not match float64")
    if not abs(found - expected) <= TOLERANCE * abs(expected):
        raise ValueError(f"{row.title()}: loss {found} and not {expected}")


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


def race(runs):
    """Everybody once per round, after a warm-up."""
    counts = {}
    for who, run in runs.items():
        for i in range(3):
            run(i)
        counts[who] = max(1, int(SHORTEST / measure(run, 1, 0)) + 1)
    samples = {who: [] for who in runs}
    for i in range(ROUNDS):
        for who, run in runs.items():
            samples[who].append(measure(run, counts[who], i))
    return {who: spread(times) for who, times in samples.items()}


def bench(row):
    size = 4 * math.prod(row.shape)
    sets = [row.make() for _ in range(1 if size >= LARGE_INPUT else 2)]
    result = torch.empty(row.shape, device="cuda")

    @torch.no_grad()
    def copy(i):
        row.copy(sets[i % len(sets)], result)

    runs = {"copy": copy}
    losses = {"eager": row.loss, "compile": torch.compile(row.loss, dynamic=False), "triton": row.kernel()}
    for who, loss in losses.items():
        if loss is None:
            continue
        try:
            check(row, loss, sets[0])
        except Exception as error:
            # Of PyTorch itself all is asked; ours in Triton is there to compare.
            if who != "triton":
                raise
            print(f"{row.title()}, triton: not timed ({error})", flush=True)
            continue
        runs[who] = lambda i, loss=loss: step(row, loss, sets[i % len(sets)])
    if hasattr(row, "products"):
        slopes = torch.randn((row.shape[0], row.extra["classes"]), device="cuda")

        @torch.no_grad()
        def products(i):
            row.products(sets[i % len(sets)], slopes)

        runs["products"] = products
    return {**row.key(), **race(runs)}


def bench_adam():
    """A step of Adam on one tensor: by default, compiled, and PyTorch's fused kernel."""

    def make(**options):
        values = torch.nn.Parameter(torch.randn(ADAM["shape"], device="cuda"))
        values.grad = torch.randn(ADAM["shape"], device="cuda")
        return values, torch.optim.Adam([values], **options)

    runs = {}
    for who, options in (("eager", {}), ("compile", {"capturable": True}), ("fused", {"fused": True})):
        values, optimizer = make(**options)
        before, slope = values.detach()[:1000].double(), values.grad[:1000].double()
        move = torch.compile(optimizer.step) if who == "compile" else optimizer.step
        move()
        # The first step goes by the learning rate against the sign.
        expected = before - 1e-3 * slope / (slope.abs() + 1e-8)
        if not bool(((values.detach()[:1000].double() - expected).abs() <= 1e-6 * (1 + expected.abs())).all()):
            raise ValueError(f"adam, {who}: parameters that do not match float64")
        runs[who] = lambda i, move=move: move()
    return {**ADAM, **race(runs)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", help="where the JSON goes")
    parser.add_argument("--only", default="", help="rows whose name contains this")
    options = parser.parse_args()

    torch.manual_seed(1)
    torch.backends.cuda.matmul.allow_tf32 = False
    rows = []
    for row in ROWS:
        if options.only not in row.name:
            continue
        found = bench(row)
        rows.append(found)
        times = ", ".join(f"{who} {one['median']:.3f}" for who, one in found.items() if isinstance(one, dict))
        print(f"{row.title()}, ms: {times}", flush=True)
        torch.cuda.empty_cache()
    training = []
    if options.only in ADAM["training"]:
        training.append(bench_adam())
        times = ", ".join(f"{who} {training[0][who]['median']:.3f}" for who in ("eager", "compile", "fused"))
        print(f"adam {ADAM['shape']}, ms: {times}", flush=True)
    if options.out:
        device = f"{torch.__version__} on {torch.cuda.get_device_name()}"
        with open(options.out, "w", encoding="utf8") as file:
            json.dump({"device": device, "rows": rows, "training": training}, file, indent=1)


if __name__ == "__main__":
    main()
