package io.facequality.images.internal.detection;

import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * YuNet's format (W. Wu, H. Peng, S. Yu, YuNet: a tiny millisecond-level face detector, Machine Intelligence Research
 * 20, 2023): {@code cls_S}, {@code obj_S}, {@code bbox_S} and {@code kps_S} of {@code [n,cells,numbers]}. The score is
 * the geometric mean of class and object; the box and the points count in cells from the cell's corner. The points
 * assume that the face is upright.
 */
record YuNetFormat() implements DetectionFormat {

    private static final String CLASS = "cls";
    private static final String OBJECT = "obj";
    private static final String BOX = "bbox";
    private static final String POINTS = "kps";
    private static final int BOX_NUMBERS = 4;
    private static final int POINT_NUMBERS = 10;

    /** From YuNet's box, which holds the forehead, to the face from the brows to the chin. */
    private static final double FACE_IN_BOX = 0.8;

    private static final double LARGEST_LOGARITHM = 7;

    @Override
    public String name() {
        return "yunet";
    }

    @Override
    public ModelContract contract() {
        return new ModelContract(ChannelOrder.BGR, 0, 1);
    }

    @Override
    public Map<String, Integer> outputs() {
        return Map.of(CLASS, 1, OBJECT, 1, BOX, BOX_NUMBERS, POINTS, POINT_NUMBERS);
    }

    @Override
    public boolean findsTurnedFaces() {
        return false;
    }

    @Override
    public void read(Map<String, float[]> maps, int stride, int columns, double minimum, List<Proposal> found) {
        float[] classes = Objects.requireNonNull(maps.get(CLASS), CLASS);
        float[] objects = Objects.requireNonNull(maps.get(OBJECT), OBJECT);
        float[] boxes = Objects.requireNonNull(maps.get(BOX), BOX);
        float[] points = Objects.requireNonNull(maps.get(POINTS), POINTS);
        for (int cell = 0; cell < classes.length; cell++) {
            double score = Math.sqrt(share(classes[cell]) * share(objects[cell]));
            double width = boxes[cell * BOX_NUMBERS + 2];
            double height = boxes[cell * BOX_NUMBERS + 3];
            if (score >= minimum && Math.max(width, height) < LARGEST_LOGARITHM) {
                double size = FACE_IN_BOX * stride * Math.max(Math.exp(width), Math.exp(height));
                Point corner = new Point(cell % columns, cell / columns);
                Point center = place(boxes, cell * BOX_NUMBERS, corner, stride);
                found.add(new Proposal(landmarks(points, cell, corner, stride), center, size, score));
            }
        }
    }

    private static double share(float value) {
        return Math.max(0, Math.min(1, value));
    }

    private static Landmarks landmarks(float[] points, int cell, Point corner, int stride) {
        Point[] places = new Point[POINT_NUMBERS / 2];
        for (int k = 0; k < places.length; k++) {
            places[k] = place(points, cell * POINT_NUMBERS + 2 * k, corner, stride);
        }
        return new Landmarks(places[0], places[1], places[2], places[3], places[4]);
    }

    private static Point place(float[] numbers, int at, Point corner, int stride) {
        return new Point((corner.x() + numbers[at]) * stride, (corner.y() + numbers[at + 1]) * stride);
    }
}
