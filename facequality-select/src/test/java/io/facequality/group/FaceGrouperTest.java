package io.facequality.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.group.internal.Clustering;
import io.facequality.group.internal.CompleteLink;
import io.facequality.group.internal.EmbeddingGrouper;
import io.facequality.group.internal.search.CellSimilaritySearch;
import io.facequality.group.internal.search.EmbeddingSimilarities;
import io.facequality.group.internal.search.Similarities;
import io.facequality.group.internal.search.SimilarityMatrix.OrdinalPair;
import io.facequality.group.internal.search.SimilaritySearch;
import io.facequality.internal.Workers;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FaceGrouperTest {

    private static final int LARGEST = 60;

    @Property(tries = 150)
    void givesGroupsOfTheDefinitions(
            @ForAll @IntRange(min = 0, max = LARGEST) int size,
            @ForAll @IntRange(min = 2, max = 8) int dimension,
            @ForAll @DoubleRange(min = -0.5, max = 0.99) double threshold,
            @ForAll @IntRange(min = 1, max = 6) int minimumNeighbors,
            @ForAll long seed) {
        List<FaceRecord> faces = Faces.clustered(size, dimension, 6, 0.4, seed);
        BruteForceClusters expected = new BruteForceClusters(Faces.cosines(faces), threshold);
        assertThat(ordinals(faces, threshold, new Linkage.Connected())).isEqualTo(expected.connected());
        assertThat(ordinals(faces, threshold, new Linkage.Complete())).isEqualTo(expected.complete());
        assertThat(ordinals(faces, threshold, new Linkage.Density(minimumNeighbors)))
                .isEqualTo(expected.density(minimumNeighbors));
    }

    @Property(tries = 100)
    void givesEachGroupItsLeastSimilarPair(
            @ForAll @IntRange(min = 1, max = 200) int size,
            @ForAll @DoubleRange(min = -1, max = 0.9) double threshold,
            @ForAll @IntRange(min = 1, max = 3) int threads,
            @ForAll long seed) {
        List<FaceRecord> faces = Faces.clustered(size, 4, 3, 0.3, seed);
        double[][] cosines = Faces.cosines(faces);
        DuplicateGrouper grouper = FaceGrouper.builder(threshold)
                .linkage(new Linkage.Connected())
                .threads(threads)
                .build();
        List<FaceGroup> groups = grouper.group(faces);
        List<List<Integer>> ordinals = Faces.ordinals(groups, faces);
        for (int group = 0; group < groups.size(); group++) {
            List<Integer> members = ordinals.get(group);
            Optional<OrdinalPair> widest = Optional.empty();
            for (int i : members) {
                for (int j : members) {
                    if (i < j) {
                        OrdinalPair pair = new OrdinalPair(i, j, cosines[i][j]);
                        widest = Optional.of(widest.map(other -> OrdinalPair.lessSimilar(other, pair))
                                .orElse(pair));
                    }
                }
            }
            assertThat(groups.get(group).widest())
                    .isEqualTo(widest.map(pair -> new WidestPair(
                            faces.get(pair.first()).id(), faces.get(pair.second()).id(), pair.similarity())));
        }
    }

    @Property(tries = 60)
    void splitsGroupsThatAreTooWideAndLeavesOthers(
            @ForAll @IntRange(min = 1, max = LARGEST) int size,
            @ForAll @DoubleRange(min = 0, max = 1) double diameter,
            @ForAll long seed) {
        List<FaceRecord> faces = Faces.clustered(size, 3, 4, 0.4, seed);
        FaceGrouper.Builder connected = FaceGrouper.builder(0.8).linkage(new Linkage.Connected());
        List<FaceGroup> free = connected.build().group(faces);
        List<FaceGroup> limited =
                connected.maximumDiameter(diameter).build().group(faces);
        double smallest = 1 - diameter;
        assertThat(limited).allMatch(group -> group.widest()
                .map(pair -> pair.similarity() >= smallest)
                .orElse(true));
        assertThat(limited)
                .containsAll(free.stream()
                        .filter(group -> group.widest()
                                .map(pair -> pair.similarity() >= smallest)
                                .orElse(true))
                        .toList());
        assertThat(limited.stream().flatMap(group -> group.faces().stream()))
                .containsExactlyInAnyOrderElementsOf(faces);
    }

    @Property(tries = 60)
    void givesSameForAnyOrderAndThreads(
            @ForAll @IntRange(min = 0, max = 150) int size, @ForAll boolean withTies, @ForAll long seed) {
        List<FaceRecord> faces = withTies ? withTies(size) : Faces.clustered(size, 5, 4, 0.3, seed);
        for (Linkage linkage :
                List.of(new Linkage.Complete(), new Linkage.Connected(), new Linkage.Density(3))) {
            FaceGrouper.Builder builder =
                    FaceGrouper.builder(0.9).linkage(linkage).maximumDiameter(0.3);
            assertThat(builder.threads(3).build().group(Faces.shuffled(faces, seed)))
                    .isEqualTo(builder.threads(1).build().group(faces));
        }
    }

    /** Directions at equal angles, each several times: all ties there can be. */
    private static List<FaceRecord> withTies(int size) {
        List<FaceRecord> faces = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double angle = Math.PI * (i % 12) / 6;
            faces.add(Faces.face("tie-%03d.jpg".formatted(i), (float) Math.cos(angle), (float) Math.sin(angle)));
        }
        return faces;
    }

    @Property(tries = 60)
    void cutsPartsThatAreTooLargeForMatrix(
            @ForAll @IntRange(min = 2, max = LARGEST) int size,
            @ForAll @DoubleRange(min = -0.5, max = 1) double threshold,
            @ForAll @IntRange(min = 1, max = 10) int limit,
            @ForAll boolean withTies,
            @ForAll long seed) {
        List<FaceRecord> faces = withTies ? withTies(size) : Faces.clustered(size, 4, 3, 0.4, seed);
        double[][] cosines = Faces.cosines(faces);
        Workers workers = new Workers(1);
        Similarities similarities = new EmbeddingSimilarities(
                Faces.embeddings(faces), SimilaritySearch.exact(1).index(Faces.embeddings(faces)), workers);
        List<int[]> clusters = new CompleteLink(similarities, threshold, limit)
                .clusters(Faces.upTo(size).stream().mapToInt(i -> i).toArray());
        assertThat(clusters.stream().flatMapToInt(Arrays::stream).sorted())
                .containsExactlyElementsOf(Faces.upTo(size));
        for (int[] cluster : clusters) {
            for (int i : cluster) {
                for (int j : cluster) {
                    assertThat(i == j || cosines[i][j] >= threshold).isTrue();
                }
            }
        }
    }

    @Test
    void joinsStrangersByChainOfClosePairsOnlyWhenAsked() {
        List<FaceRecord> chain = new ArrayList<>();
        for (int step = 0; step <= 18; step++) {
            double angle = Math.toRadians(5.0 * step);
            chain.add(Faces.face("frame-%02d.jpg".formatted(step), (float) Math.cos(angle), (float) Math.sin(angle)));
        }
        List<FaceGroup> connected = FaceGrouper.builder(0.99)
                .linkage(new Linkage.Connected())
                .build()
                .group(chain);
        assertThat(connected).hasSize(1);
        WidestPair widest = connected.get(0).widest().orElseThrow();
        assertThat(widest.first()).isEqualTo(chain.get(0).id());
        assertThat(widest.second()).isEqualTo(chain.get(18).id());
        assertThat(widest.diameter()).isCloseTo(1, within(1e-6));
        assertThat(FaceGrouper.builder(0.99).build().group(chain))
                .hasSizeGreaterThan(5)
                .allMatch(group -> group.widest()
                        .map(pair -> pair.similarity() >= 0.99)
                        .orElse(true));
    }

    @Test
    void groupsNoFacesAndOneFace() {
        FaceGrouper grouper = FaceGrouper.builder(0.5).build();
        FaceRecord alone = Faces.face("alone.jpg", 1, 2);
        assertThat(grouper.group(List.of())).isEmpty();
        assertThat(grouper.group(List.of(alone))).containsExactly(new FaceGroup("alone.jpg", List.of(alone)));
        assertThat(grouper.group(List.of(alone)).get(0).widest()).isEmpty();
    }

    @Test
    void groupsManyEqualFacesByAnyLinkage() {
        List<FaceRecord> equal = new ArrayList<>();
        int size = CompleteLink.MATRIX_LIMIT + 1000;
        for (int i = 0; i < size; i++) {
            equal.add(Faces.face("equal-%05d.jpg".formatted(i), 3, -4, 0.25f));
        }
        for (Linkage linkage :
                List.of(new Linkage.Complete(), new Linkage.Connected(), new Linkage.Density(100))) {
            List<FaceGroup> groups = FaceGrouper.builder(0.999)
                    .linkage(linkage)
                    .threads(2)
                    .build()
                    .group(equal);
            assertThat(groups).hasSize(1);
            assertThat(groups.get(0).faces().size()).isEqualTo(size);
            assertThat(groups.get(0).widest().orElseThrow().similarity()).isGreaterThan(0.999999);
        }
    }

    /** Some 18 million pairs are close: held in any form, they would take hundreds of megabytes. */
    @Test
    void findsLargeGroupInMemoryForItsFacesAlone() {
        int size = 6_000;
        Random random = new Random(5);
        List<FaceRecord> faces = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            float[] values = new float[8];
            for (int d = 0; d < values.length; d++) {
                values[d] = 1 + 0.05f * (float) random.nextGaussian();
            }
            faces.add(Faces.face("distinct-%05d.jpg".formatted(i), values));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Linkage linkage :
                List.of(new Linkage.Complete(), new Linkage.Connected(), new Linkage.Density(100))) {
            FaceGrouper grouper = FaceGrouper.builder(0.8).linkage(linkage).build();
            long before = threads.getCurrentThreadAllocatedBytes();
            List<FaceGroup> groups = grouper.group(faces);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(groups).hasSize(1);
            assertThat(groups.get(0).faces().size()).isEqualTo(size);
            assertThat(groups.get(0).widest().orElseThrow().similarity()).isBetween(0.8, 0.999);
            assertThat(allocated).as("bytes by " + linkage).isLessThan(size * 10_000L);
        }
    }

    @Test
    void givesTheSameGroupsByCells() {
        List<FaceRecord> faces = Faces.clustered(300, 16, 100, 0.05, 2);
        List<FaceGroup> exact = FaceGrouper.builder(0.95).build().group(faces);
        List<FaceGroup> byCells = new EmbeddingGrouper(
                        new Clustering(new Linkage.Complete(), 0.95, OptionalDouble.empty()),
                        new CellSimilaritySearch(1),
                        new Workers(1))
                .group(faces);
        assertThat(byCells).isEqualTo(exact);
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> FaceGrouper.builder(1.5)).isInstanceOf(InvalidInputException.class);
        FaceGrouper.Builder builder = FaceGrouper.builder(0.5);
        assertThatThrownBy(() -> builder.maximumDiameter(Double.NaN)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> builder.threads(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Linkage.Density(0)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void refusesSameFaceTwiceAndFacesOfTwoModels() {
        FaceGrouper grouper = FaceGrouper.builder(0.5).build();
        FaceRecord face = Faces.face("face.jpg", 1, 2);
        assertThatThrownBy(() -> grouper.group(List.of(face, face)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("face.jpg");
        assertThatThrownBy(() -> grouper.group(List.of(face, Faces.face("other.jpg", 1, 2, 3))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 and 3");
    }

    private static List<List<Integer>> ordinals(List<FaceRecord> faces, double threshold, Linkage linkage) {
        DuplicateGrouper grouper =
                FaceGrouper.builder(threshold).linkage(linkage).build();
        return Faces.ordinals(grouper.group(faces), faces);
    }
}
