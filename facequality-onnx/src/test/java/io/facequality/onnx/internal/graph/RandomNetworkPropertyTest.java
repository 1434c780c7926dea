package io.facequality.onnx.internal.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Any network gives with its rewrites what it gives without. */
class RandomNetworkPropertyTest {

    private static final int SIDE = 12;

    @Property(tries = 150)
    void givesSameResultsAfterRewriting(@ForAll long seed) {
        Random random = new Random(seed);
        int channels = List.of(3, 8, 16, 20).get(random.nextInt(4));
        Network network = new Network(seed).input(Network.OPEN, 3, SIDE, SIDE);
        List<String> maps = new ArrayList<>(List.of(network.convolution("x", 3, channels, 3, 1, true)));
        float[] shared = slopes(random, channels);
        for (int steps = 2 + random.nextInt(6); steps > 0; steps--) {
            maps.add(step(network, random, channels, shared, maps));
        }
        String last = maps.get(maps.size() - 1);
        network.output(last, Network.OPEN, channels, SIDE, SIDE);
        maps.stream()
                .filter(map -> !map.equals(last) && random.nextInt(3) == 0)
                .forEach(map -> network.output(map, Network.OPEN, channels, SIDE, SIDE));
        Agreement.check(network.file(), 2, 3, SIDE, SIDE);
    }

    /** A node that takes one or two of the maps so far, so that some have several consumers and some a residual. */
    private static String step(Network network, Random random, int channels, float[] shared, List<String> maps) {
        String from = maps.get(random.nextInt(maps.size()));
        return switch (random.nextInt(7)) {
            case 0 -> network.convolution(from, channels, channels, 3, 1, true);
            case 1 -> network.node("Add", List.of(from, maps.get(maps.size() - 1)));
            case 2 -> network.normalization(from, channels);
            case 3 -> network.prelu(from, new float[] {random.nextFloat() - 0.5f}, 1);
            case 4 -> network.prelu(from, shared, channels, 1, 1);
            default -> network.prelu(from, slopes(random, channels), channels, 1, 1);
        };
    }

    /** Slopes of any sign; in some networks some are above 1, in some all are the same. */
    private static float[] slopes(Random random, int channels) {
        int kind = random.nextInt(3);
        float[] slopes = new float[channels];
        for (int i = 0; i < channels; i++) {
            slopes[i] = switch (kind) {
                case 0 -> 0.25f;
                case 1 -> random.nextFloat() * 2 - 1;
                default -> random.nextFloat() * 3 - 1;
            };
        }
        return slopes;
    }
}
