"""Writes the small golden data that a clone tests the arithmetic with, below each module's src/test/resources/golden.

The folders and files have the names and the layout of the shared golden data, so that one test reads both. Every
expected number is computed here in double precision with NumPy from the published definitions; the resized pictures are
Pillow's. All weights and vectors are random. The same versions write the same bytes: NumPy 2.4, Pillow 12.3.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install numpy==2.4.6 pillow==12.3.0
    /tmp/golden/bin/python benchmarks/golden/make-golden.py
"""

import io
import itertools
import json
import math
import pathlib
import pickle
import sys
import types
import zipfile
from collections import OrderedDict

import numpy
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIDE = 112


def folder(module, name):
    path = ROOT / module / "src" / "test" / "resources" / "golden" / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def write_json(path, value):
    # Twelve digits: the last bits of a sum depend on the processor.
    rounded = json.loads(json.dumps(value), parse_float=lambda text: float("%.12g" % float(text)))
    path.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8", newline="\n")


class Numbers:
    """Random numbers from a seed, by uniform draws alone, which NumPy keeps the same from version to version."""

    def __init__(self, seed):
        self.generator = numpy.random.Generator(numpy.random.PCG64(seed))

    def between(self, low, high, *shape):
        return low + (high - low) * self.generator.random(shape)

    def units(self, count, dimension):
        vectors = self.between(-1, 1, count, dimension)
        return float32(vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True))


def float32(values):
    return numpy.asarray(values).astype(numpy.float32)


# Pictures


def picture(seed, width, height):
    """A coarse random grid between which the colors run evenly, and a little noise."""
    numbers = Numbers(seed)
    grid = numbers.between(0, 255, 7, 7, 3)
    across = along(grid.transpose(1, 0, 2), width).transpose(1, 0, 2)
    smooth = along(across, height)
    return numpy.clip(smooth + numbers.between(-6, 6, height, width, 3), 0, 255).astype(numpy.uint8)


def along(grid, length):
    places = numpy.arange(length) * (len(grid) - 1) / length
    before = places.astype(int)
    share = (places - before).reshape(-1, 1, 1)
    return grid[before] * (1 - share) + grid[before + 1] * share


def normalized(face):
    return ((face / 255 - 0.5) / 0.5).transpose(2, 0, 1)


def write_preprocess():
    target = folder("facequality-images", "preprocess")
    cases = {
        "larger-23x31.png": (picture(1, 23, 31), {}),
        "wide-180x30.bmp": (picture(2, 180, 30), {}),
        "photo-90x120.jpg": (picture(3, 90, 120), {"quality": 92}),
    }
    for name, (pixels, options) in cases.items():
        Image.fromarray(pixels).save(target / name, **options)
        stored = Image.open(target / name).convert("RGB")
        numpy.save(target / (name + ".decoded.npy"), numpy.asarray(stored))
        resized = stored.resize((SIDE, SIDE), Image.Resampling.BILINEAR)
        numpy.save(target / (name + ".resized.npy"), numpy.asarray(resized))


# The scorer


class Tensor:
    """An array that is pickled as PyTorch pickles a tensor."""

    def __init__(self, key, values):
        self.storage = Storage(key, values)
        self.shape = values.shape
        self.strides = tuple(stride // values.itemsize for stride in values.strides)

    def __reduce__(self):
        return rebuild, (self.storage, 0, self.shape, self.strides, False, OrderedDict())


class Storage:
    def __init__(self, key, values):
        self.key = key
        self.kind = FloatStorage if values.dtype == numpy.float32 else LongStorage
        self.values = values


class FloatStorage:
    pass


class LongStorage:
    pass


def rebuild():
    raise NotImplementedError("only its name is written")


def name_as(thing, module, name):
    """Lets pickle write a name of PyTorch's, which need not be installed."""
    thing.__module__, thing.__name__, thing.__qualname__ = module, name, name
    sys.modules.setdefault(module, types.ModuleType(module))
    setattr(sys.modules[module], name, thing)


class StatePickler(pickle.Pickler):
    def persistent_id(self, thing):
        if isinstance(thing, Storage):
            return "storage", thing.kind, thing.key, "cpu", thing.values.size
        return None


def write_state(path, state):
    """The zip form of torch.save: a pickle of the names and shapes, and the numbers of each tensor."""
    for thing, module, name in (
        (FloatStorage, "torch", "FloatStorage"),
        (LongStorage, "torch", "LongStorage"),
        (rebuild, "torch._utils", "_rebuild_tensor_v2"),
    ):
        name_as(thing, module, name)
    tensors = OrderedDict((name, Tensor(str(i), state[name])) for i, name in enumerate(state))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:

        def record(name, content):
            archive.writestr(zipfile.ZipInfo("archive/" + name, (1980, 1, 1, 0, 0, 0)), content)

        with io.BytesIO() as scratch:
            StatePickler(scratch, 2).dump(tensors)
            record("data.pkl", scratch.getvalue())
        record("byteorder", b"little")
        for tensor in tensors.values():
            record("data/" + tensor.storage.key, tensor.storage.values.tobytes())
        record("version", b"3\n")


class ResidualScorer:
    """eDifFIQA on an IResNet: random weights by name, and what they give, in double precision."""

    EPSILON = 1e-5

    def __init__(self, seed, widths, blocks, dimension, hidden):
        self.numbers = Numbers(seed)
        self.blocks = blocks
        self.state = OrderedDict()
        self.convolution_weights("conv1", 3, widths[0], 3)
        self.norm_weights("bn1", widths[0])
        self.prelu_weights("prelu", widths[0])
        channels = widths[0]
        for layer, (width, count) in enumerate(zip(widths, blocks), 1):
            for block in range(count):
                self.block_weights(f"layer{layer}.{block}", channels, width, block == 0)
                channels = width
        self.norm_weights("bn2", channels)
        self.linear_weights("base_model.fc", channels * 49, dimension)
        self.norm_weights("features", dimension)
        self.linear_weights("mlp.l1", dimension, hidden)
        self.linear_weights("mlp.l2", hidden, 1)

    def block_weights(self, name, channels, width, first):
        self.norm_weights(name + ".bn1", channels)
        self.convolution_weights(name + ".conv1", channels, width, 3)
        self.norm_weights(name + ".bn2", width)
        self.prelu_weights(name + ".prelu", width)
        self.convolution_weights(name + ".conv2", width, width, 3)
        self.norm_weights(name + ".bn3", width)
        if first:
            self.convolution_weights(name + ".downsample.0", channels, width, 1)
            self.norm_weights(name + ".downsample.1", width)

    def put(self, name, values):
        self.state[name] = float32(values)

    def convolution_weights(self, name, channels, width, size):
        bound = math.sqrt(3 / (channels * size * size))
        self.put(f"base_model.{name}.weight", self.numbers.between(-bound, bound, width, channels, size, size))

    def norm_weights(self, name, channels):
        prefix = f"base_model.{name}."
        self.put(prefix + "weight", self.numbers.between(0.6, 1.4, channels))
        self.put(prefix + "bias", self.numbers.between(-0.3, 0.3, channels))
        self.put(prefix + "running_mean", self.numbers.between(-0.3, 0.3, channels))
        self.put(prefix + "running_var", self.numbers.between(0.5, 1.5, channels))
        self.state[prefix + "num_batches_tracked"] = numpy.array(3, dtype=numpy.int64)

    def prelu_weights(self, name, channels):
        self.put(f"base_model.{name}.weight", self.numbers.between(0.1, 0.5, channels))

    def linear_weights(self, name, length, width):
        bound = math.sqrt(3 / length)
        self.put(name + ".weight", self.numbers.between(-bound, bound, width, length))
        self.put(name + ".bias", self.numbers.between(-0.1, 0.1, width))

    def weight(self, name):
        return self.state[name].astype(numpy.float64)

    def features(self, face):
        maps = self.prelu("prelu", self.norm("bn1", self.convolution("conv1", face, 1)))
        for layer, count in enumerate(self.blocks, 1):
            for block in range(count):
                maps = self.residual(f"layer{layer}.{block}", maps, 2 if block == 0 else 1)
        flat = self.norm("bn2", maps).reshape(-1)
        return self.norm("features", self.linear("base_model.fc", flat))

    def quality(self, features):
        units = self.linear("mlp.l1", features)
        gelu = [unit * 0.5 * (1 + math.erf(unit / math.sqrt(2))) for unit in units]
        return self.linear("mlp.l2", numpy.array(gelu))[0]

    def residual(self, name, maps, stride):
        inner = self.convolution(name + ".conv1", self.norm(name + ".bn1", maps), 1)
        inner = self.prelu(name + ".prelu", self.norm(name + ".bn2", inner))
        deep = self.norm(name + ".bn3", self.convolution(name + ".conv2", inner, stride))
        if stride == 1:
            return deep + maps
        return deep + self.norm(name + ".downsample.1", self.convolution(name + ".downsample.0", maps, stride))

    def convolution(self, name, maps, stride):
        weights = self.weight(f"base_model.{name}.weight")
        size = weights.shape[-1]
        border = size // 2
        padded = numpy.pad(maps, ((0, 0), (border, border), (border, border)))
        side = (maps.shape[1] - 1) // stride + 1
        result = numpy.zeros((len(weights), side, side))
        for y, x in itertools.product(range(size), range(size)):
            seen = padded[:, y : y + stride * side : stride, x : x + stride * side : stride][:, :side, :side]
            result += numpy.tensordot(weights[:, :, y, x], seen, 1)
        return result

    def norm(self, name, values):
        weight, bias, mean, variance = (
            self.weight(f"base_model.{name}.{part}").reshape([-1] + [1] * (values.ndim - 1))
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        return (values - mean) / numpy.sqrt(variance + self.EPSILON) * weight + bias

    def prelu(self, name, maps):
        slope = self.weight(f"base_model.{name}.weight").reshape(-1, 1, 1)
        return numpy.where(maps >= 0, maps, slope * maps)

    def linear(self, name, values):
        return self.weight(name + ".weight") @ values + self.weight(name + ".bias")


def write_scorer():
    faces = numpy.stack([picture(11, SIDE, SIDE), picture(12, SIDE, SIDE)])
    numpy.save(folder("facequality-convert", "ediffiqa-t") / "faces-rgb-uint8.npy", faces)
    target = folder("facequality-convert", "ediffiqa-iresnet")
    scorer = ResidualScorer(21, widths=(4, 8, 8, 16), blocks=(1, 2, 1, 1), dimension=8, hidden=32)
    write_state(target / "ediffiqa-iresnet-narrow-random.pth", scorer.state)
    features = [scorer.features(normalized(face)) for face in faces]
    numpy.save(target / "expected-features.npy", float32(features))
    numpy.save(target / "expected-quality.npy", float32([scorer.quality(one) for one in features]))


# Diffusion


class ClosedFormDiffusion:
    """The published procedure with a denoiser, an embedder and noise that a line writes down each."""

    REPEATS = 2
    FORWARD_TIME = 5
    STEPS = ((4, 3), (3, 2), (2, 1), (1, 0), (0, 0), (0, -1))

    def __init__(self, face):
        self.face = normalized(face)
        self.shares = self.cosine_schedule()
        self.kept_shares = float32(self.shares)

    @staticmethod
    def cosine_schedule(times=1000, offset=0.008):
        share = [math.cos((t / times + offset) / (1 + offset) * math.pi / 2) ** 2 for t in range(times + 1)]
        betas = [min(0.999, max(0, 1 - share[t + 1] / share[t])) for t in range(times)]
        return numpy.cumprod(1 - numpy.array(betas))

    @staticmethod
    def denoise(pictures):
        return 0.9 * pictures

    @staticmethod
    def embed(pictures):
        """The rise from a pixel to the next, at 37 places."""
        flat = pictures.reshape(len(pictures), -1)
        places = numpy.arange(37) * 1009
        return flat[:, places + 1] - flat[:, places]

    @staticmethod
    def noise(row, draw, length):
        i = numpy.arange(length, dtype=numpy.int64)
        number = (31 * i * i + 7919 * i + 104729 * row + 1299709 * draw) % 65521
        return (number / 65521 - 0.5) * math.sqrt(12)

    def draws(self, rows, draw, shape):
        return numpy.stack([self.noise(row, draw, self.face.size).reshape(shape) for row in range(rows)])

    def run(self):
        sides = [self.face] * self.REPEATS + [self.face[:, :, ::-1]] * self.REPEATS
        clean = numpy.stack(sides)
        noisy = self.noised(clean)
        restored = self.restored(noisy)
        return noisy, restored, self.similarities(clean, noisy, restored)

    def noised(self, clean):
        signal, noise = (
            float(numpy.float32(math.sqrt(share)))
            for share in (self.shares[self.FORWARD_TIME], 1 - self.shares[self.FORWARD_TIME])
        )
        return signal * clean + noise * self.draws(len(clean), 0, self.face.shape)

    def restored(self, noisy):
        for number, (time, following) in enumerate(self.STEPS):
            x0 = numpy.clip(self.denoise(noisy), -1, 1)
            if following < 0:
                return x0
            # Which parts are in single precision is part of the definition.
            share, next_share, one = self.kept_shares[time], self.kept_shares[following], numpy.float32(1)
            sigma = numpy.sqrt((one - share / next_share) * (one - next_share) / (one - share))
            direction = numpy.sqrt(one - next_share - sigma * sigma)
            scale = numpy.float32(math.sqrt(1 / self.shares[time]))
            deviation = numpy.float32(math.sqrt(1 / self.shares[time] - 1))
            in_it = (float(scale) * noisy - x0) / float(deviation)
            draws = self.draws(len(noisy), number + 1, self.face.shape)
            noisy = float(numpy.sqrt(next_share)) * x0 + float(direction) * in_it + float(sigma) * draws
        raise AssertionError("the last step ends at a clean picture")

    def similarities(self, clean, noisy, restored):
        def cosine(one, other):
            return float(one @ other / math.sqrt((one @ one) * (other @ other)))

        picture = self.embed(clean)[0]
        seen = [self.embed(pictures) for pictures in (clean, noisy, restored)]
        return [
            [
                cosine(picture, seen[1][repeat]),
                cosine(picture, seen[2][repeat]),
                cosine(picture, seen[1][self.REPEATS + repeat]),
                cosine(picture, seen[2][self.REPEATS + repeat]),
                cosine(picture, seen[0][self.REPEATS]),
            ]
            for repeat in range(self.REPEATS)
        ]


def write_diffusion():
    target = folder("facequality-onnx", "diffiqa")
    face = picture(31, SIDE, SIDE)
    diffusion = ClosedFormDiffusion(face)
    noisy, restored, similarities = diffusion.run()
    numpy.save(target / "face-rgb-uint8.npy", face)
    numpy.save(target / "schedule-alphas-cumprod.npy", diffusion.kept_shares)
    # Every 509th number of each picture.
    numpy.save(target / "closed-form-noisy.npy", float32(noisy.reshape(len(noisy), -1)[:, ::509]))
    numpy.save(target / "closed-form-reconstructed.npy", float32(restored.reshape(len(noisy), -1)[:, ::509]))
    numpy.save(target / "closed-form-similarities.npy", numpy.array(similarities).round(12))


# Selection


def write_selection():
    for seed, person, size in ((41, "person1", 12), (42, "person2", 9)):
        numbers = Numbers(seed)
        embeddings = numbers.units(size, 8)
        weights = [float("%.12g" % weight) for weight in numbers.between(0.2, 0.9, size)]
        names = [f"face-{place:02d}.png" for place in range(size)]
        chosen = {str(count): chosen_faces(embeddings, weights, names, count) for count in range(1, 6)}
        target = folder("facequality-select", "select")
        numpy.save(target / f"{person}-embeddings.npy", embeddings)
        write_json(target / f"{person}.json", {"names": names, "weights": weights, "selected": chosen})
        lines = [
            '"%s, %s",%.12g' % (names[one], names[other], objective(embeddings, weights, (one, other)))
            for one, other in itertools.combinations(range(size), 2)
        ]
        text = "\n".join(["Combination,Weighted Average Similarity"] + lines) + "\n"
        (target / f"{person}-all-pairs.csv").write_text(text, encoding="utf-8", newline="\n")


def chosen_faces(embeddings, weights, names, count):
    values = sorted(
        (objective(embeddings, weights, faces), faces)
        for faces in itertools.combinations(range(len(names)), count)
    )
    return {
        "indices": list(values[0][1]),
        "names": [names[face] for face in values[0][1]],
        "objective": values[0][0],
        "combinations": len(values),
        "runner_up": values[1][0],
    }


def objective(embeddings, weights, chosen):
    vectors = embeddings.astype(numpy.float64)
    vectors = vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)
    mean = vectors[list(chosen)].mean(axis=0)
    others = [face for face in range(len(vectors)) if face not in chosen]
    distances = [weights[face] * numpy.linalg.norm(vectors[face] - mean) for face in others]
    return float(sum(distances) / sum(weights[face] for face in others))


# Distillation


def write_distillation():
    target = folder("facequality-distill", "distill")
    write_centers(target)
    write_losses(target)


def write_centers(target, beta=0.4, minimum=3):
    numbers = Numbers(51)
    people = [f"id{person:02d}" for person in range(5) for _ in range(8)]
    names = [f"{person}/img{image:03d}.png" for image, person in enumerate(people)]
    embeddings = numbers.units(len(people), 6)
    qualities = numbers.between(0, 1, len(people)).round(12)
    rows = [
        ",".join([name, repr(float(quality))] + [str(value) for value in embedding])
        for name, quality, embedding in zip(names, qualities, embeddings)
    ]
    header = "path,quality," + ",".join(f"e{i}" for i in range(embeddings.shape[1]))
    (target / "embeddings.csv").write_text("\n".join([header] + rows) + "\n", encoding="utf-8", newline="\n")

    threshold = sorted(qualities, reverse=True)[int(beta * len(qualities))]
    good = {
        person: [i for i, other in enumerate(people) if other == person and qualities[i] >= threshold]
        for person in dict.fromkeys(people)
    }
    kept = [person for person in good if len(good[person]) >= minimum]
    write_json(
        target / "expected-centres.json",
        {
            "beta": beta,
            "minimum_high_quality_images": minimum,
            "kept_identities": kept,
            "training_items": sum(person in kept for person in people),
            "centres": [embeddings[good[person]].astype(numpy.float64).mean(axis=0).tolist() for person in kept],
        },
    )


def write_losses(target, theta=0.5, epsilon=0.5, count=12, dimension=6):
    numbers = Numbers(52)
    features, teacher, centers = (
        float32(numbers.between(-1, 1, count, dimension)).astype(numpy.float64) for _ in range(3)
    )
    predicted, label = (float32(numbers.between(0, 1, count)).astype(numpy.float64) for _ in range(2))

    def cosines(one, other):
        return (one * other).sum(axis=1) / numpy.linalg.norm(one, axis=1) / numpy.linalg.norm(other, axis=1)

    cosine = cosines(features, teacher)
    optimized = numpy.clip(label - epsilon * (1 - cosines(features, centers)), 0, 1)
    consistency = (1 - cosine).mean()
    quality = numpy.abs(predicted - optimized).mean()
    lengths = numpy.linalg.norm(features, axis=1, keepdims=True)
    towards = teacher / numpy.linalg.norm(teacher, axis=1, keepdims=True) / lengths
    along_features = cosine[:, None] * features / lengths**2
    write_json(
        target / "expected-losses.json",
        {
            "theta": theta,
            "epsilon": epsilon,
            "features": features.tolist(),
            "teacher": teacher.tolist(),
            "centre": centers.tolist(),
            "predicted": predicted.tolist(),
            "label": label.tolist(),
            "optimised_label": optimized.tolist(),
            "quality_loss": quality,
            "consistency_loss": consistency,
            "loss": theta * consistency + (1 - theta) * quality,
            "validation_quality_loss": numpy.abs(predicted - label).mean(),
            "gradient_features": (-theta / count * (towards - along_features)).tolist(),
            "gradient_predicted": ((1 - theta) / count * numpy.sign(predicted - optimized)).tolist(),
        },
    )


if __name__ == "__main__":
    write_preprocess()
    write_scorer()
    write_diffusion()
    write_selection()
    write_distillation()
