package io.facequality.examples;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.QualityScorer;
import io.facequality.testkit.QualityScorerContract;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

class SharpnessScorerTest extends QualityScorerContract {

    @Override
    protected QualityScorer open() {
        return SharpnessScorer.scorer();
    }

    @Override
    protected List<AlignedFace> faces() {
        return LongStream.rangeClosed(1, 3)
                .mapToObj(seed -> AlignedFace.of(
                        Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, new Random(seed)::nextBytes)))
                .toList();
    }

    @Override
    protected boolean holdsResources() {
        return false;
    }
}
