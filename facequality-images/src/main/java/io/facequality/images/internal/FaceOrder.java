package io.facequality.images.internal;

import io.facequality.DetectedFace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Brings a detector's findings into one order, whatever order native threads found them in. */
public final class FaceOrder {

    /** Boxes of one face share more than this; those of neighbors in a crowd less. */
    private static final double SAME_FACE = 0.3;

    private static final Comparator<DetectedFace> BY_PLACE =
            Comparator.<DetectedFace>comparingDouble(face -> face.box().top())
                    .thenComparingDouble(face -> face.box().left());

    private static final Comparator<DetectedFace> LARGEST_FIRST =
            Comparator.<DetectedFace>comparingDouble(face -> -face.box().area()).thenComparing(BY_PLACE);

    private static final Comparator<DetectedFace> SUREST_FIRST = Comparator.<DetectedFace>comparingDouble(
                    face -> -face.confidence())
            .thenComparing(LARGEST_FIRST);

    private FaceOrder() {}

    public static List<DetectedFace> largestFirst(List<DetectedFace> faces) {
        return faces.stream().sorted(LARGEST_FIRST).toList();
    }

    /** Keeps the surest of those findings that overlap. */
    public static List<DetectedFace> withoutDuplicates(List<DetectedFace> faces) {
        List<DetectedFace> kept = new ArrayList<>();
        faces.stream()
                .sorted(SUREST_FIRST)
                .filter(face -> kept.stream().noneMatch(other -> other.box().overlap(face.box()) > SAME_FACE))
                .forEach(kept::add);
        return kept;
    }
}
