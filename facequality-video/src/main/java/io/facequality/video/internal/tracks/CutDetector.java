package io.facequality.video.internal.tracks;

import io.facequality.video.internal.media.Frame;
import io.facequality.video.internal.media.LumaGrid;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Finds changes of scene: a frame that hardly correlates with the one before. Confined. */
final class CutDetector {

    /**
     * What a moving camera reaches from one frame to the next is .31 on the shared clips; the least at a true cut is
     * .73.
     */
    private static final double CUT = 0.5;

    /** Within a tenth of a second, movement alone reaches .75. */
    private static final double CUT_BETWEEN_DISTANT_FRAMES = 0.9;

    private static final Duration NEXT = Duration.ofMillis(60);

    private @Nullable LumaGrid last;
    private Duration time = Duration.ZERO;

    /** Whether the scene changes with a frame. */
    boolean cutsBefore(Frame frame) {
        LumaGrid luma = frame.luma();
        double least = frame.time().minus(time).compareTo(NEXT) <= 0 ? CUT : CUT_BETWEEN_DISTANT_FRAMES;
        boolean cut = last != null && last.difference(luma) > least;
        last = luma;
        time = frame.time();
        return cut;
    }
}
