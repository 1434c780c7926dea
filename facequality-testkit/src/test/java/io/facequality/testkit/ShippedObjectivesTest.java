package io.facequality.testkit;

import io.facequality.select.Objective;
import org.junit.jupiter.api.Nested;

/** The objectives that come with the library meet the contract that they set for others. */
class ShippedObjectivesTest {

    @Nested
    class CentralTest extends ObjectiveContract {
        @Override
        protected Objective objective() {
            return Objective.central();
        }
    }

    @Nested
    class CoverageTest extends ObjectiveContract {
        @Override
        protected Objective objective() {
            return Objective.coverage();
        }
    }

    @Nested
    class CoverageWithoutCostTest extends ObjectiveContract {
        @Override
        protected Objective objective() {
            return Objective.coverage(0);
        }
    }

    @Nested
    class DiverseTest extends ObjectiveContract {
        @Override
        protected Objective objective() {
            return Objective.diverse();
        }
    }

    @Nested
    class DiverseAboveFloorTest extends ObjectiveContract {
        @Override
        protected Objective objective() {
            return Objective.diverse(0.5);
        }
    }

    @Nested
    class QualityTest extends ObjectiveContract {
        @Override
        protected Objective objective() {
            return Objective.quality();
        }
    }

    @Nested
    class QualityAtDistanceTest extends ObjectiveContract {
        @Override
        protected Objective objective() {
            return Objective.quality(1);
        }
    }
}
