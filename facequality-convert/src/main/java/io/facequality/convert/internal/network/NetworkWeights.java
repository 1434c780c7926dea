package io.facequality.convert.internal.network;

import io.facequality.convert.internal.checkpoint.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The tensors that a network is built from. It keeps an account: which were taken, and what was wanted but missing or
 * of another shape, so that one message can name all of it. For one thread.
 */
final class NetworkWeights {

    /** A size that is not known, because the tensor that would tell it is missing. */
    static final long UNKNOWN = 0;

    private final Map<String, Tensor> tensors;
    private final Set<String> taken = new HashSet<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> unfit = new ArrayList<>();

    NetworkWeights(Map<String, Tensor> tensors) {
        this.tensors = new LinkedHashMap<>(tensors);
    }

    boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** How many numbered parts there are: 3 where {@code prefix.0.}, {@code prefix.1.} and {@code prefix.2.} occur. */
    int parts(String prefix) {
        int count = 0;
        while (hasBelow(prefix + "." + count + ".")) {
            count++;
        }
        return count;
    }

    private boolean hasBelow(String prefix) {
        return tensors.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** One of a tensor's sizes, from which the network's are read. */
    long size(String name, int axis) {
        Tensor tensor = tensors.get(name);
        return tensor == null || tensor.shape().size() <= axis ? UNKNOWN : tensor.shape().get(axis);
    }

    /** Takes a tensor of a shape; {@link #UNKNOWN} sizes may be any. */
    Parameter take(String name, long... shape) {
        taken.add(name);
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            missing.add(name + " " + words(shape));
        } else if (!tensor.type().isReal() || !fits(tensor.shape(), shape)) {
            unfit.add(name + " " + words(shape) + " (found " + tensor + ")");
        }
        return new Parameter(tensor == null ? Tensor.of(new float[0], 0) : tensor);
    }

    private static boolean fits(List<Long> found, long[] wanted) {
        return found.size() == wanted.length
                && LongStream.range(0, wanted.length)
                        .allMatch(i -> wanted[(int) i] == UNKNOWN || wanted[(int) i] == found.get((int) i));
    }

    /** Marks a tensor that the network has but that no result depends on. */
    void ignore(String name) {
        taken.add(name);
    }

    List<String> missing() {
        return List.copyOf(missing);
    }

    List<String> unfit() {
        return List.copyOf(unfit);
    }

    /** The tensors that nothing took. */
    List<String> unknown() {
        return tensors.entrySet().stream()
                .filter(entry -> !taken.contains(entry.getKey()))
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }

    private static String words(long... shape) {
        return LongStream.of(shape)
                .mapToObj(size -> size == UNKNOWN ? "?" : Long.toString(size))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
