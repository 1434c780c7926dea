package io.facequality.distill.internal.torch;

import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.internal.student.HintLayer;
import io.facequality.distill.internal.student.WeightNames;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which tensors of a student are trained, and how fast. Immutable. */
final class TrainedTensors {

    private final DistillationSettings.Training how;
    private final Set<String> trained;
    private final Set<String> matrices;

    private TrainedTensors(DistillationSettings.Training how, Set<String> trained, Set<String> matrices) {
        this.how = how;
        this.trained = trained;
        this.matrices = matrices;
    }

    static TrainedTensors of(Map<String, Tensor> all, DistillationSettings.Training how) {
        Set<String> trained = trained(all.keySet(), how.backboneTensors());
        Set<String> matrices = new HashSet<>();
        if (how.matrixRate() > 0) {
            trained.stream()
                    .filter(WeightNames::isBackbone)
                    .filter(name -> TorchMuon.takes(WeightNames.sizes(Objects.requireNonNull(all.get(name)))))
                    .forEach(matrices::add);
        }
        return new TrainedTensors(how, trained, matrices);
    }

    /** The head and the last tensors before it; running averages are kept by the normalization itself. */
    private static Set<String> trained(Set<String> names, int backboneTensors) {
        List<String> backbone = names.stream()
                .filter(name -> WeightNames.isBackbone(name) && !WeightNames.isRunning(name))
                .toList();
        int fixed = backboneTensors == 0 ? 0 : Math.max(0, backbone.size() - backboneTensors);
        Set<String> trained = new HashSet<>(backbone.subList(fixed, backbone.size()));
        names.stream()
                .filter(name -> WeightNames.isHead(name) || HintLayer.owns(name) && !WeightNames.isRunning(name))
                .forEach(trained::add);
        return trained;
    }

    /** Whether it is trained at all. */
    boolean isTrained(String name) {
        return trained.contains(name);
    }

    /** Whether {@link TorchMuon} trains it, and not Adam. */
    boolean isMatrix(String name) {
        return matrices.contains(name);
    }

    /** How fast it is trained. */
    double rate(String name) {
        if (WeightNames.isHead(name)) {
            return how.headRate();
        }
        return isMatrix(name) ? how.matrixRate() : how.backboneRate();
    }
}
