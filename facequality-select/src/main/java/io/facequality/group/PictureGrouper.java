package io.facequality.group;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.group.internal.Clustering;
import io.facequality.group.internal.OrderedFaces;
import io.facequality.group.internal.search.HashSimilarities;
import io.facequality.group.internal.search.Similarities;
import io.facequality.internal.Workers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
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

    private final Function<FaceRecord, Optional<PerceptualHash>> hashes;
    private final Clustering clustering;
    private final MirrorImages mirrorImages;
    private final Workers workers;

    private PictureGrouper(Builder settings) {
        this.hashes = settings.hashes;
        this.clustering = new Clustering(
                settings.linkage,
                PerceptualHash.similarity(settings.maximumDistance),
                OptionalDouble.of(PerceptualHash.similarity(settings.maximumDiameter)));
        this.mirrorImages = settings.mirrorImages;
        this.workers = new Workers(settings.threads);
    }

    /**
     * The settings to start from: a distance of 31 bits, mirror images found, complete links, no further limit, one
     * thread.
     *
     * @param hashes gives the hash of a face's picture, or nothing where it is not known; safe for several threads if
     *     the grouper is used by several
     * @return a new builder
     */
    public static Builder builder(Function<FaceRecord, Optional<PerceptualHash>> hashes) {
        return new Builder(Objects.requireNonNull(hashes, "hashes"));
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
        List<PerceptualHash> known = new ArrayList<>();
        for (FaceRecord face : faces) {
            Optional<PerceptualHash> hash = hashes.apply(face);
            if (hash.isPresent()) {
                hashed.add(face);
                known.add(hash.get());
            } else {
                groups.add(OrderedFaces.group(List.of(face), Optional.empty()));
            }
        }
        Similarities similarities = new HashSimilarities(known, mirrorImages, workers);
        groups.addAll(new OrderedFaces(hashed).groups(clustering.clusters(similarities)));
    }

    /** Collects settings; not safe to share between threads. {@link #build} may be called many times. */
    public static final class Builder {

        private final Function<FaceRecord, Optional<PerceptualHash>> hashes;
        private int maximumDistance = DEFAULT_MAXIMUM_DISTANCE;
        private MirrorImages mirrorImages = MirrorImages.ALIKE;
        private Linkage linkage = new Linkage.Complete();
        private int maximumDiameter = PerceptualHash.BITS;
        private int threads = 1;

        private Builder(Function<FaceRecord, Optional<PerceptualHash>> hashes) {
            this.hashes = hashes;
        }

        /**
         * In how many bits the hashes of a close pair may differ.
         *
         * @param bits from 0 to {@link PerceptualHash#BITS}
         * @return this builder
         */
        public Builder maximumDistance(int bits) {
            this.maximumDistance = PerceptualHash.checkedDistance(bits);
            return this;
        }

        /**
         * Whether a picture and the mirror image of another are alike, too.
         *
         * @param how alike by default
         * @return this builder
         */
        public Builder mirrorImages(MirrorImages how) {
            this.mirrorImages = Objects.requireNonNull(how, "how");
            return this;
        }

        /**
         * When close pairs make a group.
         *
         * @param kind complete, connected or density
         * @return this builder
         */
        public Builder linkage(Linkage kind) {
            this.linkage = Objects.requireNonNull(kind, "kind");
            return this;
        }

        /**
         * In how many bits the hashes of any two pictures of a group may differ; a wider group is split by complete
         * links.
         *
         * @param bits from 0 to {@link PerceptualHash#BITS}, which is no limit
         * @return this builder
         */
        public Builder maximumDiameter(int bits) {
            this.maximumDiameter = PerceptualHash.checkedDistance(bits);
            return this;
        }

        /**
         * How many threads compare hashes.
         *
         * @param count at least 1; the groups are the same for any number
         * @return this builder
         */
        public Builder threads(int count) {
            this.threads = new Workers(count).threads();
            return this;
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

    /** Whether a picture and the mirror image of another are alike. */
    public enum MirrorImages {
        /** They may come into one group. */
        ALIKE,
        /** They are told apart. */
        APART
    }

    /**
     * What a picture looks like from afar, in 256 bits: pictures that look alike differ in few of them, others in about
     * half.
     *
     * <p>After PDQ (Meta, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm", 2019) and pHash
     * (Zauner, 2010): luminance, averaged down to 64 x 64, discrete cosine transform, of which the 16 x 16 coefficients of
     * the frequencies 1 to 16 in both directions are kept; a bit is a coefficient's sign. Not the bits of either
     * implementation, which compare with the median: the sign makes the hash of the mirror image known from the hash.
     *
     * <p>It stays nearly the same when a picture is encoded again, resized, blurred, or made brighter or darker: on aligned
     * faces 99 of 100 such copies differ in at most 25 bits. A mirror image has another hash, which {@link #mirrored}
     * gives. A crop of 5 % moves all that is in the picture and changes about 58 bits, as many as some other picture of the
     * same person: it is not found by this hash. Nor are turned pictures. All pictures of one color have the same hash.
     * Equal hashes do not prove equal pictures.
     *
     * <p>Immutable and safe to share between threads. Cost: a pass over the pixels.
     */
    public static final class PerceptualHash {

        /** The number of bits. */
        public static final int BITS = 256;

        private static final int SIDE = 64;
        private static final int FREQUENCIES = 16;
        private static final int WORDS = BITS / Long.SIZE;

        /** The bits of the odd frequencies across, whose waves a mirror turns around: the first, third, ... of each row. */
        private static final long TURNED = 0x5555555555555555L;

        /** Luminance of red, green and blue by ITU-R BT.601. */
        private static final double RED = 0.299;

        private static final double GREEN = 0.587;
        private static final double BLUE = 0.114;

        /** A coefficient that is no larger is rounding: a gray level is 1, and the transform's rows have length 1. */
        private static final double NOTHING = 1e-6;

        private static final double[][] COSINES = cosines();

        private final long[] words;

        private PerceptualHash(long[] words) {
            this.words = words;
        }

        /**
         * Hashes a picture.
         *
         * @param image a picture of any size
         * @return its hash
         */
        public static PerceptualHash of(Image image) {
            double[] coefficients = coefficients(reduced(image));
            long[] words = new long[WORDS];
            for (int bit = 0; bit < BITS; bit++) {
                if (coefficients[bit] > 0) {
                    words[bit / Long.SIZE] |= 1L << bit;
                }
            }
            return new PerceptualHash(words);
        }

        /**
         * Reads a hash that {@link #toString} wrote.
         *
         * @param text 64 hexadecimal digits
         * @return the hash
         * @throws InvalidInputException if the text is something else
         */
        public static PerceptualHash parse(String text) {
            if (text.length() != BITS / 4 || !text.chars().allMatch(HexFormat::isHexDigit)) {
                throw InvalidInputException.ofValue("PerceptualHash", BITS / 4 + " hexadecimal digits", text);
            }
            ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(text));
            long[] words = new long[WORDS];
            bytes.asLongBuffer().get(words);
            return new PerceptualHash(words);
        }

        /**
         * How many bits differ.
         *
         * @param other another picture's hash
         * @return from 0 to {@link #BITS}; about half of them for pictures that have nothing in common
         */
        public int distance(PerceptualHash other) {
            int distance = 0;
            for (int word = 0; word < WORDS; word++) {
                distance += Long.bitCount(words[word] ^ other.words[word]);
            }
            return distance;
        }

        /**
         * The share of equal bits.
         *
         * @param other another picture's hash
         * @return from 0 to 1, exactly {@code 1 - distance / 256}
         */
        public double similarity(PerceptualHash other) {
            return similarity(distance(other));
        }

        /**
         * The share of equal bits of two hashes that differ in so many.
         *
         * @param distance from 0 to {@link #BITS}
         * @return from 0 to 1
         */
        public static double similarity(int distance) {
            return (BITS - distance) / (double) BITS;
        }

        /**
         * The hash of the mirror image, left and right exchanged.
         *
         * @return what {@link #of} gives for the mirror image, but for coefficients that are 0 or differ by rounding
         */
        public PerceptualHash mirrored() {
            long[] turned = words.clone();
            for (int word = 0; word < WORDS; word++) {
                turned[word] ^= TURNED;
            }
            return new PerceptualHash(turned);
        }

        /**
         * The smaller distance of the two hashes and of one with the other's mirror image.
         *
         * @param other another picture's hash
         * @return from 0 to {@link #BITS}
         */
        public int distanceOrMirrored(PerceptualHash other) {
            int distance = 0;
            int mirrored = 0;
            for (int word = 0; word < WORDS; word++) {
                long different = words[word] ^ other.words[word];
                distance += Long.bitCount(different);
                mirrored += Long.bitCount(different ^ TURNED);
            }
            return Math.min(distance, mirrored);
        }

        /**
         * Checks a number of bits.
         *
         * @param bits from 0 to {@link #BITS}
         * @return the number
         * @throws InvalidInputException if it is out of its range
         */
        public static int checkedDistance(int bits) {
            if (bits < 0 || bits > BITS) {
                throw InvalidInputException.ofValue("PerceptualHash", "from 0 to " + BITS + " bits", bits);
            }
            return bits;
        }

        /** The mean luminance of each cell of a grid, whose borders may cut through pixels. */
        private static double[] reduced(Image image) {
            int width = image.width();
            ByteBuffer pixels = image.pixels();
            byte[] row = new byte[3 * width];
            double[] luminance = new double[width];
            double[] grid = new double[SIDE * SIDE];
            for (int y = 0; y < image.height(); y++) {
                pixels.get(row);
                for (int x = 0; x < width; x++) {
                    luminance[x] = RED * (row[3 * x] & 0xFF)
                            + GREEN * (row[3 * x + 1] & 0xFF)
                            + BLUE * (row[3 * x + 2] & 0xFF);
                }
                addRow(reduced(luminance), y, image.height(), grid);
            }
            return grid;
        }

        private static double[] reduced(double[] luminance) {
            double[] cells = new double[SIDE];
            for (int x = 0; x < luminance.length; x++) {
                double from = (double) x * SIDE / luminance.length;
                double to = (double) (x + 1) * SIDE / luminance.length;
                for (int cell = (int) from; cell < SIDE && cell < to; cell++) {
                    cells[cell] += shareOf(cell, from, to) * luminance[x];
                }
            }
            return cells;
        }

        private static void addRow(double[] cells, int y, int height, double[] grid) {
            double from = (double) y * SIDE / height;
            double to = (double) (y + 1) * SIDE / height;
            for (int cell = (int) from; cell < SIDE && cell < to; cell++) {
                double share = shareOf(cell, from, to);
                for (int x = 0; x < SIDE; x++) {
                    grid[cell * SIDE + x] += share * cells[x];
                }
            }
        }

        private static double shareOf(int cell, double from, double to) {
            return Math.min(to, cell + 1) - Math.max(from, cell);
        }

        private static double[] coefficients(double[] grid) {
            double[] columns = new double[FREQUENCIES * SIDE];
            for (int v = 0; v < FREQUENCIES; v++) {
                for (int y = 0; y < SIDE; y++) {
                    for (int x = 0; x < SIDE; x++) {
                        columns[v * SIDE + x] += COSINES[v][y] * grid[y * SIDE + x];
                    }
                }
            }
            double[] coefficients = new double[FREQUENCIES * FREQUENCIES];
            for (int v = 0; v < FREQUENCIES; v++) {
                for (int u = 0; u < FREQUENCIES; u++) {
                    double sum = 0;
                    for (int x = 0; x < SIDE; x++) {
                        sum += COSINES[u][x] * columns[v * SIDE + x];
                    }
                    coefficients[v * FREQUENCIES + u] = Math.abs(sum) > NOTHING ? sum : 0;
                }
            }
            return coefficients;
        }

        private static double[][] cosines() {
            double[][] cosines = new double[FREQUENCIES][SIDE];
            for (int frequency = 0; frequency < FREQUENCIES; frequency++) {
                for (int x = 0; x < SIDE; x++) {
                    cosines[frequency][x] = Math.sqrt(2.0 / SIDE)
                            * StrictMath.cos(Math.PI * (2 * x + 1) * (frequency + 1) / (2.0 * SIDE));
                }
            }
            return cosines;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PerceptualHash that && Arrays.equals(words, that.words);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(words);
        }

        /** 64 hexadecimal digits, which {@link #parse} reads. */
        @Override
        public String toString() {
            ByteBuffer bytes = ByteBuffer.allocate(BITS / Byte.SIZE);
            bytes.asLongBuffer().put(words);
            return HexFormat.of().formatHex(bytes.array());
        }
    }
}
