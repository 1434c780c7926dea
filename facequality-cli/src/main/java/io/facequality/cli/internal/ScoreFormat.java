package io.facequality.cli.internal;

import java.io.OutputStream;

/** How scores are written. */
enum ScoreFormat {
    /** A table with a header (RFC 4180, but with plain line feeds, which is what other commands expect). */
    CSV {
        @Override
        ScoreWriter writer(OutputStream out) {
            return new ScoreTable(out);
        }
    },
    /** JSON Lines: an object a line. */
    JSON {
        @Override
        ScoreWriter writer(OutputStream out) {
            return new ScoreLines(out);
        }
    };

    abstract ScoreWriter writer(OutputStream out);
}
