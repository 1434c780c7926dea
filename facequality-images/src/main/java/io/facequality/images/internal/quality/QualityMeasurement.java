package io.facequality.images.internal.quality;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.ImagePyramid.Level;
import io.facequality.images.QualityReport;
import io.facequality.images.QualityReport.Component;
import io.facequality.images.QualityReport.Value;
import io.facequality.images.SimilarityAligner;
import io.facequality.images.internal.JpegQuantization;
import io.facequality.images.internal.SimilarityTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures the components of a quality report, in the terms and, where they apply, by the formulas of ISO/IEC
 * 29794-5:2025 and of OFIQ, its reference software. What OFIQ learns from 98 points and from networks is approximated from
 * five points and pixels, so no value is one of the standard's.
 */
public final class QualityMeasurement {

    private static final Sigmoid EYES_FAR_APART = new Sigmoid(70, 20);
    private static final Sigmoid BRIGHT = new Sigmoid(0.2, 0.05);
    private static final Sigmoid TOO_BRIGHT = new Sigmoid(0.8, 0.05);
    private static final Sigmoid MOSTLY_DARK = new Sigmoid(0.92, 0.05);
    private static final Sigmoid OFF_SKIN = new Sigmoid(0, 10);
    private static final Sigmoid IN_PICTURE = new Sigmoid(0.9, 0.1);
    private static final Sigmoid OFF_SIZE = new Sigmoid(0, 0.05);
    private static final double BEST_HEAD_SIZE = 0.45;

    /** Our own: halfway where the score of the embedded model begins to fall. */
    private static final Sigmoid BLURRED = new Sigmoid(2, 0.5);

    private static final Sigmoid UNEVEN = new Sigmoid(10, 100);

    /** A pixel here is as wide as several of those whose gradients the curve is for. */
    private static final double SOBEL_WEIGHTS = 8;

    private final AlignedFace face;
    private final List<Value> values = new ArrayList<>();
    private Optional<Level> picture = Optional.empty();
    private Optional<DetectedFace> place = Optional.empty();
    private OptionalDouble otherFace = OptionalDouble.empty();
    private OptionalDouble jpegQuality = OptionalDouble.empty();

    private QualityMeasurement(AlignedFace face) {
        this.face = face;
    }

    /** Starts with what is always known. */
    public static QualityMeasurement of(AlignedFace face) {
        return new QualityMeasurement(face);
    }

    /** The picture in any size, and where the face is in the whole. */
    public QualityMeasurement in(Level seen, DetectedFace where) {
        picture = Optional.of(seen);
        place = Optional.of(where);
        return this;
    }

    /** The picture of a crop that is taken as it is. */
    public QualityMeasurement in(Level seen) {
        picture = Optional.of(seen);
        return this;
    }

    /** The area of the largest other face in the picture, as a share of this one's. */
    public QualityMeasurement beside(double otherArea) {
        otherFace = OptionalDouble.of(otherArea);
        return this;
    }

    /** The content of the picture's file, of any format. */
    public QualityMeasurement from(byte[] file) {
        jpegQuality = JpegQuantization.quality(file);
        return this;
    }

    /** Measures what can be measured. */
    public QualityReport report() {
        byte[] rgb = face.image().toRgb();
        Optional<SimilarityTransform> toLevel = picture.flatMap(level -> place.map(where -> toPicture(level, where)));
        FaceMask mask = toLevel.map(way -> FaceMask.within(
                        way, picture.orElseThrow().image().width(), picture.orElseThrow().image().height()))
                .orElseGet(FaceMask::unbounded);
        place.filter(where -> where.landmarks().eyeDistance() > 0).ifPresent(this::addPlace);
        if (mask.isEnough()) {
            addTones(new FaceTones(rgb, mask));
            new FaceDetail(rgb, mask)
                    .blur()
                    .ifPresent(blur -> add(Component.SHARPNESS, blur, 100 * BLURRED.falling(blur)));
        }
        addCompression();
        toLevel.map(way -> new Background(picture.orElseThrow().image(), way))
                .ifPresent(background -> background
                        .unevenness()
                        .ifPresent(unevenness -> add(
                                Component.BACKGROUND_UNIFORMITY, unevenness, 190 * UNEVEN.falling(SOBEL_WEIGHTS * unevenness))));
        return new QualityReport(values);
    }

    private static SimilarityTransform toPicture(Level level, DetectedFace where) {
        DetectedFace seen = level.fromWhole(where);
        return SimilarityTransform.between(SimilarityAligner.template(), seen.landmarks().points())
                .orElseGet(() -> SimilarityTransform.ofSquare(
                                seen.box().center(),
                                Math.max(seen.box().width(), seen.box().height()),
                                AlignedFace.SIZE)
                        .inverse());
    }

    private void addPlace(DetectedFace where) {
        Level level = picture.orElseThrow();
        FacePlace at = new FacePlace(where, level.width(), level.height());
        OptionalDouble yaw = at.yaw();
        double distance =
                FacePlace.unturned(face.eyeDistance().orElse(where.landmarks().eyeDistance()), yaw.orElse(0));
        add(Component.INTER_EYE_DISTANCE, distance, 100 * EYES_FAR_APART.at(distance));
        add(Component.ROLL, at.roll(), squaredCosine(at.roll()));
        yaw.ifPresent(degrees -> add(Component.YAW, degrees, squaredCosine(degrees)));
        add(Component.CROP_LEFT, at.marginLeft(), 100 * IN_PICTURE.at(at.marginLeft()));
        add(Component.CROP_RIGHT, at.marginRight(), 100 * IN_PICTURE.at(at.marginRight()));
        add(
                Component.HEAD_SIZE,
                at.headSize(),
                200 * OFF_SIZE.falling(Math.abs(at.headSize() - BEST_HEAD_SIZE)));
        otherFace.ifPresent(share -> add(Component.SINGLE_FACE, share, 100 * (1 - share)));
    }

    private static double squaredCosine(double degrees) {
        double cosine = Math.max(0, Math.cos(Math.toRadians(degrees)));
        return 100 * cosine * cosine;
    }

    private void addTones(FaceTones tones) {
        double mean = tones.mean();
        add(Component.LUMINANCE_MEAN, mean, 100 * BRIGHT.at(mean) * TOO_BRIGHT.falling(mean));
        double spread = 60 * tones.variance();
        add(Component.LUMINANCE_VARIANCE, tones.variance(), 100 * Math.sin(Math.PI * spread / (spread + 1)));
        double overlap = tones.cheekOverlap();
        add(Component.ILLUMINATION_UNIFORMITY, overlap, 100 * Math.pow(overlap, 0.3));
        double dark = tones.share(0, 25);
        add(Component.UNDER_EXPOSURE, dark, 120 * (0.832 - MOSTLY_DARK.at(dark)));
        double white = tones.share(247, 255);
        add(Component.OVER_EXPOSURE, white, 1 / (white + 0.01));
        double entropy = tones.entropy();
        add(Component.DYNAMIC_RANGE, entropy, 12.5 * entropy);
        double distance = tones.distanceFromSkin();
        add(Component.NATURAL_COLOR, distance, 200 * OFF_SKIN.falling(distance));
    }

    private void addCompression() {
        OptionalDouble byPixels = OptionalDouble.empty();
        if (picture.isPresent() && picture.get().image().width() == picture.get().width()) {
            Level whole = picture.get();
            Box box = place.map(DetectedFace::box).orElseGet(whole::area);
            byPixels = OptionalDouble.of(CompressionLadder.quality(new Blockiness(whole.image(), box).steps()));
        }
        if (jpegQuality.isPresent() || byPixels.isPresent()) {
            double quality = Math.min(jpegQuality.orElse(100), byPixels.orElse(100));
            add(Component.COMPRESSION, quality, quality);
        }
    }

    private void add(Component component, double measured, double value) {
        // Points may come from anyone, and lie anywhere.
        if (Double.isFinite(measured) && Double.isFinite(value)) {
            values.add(new Value(component, measured, (int) Math.max(0, Math.min(100, Math.round(value)))));
        }
    }
}
