package io.facequality.cli.internal.score;

import io.facequality.Face;
import io.facequality.cli.internal.score.ScoredFace.Part;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Writes scores in some format, a picture at a time, so that whoever reads them need not wait for the last. */
interface ScoreWriter {

    /** Writes what stands above the scores; every face has these parts. */
    void begin(Set<Part> parts) throws IOException;

    /** Writes a picture's faces through to the reader. */
    void write(List<Face<ScoredFace>> faces) throws IOException;
}
