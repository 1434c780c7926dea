package io.facequality.cli;

import io.facequality.pipeline.ScoredFace;
import java.io.IOException;
import java.util.List;

/** Writes scores in some format, a picture at a time, so that whoever reads them need not wait for the last. */
interface ScoreWriter {

    /** Writes what stands above the scores. */
    void begin() throws IOException;

    /** Writes a picture's faces through to the reader. */
    void write(List<ScoredFace> faces) throws IOException;
}
