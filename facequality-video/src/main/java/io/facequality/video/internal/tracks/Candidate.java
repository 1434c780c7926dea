package io.facequality.video.internal.tracks;

import io.facequality.video.internal.media.Frame;
import io.facequality.video.internal.media.LumaGrid;

/** A frame that may be looked at, and what it looks like from afar. */
public record Candidate(Frame frame, LumaGrid luma) implements AutoCloseable {

    @Override
    public void close() {
        frame.close();
    }
}
