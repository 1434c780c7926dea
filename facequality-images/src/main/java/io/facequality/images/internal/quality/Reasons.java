package io.facequality.images.internal.quality;

import io.facequality.images.QualityReport;
import io.facequality.images.QualityReport.Component;
import io.facequality.images.QualityReport.Value;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a sentence can name, and how much it matters: by how much the embedded model's score falls on the mean where a
 * photograph is made so bad in that way alone ({@code benchmarks/run.sh quality-components curves}, 60 photographs of
 * LFW, whose scores have a standard deviation of 0.082). What leaves the score alone is never named.
 */
public enum Reasons {
    /** The score hardly falls before 15 pixels, but below 35 the aligned face is enlarged, and a scorer overrates it. */
    SMALL(
            Subject.SIZE,
            Reasons::eyeDistance,
            pixels -> String.format(Locale.ROOT, "the eyes are only %.0f pixels apart", pixels),
            new double[][] {{7.6, 0.32}, {10.5, 0.17}, {14, 0.1}, {19, 0.07}, {25, 0.05}, {35, 0.03}, {36, 0}}),

    DARK(
            Subject.LIGHT,
            Component.LUMINANCE_MEAN,
            "too dark",
            new double[][] {{0.0009, 0.5}, {0.0036, 0.2}, {0.011, 0.08}, {0.023, 0.046}, {0.05, 0.023}, {0.1, 0.008}}),

    OVEREXPOSED(
            Subject.LIGHT,
            report -> measured(report, Component.OVER_EXPOSURE),
            share -> String.format(Locale.ROOT, "%.0f %% of the face is white", 100 * share),
            new double[][] {
                {0.005, 0.006}, {0.027, 0.032}, {0.13, 0.096}, {0.4, 0.27}, {0.8, 0.46}, {0.95, 0.58}, {1, 0.8},
            }),

    LITTLE_CONTRAST(
            Subject.LIGHT,
            Reasons::contrast,
            contrast -> "too little contrast",
            new double[][] {{0.038, 0.73}, {0.081, 0.45}, {0.132, 0.15}, {0.214, 0.045}, {0.316, 0.012}}),

    FEW_SHADES(
            Subject.LIGHT,
            Reasons::missingShades,
            bits -> "too few shades between dark and light",
            new double[][] {{1, 0}, {1.43, 0.051}, {2.36, 0.133}, {2.91, 0.235}, {3.81, 0.41}}),

    LIT_FROM_SIDE(
            Subject.SIDES,
            Reasons::contrastOfUnlikeCheeks,
            contrast -> "lit from one side",
            new double[][] {{0.85, 0}, {0.95, 0.043}, {1.05, 0.093}, {1.13, 0.2}}),

    /** From 10 on, which is more than a picture without any color has. */
    OFF_COLOR(
            Subject.COLOR,
            Component.NATURAL_COLOR,
            "the skin has an unusual color",
            new double[][] {{10, 0}, {12, 0.04}, {21.5, 0.1}, {35, 0.18}, {46, 0.27}, {55, 0.42}}),

    /** By the mean score of photographs of LFW whose points YuNet found. */
    TURNED(
            Subject.POSE,
            Reasons::turn,
            degrees -> "the head is turned to a side",
            new double[][] {{20, 0.01}, {25, 0.03}, {35, 0.06}, {45, 0.1}, {60, 0.2}}),

    CUT_OFF_LEFT(
            Subject.EDGE,
            Component.CROP_LEFT,
            "cut off at the picture's left edge",
            new double[][] {{0, 0.1}, {0.2, 0.057}, {0.4, 0.026}, {0.6, 0.013}, {0.8, 0.008}}),

    CUT_OFF_RIGHT(
            Subject.EDGE,
            Component.CROP_RIGHT,
            "cut off at the picture's right edge",
            new double[][] {{0, 0.1}, {0.2, 0.057}, {0.4, 0.026}, {0.6, 0.013}, {0.8, 0.008}}),

    BLURRED(
            Subject.DETAIL,
            Component.SHARPNESS,
            "blurred",
            new double[][] {{1.3, 0.005}, {1.65, 0.02}, {2, 0.05}, {2.4, 0.12}, {2.8, 0.21}, {3.6, 0.455}, {4.3, 0.62}}),

    COMPRESSED(
            Subject.BLOCKS,
            Component.COMPRESSION,
            "strongly compressed",
            new double[][] {{2, 0.54}, {5, 0.24}, {10, 0.092}, {15, 0.05}, {20, 0.029}, {30, 0.017}, {50, 0.014}, {60, 0}});

    /** A third of the standard deviation of scores. */
    private static final double NAMED = 0.03;

    private static final int MOST = 2;

    /** In bits, of a normal distribution with a standard deviation of 1. */
    private static final double NORMAL_ENTROPY = Math.log(2 * Math.PI * Math.E) / Math.log(4);

    private static final double SMALLEST_DEVIATION = 2;
    private static final double UNLIKE_CHEEKS = 0.04;

    private final Subject subject;
    private final Function<QualityReport, OptionalDouble> amount;
    private final DoubleFunction<String> words;
    private final double[][] losses;

    /**
     * A reason that may go by several components, or say how much.
     *
     * @param amount what the curve goes by; empty where it could not be measured
     * @param words what a sentence says of an amount
     * @param losses the curve: amounts, ascending, with the loss at each
     */
    Reasons(
            Subject subject,
            Function<QualityReport, OptionalDouble> amount,
            DoubleFunction<String> words,
            double[][] losses) {
        this.subject = subject;
        this.amount = amount;
        this.words = words;
        this.losses = losses;
    }

    /** A reason that goes by what was measured for one component. */
    Reasons(Subject subject, Component component, String words, double[][] losses) {
        this(subject, report -> measured(report, component), amount -> words, losses);
    }

    /** Two reasons of one subject would say the same twice. */
    private enum Subject {
        SIZE,
        LIGHT,
        SIDES,
        COLOR,
        POSE,
        EDGE,
        DETAIL,
        BLOCKS
    }

    private record Named(Reasons reason, double loss, String words) {}

    private static OptionalDouble measured(QualityReport report, Component component) {
        Optional<Value> value = report.value(component);
        return value.isPresent() ? OptionalDouble.of(value.get().measured()) : OptionalDouble.empty();
    }

    /** As the scorer sees it: a turned head has its eyes nearer to each other. */
    private static OptionalDouble eyeDistance(QualityReport report) {
        OptionalDouble unturned = measured(report, Component.INTER_EYE_DISTANCE);
        double yaw = measured(report, Component.YAW).orElse(0);
        return unturned.isPresent()
                ? OptionalDouble.of(unturned.getAsDouble() * FacePlace.shortening(yaw))
                : unturned;
    }

    private static OptionalDouble turn(QualityReport report) {
        OptionalDouble yaw = measured(report, Component.YAW);
        return yaw.isPresent() ? OptionalDouble.of(Math.abs(yaw.getAsDouble())) : yaw;
    }

    /** The bits that are missing, beside those of a normal distribution of the same variance. */
    private static OptionalDouble missingShades(QualityReport report) {
        OptionalDouble entropy = measured(report, Component.DYNAMIC_RANGE);
        double deviation = 255 * Math.sqrt(measured(report, Component.LUMINANCE_VARIANCE).orElse(0));
        // A few levels cannot have more shades.
        return entropy.isPresent() && deviation > SMALLEST_DEVIATION
                ? OptionalDouble.of(NORMAL_ENTROPY + Math.log(deviation) / Math.log(2) - entropy.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Only where the cheeks have hardly anything in common. */
    private static OptionalDouble contrastOfUnlikeCheeks(QualityReport report) {
        return measured(report, Component.ILLUMINATION_UNIFORMITY).orElse(1) < UNLIKE_CHEEKS
                ? contrast(report)
                : OptionalDouble.empty();
    }

    /** The standard deviation of the luminance beside its mean, since less light alone gives less variance too. */
    private static OptionalDouble contrast(QualityReport report) {
        OptionalDouble variance = measured(report, Component.LUMINANCE_VARIANCE);
        double mean = measured(report, Component.LUMINANCE_MEAN).orElse(0);
        return variance.isPresent() && mean > 0
                ? OptionalDouble.of(Math.sqrt(variance.getAsDouble()) / mean)
                : OptionalDouble.empty();
    }

    /** The sentence of a report; empty where nothing matters enough. */
    public static Optional<String> sentence(QualityReport report) {
        Map<Subject, Named> worst = new EnumMap<>(Subject.class);
        for (Reasons reason : values()) {
            reason.named(report)
                    .ifPresent(named -> worst.merge(
                            reason.subject, named, (one, other) -> other.loss() > one.loss() ? other : one));
        }
        List<Named> named = worst.values().stream()
                .sorted(Comparator.comparingDouble(Named::loss).reversed())
                .limit(MOST)
                .toList();
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(named.stream().map(Named::words).collect(Collectors.joining(", and ")));
    }

    private Optional<Named> named(QualityReport report) {
        return Stream.of(amount.apply(report))
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .filter(found -> loss(found) >= NAMED)
                .map(found -> new Named(this, loss(found), words.apply(found)))
                .findFirst();
    }

    /** Along straight lines between the points that were measured; beyond the last ones as there. */
    private double loss(double amount) {
        if (amount <= losses[0][0]) {
            return losses[0][1];
        }
        for (int i = 1; i < losses.length; i++) {
            if (amount <= losses[i][0]) {
                double share = (amount - losses[i - 1][0]) / (losses[i][0] - losses[i - 1][0]);
                return losses[i - 1][1] + share * (losses[i][1] - losses[i - 1][1]);
            }
        }
        return losses[losses.length - 1][1];
    }
}
