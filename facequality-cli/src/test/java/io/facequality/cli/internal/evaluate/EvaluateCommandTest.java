package io.facequality.cli.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.eval.ScoreCalibration;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {

    private static final String FEW_SAMPLES = "25";

    @TempDir
    private Path folder;

    private Path people;
    private Path out;

    private Run evaluate(Object... more) throws IOException {
        return evaluateAt("0.1", more);
    }

    private Run evaluateAt(String falseMatchRate, Object... more) throws IOException {
        people = folder.resolve("people");
        out = folder.resolve("out");
        if (Files.notExists(people)) {
            copyPeople();
        }
        List<Object> arguments = new ArrayList<>(List.of(
                "evaluate", "--crop", "as-is", people, "--out", out, "--fmr", falseMatchRate, "--samples", FEW_SAMPLES));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray());
    }

    private void copyPeople() throws IOException {
        for (String person : List.of("Ari_Fleischer", "Colin_Powell", "Jacques_Chirac")) {
            Files.createDirectories(people.resolve(person));
            try (Stream<Path> files = Files.list(SharedData.path("data", "people-aligned", person))) {
                int number = 0;
                for (Path file : files.sorted().limit(4).toList()) {
                    Files.copy(file, people.resolve(person).resolve(String.format("%s_%04d.jpg", person, ++number)));
                }
            }
        }
    }

    private Path embedder() {
        return SharedData.path("models", "mobilefacenet-128-rgb.onnx");
    }

    @Tag("slow")
    @Test
    void measuresSeveralScorersAndEmbeddersAtOnce() throws IOException {
        Path scorer = SharedData.path("golden", "ediffiqa-t", "ediffiqa-t-random-with-features.onnx");
        Run run = evaluate(
                "--quality-model", "built-in", "--quality-model", scorer, "--embedding-model", embedder(),
                "--embedding-model", "built-in", "--degrade", "2", "--faces-to-show", "3");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("12 faces of 3 people; 18 genuine and 48 impostor pairs (all pairs).")
                .contains("Compared with mobilefacenet-128-rgb:")
                .contains("Compared with facequality-mini:")
                .contains("facequality-mini, compared with its own embeddings, so its figures are too good:")
                .contains("facequality-mini and ediffiqa-t-random-with-features: Spearman")
                .contains("falls as a degradation grows")
                .contains("Report: " + out.resolve("report.html"));
        assertThat(Pictures.files(out))
                .contains(
                        "report.html", "evaluation.json", "scores.csv", "areas.csv", "plots/det.svg", "plots/det.png",
                        "contact-sheets/best-facequality-mini.jpg",
                        "contact-sheets/disagreed-facequality-mini-ediffiqa-t-random-with-features.jpg",
                        "facequality-mini.calibration.json")
                .noneMatch(name -> name.endsWith(".tmp"));
        assertThat(ScoreCalibration.read(out.resolve("facequality-mini.calibration.json")).provenance().faces())
                .isEqualTo(12);
    }

    @Test
    void secondRunUsesKeptResultsAndWritesTheSame() throws IOException {
        evaluate("--embedding-model", embedder(), "--degrade", "0", "--faces-to-show", "0", "--threads", "2");
        byte[] first = Files.readAllBytes(out.resolve("evaluation.json"));
        List<Path> logs = Pictures.files(out.resolve("cache")).stream().map(out.resolve("cache")::resolve).toList();
        assertThat(logs).hasSize(2);
        long bytes = Files.size(logs.get(0)) + Files.size(logs.get(1));
        Run again = evaluate("--embedding-model", embedder(), "--degrade", "0", "--faces-to-show", "0", "--threads", "1");
        assertThat(again.exitCode()).isZero();
        assertThat(Files.readAllBytes(out.resolve("evaluation.json"))).isEqualTo(first);
        assertThat(Files.size(logs.get(0)) + Files.size(logs.get(1))).isEqualTo(bytes);
    }

    @Test
    void comparesPairsOfAFileInItsFolds() throws IOException {
        Run run = evaluateAt(
                "0.5", "--pairs", table(), "--embedding-model", embedder(), "--degrade", "0", "--faces-to-show", "0",
                "--strict");
        assertThat(run.err()).contains("nobody.jpg");
        assertThat(run.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(run.out())
                .contains("3 genuine and 6 impostor pairs (a pairs file; 1 left out, since a picture cannot be used).")
                .contains("the folds of the pairs file")
                .contains("1 picture rejected.");
    }

    @Test
    void failsWithTooFewPairsForTheRate() throws IOException {
        Path pairs = Files.write(folder.resolve("pairs.txt"), List.of(
                "1", "Ari_Fleischer\t1\t2", "Ari_Fleischer\t1\tColin_Powell\t2"));
        Run run = evaluateAt("0.99", "--pairs", pairs, "--embedding-model", embedder());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("impostor pairs");
    }

    private Path table() throws IOException {
        List<String> rows = new ArrayList<>(List.of("first,second,match,fold"));
        List<String> names = List.of("Ari_Fleischer", "Colin_Powell", "Jacques_Chirac");
        for (int person = 0; person < 3; person++) {
            String name = names.get(person) + "/" + names.get(person);
            String other = names.get((person + 1) % 3) + "/" + names.get((person + 1) % 3);
            rows.add(name + "_0001.jpg," + name + "_0002.jpg,1," + person);
            rows.add(name + "_0001.jpg," + other + "_0003.jpg,0," + person);
            rows.add(name + "_0002.jpg," + other + "_0004.jpg,0," + person);
        }
        rows.add("Ari_Fleischer/nobody.jpg,Colin_Powell/Colin_Powell_0001.jpg,0,0");
        return Files.write(folder.resolve("pairs.csv"), rows);
    }

    @Tag("slow")
    @Test
    void givesAdviceOnTheScaleOfTheCalibrationBesideTheModel() throws IOException {
        Path model = Files.copy(
                SharedData.path("golden", "ediffiqa-t", "ediffiqa-t-random-with-features.onnx"),
                folder.resolve("mine.onnx"));
        try (OnnxQualityScorer scorer =
                OnnxQualityScorer.open(ModelFile.of(model), ModelContract.ediffiqa(), ModelOptions.defaults())) {
            ScoreCalibration.of(
                            scorer.model(),
                            new double[] {-1, 0, 1},
                            new ScoreCalibration.Provenance("ours", 3, 1, Map.of(), "a test", List.of()))
                    .write(ScoreCalibration.beside(model));
        }
        Run run = evaluate("--quality-model", model, "--embedding-model", embedder(), "--degrade", "0");
        assertThat(run.exitCode()).isZero();
        assertThat(Files.readString(out.resolve("evaluation.json"))).contains("\"advice_in_the_scale_of\" : \"ours\"");
        Files.copy(
                SharedData.path("models", "embedded", "facequality-mini.onnx"), model,
                StandardCopyOption.REPLACE_EXISTING);
        Run other = evaluate("--quality-model", model, "--embedding-model", embedder(), "--degrade", "0");
        assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(other.errLines()).singleElement().asString().contains("mine.calibration.json");
    }

    @Test
    void rejectsWrongUsage() throws IOException {
        assertThat(Run.of("evaluate", folder).exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(evaluateAt("1").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(evaluate("--area-to", "0.2,1.5").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        Run twice = evaluate("--quality-model", "built-in", "--quality-model", "built-in");
        assertThat(twice.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(twice.err()).contains("facequality-mini twice");
    }

    @Test
    void failsWithEmptyFolderOrMissingPairsFile() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(Run.of("evaluate", empty, "--out", folder.resolve("o")).exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(evaluate("--pairs", folder.resolve("none.csv")).exitCode()).isEqualTo(ExitCode.FAILED);
    }
}
