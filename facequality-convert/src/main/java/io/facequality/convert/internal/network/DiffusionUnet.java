package io.facequality.convert.internal.network;

import io.facequality.convert.internal.network.NetworkOperators.Convolution;
import io.facequality.convert.internal.network.NetworkOperators.Linear;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * DifFIQA's network, which takes the noise from an image (Babnik et al. 2023; the architecture is the U-Net of Ho et
 * al. 2020 with weight-standardized convolutions and linear attention).
 *
 * @param width the channels of the first level
 * @param timeWidth how many numbers stand for a time
 * @param widths the channels that each level hands on
 */
record DiffusionUnet(long width, long timeWidth, List<Long> widths) implements Unet {

    private static final int HEADS = 4;
    private static final int HEAD_WIDTH = 32;
    private static final long ATTENTION = HEADS * HEAD_WIDTH;

    /** What the similarity of unit vectors is multiplied by before the softmax. */
    private static final float SIMILARITY_SCALE = 10;

    DiffusionUnet {
        widths = List.copyOf(widths);
    }

    static boolean fits(NetworkWeights weights) {
        return weights.has("init_conv.weight") || weights.has("time_mlp.1.weight");
    }

    /** The network that weights are for; sizes whose tensors are missing are {@link NetworkWeights#UNKNOWN}. */
    static DiffusionUnet of(NetworkWeights weights) {
        List<Long> widths = new ArrayList<>();
        for (int level = 0; level < weights.parts("downs"); level++) {
            widths.add(weights.size("downs." + level + ".3.weight", 0));
        }
        return new DiffusionUnet(
                weights.size("init_conv.weight", 0), weights.size("time_mlp.1.weight", 0), widths);
    }

    @Override
    public String variant() {
        return "diffusion UNet of dimension " + width + ", " + widths.size() + " levels";
    }

    @Override
    public <T> T apply(NetworkOperators<T> operators, T image, T time) {
        return new Pass<>(this, operators, time).restored(image);
    }

    /** Feature maps with their sizes. */
    private record Maps<T>(T value, long channels, int side) {}

    /** One way through the network. */
    private static final class Pass<T> {

        private final DiffusionUnet unet;
        private final NetworkOperators<T> operators;
        private final T time;
        private final Deque<Maps<T>> stored = new ArrayDeque<>();

        Pass(DiffusionUnet unet, NetworkOperators<T> operators, T time) {
            this.unet = unet;
            this.operators = operators;
            this.time = operators.silu(embedded(unet, operators, time));
        }

        /** Sinusoids of the time, then two layers. */
        private static <T> T embedded(DiffusionUnet unet, NetworkOperators<T> operators, T time) {
            T waves = operators.waves(time, (int) (unet.width / 2));
            T hidden = operators.gelu(operators.linear(waves, Linear.of("time_mlp.1", unet.width, unet.timeWidth)));
            return operators.linear(hidden, Linear.of("time_mlp.3", unet.timeWidth, unet.timeWidth));
        }

        T restored(T image) {
            long width = unet.width;
            T first = operators.convolution(image, Convolution.biased("init_conv", CHANNELS, width, 7));
            Maps<T> maps = new Maps<>(first, width, SIDE);
            int last = unet.widths.size() - 1;
            for (int level = 0; level <= last; level++) {
                maps = down(maps, "downs." + level, unet.widths.get(level), level == last);
            }
            maps = residual(maps, "mid_block1", maps.channels);
            maps = fullAttention(maps, "mid_attn");
            maps = residual(maps, "mid_block2", maps.channels);
            for (int level = 0; level <= last; level++) {
                long out = level == last ? width : unet.widths.get(last - level - 1);
                maps = up(maps, "ups." + level, out, level == last);
            }
            maps = residual(joined(maps, new Maps<>(first, width, SIDE)), "final_res_block", width);
            return operators.convolution(maps.value, Convolution.biased("final_conv", width, CHANNELS, 1));
        }

        private Maps<T> down(Maps<T> from, String name, long out, boolean last) {
            Maps<T> maps = residual(from, name + ".0", from.channels);
            stored.push(maps);
            maps = linearAttention(residual(maps, name + ".1", from.channels), name + ".2");
            stored.push(maps);
            Convolution layer = last
                    ? Convolution.biased(name + ".3", maps.channels, out, 3)
                    : Convolution.halving(name + ".3", maps.channels, out);
            return new Maps<>(operators.convolution(maps.value, layer), out, maps.side / layer.stride());
        }

        private Maps<T> up(Maps<T> from, String name, long out, boolean last) {
            Maps<T> maps = residual(joined(from, stored.pop()), name + ".0", from.channels);
            maps = residual(joined(maps, stored.pop()), name + ".1", from.channels);
            maps = linearAttention(maps, name + ".2");
            if (last) {
                Convolution layer = Convolution.biased(name + ".3", maps.channels, out, 3);
                return new Maps<>(operators.convolution(maps.value, layer), out, maps.side);
            }
            T wider = operators.doubled(maps.value, maps.channels, maps.side);
            Convolution layer = Convolution.biased(name + ".3.1", maps.channels, out, 3);
            return new Maps<>(operators.convolution(wider, layer), out, 2 * maps.side);
        }

        private Maps<T> joined(Maps<T> left, Maps<T> right) {
            return new Maps<>(
                    operators.joined(left.value, right.value), left.channels + right.channels, left.side);
        }

        /** Two blocks, the first one scaled and shifted by the time, beside the input. */
        private Maps<T> residual(Maps<T> from, String name, long out) {
            T inner = standardized(from, name + ".block1", out);
            Linear scaleAndShift = Linear.of(name + ".mlp.1", unet.timeWidth, 2 * out);
            inner = operators.silu(operators.modulated(inner, time, scaleAndShift));
            T deep = operators.silu(standardized(new Maps<>(inner, out, from.side), name + ".block2", out));
            T beside = from.channels == out
                    ? from.value
                    : operators.convolution(from.value, Convolution.biased(name + ".res_conv", from.channels, out, 1));
            return new Maps<>(operators.sum(deep, beside), out, from.side);
        }

        /** A weight-standardized convolution and a normalization of groups of channels. */
        private T standardized(Maps<T> from, String name, long out) {
            T convolved = operators.standardizedConvolution(
                    from.value, Convolution.biased(name + ".proj", from.channels, out, 3));
            return operators.groupsNormalized(convolved, name + ".norm", GROUPS, out, from.side);
        }

        /** Attention whose cost grows with the positions, not their square (Shen et al. 2021), beside its input. */
        private Maps<T> linearAttention(Maps<T> from, String name) {
            int positions = from.side * from.side;
            List<T> parts = queriesKeysValues(from, name);
            T queries = operators.softmax(parts.get(0), 2);
            T keys = operators.softmax(parts.get(1), 3);
            T context = operators.product(parts.get(2), operators.transposed(keys));
            T out = operators.reshaped(operators.product(context, queries), ATTENTION, from.side, from.side);
            T projected = operators.scaledConvolution(
                    out,
                    1 / (Math.sqrt(HEAD_WIDTH) * positions),
                    Convolution.biased(name + ".fn.fn.to_out.0", ATTENTION, from.channels, 1));
            T gained = operators.gained(
                    operators.channelsNormalized(projected), name + ".fn.fn.to_out.1.g", from.channels);
            return new Maps<>(operators.sum(gained, from.value), from.channels, from.side);
        }

        /** Attention of each position to each, beside its input. The published layout normalizes over the positions. */
        private Maps<T> fullAttention(Maps<T> from, String name) {
            List<T> parts = queriesKeysValues(from, name);
            T queries = operators.scaled(operators.innerUnit(parts.get(0)), SIMILARITY_SCALE);
            T similarities = operators.product(operators.transposed(queries), operators.innerUnit(parts.get(1)));
            T shares = operators.softmax(similarities, 3);
            T attended = operators.product(parts.get(2), operators.transposed(shares));
            T projected = operators.convolution(
                    operators.reshaped(attended, ATTENTION, from.side, from.side),
                    Convolution.biased(name + ".fn.fn.to_out", ATTENTION, from.channels, 1));
            return new Maps<>(operators.sum(projected, from.value), from.channels, from.side);
        }

        /** Three arrays {@code [n,heads,width,positions]} of the normalized maps. */
        private List<T> queriesKeysValues(Maps<T> from, String name) {
            T all = operators.gainedConvolution(
                    operators.channelsNormalized(from.value),
                    name + ".fn.norm.g",
                    Convolution.of(name + ".fn.fn.to_qkv", from.channels, 3 * ATTENTION, 1));
            return operators.split(all, 3).stream()
                    .map(part -> operators.reshaped(part, HEADS, HEAD_WIDTH, (long) from.side * from.side))
                    .toList();
        }
    }
}
