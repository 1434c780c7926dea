package io.facequality.video.internal.tracks;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.Embedding;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.internal.Sha256;
import io.facequality.video.Shot;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A face in a frame that is being looked at.
 *
 * @param record what is known of it, without the frame's digest
 * @param time when the frame is shown
 * @param crop the pixels that were scored
 * @param frame the whole frame
 */
record Seen(FaceRecord record, Duration time, AlignedFace crop, Image frame) {

    private static final double MARGIN = 0.5;
    private static final int CHANNELS = 3;

    Box box() {
        return record.detection().map(DetectedFace::box).orElseGet(() -> new Box(0, 0, frame.width(), frame.height()));
    }

    /** How sure the detector is; a picture that is taken as a face is one. */
    double confidence() {
        return record.detection().map(DetectedFace::confidence).orElse(1.0);
    }

    Embedding embedding() {
        return record.embedding();
    }

    double quality() {
        return record.quality().value();
    }

    /** What is kept of it; the frame is let go. */
    Shot shot() {
        FaceRecord digested = new FaceRecord(
                record.id(), Sha256.of(frame), record.detection(), record.quality(), record.embedding(),
                record.embedder());
        Image surroundings = surroundings();
        return new Shot(digested, time, () -> crop, () -> surroundings);
    }

    private Image surroundings() {
        Box box = box();
        int left = clamped(box.left() - MARGIN * box.width(), frame.width() - 1);
        int top = clamped(box.top() - MARGIN * box.height(), frame.height() - 1);
        int right = Math.max(left + 1, clamped(Math.ceil(box.left() + (1 + MARGIN) * box.width()), frame.width()));
        int bottom = Math.max(top + 1, clamped(Math.ceil(box.top() + (1 + MARGIN) * box.height()), frame.height()));
        ByteBuffer pixels = frame.pixels();
        int rowBytes = (right - left) * CHANNELS;
        return Image.filledBy(right - left, bottom - top, rgb -> {
            for (int y = top; y < bottom; y++) {
                pixels.get((y * frame.width() + left) * CHANNELS, rgb, (y - top) * rowBytes, rowBytes);
            }
        });
    }

    private static int clamped(double value, int most) {
        return (int) Math.max(0, Math.min(most, value));
    }
}
