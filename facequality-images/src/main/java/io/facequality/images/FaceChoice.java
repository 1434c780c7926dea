package io.facequality.images;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Image;
import java.util.Comparator;
import java.util.List;

/** Which of the faces in a picture are meant. */
public enum FaceChoice {

    /**
     * The largest central face, for pictures of one person: the one with the largest area times confidence times
     * {@code (1 - r)^2}, where {@code r} is the distance of its middle from the picture's, from 0 in the middle to 1 in a
     * corner. Ties go to the earlier in the list.
     */
    MAIN {
        @Override
        public List<DetectedFace> choose(int width, int height, List<DetectedFace> faces) {
            Point middle = new Point((width - 1) / 2.0, (height - 1) / 2.0);
            double reach = Math.hypot(width, height) / 2;
            return faces.stream()
                    .max(Comparator.comparingDouble(face -> weight(face, middle, reach)))
                    .map(List::of)
                    .orElse(List.of());
        }
    },

    /** Every face, in the detector's order. */
    ALL {
        @Override
        public List<DetectedFace> choose(int width, int height, List<DetectedFace> faces) {
            return List.copyOf(faces);
        }
    };

    /**
     * Chooses among the faces of a picture.
     *
     * @param image the picture
     * @param faces the faces found in it
     * @return those that are meant; empty if there are none
     */
    public List<DetectedFace> choose(Image image, List<DetectedFace> faces) {
        return choose(image.width(), image.height(), faces);
    }

    /**
     * Chooses among the faces of a picture of a size.
     *
     * @param width pixels in a row of the picture
     * @param height its rows
     * @param faces the faces found in it
     * @return those that are meant; empty if there are none
     */
    public abstract List<DetectedFace> choose(int width, int height, List<DetectedFace> faces);

    private static double weight(DetectedFace face, Point middle, double reach) {
        double closeness = Math.max(0, 1 - face.box().center().distanceTo(middle) / reach);
        return face.box().area() * face.confidence() * closeness * closeness;
    }
}
