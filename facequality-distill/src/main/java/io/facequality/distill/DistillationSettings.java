package io.facequality.distill;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.distill.internal.labels.CenterRule;
import io.facequality.distill.internal.labels.LabelOptimization;
import io.facequality.distill.internal.loss.DistillationLoss;
import io.facequality.distill.internal.student.Student;
import io.facequality.distill.internal.training.SettingsFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that decides what a training makes of its data. As a file it is JSON; a file may name some settings and
 * leave the others at their defaults, and what a run writes down names them all.
 *
 * @param labels how labels are made
 * @param student what is trained
 * @param training how it is trained
 * @param schedule how a student's rates change, and what is kept of its weights
 * @param variation what is done to the images that a student sees
 * @param hint what a student is told beside what its features are to be
 */
public record DistillationSettings(
        Labels labels, Student student, Training training, Schedule schedule, Variation variation, Hint hint) {

    /**
     * How labels are made.
     *
     * @param beta the share of all images that count as of high quality, from 0 to below 1; they make the centers
     * @param minimum how many such images a person needs, at least 1; a person with fewer is dropped
     * @param epsilon the factor of the distance to the person's center, at least 0; 0 trains on the plain labels
     */
    public record Labels(double beta, int minimum, double epsilon) {}

    /**
     * What is trained.
     *
     * @param kind which network
     * @param hidden the units of the head between features and score, at least 1
     * @param features how many numbers a student's features have: the fullest directions of the teacher's embeddings;
     *     0 for as many as those have
     */
    public record Student(Kind kind, int hidden, int features) {

        /** The networks there are. */
        public enum Kind {
            /** A head alone, on the features of the teacher; the teacher and the head become one model. */
            HEAD,
            /** The MobileFaceNet of eDifFIQA(T), features of the teacher's dimension, from scratch. */
            MOBILEFACENET,
            /** The same with half the channels. */
            MOBILEFACENET_HALF,
            /** Dense convolutions with plain rectifiers, from scratch. */
            DENSE,
            /**
             * The MobileFaceNet of eDifFIQA(T), whose blocks can learn from those of a teacher of the same shape, and
             * whose head sees what is before the features: what the library's own default is.
             */
            BLOCKS
        }
    }

    /**
     * How it is trained.
     *
     * @param epochs how often each face is seen at most
     * @param batch faces per step
     * @param headRate Adam's rate for the head
     * @param backboneRate Adam's rate for the rest
     * @param matrixRate Muon's rate for those weights of the backbone that are matrices of 32 x 64 and more, which
     *     dense convolutions are; 0 trains them by Adam too
     * @param backboneTensors how many of the last tensors before the head are trained, 0 for all; published: 100, for a
     *     backbone that knows faces already
     * @param theta the share of the representation consistency in the loss, 0..1
     * @param relational the weight of the relational loss beside the representation consistency, at least 0
     * @param gradientNorm the length that a gradient is cut to
     * @param validationShare the share of the faces that is set aside to validate on
     * @param patience how many epochs may pass without a better validation loss
     * @param checkpointSteps after how many steps a student's state is written down
     * @param threads for a student; its results depend on this number, in the last bits
     * @param seed decides the first weights, the order of the faces and what is done to them
     */
    public record Training(
            int epochs,
            int batch,
            double headRate,
            double backboneRate,
            double matrixRate,
            int backboneTensors,
            double theta,
            double relational,
            double gradientNorm,
            double validationShare,
            int patience,
            int checkpointSteps,
            int threads,
            long seed) {

        /** Checks the numbers that nothing else checks. */
        public Training {
            atLeastOne("epochs", epochs);
            atLeastOne("batch", batch);
            atLeastOne("patience", patience);
            atLeastOne("checkpointSteps", checkpointSteps);
            atLeastOne("threads", threads);
            if (backboneTensors < 0) {
                throw invalid("backboneTensors", "0 for all, or a count", Integer.toString(backboneTensors));
            }
            positive("headRate", headRate);
            positive("backboneRate", backboneRate);
            positive("gradientNorm", gradientNorm);
            notNegative("relational", "a weight of at least 0", relational);
            notNegative("matrixRate", "a rate of at least 0", matrixRate);
        }
    }

    /**
     * Feature maps from inside the teacher, which the student's are to be like.
     *
     * @param maps their names among the values of the teacher's ONNX file: one, the last of 7 x 7 positions; or for
     *     {@link Student.Kind#BLOCKS} the one after each block; none for no hint
     * @param weight the weight of the mean over the maps beside the loss, at least 0
     * @param blockEpochs how many epochs each block learns by itself at first, with the teacher's maps for an input, at
     *     least 0; other students than {@link Student.Kind#BLOCKS} have 0
     * @param wholeRate what the rates of the backbone are multiplied by after that, when the whole network learns: it
     *     has little left to learn, and would lose much of what the blocks know at their rates; above 0
     */
    public record Hint(List<String> maps, double weight, int blockEpochs, double wholeRate) {

        /** Checks the numbers, and copies the list. */
        public Hint {
            maps = List.copyOf(maps);
            notNegative("hint.weight", "a weight of at least 0", weight);
            notNegative("hint.blockEpochs", "a count of at least 0", blockEpochs);
            positive("hint.wholeRate", wholeRate);
        }

        /**
         * The student learns from what the teacher says alone.
         *
         * @return no map
         */
        public static Hint none() {
            return new Hint(List.of(), 1, 0, 0.05);
        }

        /**
         * Whether there is no hint. Not named as a getter: it is no setting of its own.
         *
         * @return true if a student learns from its features alone
         */
        public boolean absent() {
            return maps.isEmpty() || weight == 0;
        }
    }

    /** Checks the numbers that nothing else checks. */
    public DistillationSettings {
        atLeastOne("hidden", student.hidden());
        if (student.features() < 0) {
            throw invalid("features", "0 for as many as the teacher's, or a count", Integer.toString(student.features()));
        }
        if (hint.blockEpochs() > 0 && (student.kind() != Student.Kind.BLOCKS || hint.maps().size() < 2)) {
            throw invalid(
                    "hint.blockEpochs", "0, or a student of BLOCKS and the map after each block in hint.maps",
                    hint.blockEpochs() + " for " + student.kind() + " with " + hint.maps().size() + " maps");
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw invalid(name, "at least 1", Integer.toString(value));
        }
    }

    private static void notNegative(String name, String expected, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw invalid(name, expected, Double.toString(value));
        }
    }

    private static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw invalid(name, "a number above 0", Double.toString(value));
        }
    }

    private static InvalidInputException invalid(String where, String expected, String found) {
        return new InvalidInputException(new Problem(
                "cannot set up the training", where, expected, found, "Name such a number, or leave the default."));
    }

    /**
     * The settings to start from: the published loss, label optimization, rates, batch and gradient norm. The minimum
     * for a center is lower than published, and there are more epochs, for training sets of thousands of images, not
     * millions. A dense student and one of blocks learn from varied images by rates that rise and fall; their labels
     * know the distance to the center already where they are the teacher's own, so epsilon is 0.
     *
     * @param kind what is to be trained
     * @return the defaults
     */
    public static DistillationSettings defaults(Student.Kind kind) {
        return switch (kind) {
            case DENSE, BLOCKS -> patient(kind);
            case HEAD, MOBILEFACENET, MOBILEFACENET_HALF -> published(kind);
        };
    }

    private static DistillationSettings published(Student.Kind kind) {
        return new DistillationSettings(
                new Labels(CenterRule.PUBLISHED_BETA, 1, LabelOptimization.PUBLISHED_EPSILON),
                new Student(kind, 1024, 0),
                new Training(
                        kind == Student.Kind.HEAD ? 60 : 40,
                        128,
                        1e-3,
                        kind == Student.Kind.HEAD ? 1e-4 : 2e-3,
                        0,
                        0,
                        DistillationLoss.PUBLISHED_THETA,
                        0,
                        5,
                        0.05,
                        10,
                        50,
                        2,
                        1),
                Schedule.constant(),
                Variation.none(),
                Hint.none());
    }

    /** Many epochs of varied images, which are never twice the same, and an average of the weights. */
    private static DistillationSettings patient(Student.Kind kind) {
        return new DistillationSettings(
                new Labels(CenterRule.PUBLISHED_BETA, 1, 0),
                new Student(kind, 128, 256),
                new Training(120, 64, 2e-3, 2e-3, 0.05, 0, 0.8, 10, 5, 0.05, 120, 100, 2, 1),
                new Schedule(2, Schedule.Decay.COSINE, 0.999, 2),
                Variation.usual(),
                Hint.none());
    }

    /**
     * Reads settings from a file.
     *
     * @param file JSON, which names any of the settings
     * @param otherwise what those that it does not name are
     * @return all settings
     * @throws StorageException if the file cannot be read
     * @throws InvalidInputException if it is no JSON, names a setting that there is not, or one out of range
     */
    public static DistillationSettings read(Path file, DistillationSettings otherwise) {
        return SettingsFile.read(file, otherwise, DistillationSettings.class);
    }

    /**
     * The settings as JSON, every one of them.
     *
     * @return what {@link #read} reads
     */
    public String toJson() {
        return SettingsFile.json(this);
    }
}
