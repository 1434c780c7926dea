package io.facequality.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.group.PictureGrouper.MirrorImages;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.group.internal.DigestGrouper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PictureGroupersTest {

    @Test
    void findsEqualFilesAtSamePlaceOfTheirPictures() {
        FaceRecord first = Faces.face("a.jpg", 0, "one", 0.5, 1);
        FaceRecord second = Faces.face("a.jpg", 1, "one", 0.5, 1);
        FaceRecord copyOfFirst = Faces.face("b.jpg", 0, "one", 0.5, 1);
        FaceRecord copyOfSecond = Faces.face("b.jpg", 1, "one", 0.5, 1);
        FaceRecord other = Faces.face("c.jpg", 0, "other", 0.5, 1);
        List<FaceGroup> groups =
                new DigestGrouper().group(List.of(other, copyOfSecond, first, copyOfFirst, second));
        assertThat(groups)
                .containsExactly(
                        pair(first, copyOfFirst, "a.jpg"),
                        pair(second, copyOfSecond, "a.jpg#1"),
                        Faces.group("c.jpg", other));
    }

    private static FaceGroup pair(FaceRecord first, FaceRecord second, String name) {
        return new FaceGroup(
                name, List.of(first, second), Optional.of(new WidestPair(first.id(), second.id(), 1)));
    }

    @Test
    void groupsHundredThousandCopiesOfOneFile() {
        List<FaceRecord> copies = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            copies.add(Faces.face("copy-" + i, 0, "one", 0.5, 1));
        }
        assertThat(new DigestGrouper().group(copies)).hasSize(1).allMatch(group -> group.size() == 100_000);
    }

    @Property(tries = 80)
    void groupsPicturesByTheDefinitions(
            @ForAll @IntRange(min = 0, max = 60) int size,
            @ForAll @IntRange(min = 0, max = 160) int distance,
            @ForAll boolean mirrored,
            @ForAll long seed) {
        List<FaceRecord> faces = Faces.clustered(size, 2, 2, 1, seed);
        List<PerceptualHash> hashes = hashes(size, seed);
        double[][] similarities = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double plain = hashes.get(i).similarity(hashes.get(j));
                double turned = hashes.get(i).mirrored().similarity(hashes.get(j));
                similarities[i][j] = mirrored ? Math.max(plain, turned) : plain;
            }
        }
        BruteForceClusters expected = new BruteForceClusters(similarities, 1 - distance / 256.0);
        Map<FaceId, PerceptualHash> byId = new HashMap<>();
        for (int i = 0; i < size; i++) {
            byId.put(faces.get(i).id(), hashes.get(i));
        }
        PictureGrouper.Builder builder = PictureGrouper.builder(face -> Optional.of(byId.get(face.id())))
                .maximumDistance(distance)
                .mirrorImages(mirrored ? MirrorImages.ALIKE : MirrorImages.APART)
                .linkage(new Linkage.Connected());
        List<FaceRecord> shuffled = Faces.shuffled(faces, seed);
        assertThat(Faces.ordinals(builder.threads(2).build().group(shuffled), faces))
                .isEqualTo(expected.connected());
        // Distances are whole numbers, so that ties decide which complete groups come out; all must be narrow.
        assertThat(builder.linkage(new Linkage.Complete()).build().group(faces))
                .isEqualTo(builder.linkage(new Linkage.Complete()).build().group(shuffled))
                .allMatch(group -> group.widest()
                        .map(pair -> pair.similarity() >= 1 - distance / 256.0)
                        .orElse(true));
        assertThat(builder.linkage(new Linkage.Connected()).maximumDiameter(distance / 2).build().group(faces))
                .allMatch(group -> group.widest()
                        .map(pair -> pair.similarity() >= 1 - distance / 2 / 256.0)
                        .orElse(true));
    }

    private static List<PerceptualHash> hashes(int size, long seed) {
        Random random = new Random(seed);
        char[] digits = "00000000ffffffff0123456789abcdef0000ffff00ff00ff5555aaaa33331234".toCharArray();
        List<PerceptualHash> hashes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            char[] changed = digits.clone();
            for (int change = random.nextInt(30); change > 0; change--) {
                changed[random.nextInt(changed.length)] = Character.forDigit(random.nextInt(16), 16);
            }
            hashes.add(PerceptualHash.parse(new String(changed)));
        }
        return hashes;
    }

    @Test
    void keepsFacesOfOnePictureAndFacesWithoutHashApart() {
        PerceptualHash hash = PerceptualHash.parse("0".repeat(64));
        FaceRecord first = Faces.face("a.jpg", 0, "a", 0.5, 1);
        FaceRecord second = Faces.face("a.jpg", 1, "a", 0.5, 1);
        FaceRecord copy = Faces.face("b.jpg", 0, "b", 0.5, 1);
        FaceRecord unknown = Faces.face("c.jpg", 0, "c", 0.5, 1);
        PictureGrouper grouper = PictureGrouper.builder(
                        face -> face.equals(unknown) ? Optional.empty() : Optional.of(hash))
                .build();
        assertThat(grouper.group(List.of(unknown, copy, second, first)))
                .containsExactly(
                        pair(first, copy, "a.jpg"), Faces.group("a.jpg#1", second), Faces.group("c.jpg", unknown));
    }

    @Test
    void groupsManyEqualPicturesByAnyLinkage() {
        List<FaceRecord> copies = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            copies.add(Faces.face("copy-%04d.jpg".formatted(i), 1));
        }
        PerceptualHash hash = PerceptualHash.parse("0123456789abcdef".repeat(4));
        for (Linkage linkage :
                List.of(new Linkage.Complete(), new Linkage.Connected(), new Linkage.Density(100))) {
            List<FaceGroup> groups = PictureGrouper.builder(face -> Optional.of(hash))
                    .linkage(linkage)
                    .threads(2)
                    .build()
                    .group(copies);
            assertThat(groups).hasSize(1);
            assertThat(groups.get(0).faces().size()).isEqualTo(5000);
            assertThat(groups.get(0).widest())
                    .contains(new WidestPair(copies.get(0).id(), copies.get(1).id(), 1));
        }
    }

    @Test
    void groupsNoFacesAndOneFaceAndRefusesSameFaceTwice() {
        FaceRecord face = Faces.face("face.jpg", 1);
        for (DuplicateGrouper grouper : List.of(
                new DigestGrouper(),
                PictureGrouper.builder(any -> Optional.empty()).build(),
                PictureGrouper.builder(any -> Optional.of(PerceptualHash.parse("0".repeat(64))))
                        .build())) {
            assertThat(grouper.group(List.of())).isEmpty();
            assertThat(grouper.group(List.of(face)))
                    .containsExactly(Faces.group("face.jpg", face));
            assertThatThrownBy(() -> grouper.group(List.of(face, face)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("face.jpg");
        }
    }

    @Test
    void tellsInterruptedCallerWhoStaysInterrupted() {
        List<FaceRecord> faces = Faces.clustered(600, 2, 1, 0.1, 1);
        PictureGrouper grouper = PictureGrouper.builder(face -> Optional.of(PerceptualHash.parse("0".repeat(64))))
                .threads(2)
                .build();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> grouper.group(faces))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void refusesSettingsOutOfRange() {
        PictureGrouper.Builder builder = PictureGrouper.builder(face -> Optional.empty());
        for (int bits : new int[] {-1, 257}) {
            assertThatThrownBy(() -> builder.maximumDistance(bits)).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> builder.maximumDiameter(bits)).isInstanceOf(InvalidInputException.class);
        }
        assertThat(Arrays.asList(builder.build().group(List.of()).toArray())).isEmpty();
    }
}
