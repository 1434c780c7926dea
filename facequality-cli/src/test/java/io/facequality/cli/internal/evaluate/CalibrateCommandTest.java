package io.facequality.cli.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {

    @TempDir
    private Path folder;

    @Test
    void givesThresholdWithIntervalForFolderOfPeople() throws IOException {
        people();
        Run run = Run.of("calibrate", "--crop", "as-is", folder, "--fmr", "0.1");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines().get(0)).matches("Threshold: 0\\.\\d+ \\(0\\.\\d+ to [01]\\.\\d+ at 95 % confidence\\)");
        assertThat(run.out()).contains("Pairs: 18 genuine, 48 impostor");
    }

    @Test
    void givesSameThresholdForTableOfPairsAsForItsFolder() throws IOException {
        List<Path> pictures = people();
        List<String> rows = new ArrayList<>(List.of("first,second,match"));
        for (int i = 0; i < pictures.size(); i++) {
            for (int j = i + 1; j < pictures.size(); j++) {
                boolean same = pictures.get(i).getParent().equals(pictures.get(j).getParent());
                rows.add(folder.relativize(pictures.get(i)) + "," + folder.relativize(pictures.get(j)) + ","
                        + (same ? 1 : 0));
            }
        }
        Path table = Files.write(folder.resolve("pairs.csv"), rows);
        String ofPairs =
                Run.of("calibrate", "--crop", "as-is", "--pairs", table, "--fmr", "0.1", "--format", "json").out();
        String ofFolder = Run.of("calibrate", "--crop", "as-is", folder, "--fmr", "0.1", "--format", "json").out();
        assertThat(ofPairs).contains("\"impostor_pairs\":48");
        assertThat(beforeProvenance(ofPairs)).isEqualTo(beforeProvenance(ofFolder));
    }

    @Test
    void rejectsMalformedTableWithLineNumber() throws IOException {
        Path table = Files.write(folder.resolve("pairs.csv"), List.of("first,second,match", "a.jpg,b.jpg,maybe"));
        Run run = Run.of("calibrate", "--pairs", table);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("line 2").contains("maybe");
    }

    @Test
    void tooFewPairsForSoSmallARateIsAFailure() throws IOException {
        people();
        Run run = Run.of("calibrate", "--crop", "as-is", folder, "--fmr", "0.001");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("at least 3000 impostor pairs");
    }

    @Test
    void rejectsMissingPairsAndWrongRates() {
        assertThat(Run.of("calibrate").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(Run.of("calibrate", folder, "--pairs", folder).exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(Run.of("calibrate", folder, "--fmr", "1").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    }

    private static String beforeProvenance(String json) {
        return json.substring(0, json.indexOf("\"provenance\""));
    }

    private List<Path> people() throws IOException {
        List<Path> copies = new ArrayList<>();
        for (String person : List.of("Ari_Fleischer", "Colin_Powell", "Jacques_Chirac")) {
            Files.createDirectories(folder.resolve(person));
            try (Stream<Path> files = Files.list(SharedData.path("data", "people-aligned", person))) {
                for (Path file : files.sorted().limit(4).toList()) {
                    copies.add(Files.copy(file, folder.resolve(person).resolve(file.getFileName())));
                }
            }
        }
        return copies;
    }
}
