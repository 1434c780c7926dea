package io.facequality.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.Sha256;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {

    @TempDir
    private Path folder;

    @Test
    void listsBuiltInModelsAsTheyAre() throws IOException {
        List<CatalogueEntry> builtIn =
                Catalogue.builtIn().entries().stream().filter(CatalogueEntry::isBuiltIn).toList();
        assertThat(builtIn)
                .extracting(CatalogueEntry::id)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EmbeddedModel.values()).map(EmbeddedModel::modelName).toList());
        for (EmbeddedModel model : EmbeddedModel.values()) {
            CatalogueEntry.PublishedFile file = Catalogue.builtIn().find(model.modelName()).orElseThrow().file();
            assertThat(file.sha256()).contains(model.sha256());
            assertThat(file.size()).hasValue(model.read().length);
        }
    }

    @Test
    void namesAddressTermsAndSourceOfEveryPublishedModel() {
        assertThat(Catalogue.builtIn().entries())
                .filteredOn(entry -> !entry.isBuiltIn())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(entry -> {
                    assertThat(entry.file().url().map(URI::getScheme)).contains("https");
                    assertThat(entry.file().url().orElseThrow().getPath()).endsWith("/" + entry.file().name());
                    assertThat(entry.license().link()).isPresent();
                    assertThat(entry.license().terms()).isPresent();
                    assertThat(entry.trainedOn()).isNotBlank();
                    assertThat(String.join(" ", entry.sources().stream().map(CatalogueEntry.Source::fact).toList()))
                            .contains("size", "sha256", "licence", "input", "training", "url");
                    assertThat(entry.sources()).allMatch(source -> source.where().startsWith("https://"));
                });
    }

    @Test
    void givesEDifFiqaWhatThePublishedCodeGivesIt() {
        assertThat(Catalogue.builtIn().find("ediffiqa-t").orElseThrow().input().contract())
                .contains(ModelContract.ediffiqa());
    }

    @Test
    void givesFileOfTheZooForYuNet() throws IOException {
        Path file = SharedData.path("models", "face_detection_yunet_2023mar.onnx");
        CatalogueEntry.PublishedFile published = Catalogue.builtIn().find("yunet").orElseThrow().file();
        assertThat(published.name()).isEqualTo(file.getFileName().toString());
        assertThat(published.size()).hasValue(Files.size(file));
        assertThat(published.sha256()).contains(Sha256.of(file));
    }

    @Test
    void addsModelsOfFileWhichOverridesKnownOnes() throws IOException {
        Path file = TestModel.catalogue(folder, "");
        Catalogue both = Catalogue.builtIn().with(Catalogue.read(file));
        assertThat(both.entries()).hasSize(Catalogue.builtIn().entries().size() + 1);
        assertThat(both.find(TestModel.ID).orElseThrow().file().sha256()).isEmpty();
        Files.writeString(file, Files.readString(file).replace(TestModel.ID, "yunet"));
        assertThat(Catalogue.builtIn().with(Catalogue.read(file)).find("yunet").orElseThrow().file().name())
                .isEqualTo(TestModel.FILE);
        assertThat(both.find("yunet").orElseThrow().file().name()).isNotEqualTo(TestModel.FILE);
    }

    @Test
    void acceptsByteOrderMark() throws IOException {
        Path file = TestModel.catalogue(folder, "");
        Files.writeString(file, "\uFEFF" + Files.readString(file));
        assertThat(Catalogue.read(file).find(TestModel.ID)).isPresent();
    }

    @Test
    void namesPlaceWhereCatalogueIsWrong() throws IOException {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("\"sha256\"", "\"sha265\"");
        changes.put("\"id\": \"test-model\"", "\"id\": \"../elsewhere\"");
        changes.put("\"id\": \"test-model\",", "");
        changes.put("\"id\"", "\"built_in\": true, \"id\"");
        changes.put("\"file\": \"test_model.onnx\"", "\"file\": \"../../.bashrc\"");
        changes.put("\"test_model.onnx\"", "\"consent/json\"");
        changes.put("test_model.onnx\",", "consent.json\",");
        changes.put("\"test_model.onnx\",", "\"model.part\",");
        changes.put("https:", "http:");
        changes.put("https://models.invalid", "https://user:secret@models.invalid");
        changes.put("\"quality\"", "\"beauty\"");
        changes.put("[\"quality\"]", "[]");
        changes.put("\"bgr\"", "\"grey\"");
        changes.put("\"channels\": \"bgr\", ", "");
        changes.put("\"deviation\": 128", "\"deviation\": 0");
        changes.put("\"mean\": 127.5", "\"mean\": \"half\"");
        changes.put("\"size\": 300000", "\"size\": 0");
        changes.put("\"size\": 300000,", "\"size\": 3e5,");
        changes.put("\"terms\": \"None.\"", "\"term\": \"None.\"");
        changes.put(", \"terms\": \"None.\"", "");
        changes.put("\"models\": [", "\"models\": [{},");
        changes.put("\"sha256\": \"", "\"sha256\": \"A");
        String right = Files.readString(TestModel.catalogue(folder, TestModel.bytes(1)));
        Path file = folder.resolve("wrong.json");
        for (Map.Entry<String, String> change : changes.entrySet()) {
            assertThat(right).contains(change.getKey());
            Files.writeString(file, right.replace(change.getKey(), change.getValue()));
            assertThatThrownBy(() -> Catalogue.read(file))
                    .as(change.toString())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(file + " at $.models[0]");
        }
    }

    @Test
    void rejectsWhatIsNoCatalogue() throws IOException {
        Path file = folder.resolve("wrong.json");
        String model = Files.readString(TestModel.catalogue(folder, ""));
        String entry = model.substring(model.indexOf('{', 1), model.lastIndexOf(']'));
        for (String wrong : List.of(
                "", "no json", "[]", "{}", "{\"format\": \"facequality-plan-1\"}", model.replace("-1\"", "-2\""),
                model.replace("models\"", "model\""), "{\"format\": 1, \"format\": 2}",
                model.substring(0, 200), "[".repeat(100_000),
                model.replace(entry, entry + "," + entry))) {
            Files.writeString(file, wrong);
            assertThatThrownBy(() -> Catalogue.read(file))
                    .as(wrong.substring(0, Math.min(60, wrong.length())))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("cannot read the catalogue")
                    .hasMessageContaining(file.toString());
        }
        assertThatThrownBy(() -> Catalogue.read(folder.resolve("missing.json")))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void readsCatalogueOfTheUsualPlace() throws IOException {
        Surroundings surroundings = new Surroundings(Map.of("user.home", folder.toString())::get, name -> null);
        assertThat(ModelStore.builder(surroundings).build().catalogue().find(TestModel.ID)).isEmpty();
        Path usual = surroundings.usualCatalogueFile();
        Files.createDirectories(usual.getParent());
        TestModel.write(usual, "", "MIT");
        assertThat(ModelStore.builder(surroundings).build().catalogue().find(TestModel.ID)).isPresent();
        Optional<CatalogueEntry> known =
                ModelStore.builder(surroundings).build().catalogue().find("ediffiqa-t");
        assertThat(known).isPresent();
    }
}
