package io.facequality.images;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.ImagePyramid.Level;
import io.facequality.images.internal.quality.QualityMeasurement;
import io.facequality.images.internal.quality.Reasons;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with a face's picture, from its pixels and five points, without a model: values from 0 to 100, and one
 * sentence. A score says how good a face is; a report says why.
 *
 * <p>The components have the names that ISO/IEC 29794-5:2025 gives them, and where five points suffice they follow the
 * formulas of OFIQ, its reference software. <b>They are approximations, not values of that standard:</b> it wants the face
 * outlined by networks and 98 points, and OFIQ's test pictures passed. So the columns of these values are named {@code
 * approx_}. Each component but the distance of the eyes is the same, up to a few points, for any resolution of a
 * photograph.
 *
 * <p>A component that cannot be told is missing: of a crop that is taken as it is, nothing is known of the picture around
 * it. Immutable; safe to share between threads.
 *
 * @param values what could be measured, in the order of the components, each once
 */
public record QualityReport(List<Value> values) {

    /** What is measured. Every value is better the higher it is. */
    public enum Component {
        /** The distance of the eyes in pixels of the picture, as if the head were not turned. */
        INTER_EYE_DISTANCE,
        /** The mean luminance of the face, from 0 to 1. */
        LUMINANCE_MEAN,
        /** The variance of that luminance. */
        LUMINANCE_VARIANCE,
        /** How much the luminances of both cheeks have in common, from 0 to 1. */
        ILLUMINATION_UNIFORMITY,
        /** The share of the face that is dark, from 0 to 1. */
        UNDER_EXPOSURE,
        /** The share of the face that is white, from 0 to 1. */
        OVER_EXPOSURE,
        /** The entropy of the face's luminance, in bits. */
        DYNAMIC_RANGE,
        /** How far the color of the cheeks is from that of skin, in units of CIELAB. */
        NATURAL_COLOR,
        /** How far the head is tilted in the picture's plane, in degrees. */
        ROLL,
        /**
         * How far the head is turned to a side, in degrees; rough. Missing where the points are a template that was turned
         * and scaled, as those of the embedded landmark network are.
         */
        YAW,
        /** How far the face is from the picture's left edge, in distances of the eyes. */
        CROP_LEFT,
        /** How far the face is from the picture's right edge, in distances of the eyes. */
        CROP_RIGHT,
        /** From the eyes to the chin, as a share of the picture's height; approximate. */
        HEAD_SIZE,
        /** The area of the largest other face in the picture, as a share of this one's. */
        SINGLE_FACE,
        /** How blurred the face is: the standard deviation of a Gaussian in pixels of the aligned face. */
        SHARPNESS,
        /** The quality of the JPEG from 0 to 100, by its quantization table and by the blocks that can be seen. */
        COMPRESSION,
        /** How much the picture changes beside and above the head, in luminance from 0 to 255; rough. */
        BACKGROUND_UNIFORMITY;

        /**
         * The name of the component in tables and JSON, which says that it is an approximation.
         *
         * @return such as {@code approx_luminance_mean}
         */
        public String columnName() {
            return "approx_" + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One component of one face.
     *
     * @param component what was measured
     * @param measured in the unit of the component
     * @param value the same on a scale from 0 to 100; higher is better
     */
    public record Value(Component component, double measured, int value) {

        /** Checks the range. */
        public Value {
            Objects.requireNonNull(component, "component");
            if (!Double.isFinite(measured) || value < 0 || value > 100) {
                throw InvalidInputException.ofValue(
                        "QualityReport.Value", "a finite number, and a value from 0 to 100", measured + ", and " + value);
            }
        }
    }

    /** Copies the list, and checks that no component comes twice. */
    public QualityReport {
        values = List.copyOf(values);
        Set<Component> seen = EnumSet.noneOf(Component.class);
        for (Value value : values) {
            if (!seen.add(value.component())) {
                throw InvalidInputException.ofValue(
                        "QualityReport", "each component once", value.component() + " twice");
            }
        }
        values = values.stream().sorted((one, other) -> one.component().compareTo(other.component())).toList();
    }

    /**
     * Explains a face that was cut out of a picture. It takes some 0.1 ms, and 1 ms more for each 250,000 pixels of the
     * picture that lie around the face.
     *
     * @param face the face, as an aligner cut it out
     * @param picture the whole picture
     * @param detection where the face is in it
     * @return all components but {@link Component#SINGLE_FACE}, which takes the other faces; of {@link
     *     Component#COMPRESSION} what pixels show
     */
    public static QualityReport explain(AlignedFace face, Image picture, DetectedFace detection) {
        return QualityMeasurement.of(face).in(Level.of(picture), detection).report();
    }

    /**
     * Explains a crop that was taken as it is.
     *
     * @param crop the crop
     * @return the components that can be seen in it
     */
    public static QualityReport explain(AlignedFace crop) {
        return QualityMeasurement.of(crop).in(Level.of(crop.image())).report();
    }

    /**
     * One component.
     *
     * @param component which
     * @return its value; empty if it could not be measured
     */
    public Optional<Value> value(Component component) {
        return values.stream().filter(value -> value.component() == component).findFirst();
    }

    /**
     * What is wrong, made of the two components that matter most for this face, such as {@code too dark, and the eyes are
     * only 31 pixels apart}.
     *
     * @return a sentence without a capital and a full stop; empty for a face that nothing is wrong with
     */
    public Optional<String> sentence() {
        return Reasons.sentence(this);
    }
}
