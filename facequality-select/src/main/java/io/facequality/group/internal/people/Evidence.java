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
 * <p>Pictures of one person are not independent: they share days, light and poses, frames of one clip nearly all. So a
 * set counts as fewer faces, each an average one: first by how much more alike its faces are than they should be, then,
 * of the n that are left, as {@code n^b}.
 */
final class Evidence {

    private final double dimensions;
    private final double independence;

    Evidence(PersonCalibration calibration) {
        dimensions = calibration.space().dimensions();
        independence = calibration.joining().independence();
    }

    /**
     * How many independent faces a set counts as, for each face of it. Where faces are more alike than one person's are,
     * a share s of their noise is common to all, and n of them say as much as {@code n / (1 + (n - 1) s)}.
     *
     * @param set the sums over the faces
     * @param squaredLength that of the sum of their vectors
     */
    double share(Totals set, double squaredLength) {
        if (set.faces() == 1) {
            return 1;
        }
        double products = squaredLength - set.squaredWeights();
        double expected = set.precision() * set.precision() - set.squaredPrecisions();
        double largest = set.weight() * set.weight() - set.squaredWeights();
        double common = Math.max(0, Math.min(1, (products - expected) / (largest - expected)));
        double independent = set.faces() / (1 + (set.faces() - 1) * common);
        return Math.pow(independent, independence) / set.faces();
    }

    /**
     * Sums over the faces of a set.
     *
     * @param faces how many there are
     * @param precision of their precisions
     * @param squaredPrecisions of the squares of these
     * @param weight of their weights
     * @param squaredWeights of the squares of these
     */
    record Totals(int faces, double precision, double squaredPrecisions, double weight, double squaredWeights) {

        static Totals of(double recognizability) {
            double precision = Evidence.precision(recognizability);
            double weight = Evidence.weight(recognizability);
            return new Totals(1, precision, precision * precision, weight, weight * weight);
        }

        Totals plus(Totals other) {
            return new Totals(
                    faces + other.faces,
                    precision + other.precision,
                    squaredPrecisions + other.squaredPrecisions,
                    weight + other.weight,
                    squaredWeights + other.squaredWeights);
        }

        Totals minus(Totals part) {
            return new Totals(
                    faces - part.faces,
                    precision - part.precision,
                    squaredPrecisions - part.squaredPrecisions,
                    weight - part.weight,
                    squaredWeights - part.squaredWeights);
        }
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
