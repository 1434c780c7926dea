package io.facequality.images.internal.detection;

import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.onnx.ModelContract;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The embedded detector's format: {@code score_S [n,1,H/S,W/S]} and {@code face_S [n,13,H/S,W/S]}, whose channels are
 * the shift of the face's middle from the cell's, the logarithm of its size, both in cells, and the five points in
 * sizes around the middle. The points turn with the face.
 */
record AnyAngleFormat() implements DetectionFormat {

    private static final String SCORE = "score";
    private static final String FACE = "face";
    private static final int CHANNELS = 13;
    private static final int SIZE = 2;
    private static final int FIRST_POINT = 3;

    /** The logarithm of sizes in cells that make no sense. */
    private static final double LARGEST_LOGARITHM = 7;

    @Override
    public String name() {
        return "any-angle";
    }

    @Override
    public ModelContract contract() {
        return ModelContract.ediffiqa();
    }

    @Override
    public Map<String, Integer> outputs() {
        return Map.of(SCORE, 1, FACE, CHANNELS);
    }

    @Override
    public boolean findsTurnedFaces() {
        return true;
    }

    @Override
    public void read(Map<String, float[]> maps, int stride, int columns, double minimum, List<Proposal> found) {
        float[] scores = Objects.requireNonNull(maps.get(SCORE), SCORE);
        float[] faces = Objects.requireNonNull(maps.get(FACE), FACE);
        for (int cell = 0; cell < scores.length; cell++) {
            if (scores[cell] >= minimum && faces[SIZE * scores.length + cell] < LARGEST_LOGARITHM) {
                found.add(proposal(scores, faces, cell, columns, stride));
            }
        }
    }

    private static Proposal proposal(float[] scores, float[] faces, int cell, int columns, int stride) {
        int plane = scores.length;
        double x = (cell % columns + 0.5 + faces[cell]) * stride;
        double y = (cell / columns + 0.5 + faces[plane + cell]) * stride;
        double size = stride * Math.exp(faces[SIZE * plane + cell]);
        Point[] points = new Point[5];
        for (int k = 0; k < points.length; k++) {
            points[k] = new Point(
                    x + size * faces[(FIRST_POINT + 2 * k) * plane + cell],
                    y + size * faces[(FIRST_POINT + 2 * k + 1) * plane + cell]);
        }
        Landmarks landmarks = new Landmarks(points[0], points[1], points[2], points[3], points[4]);
        return new Proposal(landmarks, new Point(x, y), size, Math.min(1, scores[cell]));
    }
}
