package io.facequality.cli.internal.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Program;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.Terminal;
import io.facequality.models.EmbeddedModel;
import io.facequality.testing.SharedData;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {

    private static final String YUNET = "face_detection_yunet_2023mar.onnx";

    @TempDir
    private Path folder;

    private Path mirror;
    private Path catalogue;

    /** The built-in model as if it were published, wanting its channels the other way round. */
    @BeforeEach
    void makeMirrorAndCatalogueOfOneMoreModel() throws IOException {
        mirror = Files.createDirectories(folder.resolve("mirror"));
        Files.write(mirror.resolve("mini.onnx"), EmbeddedModel.QUALITY_AND_EMBEDDING.read());
        catalogue = Files.writeString(folder.resolve("catalogue.json"), """
                {
                  "format": "facequality-catalogue-1",
                  "models": [
                    {
                      "id": "published-mini", "name": "Mini", "uses": ["quality", "embedding"], "file": "mini.onnx",
                      "url": "https://models.invalid/mini.onnx", "sha256": "%s", "size": %d,
                      "licence": {"name": "CC0-1.0", "link": "https://creativecommons.org/publicdomain/zero/1.0/"},
                      "input": {"description": "faces", "channels": "bgr", "mean": 127.5, "deviation": 127.5}
                    },
                    {
                      "id": "undigested", "name": "\\u001b[31mRed", "uses": ["detection"], "file": "mini.onnx",
                      "url": "https://models.invalid/mini.onnx",
                      "licence": {"name": "CC0-1.0", "terms": "None."}, "input": {"description": "pictures"}
                    }
                  ]
                }
                """.formatted(
                        EmbeddedModel.QUALITY_AND_EMBEDDING.sha256(), Files.size(mirror.resolve("mini.onnx"))));
        System.setProperty("facequality.cache", folder.resolve("cache").toString());
        System.setProperty("facequality.catalogue", catalogue.toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty("facequality.cache");
        System.clearProperty("facequality.catalogue");
    }

    private Run fetch(String id, Object... more) {
        Object[] arguments = new Object[more.length + 5];
        System.arraycopy(new Object[] {"models", "fetch", id, "--mirror", mirror}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Run.of(arguments);
    }

    private Path cached(String id, String file) {
        return folder.resolve("cache").resolve(id).resolve(file);
    }

    @Test
    void usesFetchedModelByIdWithChannelOrderOfCatalogue() {
        Path picture = Pictures.write(folder.resolve("picture.png"), 1);
        Run fetched = fetch("published-mini", "--accept-license", "--offline");
        assertThat(fetched.err()).contains("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/");
        assertThat(fetched.exitCode()).isZero();
        assertThat(fetched.outLines()).containsExactly(cached("published-mini", "mini.onnx").toString());
        String byId = Run.of("score", "--crop", "as-is", "--model", "published-mini", picture).out();
        assertThat(byId)
                .isEqualTo(Run.of("score", "--crop", "as-is", "--model", mirror.resolve("mini.onnx"), "--channels",
                                "bgr", picture)
                        .out())
                .isNotEqualTo(Run.of("score", "--crop", "as-is", picture).out());
        assertThat(Run.of("score", "--crop", "as-is", "--model", "published-mini", "--channels", "rgb", picture).out())
                .isEqualTo(Run.of("score", "--crop", "as-is", picture).out());
        Path people = Pictures.people(folder.resolve("people"), 1, 3);
        Run selected = Run.of("select", people, "--keep", "1", "--crop", "as-is", "--plan",
                folder.resolve("plan.json"), "--quality-model", "published-mini", "--embedding-model",
                "published-mini");
        assertThat(selected.exitCode()).as(selected.err()).isZero();
        assertThat(folder.resolve("plan.json")).content().contains("\"mini\"");
    }

    @Test
    void usesZooDetectorById() throws IOException {
        Files.copy(SharedData.path("models", YUNET), mirror.resolve(YUNET));
        Path photographs = SharedData.path("data", "people-photos");
        Path photograph = photographs.resolve(Pictures.files(photographs).get(0));
        assertThat(fetch("yunet", "--accept-license").outLines()).containsExactly(cached("yunet", YUNET).toString());
        Run byId = Run.of("score", "--detector", "yunet", photograph);
        assertThat(byId.exitCode()).as(byId.err()).isZero();
        assertThat(byId.out()).isEqualTo(Run.of("score", "--detector", mirror.resolve(YUNET), photograph).out());
    }

    @Test
    void usesBuiltInModelById() {
        Path picture = Pictures.write(folder.resolve("picture.png"), 1);
        assertThat(Run.of("score", "--crop", "as-is", "--model", "facequality-mini", picture).out())
                .isEqualTo(Run.of("score", "--crop", "as-is", picture).out());
    }

    @Test
    void reportsMissingOrUnfitModelWithAdvice() {
        Path picture = Pictures.write(folder.resolve("picture.png"), 1);
        assertFailure(
                Run.of("score", "--model", "ediffiqa-t", picture), "Fetch the model ediffiqa-t (facequality models fetch ediffiqa-t");
        assertFailure(
                Run.of("score", "--model", "edifiqa-t", picture),
                "expected a file of that name, or one of facequality-mini, landmarks, detector, yunet-n, ediffiqa-t, "
                        + "yunet, ");
        assertFailure(Run.of("score", "--detector", "ediffiqa-t", picture), "expected a model for detection");
        assertFailure(
                Run.of("score", "--detector", "facequality-mini", picture), "found one for quality and embedding");
        assertFailure(Run.of("embed", "--model", "yunet", picture, "--out", folder.resolve("x.npy")), "for embedding");
        assertFailure(fetch("unheard-of"), "cannot find the model: unheard-of");
        assertFailure(fetch("landmarks"), "built in");
    }

    private static void assertFailure(Run run, String message) {
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().startsWith("facequality: cannot ").contains(message);
    }

    @Test
    void asksPersonForConsentAndNeedsOptionOtherwise() {
        Run nobody = fetch("published-mini");
        assertThat(nobody.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(nobody.errLines()).last().asString().contains("--accept-license");
        for (String no : List.of("n\n", "\n", "", "perhaps\n")) {
            Run refused = answering(no);
            assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.err()).contains("CC0-1.0", "Do you accept this license? [y/N] ");
            assertThat(cached("published-mini", "mini.onnx")).doesNotExist();
        }
        Run accepted = answering("Yes\n");
        assertThat(accepted.exitCode()).as(accepted.err()).isZero();
        assertThat(cached("published-mini", "mini.onnx")).exists();
        assertThat(cached("published-mini", "consent.json")).content().contains("CC0-1.0");
        assertThat(fetch("published-mini").err()).isEmpty();
    }

    private Run answering(String answer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.none(),
                Optional.of(new BufferedReader(new StringReader(answer))));
        int exitCode =
                new Program(console).run("models", "fetch", "published-mini", "--mirror", mirror.toString());
        return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void listsModelsAndTheirStates() throws IOException {
        assertThat(fetch("published-mini", "--accept-license").exitCode()).isZero();
        assertThat(fetch("undigested", "--accept-license").err()).contains("--unverified");
        assertThat(fetch("undigested", "--accept-license", "--unverified").err()).doesNotContain("\u001b");
        Files.createDirectories(cached("ediffiqa-t", ""));
        Files.write(cached("ediffiqa-t", "ediffiqa_tiny_jun2024.onnx.part"), new byte[7]);
        String megabytes = String.format(Locale.ROOT, "%.1f MB", Files.size(mirror.resolve("mini.onnx")) / 1e6);
        Run text = Run.of("models", "list");
        assertThat(text.outLines().stream().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "id for license size state where",
                        "facequality-mini quality, embedding as facequality " + megabytes + " built-in",
                        "published-mini quality, embedding CC0-1.0 " + megabytes + " fetched "
                                + cached("published-mini", "mini.onnx"),
                        "undigested detection CC0-1.0 unknown unverified " + cached("undigested", "mini.onnx"),
                        "ediffiqa-t quality CC-BY-4.0 7.3 MB partial "
                                + cached("ediffiqa-t", "ediffiqa_tiny_jun2024.onnx.part"))
                .anyMatch(line -> line.startsWith("yunet detection MIT 0.2 MB not-fetched https://"));
        Run json = Run.of("models", "list", "--format", "json");
        List<JsonNode> models = json.outLines().stream().map(ModelsCommandTest::tree).toList();
        assertThat(models).extracting(model -> model.get("state").asText())
                .containsExactly("built-in", "built-in", "built-in", "built-in", "partial", "not-fetched", "fetched", "unverified");
        JsonNode ediffiqa = models.get(4);
        assertThat(ediffiqa.get("size").asLong()).isEqualTo(7_272_678);
        assertThat(ediffiqa.get("bytes").asLong()).isEqualTo(7);
        assertThat(ediffiqa.get("channels").asText()).isEqualTo("rgb");
        assertThat(ediffiqa.get("sources")).isNotEmpty();
        assertThat(models.get(7).get("sha256").isNull()).isTrue();
    }

    private static JsonNode tree(String line) {
        try {
            return new JsonMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void offlineIsAFailureThatNamesTheWaysOut() {
        Run run = Run.of("models", "fetch", "published-mini", "--accept-license", "--offline");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("offline mode", "--mirror");
    }

    @Test
    void explainsCommandsInHelp() {
        for (String command : Arrays.asList("fetch", "list")) {
            Run run = Run.of("models", command, "--help");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("--cache", "--catalogue", "Examples:", "facequality models " + command);
            assertThat(run.outLines()).allMatch(line -> line.length() <= 80);
        }
        assertThat(Run.of("models").err()).contains("fetch", "list");
    }

    @Test
    void showsShareAndTimeLeftInBar() throws IOException {
        long kilobytes = Files.size(mirror.resolve("mini.onnx")) / 1000;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Program(new Console(
                        new ByteArrayOutputStream(),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new Terminal(false, false, OptionalInt.of(120))))
                .run("models", "fetch", "published-mini", "--accept-license", "--mirror", mirror.toString());
        assertThat(exitCode).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("published-mini 100%", kilobytes + "/" + kilobytes + " kB (0:00:0");
    }
}
