package io.facequality.video.internal.tracks;

import io.facequality.video.Sampling;
import io.facequality.video.internal.media.Frame;
import io.facequality.video.internal.media.FrameReader;
import java.time.Duration;
import java.util.Optional;

/**
 * Of a reader's frames the first at or after each multiple of the fine step. With one step alone the reader may skip
 * what lies between. Confined.
 */
final class CandidateReader {

    private final FrameReader frames;
    private final Sampling sampling;
    private final CutDetector cuts = new CutDetector();
    private Duration next = Duration.ZERO;
    private boolean cut;

    CandidateReader(FrameReader frames, Sampling sampling) {
        this.frames = frames;
        this.sampling = sampling;
    }

    Optional<Candidate> next() {
        while (true) {
            Optional<Frame> frame = frames.next();
            if (frame.isEmpty()) {
                return Optional.empty();
            }
            Optional<Candidate> candidate = taken(frame.get());
            if (candidate.isPresent()) {
                if (sampling.fine().equals(sampling.coarse())) {
                    frames.skipTo(next);
                }
                return candidate;
            }
        }
    }

    /** Takes a frame over: closes it, unless it is the next candidate. */
    Optional<Candidate> taken(Frame frame) {
        try {
            cut |= cuts.cutsBefore(frame);
        } catch (RuntimeException e) {
            frame.close();
            throw e;
        }
        if (frame.time().compareTo(next) < 0) {
            frame.close();
            return Optional.empty();
        }
        next = sampling.fine().multipliedBy(frame.time().dividedBy(sampling.fine()) + 1);
        Candidate candidate = new Candidate(frame, cut);
        cut = false;
        return Optional.of(candidate);
    }
}
