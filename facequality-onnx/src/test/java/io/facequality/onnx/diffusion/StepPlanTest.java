package io.facequality.onnx.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepPlanTest {

    @Test
    void hasSixCallsAndOneIdleInReferencePlan() {
        assertThat(times(StepPlan.reference())).containsExactly(4, 3, 2, 1, 0, 0, StepPlan.CLEAN);
        assertThat(StepPlan.reference().steps().stream().filter(Step::isIdle)).containsExactly(new Step(0, 0));
    }

    @Test
    void leavesIdleStepOutOfCompactedPlan() {
        assertThat(times(StepPlan.compacted())).containsExactly(4, 3, 2, 1, 0, StepPlan.CLEAN);
        assertThat(StepPlan.ofCalls(5)).isEqualTo(StepPlan.compacted());
    }

    @ParameterizedTest
    @CsvSource({"1, 4 -1", "2, 4 1 -1", "3, 4 2 0 -1", "4, 4 2 1 0 -1"})
    void fewerCallsAreSpreadAsThePublishedOnesAre(int calls, String times) {
        assertThat(times(StepPlan.ofCalls(calls))).extracting(String::valueOf).containsExactly(times.split(" "));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 6})
    void thereAreOneToFiveCalls(int calls) {
        assertThatThrownBy(() -> StepPlan.ofCalls(calls)).hasMessageContaining("from 1 to 5 calls, found " + calls);
    }

    @Test
    void stepsMustHangTogetherAndEndClean() {
        assertThatThrownBy(() -> new StepPlan(List.of())).hasMessageContaining("at least one step");
        assertThatThrownBy(() -> new StepPlan(List.of(new Step(4, 2), new Step(1, -1)))).hasMessageContaining("start");
        assertThatThrownBy(() -> new StepPlan(List.of(new Step(4, 2)))).hasMessageContaining("the last at -1");
        assertThatThrownBy(() -> new Step(2, 3)).hasMessageContaining("from 2 to 3");
    }

    private static List<Integer> times(StepPlan plan) {
        List<Integer> times = new ArrayList<>(plan.steps().stream().map(Step::from).toList());
        times.add(plan.steps().get(plan.calls() - 1).to());
        return times;
    }
}
