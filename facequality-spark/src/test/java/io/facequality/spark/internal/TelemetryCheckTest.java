package io.facequality.spark.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryCheckTest {

    private static final UnaryOperator<String> NOTHING = name -> "";

    private static UnaryOperator<String> only(String wanted) {
        return name -> name.equals(wanted) ? "1" : "";
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.28.0", "1.9.1", "0.99"})
    void takesVersionsWithoutTelemetry(String version) {
        assertThatCode(() -> TelemetryCheck.require(Optional.of(version), false, NOTHING, NOTHING)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.29.0", "1.30", "2.0.0", "nightly"})
    void refusesAClusterWhoseExecutorsMayCrash(String version) {
        assertThatThrownBy(() -> TelemetryCheck.require(Optional.of(version), false, NOTHING, only("ORT_DISABLE_TELEMETRY")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("spark.executorEnv.ORT_DISABLE_TELEMETRY")
                .hasMessageContaining(version);
    }

    @Test
    void takesAClusterThatIsSetUp() {
        assertThatCode(() -> TelemetryCheck.require(
                        Optional.of("1.29.0"), false, only("spark.executorEnv.ORT_DISABLE_TELEMETRY"), NOTHING))
                .doesNotThrowAnyException();
    }

    @Test
    void asksTheEnvironmentWhereTheDriverIsTheExecutor() {
        assertThatThrownBy(() -> TelemetryCheck.require(
                        Optional.of("1.29.0"), true, only("spark.executorEnv.ORT_DISABLE_TELEMETRY"), NOTHING))
                .hasMessageContaining("the environment variable ORT_DISABLE_TELEMETRY");
        assertThatCode(() -> TelemetryCheck.require(
                        Optional.of("1.29.0"), true, NOTHING, only("ORT_DISABLE_TELEMETRY")))
                .doesNotThrowAnyException();
    }

    @Test
    void asksForTheSettingWhereNoVersionIsNamed() {
        assertThatThrownBy(() -> TelemetryCheck.require(Optional.empty(), false, NOTHING, NOTHING))
                .hasMessageContaining("of an unknown version");
    }
}
