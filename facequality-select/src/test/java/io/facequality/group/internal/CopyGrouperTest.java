package io.facequality.group.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.group.BestCopy.Compared;
import io.facequality.group.PictureGrouper.PerceptualHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which faces are copies of one shot, and what is told of these by comparing them. */
class CopyGrouperTest {

    private static final ModelId MODEL = ModelId.ofCode("test", "1");

    private final Map<FaceId, Miniature> miniatures = new HashMap<>();
    private final Map<FaceId, PerceptualHash> hashes = new HashMap<>();
    private final TestShots one = new TestShots(1);
    private final TestShots other = new TestShots(2);

    @Test
    void putsCopiesOfEachShotTogether() {
        List<FaceRecord> faces = new ArrayList<>(copies("1", one));
        faces.addAll(copies("2", other));
        assertThat(sources(grouper().group(faces))).containsExactly(
                List.of("1-dark", "1-mirrored", "1-noisy", "1-original", "1-turned"),
                List.of("2-dark", "2-mirrored", "2-noisy", "2-original", "2-turned"));
    }

    @Test
    void givesSameForAnyOrderOfFaces() {
        List<FaceRecord> faces = new ArrayList<>(copies("1", one));
        faces.addAll(copies("2", other));
        List<FaceGroup> groups = grouper().group(faces);
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(faces, new Random(seed));
            assertThat(grouper().group(faces)).isEqualTo(groups);
        }
    }

    @Test
    void leavesFacesOfOnePictureApart() {
        FaceRecord first = face("p", 0, "digest", 0.5, one.original());
        FaceRecord second = face("p", 1, "digest", 0.5, one.original());
        assertThat(grouper().group(List.of(first, second))).hasSize(2);
    }

    @Test
    void putsFacesOfEqualFilesTogetherWhateverTheyLookLike() {
        FaceRecord first = face("a", 0, "digest", 0.5, one.original());
        FaceRecord second = face("b", 0, "digest", 0.5, other.original());
        FaceRecord elsewhere = face("c", 1, "digest", 0.5, new TestShots(3).original());
        assertThat(sources(grouper().group(List.of(first, second, elsewhere))))
                .containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void findsCopyWhoseLandmarksAreFarOffInAlikePicturesOnly() {
        FaceRecord face = face("a", 0, "a", 0.6, one.original());
        FaceRecord farOff = face("b", 0, "b", 0.5, one.enlarged(1.3));
        assertThat(grouper().group(List.of(face, farOff))).hasSize(2);
        PerceptualHash hash = PerceptualHash.of(one.original().image());
        hashes.put(face.id(), hash);
        hashes.put(farOff.id(), hash.mirrored());
        assertThat(grouper().group(List.of(face, farOff))).hasSize(1);
    }

    @Test
    void findsCopyWhoseEmbeddingSaysNothingInAlikePicturesOnly() {
        FaceRecord face = face("a", 0, "a", 0.6, one.original());
        FaceRecord ruined = withEmbedding(face("b", 0, "b", 0.1, one.noisy(20)), Embedding.copyOf(0, 1));
        assertThat(grouper().group(List.of(face, ruined))).hasSize(2);
        hashes.put(face.id(), PerceptualHash.of(one.original().image()));
        hashes.put(ruined.id(), PerceptualHash.of(one.original().image()));
        assertThat(grouper().group(List.of(face, ruined))).hasSize(1);
    }

    @Test
    void leavesOtherShotInAlikePictureApart() {
        FaceRecord face = face("a", 0, "a", 0.6, one.original());
        FaceRecord next = face("b", 0, "b", 0.5, other.original());
        hashes.put(face.id(), PerceptualHash.of(one.original().image()));
        hashes.put(next.id(), PerceptualHash.of(one.original().image()));
        assertThat(grouper().group(List.of(face, next))).hasSize(2);
    }

    @Test
    void leavesFaceAloneOfWhosePictureNothingIsKnown() {
        FaceRecord known = face("a", 0, "a", 0.5, one.original());
        FaceRecord unknown = face("b", 0, "b", 0.5, one.original());
        miniatures.remove(unknown.id());
        assertThat(grouper().group(List.of(known, unknown))).hasSize(2);
    }

    @Test
    void findsCopiesAmongOthers() {
        List<FaceRecord> copies = copies("1", one);
        FaceRecord stranger = face("stranger", 0, "s", 0.5, other.original());
        assertThat(grouper().copiesOf(List.of(stranger, copies.get(0)), copies)).isEqualTo(copies.subList(1, copies.size()));
        assertThat(grouper().copiesOf(List.of(stranger), copies)).isEmpty();
    }

    @Test
    void tellsWhatWasDoneByTheOtherCopies() {
        Map<FaceId, Compared> compared = comparison(Set.of()).apply(new FaceGroup("1", copies("1", one)));
        assertThat(alteration(compared, "1-turned").orElseThrow()).matches("turned by [789] degrees");
        assertThat(alteration(compared, "1-mirrored")).contains("mirrored");
        assertThat(alteration(compared, "1-original")).isEmpty();
        assertThat(deviation(compared, "1-original")).isEmpty();
        assertThat(deviation(compared, "1-dark")).contains("darker");
        assertThat(deviation(compared, "1-noisy")).contains("noisier");
    }

    @Test
    void tellsNothingOfTwoCopies() {
        List<FaceRecord> two = List.of(
                face("a", 0, "a", 0.5, one.original()), face("b", 0, "b", 0.6, one.mirrored()));
        assertThat(comparison(Set.of()).apply(new FaceGroup("two", two)).values())
                .allSatisfy(copy -> assertThat(copy.alteration()).isEmpty())
                .allSatisfy(copy -> assertThat(copy.deviation()).isEmpty());
    }

    @Test
    void tellsMirroredCopiesByDatedOnesAlone() {
        List<FaceRecord> copies = List.of(
                face("camera", 0, "a", 0.5, one.original()),
                face("again", 0, "b", 0.5, one.mirrored()),
                face("once-more", 0, "c", 0.6, one.mirrored()));
        FaceGroup group = new FaceGroup("copies", copies);
        assertThat(alteration(comparison(Set.of()).apply(group), "camera")).contains("mirrored");
        Map<FaceId, Compared> dated = comparison(Set.of("camera")).apply(group);
        assertThat(alteration(dated, "camera")).isEmpty();
        assertThat(alteration(dated, "again")).contains("mirrored");
        assertThat(alteration(dated, "once-more")).contains("mirrored");
    }

    @Test
    void countsEqualFilesAsOne() {
        List<FaceRecord> copies = List.of(
                face("a", 0, "a", 0.5, one.original()),
                face("b", 0, "b", 0.5, one.mirrored()),
                face("b again", 0, "b", 0.5, one.mirrored()));
        assertThat(alteration(comparison(Set.of()).apply(new FaceGroup("copies", copies)), "a")).isEmpty();
    }

    private List<FaceRecord> copies(String name, TestShots shot) {
        return List.of(
                face(name + "-dark", 0, name + "d", 0.3, shot.toned(level -> level / 2)),
                face(name + "-mirrored", 0, name + "m", 0.61, shot.mirrored()),
                face(name + "-noisy", 0, name + "n", 0.4, shot.noisy(20)),
                face(name + "-original", 0, name + "o", 0.6, shot.original()),
                face(name + "-turned", 0, name + "t", 0.62, shot.turned(8)));
    }

    private FaceRecord face(String source, int place, String digest, double quality, AlignedFace pixels) {
        FaceRecord face = new FaceRecord(
                new FaceId(source, place), digest, Optional.empty(), new QualityScore(quality, MODEL),
                Embedding.copyOf(1, 0), MODEL);
        miniatures.put(face.id(), Miniature.of(pixels, Optional.empty()));
        return face;
    }

    private static FaceRecord withEmbedding(FaceRecord face, Embedding embedding) {
        return new FaceRecord(face.id(), face.pictureSha256(), face.detection(), face.quality(), embedding, MODEL);
    }

    private CopyGrouper grouper() {
        return new CopyGrouper(this::miniature, face -> Optional.ofNullable(hashes.get(face.id())));
    }

    private CopyComparison comparison(Set<String> dated) {
        return new CopyComparison(this::miniature, face -> dated.contains(face.id().source()));
    }

    private Optional<Miniature> miniature(FaceRecord face) {
        return Optional.ofNullable(miniatures.get(face.id()));
    }

    private static Optional<String> alteration(Map<FaceId, Compared> compared, String source) {
        return compared.get(new FaceId(source, 0)).alteration();
    }

    private static Optional<String> deviation(Map<FaceId, Compared> compared, String source) {
        return compared.get(new FaceId(source, 0)).deviation();
    }

    private static List<List<String>> sources(List<FaceGroup> groups) {
        return groups.stream()
                .map(group -> group.faces().stream().map(face -> face.id().source()).toList())
                .toList();
    }
}
