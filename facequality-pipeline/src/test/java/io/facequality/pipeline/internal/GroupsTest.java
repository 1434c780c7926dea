package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.DuplicateGrouper;
import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.group.internal.search.CellSimilaritySearch;
import io.facequality.group.internal.search.SimilaritySearch;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.Grouping;
import io.facequality.pipeline.PictureSearch.PassedOver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupsTest {

    private static final ModelId MODEL = ModelId.ofCode("test", "1");

    private final FaceFolder folder = folder(6);

    @Test
    void saysInPlanThatEveryPairWasCompared() {
        Groups groups = Groups.of(folder, Grouping.faces(0.9), MODEL, 2, recall -> SimilaritySearch.automatic(2));
        assertThat(groups.search()).contains("every pair was compared");
        assertThat(groups.groups()).hasSize(3);
    }

    @Test
    void saysHowMuchSearchWithinCellsFound() {
        FaceFolder many = ofFaces(scattered(3_000));
        Groups groups = Groups.of(many, Grouping.faces(0.99), MODEL, 1, recall -> new CellSimilaritySearch(1, 0));
        assertThat(groups.search().orElseThrow())
                .matches("within cells; of the \\d+ close pairs of 512 sampled faces it found [0-9.]+ % "
                        + "\\([0-9.]+ to [0-9.]+ % at 95 % confidence\\)");
    }

    @Test
    void comparesEveryPairWhereCellsSaveNothing() {
        assertThat(Groups.of(folder, Grouping.faces(0.9), MODEL, 1, recall -> new CellSimilaritySearch(1, 0))
                        .search())
                .contains("every pair was compared");
    }

    @Test
    void saysNothingOfFacesWhereNoneAreLookedFor() {
        for (Grouping grouping : List.of(Grouping.folders(), Grouping.pictures(), new Grouping.EqualFiles())) {
            assertThat(Groups.of(folder, grouping, MODEL, 1, recall -> SimilaritySearch.exact(1)).search())
                    .isEmpty();
        }
    }

    @Test
    void refusesGrouperThatLosesRepeatsOrInventsFace() {
        List<FaceRecord> faces = folder.faces();
        FaceGroup all = new FaceGroup("all", faces);
        Map<String, DuplicateGrouper> wrong = Map.of(
                "picture-5.jpg in no group", given -> List.of(new FaceGroup("some", faces.subList(0, 5))),
                "picture-0.jpg in two groups", given -> List.of(all, new FaceGroup("again", faces.subList(0, 1))),
                "other.jpg in two groups, or none of the faces", given -> List.of(
                        all, new FaceGroup("another", List.of(face("other.jpg", 0)))));
        wrong.forEach((message, grouper) -> assertThatThrownBy(() -> Groups.of(
                        folder, new Grouping.Own(grouper), MODEL, 1, recall -> SimilaritySearch.exact(1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message));
    }

    /** Faces in three directions, equal where their numbers differ by three. */
    private static FaceFolder folder(int size) {
        List<FaceRecord> faces = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            faces.add(face("picture-" + i + ".jpg", i % 3));
        }
        return ofFaces(faces);
    }

    /** Pairs of equal faces in random directions. */
    private static List<FaceRecord> scattered(int size) {
        Random random = new Random(5);
        List<FaceRecord> faces = new ArrayList<>();
        float[] values = new float[16];
        for (int i = 0; i < size; i++) {
            for (int d = 0; i % 2 == 0 && d < values.length; d++) {
                values[d] = (float) random.nextGaussian();
            }
            values[0] += 0.001f;
            faces.add(face("picture-" + i + ".jpg", values));
        }
        return faces;
    }

    private static FaceFolder ofFaces(List<FaceRecord> faces) {
        return new FaceFolder(
                Path.of("root"),
                new FacesByFolder(Map.of(".", faces), List.of()),
                FacesByFolder.none(),
                PassedOver.nothing(),
                new PictureNotes(),
                new FolderOrder(Path.of("root"), List.of(), List.of()));
    }

    private static FaceRecord face(String source, int direction) {
        float[] values = new float[3];
        values[direction] = 1;
        return face(source, values);
    }

    private static FaceRecord face(String source, float[] values) {
        return new FaceRecord(
                new FaceId(source, 0), source, Optional.empty(), new QualityScore(0.5, MODEL), Embedding.copyOf(values),
                MODEL);
    }
}
