package io.facequality.convert;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tensors of a network, found in what training saved: the right group of a checkpoint, and the names without what
 * wrappers put in front of them.
 *
 * @param tensors the tensors by the names that the network gives them
 * @param leftOut the names of the others in the group, such as the buffers of a diffusion schedule
 */
record StateDict(Map<String, Tensor> tensors, List<String> leftOut) {

    /** Where training scripts put the network; what the published code reads comes first. */
    private static final List<String> USUAL_GROUPS = List.of("", "model", "state_dict", "ema");

    /** What a wrapper for several devices puts in front, one for averaged weights, and one for diffusion. */
    private static final List<String> WRAPPERS = List.of("module.", "ema_model.", "model.");

    /**
     * Finds a network.
     *
     * @param groups a checkpoint's tensors
     * @param wanted the group to take; empty for the usual one
     * @param place the file, for messages
     */
    static StateDict of(Map<String, Map<String, Tensor>> groups, Optional<String> wanted, String place) {
        Map<String, Tensor> tensors = group(groups, wanted, place);
        List<String> leftOut = new ArrayList<>();
        for (Optional<String> wrapper = wrapper(tensors); wrapper.isPresent(); wrapper = wrapper(tensors)) {
            tensors = unwrapped(tensors, wrapper.get(), leftOut);
        }
        return new StateDict(tensors, List.copyOf(leftOut));
    }

    private static Map<String, Tensor> group(
            Map<String, Map<String, Tensor>> groups, Optional<String> wanted, String place) {
        List<String> candidates = wanted.map(List::of).orElse(USUAL_GROUPS);
        return candidates.stream()
                .filter(groups::containsKey)
                .findFirst()
                .or(() -> groups.keySet().stream().filter(name -> wanted.isEmpty() && groups.size() == 1).findFirst())
                .map(groups::get)
                .orElseThrow(() -> new ModelException(new Problem(
                        "cannot find the network",
                        place,
                        wanted.map(name -> "the tensors " + name)
                                .orElse("a state dict, or one in model, state_dict or ema"),
                        groups.isEmpty() ? "no tensors" : "tensors in " + String.join(", ", shortened(groups)),
                        "Name the part to take.")));
    }

    private static List<String> shortened(Map<String, ?> groups) {
        return groups.keySet().stream().map(name -> name.isEmpty() ? "the file itself" : name).limit(10).toList();
    }

    /** What is in front of the network's names, if they are not at the front themselves. */
    private static Optional<String> wrapper(Map<String, Tensor> tensors) {
        if (Network.isKnown(tensors.keySet())) {
            return Optional.empty();
        }
        return WRAPPERS.stream()
                .filter(wrapper -> tensors.keySet().stream().anyMatch(name -> name.startsWith(wrapper)))
                .findFirst();
    }

    private static Map<String, Tensor> unwrapped(Map<String, Tensor> tensors, String wrapper, List<String> leftOut) {
        Map<String, Tensor> inner = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(wrapper)) {
                inner.put(name.substring(wrapper.length()), tensor);
            } else {
                leftOut.add(name);
            }
        });
        return inner;
    }

    /** This network with what it lacks from another; of its own nothing is replaced. */
    StateDict completedFrom(StateDict other) {
        Map<String, Tensor> all = new LinkedHashMap<>(named(tensors));
        named(other.tensors).forEach(all::putIfAbsent);
        return new StateDict(all, leftOut);
    }

    /** A backbone's names are the same with its prefix and without. */
    private static Map<String, Tensor> named(Map<String, Tensor> tensors) {
        return Network.withoutBackbonePrefix(tensors);
    }
}
