package io.facequality.spark;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Keep;
import io.facequality.group.PersonGrouper.Constraints;
import io.facequality.group.internal.search.CellSimilaritySearch;
import io.facequality.group.internal.search.SimilaritySearch;
import io.facequality.onnx.ModelContract;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FacePipeline.Limits;
import io.facequality.pipeline.Grouping;
import io.facequality.spark.internal.PairsStep;
import io.facequality.spark.internal.ReadingSettings.SentModel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a run on Spark, and where its tables lie. Immutable; stays on the driver.
 *
 * <p>All faces of a picture are taken, as {@link io.facequality.images.FaceChoice#ALL} does on one machine, unless
 * pictures are aligned crops already.
 */
public final class FaceJob {

    private static final int LARGEST_COMPONENT = 100_000;
    private static final long PAIRS_ON_DRIVER = 50_000_000;

    private final Builder settings;

    private FaceJob(Builder settings) {
        this.settings = settings;
    }

    /**
     * Starts from the defaults: the embedded models, near-duplicates at their calibrated threshold, the best copy of each
     * group.
     *
     * @param place the folder that the tables are written below, on storage that driver and executors share
     * @return a new builder
     */
    public static Builder builder(String place) {
        if (place.isBlank()) {
            throw InvalidInputException.ofValue("FaceJob", "a folder for the tables", "none");
        }
        return new Builder(place);
    }

    String place() {
        return settings.place;
    }

    String root() {
        return settings.root;
    }

    Crop crop() {
        return settings.crop;
    }

    Limits limits() {
        return settings.limits;
    }

    Optional<Path> modelFile() {
        return Optional.ofNullable(settings.modelFile);
    }

    Optional<SentModel> model() {
        return modelFile().map(file -> SentModel.of(file, Objects.requireNonNull(settings.contract)));
    }

    Grouping grouping() {
        return settings.grouping;
    }

    double recall() {
        return settings.grouping instanceof Grouping.Faces faces
                ? faces.recall().orElse(CellSimilaritySearch.USUAL_RECALL)
                : CellSimilaritySearch.USUAL_RECALL;
    }

    Optional<Keep> keep() {
        return Optional.ofNullable(settings.keep);
    }

    int largestComponent() {
        return settings.largestComponent;
    }

    long pairsOnDriver() {
        return settings.pairsOnDriver;
    }

    int exactLimit() {
        return settings.exactLimit;
    }

    int block() {
        return settings.block;
    }

    /** Collects settings; not safe to share between threads. {@link #build} may be called many times. */
    public static final class Builder {

        private final String place;
        private String root = "";
        private Crop crop = Crop.ALIGN;
        private Limits limits = Limits.usual();
        private @Nullable Path modelFile;
        private @Nullable ModelContract contract;
        private Grouping grouping = Grouping.faces();
        private @Nullable Keep keep;
        private int largestComponent = LARGEST_COMPONENT;
        private long pairsOnDriver = PAIRS_ON_DRIVER;
        private int exactLimit = SimilaritySearch.EXACT_LIMIT;
        private int block = PairsStep.BLOCK;

        private Builder(String place) {
            this.place = place;
        }

        private Builder(Builder other) {
            this.place = other.place;
            this.root = other.root;
            this.crop = other.crop;
            this.limits = other.limits;
            this.modelFile = other.modelFile;
            this.contract = other.contract;
            this.grouping = other.grouping;
            this.keep = other.keep;
            this.largestComponent = other.largestComponent;
            this.pairsOnDriver = other.pairsOnDriver;
            this.exactLimit = other.exactLimit;
            this.block = other.block;
        }

        /**
         * The folder that pictures lie below. Faces are named by their pictures' paths from there on, as on one machine;
         * without it, by whole paths.
         *
         * @param folder a path or an address, such as {@code hdfs:///photos}
         * @return this builder
         */
        public Builder root(String folder) {
            this.root = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /**
         * How a picture becomes aligned faces; {@link Crop#ALIGN} by default.
         *
         * @param how align, or take as it is
         * @return this builder
         */
        public Builder crop(Crop how) {
            this.crop = Objects.requireNonNull(how, "how");
            return this;
        }

        /**
         * What pictures may take; {@link Limits#usual} by default. The memory is that of all tasks of an executor
         * together; it lies outside of the heap, so {@code spark.executor.memoryOverhead} must cover it.
         *
         * @param most the limits
         * @return this builder
         */
        public Builder limits(Limits most) {
            this.limits = Objects.requireNonNull(most, "most");
            return this;
        }

        /**
         * Scores and embeds with an ONNX model in place of the embedded one. Spark sends the file to the executors, which
         * check its digest.
         *
         * @param file a file on the driver's machine
         * @param itsContract its channel order, mean and scale
         * @return this builder
         */
        public Builder model(Path file, ModelContract itsContract) {
            this.modelFile = Objects.requireNonNull(file, "file");
            this.contract = Objects.requireNonNull(itsContract, "itsContract");
            return this;
        }

        /**
         * Which faces are chosen among: near-duplicates, {@link Grouping#faces()} by default, or those of one person,
         * {@link Grouping#people()}. What is known of people cannot be told to a cluster.
         *
         * @param how a {@link Grouping.Faces}, or a {@link Grouping.People} without constraints
         * @return this builder
         * @throws InvalidInputException if it is another grouping, or has constraints
         */
        public Builder grouping(Grouping how) {
            boolean isPossible = how instanceof Grouping.Faces
                    || how instanceof Grouping.People people && people.constraints().equals(Constraints.none());
            if (!isPossible) {
                throw InvalidInputException.ofValue(
                        "FaceJob",
                        "near-duplicate faces, or people without constraints, as the grouping",
                        how.description());
            }
            this.grouping = how;
            return this;
        }

        /**
         * How many faces of each group to keep, chosen as {@code FacePipeline.select} does; by default the best copy
         * alone, as {@code FacePipeline.keepBestCopies} does.
         *
         * @param many how many
         * @return this builder
         */
        public Builder keep(Keep many) {
            this.keep = Objects.requireNonNull(many, "many");
            return this;
        }

        /**
         * How many faces chains of close pairs may connect; 100,000 by default. One task takes them whole: about four
         * kilobytes for each, and time that grows with the square. More are an error, before anything is chosen.
         *
         * @param most at least 1
         * @return this builder
         */
        public Builder largestComponent(int most) {
            requirePositive(most, "faces in a component");
            this.largestComponent = most;
            return this;
        }

        /**
         * Up to how many close pairs the driver connects them itself; 50 million by default, for which it takes about
         * 3 GB. Beyond, the cluster does, in some rounds.
         *
         * @param most at least 0
         * @return this builder
         */
        public Builder pairsOnDriver(long most) {
            if (most < 0) {
                throw InvalidInputException.ofValue("FaceJob", "at least 0 pairs on the driver", most);
            }
            this.pairsOnDriver = most;
            return this;
        }

        Builder exactLimit(int most) {
            this.exactLimit = most;
            return this;
        }

        Builder block(int vectors) {
            this.block = vectors;
            return this;
        }

        private static void requirePositive(int value, String name) {
            if (value < 1) {
                throw InvalidInputException.ofValue("FaceJob", "at least 1 as the number of " + name, value);
            }
        }

        /**
         * Makes the settings.
         *
         * @return the settings
         */
        public FaceJob build() {
            return new FaceJob(new Builder(this));
        }
    }
}
