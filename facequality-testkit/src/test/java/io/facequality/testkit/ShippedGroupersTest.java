package io.facequality.testkit;

import io.facequality.DuplicateGrouper;
import io.facequality.Embedding;
import io.facequality.FaceRecord;
import io.facequality.group.FaceGrouper;
import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonCalibration.FaceSpace;
import io.facequality.group.PersonCalibration.Joining;
import io.facequality.group.PersonCalibration.Origin;
import io.facequality.group.PersonCalibration.Recognition;
import io.facequality.group.PersonGrouper;
import io.facequality.group.internal.DigestGrouper;
import org.junit.jupiter.api.Nested;

/** The groupers that come with the library and need no pictures. */
class ShippedGroupersTest {

    @Nested
    class FaceGrouperTest extends DuplicateGrouperContract {
        @Override
        protected DuplicateGrouper grouper() {
            return FaceGrouper.builder(0.5).build();
        }
    }

    @Nested
    class FaceGrouperByDensityTest extends DuplicateGrouperContract {
        @Override
        protected DuplicateGrouper grouper() {
            return FaceGrouper.builder(0.5).linkage(new Linkage.Density(3)).build();
        }
    }

    @Nested
    class DigestGrouperTest extends DuplicateGrouperContract {
        @Override
        protected DuplicateGrouper grouper() {
            return new DigestGrouper();
        }
    }

    /** The contract's faces, as if the calibration were for their models. */
    @Nested
    class PersonGrouperTest extends DuplicateGrouperContract {
        @Override
        protected DuplicateGrouper grouper() {
            FaceRecord face = faces().get(0);
            return PersonGrouper.builder(new PersonCalibration(
                            new FaceSpace(Embedding.copyOf(new float[face.embedding().dimension()]), 16),
                            new Recognition(-1, 3),
                            new Joining(0.8, 2, 24),
                            new Origin(face.embedder(), face.quality().model(), "made up")))
                    .build();
        }
    }
}
