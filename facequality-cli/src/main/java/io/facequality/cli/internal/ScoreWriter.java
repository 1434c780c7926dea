package io.facequality.cli.internal;

import io.facequality.Face;
import io.facequality.QualityScore;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import java.io.IOException;
import java.util.List;

/** Writes scores in some format, a picture at a time, so that whoever reads them need not wait for the last. */
interface ScoreWriter {

    /** Writes what stands above the scores. */
    void begin() throws IOException;

    /** Writes a picture's faces through to the reader. */
    void write(List<Face<QualityScore>> faces) throws IOException;

    /** Writes what stands above scores that say what they are made of. */
    void beginExplained() throws IOException;

    /** Writes a picture's faces and what their scores are made of through to the reader. */
    void writeExplained(List<Face<DiffusionScore>> faces) throws IOException;
}
