package io.facequality.benchmarks.experiments;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Image;
import io.facequality.ImagePyramid.Level;
import io.facequality.images.QualityReport;
import io.facequality.images.SimilarityAligner;
import io.facequality.images.internal.quality.QualityMeasurement;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A photograph of a face whose place is known.
 *
 * @param picture the pixels
 * @param face where the face is
 * @param file the file that the pixels come from; empty for none
 * @param otherArea the area of the largest other face, as a share of this one's
 */
record Portrait(Image picture, DetectedFace face, byte[] file, double otherArea) {

    private static final SimilarityAligner ALIGNER = new SimilarityAligner();

    static Portrait of(Image picture, DetectedFace face) {
        return new Portrait(picture, face, new byte[0], 0);
    }

    /** The same face in other pixels. */
    Portrait in(Image other) {
        return new Portrait(other, face, file, otherArea);
    }

    /** Other pixels, in which every point lies elsewhere. */
    Portrait moved(Image other, UnaryOperator<Point> to, double scale) {
        List<Point> points = face.landmarks().points().stream().map(to).toList();
        Point center = to.apply(face.box().center());
        double width = scale * face.box().width();
        double height = scale * face.box().height();
        Box box = new Box(center.x() - width / 2, center.y() - height / 2, width, height);
        return new Portrait(other, new DetectedFace(box, landmarks(points), face.confidence()), file, otherArea);
    }

    static Landmarks landmarks(List<Point> points) {
        return new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
    }

    AlignedFace aligned() {
        return ALIGNER.align(picture, face);
    }

    QualityReport report() {
        return QualityMeasurement.of(aligned())
                .in(Level.of(picture), face)
                .beside(otherArea)
                .from(file)
                .report();
    }
}
