package io.facequality.group.internal;

import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.group.Finding;
import io.facequality.group.Finding.SamePictureUnderTwoPeople;
import io.facequality.group.PictureGrouper;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.internal.Workers;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Looks for faces that seem to be under the wrong person, and reports them; it changes nothing.
 *
 * <ul>
 *   <li>A face that is nearer to another person's representative than to its own. A representative is the mean of the
 *       normalized embeddings. A face is compared with the mean of its person's <em>other</em> faces, so it has no
 *       influence on the mean. A person with one face has no other face: that face is not checked, but others are
 *       compared with it.
 *   <li>The same picture under two people: equal digests, or perceptual hashes that differ in few bits, of a picture and
 *       another or its mirror image.
 * </ul>
 *
 * <p>If a picture is under many people, each face except the first is reported once, with the most similar one before it.
 *
 * <p>How many findings are true depends on the embedder: a weak one finds many people nearer. {@link Builder#margin} asks
 * for a clearer difference.
 *
 * <p>Cost: {@code n p d} products for n faces of p people; for hashes all pairs. Immutable and safe for several threads.
 */
public final class LabelNoiseCheck {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::face)
            .thenComparing(finding -> finding instanceof SamePictureUnderTwoPeople)
            .thenComparing(Finding::message);

    private final NearerPeople nearerPeople;
    private final SharedPictures sharedPictures;

    private LabelNoiseCheck(Builder settings) {
        Workers workers = new Workers(settings.threads);
        this.nearerPeople = new NearerPeople(settings.margin, workers);
        this.sharedPictures = new SharedPictures(settings.hashes, settings.maximumDistance, workers);
    }

    /**
     * The settings to start from: no margin, equal files only, one thread.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Looks at people.
     *
     * @param people each person's faces; embeddings of one dimension
     * @return what was found, in the order of the faces' ids, whatever the order of people and faces
     * @throws InvalidInputException if a face comes twice or embeddings differ in dimension
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; it stays so
     */
    public List<Finding> findings(List<FaceGroup> people) {
        LabeledFaces faces = LabeledFaces.of(people);
        return Stream.<Finding>concat(nearerPeople.find(faces).stream(), sharedPictures.find(faces).stream())
                .sorted(ORDER)
                .toList();
    }

    /** Collects settings; not safe to share between threads. {@link #build} may be called many times. */
    public static final class Builder {

        private double margin;
        private Function<FaceRecord, Optional<PerceptualHash>> hashes = face -> Optional.empty();
        private int maximumDistance = PictureGrouper.DEFAULT_MAXIMUM_DISTANCE;
        private int threads = 1;

        private Builder() {}

        /**
         * By how much more similar another person must be.
         *
         * @param difference of two cosines, from 0 to 2
         * @return this builder
         */
        public Builder margin(double difference) {
            if (!(difference >= 0 && difference <= 2)) {
                throw InvalidInputException.ofValue("LabelNoiseCheck", "a margin from 0 to 2", difference);
            }
            this.margin = difference;
            return this;
        }

        /**
         * Looks for pictures that look alike, too.
         *
         * @param known gives the hash of a face's picture, or nothing where it is not known
         * @param bits in how many bits the hashes of the same picture may differ, from 0 to {@link PerceptualHash#BITS}
         * @return this builder
         */
        public Builder hashes(Function<FaceRecord, Optional<PerceptualHash>> known, int bits) {
            this.hashes = Objects.requireNonNull(known, "known");
            this.maximumDistance = PerceptualHash.checkedDistance(bits);
            return this;
        }

        /**
         * How many threads compare faces.
         *
         * @param count at least 1; the findings are the same for any number
         * @return this builder
         */
        public Builder threads(int count) {
            this.threads = new Workers(count).threads();
            return this;
        }

        /**
         * Makes the check.
         *
         * @return the check
         */
        public LabelNoiseCheck build() {
            return new LabelNoiseCheck(this);
        }
    }
}
