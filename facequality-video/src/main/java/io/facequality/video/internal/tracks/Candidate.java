package io.facequality.video.internal.tracks;

import io.facequality.video.internal.media.Frame;

/**
 * A frame that may be looked at.
 *
 * @param frame the frame
 * @param afterCut whether the scene changed since the last candidate
 */
public record Candidate(Frame frame, boolean afterCut) implements AutoCloseable {

    @Override
    public void close() {
        frame.close();
    }
}
