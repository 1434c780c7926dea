package io.facequality.convert.internal.network;

import io.facequality.convert.internal.network.NetworkOperators.Convolution;
import io.facequality.convert.internal.network.NetworkOperators.Linear;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A UNet of this project's own, for processors. What makes it lean: the first convolution halves the side, so that no
 * map has more than 56 x 56 positions; there is one residual block a level and no attention; on the way up convolutions
 * come before maps are enlarged, at a quarter of the cost. What it gives is a correction of the image, which is zero
 * before training.
 *
 * @param width the channels that the image becomes
 * @param widths the channels of each level
 * @param timeWidth how many numbers stand for a time
 */
record LeanUnet(long width, List<Long> widths, long timeWidth) implements Unet {

    static final int INNER_SIDE = SIDE / 2;
    static final long TIME_WIDTH = 64;

    /** How many numbers the sines and cosines of a time are. */
    private static final int WAVES = 32;

    LeanUnet {
        widths = List.copyOf(widths);
    }

    static boolean fits(NetworkWeights weights) {
        return weights.has("stem.weight") && weights.has("time.0.weight");
    }

    /** The network that weights are for; sizes whose tensors are missing are {@link NetworkWeights#UNKNOWN}. */
    static LeanUnet of(NetworkWeights weights) {
        List<Long> widths = new ArrayList<>();
        for (int level = 0; level < weights.parts("down"); level++) {
            widths.add(weights.size("down." + level + ".second.weight", 0));
        }
        return new LeanUnet(
                weights.size("stem.weight", 0), widths, weights.size("time.0.weight", 0));
    }

    @Override
    public String variant() {
        return "lean diffusion UNet of width " + width + ", " + widths.size() + " levels";
    }

    @Override
    public <T> T apply(NetworkOperators<T> operators, T image, T time) {
        return new Pass<>(this, operators, time).restored(image);
    }

    /** Feature maps with their sizes. */
    private record Maps<T>(T value, long channels, int side) {}

    /** One way through the network. */
    private static final class Pass<T> {

        private final LeanUnet unet;
        private final NetworkOperators<T> operators;
        private final T time;

        Pass(LeanUnet unet, NetworkOperators<T> operators, T time) {
            this.unet = unet;
            this.operators = operators;
            T hidden = operators.silu(
                    operators.linear(operators.waves(time, WAVES / 2), Linear.of("time.0", WAVES, unet.timeWidth)));
            this.time = operators.silu(operators.linear(hidden, Linear.of("time.1", unet.timeWidth, unet.timeWidth)));
        }

        T restored(T image) {
            Convolution stem = Convolution.biased("stem", CHANNELS, unet.width, 6).stride(2).padding(2);
            Maps<T> maps = new Maps<>(operators.convolution(image, stem), unet.width, INNER_SIDE);
            Deque<Maps<T>> stored = new ArrayDeque<>();
            int last = unet.widths.size() - 1;
            for (int level = 0; level < last; level++) {
                maps = residual(maps, "down." + level, unet.widths.get(level));
                stored.push(maps);
                maps = halved(maps, "half." + level, unet.widths.get(level + 1));
            }
            maps = residual(maps, "down." + last, unet.widths.get(last));
            for (int level = last - 1; level >= 0; level--) {
                Maps<T> beside = stored.pop();
                maps = residual(
                        joined(doubled(maps, "double." + level, beside), beside), "up." + level, beside.channels);
            }
            int colors = 4 * CHANNELS;
            T correction = operators.correction(maps.value, Convolution.biased("out", maps.channels, colors, 3));
            return operators.sum(image, operators.unfolded(correction, CHANNELS, INNER_SIDE));
        }

        private Maps<T> halved(Maps<T> from, String name, long out) {
            T half = operators.convolution(from.value, Convolution.halving(name, from.channels, out));
            return new Maps<>(half, out, from.side / 2);
        }

        private Maps<T> doubled(Maps<T> from, String name, Maps<T> beside) {
            T narrow = operators.convolution(
                    from.value, Convolution.biased(name, from.channels, beside.channels, 3));
            return new Maps<>(
                    operators.doubled(narrow, beside.channels, from.side), beside.channels, beside.side);
        }

        private Maps<T> joined(Maps<T> left, Maps<T> right) {
            return new Maps<>(
                    operators.joined(left.value, right.value), left.channels + right.channels, left.side);
        }

        /** Two convolutions, the first one's result scaled and shifted by the time, beside the input. */
        private Maps<T> residual(Maps<T> from, String name, long out) {
            T inner = normalized(from, name + ".first", out);
            Linear scaleAndShift = Linear.of(name + ".time", unet.timeWidth, 2 * out);
            inner = operators.silu(operators.modulated(inner, time, scaleAndShift));
            T deep = operators.silu(normalized(new Maps<>(inner, out, from.side), name + ".second", out));
            T beside = from.channels == out
                    ? from.value
                    : operators.convolution(from.value, Convolution.biased(name + ".beside", from.channels, out, 1));
            return new Maps<>(operators.sum(deep, beside), out, from.side);
        }

        private T normalized(Maps<T> from, String name, long out) {
            T convolved = operators.convolution(from.value, Convolution.biased(name, from.channels, out, 3));
            return operators.groupsNormalized(convolved, name + ".norm", GROUPS, out, from.side);
        }
    }
}
