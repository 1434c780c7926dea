package io.facequality.group;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.group.internal.Clustering;
import io.facequality.group.internal.OrderedFaces;
import io.facequality.group.internal.search.HashSimilarities;
import io.facequality.group.internal.search.Similarities;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Groups the faces of pictures that look alike: pictures whose {@linkplain PerceptualHash hashes} differ in few bits.
 * What that finds and what not is said there. Faces are put together only if they have the same place among their
 * pictures' faces, since two faces of one picture are not each other's duplicates.
 *
 * <p>A record holds no hash, so the grouper is given a function that knows it: a map from the face's id, say, filled
 * while pictures are decoded. A face without a hash is alone.
 *
 * <p>Cost: all pairs of hashes, some nanoseconds each; a group of m pictures takes m² comparisons more. Immutable and
 * safe for several threads.
 */
public final class PictureGrouper implements DuplicateGrouper {

    /**
     * In how many bits of 256 two hashes may differ by default; PDQ's authors recommend the same. Measured on 5,381
     * aligned LFW faces and 1,077 of them with copies made on purpose: copies that were encoded again, resized,
     * mirrored or brightened differ in at most 25 bits in 99 of 100 cases; of 14.5 million pairs of different pictures
     * 8 do so in 31 or fewer, all natural near-duplicates, and 14 in 55 or fewer.
     */
    public static final int DEFAULT_MAXIMUM_DISTANCE = 31;

    private final Builder settings;

    private PictureGrouper(Builder settings) {
        this.settings = settings;
    }

    /**
     * The settings to start from: a distance of 31 bits, mirror images found, complete links, no further limit, one
     * thread.
     *
     * @param hashes gives the hash of a face's picture, or nothing where it is not known; safe for several threads if
     *     the grouper is used by several
     * @return immutable settings
     */
    public static Builder builder(Function<FaceRecord, Optional<PerceptualHash>> hashes) {
        Objects.requireNonNull(hashes, "hashes");
        return new Builder(hashes, DEFAULT_MAXIMUM_DISTANCE, true, new Linkage.Complete(), PerceptualHash.BITS, 1);
    }

    @Override
    public List<FaceGroup> group(List<FaceRecord> faces) {
        Map<Integer, List<FaceRecord>> byPlace = new TreeMap<>();
        for (FaceRecord face : new OrderedFaces(faces).faces()) {
            byPlace.computeIfAbsent(face.id().face(), place -> new ArrayList<>()).add(face);
        }
        List<FaceGroup> groups = new ArrayList<>();
        byPlace.values().forEach(alike -> addGroups(alike, groups));
        groups.sort(OrderedFaces.BY_FIRST_FACE);
        return List.copyOf(groups);
    }

    private void addGroups(List<FaceRecord> faces, List<FaceGroup> groups) {
        List<FaceRecord> hashed = new ArrayList<>();
        List<PerceptualHash> hashes = new ArrayList<>();
        for (FaceRecord face : faces) {
            Optional<PerceptualHash> hash = settings.hashes.apply(face);
            if (hash.isPresent()) {
                hashed.add(face);
                hashes.add(hash.get());
            } else {
                groups.add(OrderedFaces.group(List.of(face), Optional.empty()));
            }
        }
        Clustering clustering = new Clustering(
                settings.linkage,
                PerceptualHash.similarity(settings.maximumDistance),
                OptionalDouble.of(PerceptualHash.similarity(settings.maximumDiameter)));
        Similarities similarities =
                new HashSimilarities(hashes, settings.mirrored, new Workers(settings.threads));
        groups.addAll(new OrderedFaces(hashed).groups(clustering.clusters(similarities)));
    }

    /** The settings of a {@link PictureGrouper}; immutable, each method gives changed ones. */
    public static final class Builder {

        private final Function<FaceRecord, Optional<PerceptualHash>> hashes;
        private final int maximumDistance;
        private final boolean mirrored;
        private final Linkage linkage;
        private final int maximumDiameter;
        private final int threads;

        private Builder(
                Function<FaceRecord, Optional<PerceptualHash>> hashes,
                int maximumDistance,
                boolean mirrored,
                Linkage linkage,
                int maximumDiameter,
                int threads) {
            this.hashes = hashes;
            this.maximumDistance = maximumDistance;
            this.mirrored = mirrored;
            this.linkage = linkage;
            this.maximumDiameter = maximumDiameter;
            this.threads = threads;
        }

        /**
         * In how many bits the hashes of a close pair may differ.
         *
         * @param bits from 0 to {@link PerceptualHash#BITS}
         * @return changed settings
         */
        public Builder maximumDistance(int bits) {
            return new Builder(
                    hashes, PerceptualHash.checkedDistance(bits), mirrored, linkage, maximumDiameter, threads);
        }

        /**
         * Whether a picture and the mirror image of another are alike, too.
         *
         * @param alike false to tell them apart
         * @return changed settings
         */
        public Builder mirrored(boolean alike) {
            return new Builder(hashes, maximumDistance, alike, linkage, maximumDiameter, threads);
        }

        /**
         * When close pairs make a group.
         *
         * @param kind complete, connected or density
         * @return changed settings
         */
        public Builder linkage(Linkage kind) {
            Objects.requireNonNull(kind, "kind");
            return new Builder(hashes, maximumDistance, mirrored, kind, maximumDiameter, threads);
        }

        /**
         * In how many bits the hashes of any two pictures of a group may differ; a wider group is split by complete
         * links.
         *
         * @param bits from 0 to {@link PerceptualHash#BITS}, which is no limit
         * @return changed settings
         */
        public Builder maximumDiameter(int bits) {
            return new Builder(
                    hashes, maximumDistance, mirrored, linkage, PerceptualHash.checkedDistance(bits), threads);
        }

        /**
         * How many threads compare hashes.
         *
         * @param count at least 1; the groups are the same for any number
         * @return changed settings
         */
        public Builder threads(int count) {
            return new Builder(
                    hashes, maximumDistance, mirrored, linkage, maximumDiameter, new Workers(count).threads());
        }

        /**
         * Makes the grouper.
         *
         * @return the grouper
         */
        public PictureGrouper build() {
            return new PictureGrouper(this);
        }
    }
}
