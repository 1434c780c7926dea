package io.facequality.group.internal.people;

import io.facequality.group.PersonCalibration;

/**
 * What faces say about being one person's.
 *
 * <p><b>Model.</b> A person is a direction in {@code d} dimensions, from a normal distribution of variance 1/d in each. A
 * face shows {@code r} of it and noise for the rest, where r grows with the face's quality. So the cosine of two faces
 * of one person is {@code r1 r2} on average, and that of strangers 0 with variance 1/d. A face adds the precision
 * {@code r²/(1-r²)} and the vector {@code r/(1-r²)} times itself to what is known of its person. A set with the
 * precision P and the vector V is more likely as one person's than as so many strangers' by the logarithm
 * {@code d/2 (|V|²/(1+P) - log(1+P))}.
 *
 * <p>Pictures of one person are not independent: they share days, light and poses. So a set of n faces counts as
 * {@code n^b} of them, each an average one.
 */
final class Evidence {

    private final double dimensions;
    private final double independence;

    Evidence(PersonCalibration calibration) {
        dimensions = calibration.space().dimensions();
        independence = calibration.joining().independence();
    }

    /** How many of so many faces count for each that is there. */
    double share(int faces) {
        return faces == 1 ? 1 : Math.pow(faces, independence - 1);
    }

    /** The logarithm of how much more likely a set is as one person's than as strangers'. */
    double ofOne(double precision, double squaredLength) {
        return dimensions / 2 * (squaredLength / (1 + precision) - Math.log1p(precision));
    }

    /** How sure two average faces of a person are to find each other: the evidence at their expected cosine. */
    static double expected(PersonCalibration calibration, double recognizability) {
        Evidence evidence = new Evidence(calibration);
        double precision = precision(recognizability);
        double weight = weight(recognizability);
        double squared = weight * weight;
        double product = squared * recognizability * recognizability;
        return evidence.ofOne(2 * precision, 2 * squared + 2 * product) - 2 * evidence.ofOne(precision, squared);
    }

    static double precision(double recognizability) {
        return recognizability * recognizability / (1 - recognizability * recognizability);
    }

    static double weight(double recognizability) {
        return recognizability / (1 - recognizability * recognizability);
    }
}
