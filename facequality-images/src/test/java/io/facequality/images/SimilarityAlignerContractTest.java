package io.facequality.images;

import io.facequality.FaceAligner;
import io.facequality.testkit.FaceAlignerContract;

class SimilarityAlignerContractTest extends FaceAlignerContract {

    @Override
    protected FaceAligner aligner() {
        return new SimilarityAligner();
    }
}
