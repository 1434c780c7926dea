package io.facequality.distill.internal.student;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.RandomIResNet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirstWeightsTest {

    private static final RandomIResNet NETWORK = new RandomIResNet(new int[] {2, 3, 3, 4}, new int[] {2, 1, 2, 1});

    @Test
    void drawsEveryTensorOfNetworkInItsShape() {
        Map<String, List<Long>> expected = new LinkedHashMap<>();
        NETWORK.tensors().forEach((name, tensor) -> expected.put(name, tensor.shape()));
        expected.keySet().removeIf(WeightNames::isHead);

        Map<String, List<Long>> found = new LinkedHashMap<>();
        drawn(1).forEach((name, tensor) -> found.put(name, tensor.shape()));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void drawsSameWeightsForSameSeed() {
        float[] weights = drawn(1).get("conv1.weight").floats();

        assertThat(drawn(1).get("conv1.weight").floats()).containsExactly(weights);
        assertThat(drawn(2).get("conv1.weight").floats()).isNotEqualTo(weights);
    }

    private static Map<String, Tensor> drawn(long seed) {
        return FirstWeights.of(operators -> NETWORK.features(operators, FirstWeights.Nothing.NOTHING), seed);
    }
}
