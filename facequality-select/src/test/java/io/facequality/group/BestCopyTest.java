package io.facequality.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceRecord;
import io.facequality.InvalidInputException;
import io.facequality.group.BestCopy.Fidelity;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BestCopyTest {

    private final FaceRecord original = Faces.face("original.jpg", 0, "o", 0.80, 1);
    private final FaceRecord again = Faces.face("again.jpg", 0, "a", 0.82, 1);
    private final FaceRecord small = Faces.face("small.jpg", 0, "s", 0.81, 1);
    private final FaceRecord blurred = Faces.face("blurred.jpg", 0, "b", 0.50, 1);
    private final Map<FaceRecord, Fidelity> fidelities = Map.of(
            original, new Fidelity(10_000, 5000),
            again, new Fidelity(10_000, 3000),
            small, new Fidelity(2_500, 9000),
            blurred, new Fidelity(90_000, 90_000));

    @Test
    void amongEquallyGoodCopiesTheLargestPictureAndFileIsKept() {
        BestCopy bestCopy = new BestCopy(0.05, face -> Optional.ofNullable(fidelities.get(face)));
        assertThat(bestCopy.of(Faces.group("copies", again, small, blurred, original)))
                .isEqualTo(original);
        assertThat(bestCopy.of(Faces.group("copies", blurred))).isEqualTo(blurred);
    }

    @Test
    void withoutToleranceOrSizesTheHighestQualityIsKept() {
        assertThat(new BestCopy(0, face -> Optional.of(fidelities.get(face)))
                        .of(Faces.group("copies", original, again, small)))
                .isEqualTo(again);
        assertThat(new BestCopy(0.05, face -> Optional.empty()).of(Faces.group("copies", original, again, small)))
                .isEqualTo(again);
    }

    @Test
    void tiesGoToTheFirstId() {
        FaceRecord first = Faces.face("1.jpg", 0, "x", 0.5, 1);
        FaceRecord second = Faces.face("2.jpg", 0, "x", 0.5, 1);
        assertThat(new BestCopy(0, face -> Optional.empty()).of(Faces.group("ties", second, first)))
                .isEqualTo(first);
    }

    @Test
    void aToleranceOutOfRangeIsRefused() {
        for (double tolerance : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new BestCopy(tolerance, face -> Optional.empty()))
                    .isInstanceOf(InvalidInputException.class);
        }
    }
}
