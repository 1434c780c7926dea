package io.facequality.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Keep;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleBesideReferencesTest {

    @TempDir
    private Path folder;

    @Test
    void protectedFolderRenamesNoPerson() throws IOException {
        Path root = Files.createDirectories(folder.resolve("flat"));
        for (String person : List.of("Ari_Fleischer", "Colin_Powell", "Jacques_Chirac")) {
            copy(person, 0, 3, root);
        }
        Path archive = Files.createDirectories(folder.resolve("archive"));
        copy("Jacques_Chirac", 3, 5, archive);
        copy("Abdullah_Gul", 0, 3, archive);

        try (FacePipeline pipeline = FacePipeline.builder().crop(Crop.AS_IS).build()) {
            Map<String, String> alone = names(pipeline.select(pipeline.read(root), Grouping.people(), Keep.best(1)));
            Map<String, String> beside = names(pipeline.select(
                    pipeline.read(root, PictureSearch.usual().withReference(archive)), Grouping.people(), Keep.best(1)));

            assertThat(alone.values()).contains("person-0001", "person-0002", "person-0003");
            assertThat(beside).containsAllEntriesOf(alone).hasSize(alone.size() + 2).doesNotContainValue("person-0004");
        }
    }

    private static void copy(String person, int from, int to, Path folder) throws IOException {
        try (Stream<Path> pictures = Files.list(SharedData.path("data", "people-aligned", person))) {
            for (Path picture : pictures.sorted().toList().subList(from, to)) {
                Files.copy(picture, folder.resolve(picture.getFileName()));
            }
        }
    }

    private static Map<String, String> names(SelectionPlan plan) {
        Map<String, String> names = new TreeMap<>();
        for (PlannedGroup group : plan.groups()) {
            group.faces().stream().map(PlannedFace::picture).forEach(picture -> names.put(picture, group.name()));
        }
        return names;
    }
}
