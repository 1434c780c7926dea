package io.facequality.cli.internal.score;

import java.io.OutputStream;

/** How scores are written. */
public enum ScoreFormat {
    /** A table with a header (RFC 4180, but with plain line feeds, which is what other commands expect). */
    CSV {
        @Override
        public ScoreWriter writer(OutputStream out) {
            return new ScoreTable(out);
        }
    },
    /** JSON Lines: an object a line. */
    JSON {
        @Override
        public ScoreWriter writer(OutputStream out) {
            return new ScoreLines(out);
        }
    };

    public abstract ScoreWriter writer(OutputStream out);
}
