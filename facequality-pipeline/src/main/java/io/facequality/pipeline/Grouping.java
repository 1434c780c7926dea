package io.facequality.pipeline;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.group.DefaultThresholds;
import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonGrouper.Constraints;
import io.facequality.group.PictureGrouper;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.group.ThresholdCalibration.CalibratedThreshold;
import io.facequality.internal.NamedSettings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** Which faces are chosen among: those of one folder, near-duplicates of each other, or those of one person. */
public sealed interface Grouping {

    /**
     * What plans call it, with its settings.
     *
     * @return words that complete "grouped by ..."
     */
    String description();

    /** The pictures of one folder are one person's; the group is named after the folder. */
    record Folders() implements Grouping {
        @Override
        public String description() {
            return "folders";
        }
    }

    /** Equal files are one group, whatever folders they lie in. */
    record EqualFiles() implements Grouping {
        @Override
        public String description() {
            return "equal files";
        }
    }

    /**
     * Faces whose embeddings are close are one group, whatever folders they lie in.
     *
     * @param threshold the smallest cosine of a close pair, from -1 to 1; empty for the {@linkplain
     *     DefaultThresholds#nearDuplicate calibrated one}, which only the embedded model has
     * @param linkage when close pairs make a group
     * @param maximumDiameter the largest {@code 1 - cosine} of any two faces of a group, which is split if it is wider;
     *     empty for no limit
     * @param recall which share of the close pairs a sample must show to be found where there are too many faces to
     *     compare every pair, from 0 to 1; empty for 0.999
     */
    record Faces(OptionalDouble threshold, Linkage linkage, OptionalDouble maximumDiameter, OptionalDouble recall)
            implements Grouping {

        /** Checks the numbers. */
        public Faces {
            Objects.requireNonNull(linkage, "linkage");
            if (threshold.isPresent() && !(Math.abs(threshold.getAsDouble()) <= 1)) {
                throw InvalidInputException.ofValue("Grouping", "a threshold from -1 to 1", threshold);
            }
            double diameter = maximumDiameter.orElse(0);
            if (!(diameter >= 0 && diameter <= 2)) {
                throw InvalidInputException.ofValue("Grouping", "a diameter from 0 to 2", diameter);
            }
            double share = recall.orElse(0);
            if (!(share >= 0 && share <= 1)) {
                throw InvalidInputException.ofValue("Grouping", "a recall from 0 to 1", share);
            }
        }

        @Override
        public String description() {
            return "faces" + (threshold.isPresent() ? " with a cosine of at least " + threshold.getAsDouble() : "")
                    + ", " + linkage
                    + (maximumDiameter.isPresent() ? ", diameter at most " + maximumDiameter.getAsDouble() : "")
                    + (recall.isPresent() ? ", recall at least " + recall.getAsDouble() : "");
        }
    }

    /**
     * Pictures whose {@linkplain PerceptualHash perceptual hashes} differ in few bits are one group, whatever folders
     * they lie in.
     *
     * @param maximumDistance in how many bits the hashes of a close pair may differ, from 0 to 256
     * @param linkage when close pairs make a group
     * @param maximumDiameter in how many bits the hashes of any two pictures of a group may differ, from 0 to 256; the
     *     group is split if it is wider; empty for no limit
     */
    record Pictures(int maximumDistance, Linkage linkage, OptionalInt maximumDiameter) implements Grouping {

        /** Checks the numbers. */
        public Pictures {
            Objects.requireNonNull(linkage, "linkage");
            requireBits(maximumDistance);
            requireBits(maximumDiameter.orElse(0));
        }

        private static void requireBits(int bits) {
            if (bits < 0 || bits > PerceptualHash.BITS) {
                throw InvalidInputException.ofValue("Grouping", "from 0 to " + PerceptualHash.BITS + " bits", bits);
            }
        }

        @Override
        public String description() {
            return "pictures whose hashes differ in at most " + maximumDistance + " bits, " + linkage
                    + (maximumDiameter.isPresent() ? ", diameter at most " + maximumDiameter.getAsInt() : "");
        }
    }

    /**
     * One person's faces are one group, whatever folders they lie in; the group has the person's name. For pictures that
     * nobody sorted: read all faces of each picture.
     *
     * @param calibration for the pipeline's models; empty for the {@linkplain PersonCalibration#of shipped one}, which
     *     only the embedded model has
     * @param constraints what is known of the people
     */
    record People(Optional<PersonCalibration> calibration, Constraints constraints) implements Grouping {

        /** Checks that nothing is missing. */
        public People {
            Objects.requireNonNull(calibration, "calibration");
            Objects.requireNonNull(constraints, "constraints");
        }

        @Override
        public String description() {
            return "people";
        }
    }

    /**
     * The faces of people who are found already are one group for each; the group has the person's name.
     *
     * @param people among whose faces those are that are chosen among
     * @param origin how they were found, for the plan's settings, such as the {@link
     *     io.facequality.group.PersonGrouper}'s own words
     */
    record Found(io.facequality.group.People people, String origin) implements Grouping {

        /** Checks that nothing is missing. */
        public Found {
            Objects.requireNonNull(people, "people");
            Objects.requireNonNull(origin, "origin");
        }

        @Override
        public String description() {
            return origin;
        }
    }

    /**
     * The caller's own grouping.
     *
     * @param grouper puts all faces below the root into groups
     */
    record Own(DuplicateGrouper grouper) implements Grouping {

        /** Checks that there is one. */
        public Own {
            Objects.requireNonNull(grouper, "grouper");
        }

        @Override
        public String description() {
            return NamedSettings.inWords(grouper.name(), grouper.settings());
        }
    }

    /**
     * One group for each folder.
     *
     * @return the grouping that {@link FacePipeline#select} starts from
     */
    static Grouping folders() {
        return new Folders();
    }

    /**
     * Another grouping, whose groups are then corrected, as by what people said of them.
     *
     * @param grouping makes the groups
     * @param correction joins and splits them, so that every face is still in exactly one; its text is part of the
     *     plan's settings
     */
    record Corrected(Grouping grouping, UnaryOperator<List<FaceGroup>> correction) implements Grouping {

        /** Checks that nothing is missing. */
        public Corrected {
            Objects.requireNonNull(grouping, "grouping");
            Objects.requireNonNull(correction, "correction");
        }

        @Override
        public String description() {
            return grouping.description() + ", " + NamedSettings.name(correction);
        }

        @Override
        public Grouping uncorrected() {
            return grouping.uncorrected();
        }
    }

    /**
     * What makes the groups before anybody corrects them.
     *
     * @return this, or the grouping inside a corrected one
     */
    default Grouping uncorrected() {
        return this;
    }

    /**
     * Groups near-duplicate faces at the calibrated threshold of the embedded model, with complete links.
     *
     * @return the grouping; with another embedding model its use is an {@link InvalidInputException}
     */
    static Grouping faces() {
        return new Faces(
                OptionalDouble.empty(), new Linkage.Complete(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /**
     * Groups near-duplicate faces with complete links: every two faces of a group are close.
     *
     * @param threshold the smallest cosine of a close pair, from -1 to 1; see {@link CalibratedThreshold}
     * @return the grouping
     */
    static Grouping faces(double threshold) {
        return new Faces(
                OptionalDouble.of(threshold), new Linkage.Complete(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /**
     * Groups the faces of each person, by the calibration that is shipped for the embedded model.
     *
     * @return the grouping; with another embedding model its use is an {@link InvalidInputException}
     */
    static Grouping people() {
        return new People(Optional.empty(), Constraints.none());
    }

    /**
     * Groups pictures that look alike, with complete links and the {@linkplain PictureGrouper#DEFAULT_MAXIMUM_DISTANCE
     * usual} distance.
     *
     * @return the grouping
     */
    static Grouping pictures() {
        return new Pictures(
                PictureGrouper.DEFAULT_MAXIMUM_DISTANCE, new Linkage.Complete(), OptionalInt.empty());
    }
}
