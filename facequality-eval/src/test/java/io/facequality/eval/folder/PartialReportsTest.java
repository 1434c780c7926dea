package io.facequality.eval.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.Evaluation;
import io.facequality.eval.EvaluationFiles;
import io.facequality.eval.SyntheticFaces;
import io.facequality.eval.internal.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialReportsTest {

    private static final long TOTAL = 5000;

    @TempDir
    private Path folder;

    private final EvaluatedFaces faces = new SyntheticFaces(30, 4, 2).faces();

    private PartialReports reports(double falseMatchRate, long known) {
        Evaluation evaluation =
                Evaluation.builder().falseMatchRate(falseMatchRate).samples(50).build();
        return new PartialReports(
                evaluation,
                part -> ComparisonPairs.ofPeople(part.personOf(), ComparisonPairs.Sampling.withSeed(0)),
                new ReportFiles(new EvaluationFiles(folder)),
                known,
                TOTAL);
    }

    private boolean writes(PartialReports reports, long known) throws IOException {
        Files.deleteIfExists(folder.resolve("evaluation.json"));
        reports.writeIfDue(known, () -> faces);
        return Files.exists(folder.resolve("evaluation.json"));
    }

    @Test
    void writesAfter1000PicturesAndAfterTwiceAsMany() throws IOException {
        PartialReports reports = reports(0.01, 0);
        assertThat(writes(reports, 999)).isFalse();
        assertThat(writes(reports, 1000)).isTrue();
        assertThat(Files.readString(folder.resolve("evaluation.json")))
                .contains("\"pictures_done\" : 1000")
                .doesNotContain("interval\"");
        assertThat(writes(reports, 1001)).isFalse();
        assertThat(writes(reports, 2000)).isTrue();
        assertThat(writes(reports, TOTAL)).isFalse();
    }

    @Test
    void skipsPartsThatAnEarlierRunHasSeen() throws IOException {
        PartialReports reports = reports(0.01, 1500);
        assertThat(writes(reports, 1999)).isFalse();
        assertThat(writes(reports, 2000)).isTrue();
    }

    @Test
    void waitsWhileThePartHasTooFewPairs() throws IOException {
        assertThat(writes(reports(1e-6, 0), 1000)).isFalse();
    }
}
