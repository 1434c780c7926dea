package io.facequality.testkit;

import io.facequality.DuplicateGrouper;
import io.facequality.group.FaceGrouper;
import io.facequality.group.FaceGrouper.Linkage;
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
}
