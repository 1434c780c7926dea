package io.facequality.video.internal.tracks;

import io.facequality.Embedding;
import java.time.Duration;

/**
 * When two shots of one person are worth keeping both: far enough apart in time, or unlike enough.
 *
 * @param gap from how far apart in time on
 * @param distance from which {@code 1 - cosine} of their embeddings on
 */
public record Distinctness(Duration gap, double distance) {

    boolean holds(Duration time, Embedding embedding, Duration otherTime, Embedding otherEmbedding) {
        return time.minus(otherTime).abs().compareTo(gap) >= 0 || 1 - embedding.cosine(otherEmbedding) >= distance;
    }

    /** The same with half the gap, for shots that are candidates only. */
    Distinctness halved() {
        return new Distinctness(gap.dividedBy(2), distance);
    }
}
