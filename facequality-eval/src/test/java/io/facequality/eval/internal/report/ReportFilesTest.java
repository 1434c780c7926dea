package io.facequality.eval.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.eval.AreaConvention;
import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.Degradation;
import io.facequality.eval.ErrorVersusDiscard;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.Evaluation;
import io.facequality.eval.EvaluationFiles;
import io.facequality.eval.EvaluationResult;
import io.facequality.eval.ScoreCalibration;
import io.facequality.eval.SyntheticFaces;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReportFilesTest {

    private static final String EVIL = "<script>alert(1)</script>&\"'";

    @TempDir
    private Path folder;

    /** Written once, and only read by the tests. */
    @TempDir
    private static Path shared;

    private static final EvaluatedFaces FACES = faces();
    private static final EvaluationResult RESULT = Evaluation.builder()
            .falseMatchRate(0.01)
            .samples(25)
            .build()
            .measure(FACES, ComparisonPairs.ofPeople(FACES.personOf(), ComparisonPairs.Sampling.withSeed(0)))
            .withDegradations(List.of(new Degradation.Result(
                    EVIL, Degradation.BLUR, List.of(5.0, 4.0, 3.0, 2.0, 1.0, 0.0), 1, 1)));

    private static EvaluatedFaces faces() {
        SyntheticFaces synthetic = new SyntheticFaces(30, 4, 2);
        List<EvaluatedFaces.Scores> scorers = new ArrayList<>(synthetic.faces().scorers());
        double[] third = new double[30 * 4];
        for (int face = 0; face < third.length; face++) {
            third[face] = face % 7;
        }
        scorers.add(EvaluatedFaces.Scores.copyOf(EVIL, ModelId.ofCode(EVIL, "1"), third));
        return synthetic.with(scorers);
    }

    private static ContactSheet sheet() {
        AlignedFace black = AlignedFace.of(Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, rgb -> {}));
        return new ContactSheet("worst " + EVIL, "The worst by " + EVIL, List.of(new ContactSheet.Tile(black, "0.1")));
    }

    @BeforeAll
    static void write() {
        new ReportFiles(written()).write(RESULT, FACES, List.of(sheet()));
    }

    private static EvaluationFiles written() {
        return new EvaluationFiles(shared.resolve("out"));
    }

    @Test
    void writesEveryPlotAsSvgPngCsvAndJson() throws Exception {
        List<String> names = names(shared.resolve("out/plots"));
        assertThat(names).contains("edc-points.svg", "det.png", "similarities-points.csv", "quality-knowing.json");
        assertThat(names.stream().map(name -> name.substring(0, name.lastIndexOf('.'))).distinct().count() * 4)
                .isEqualTo(names.size());
        for (String name : names) {
            Path file = shared.resolve("out/plots").resolve(name);
            if (name.endsWith(".svg")) {
                Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
                assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
                assertThat(text(svg, "title")).isNotBlank();
                assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(20);
            } else if (name.endsWith(".png")) {
                assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThan(800);
            } else if (name.endsWith(".json")) {
                assertThat(new JsonMapper().readTree(file.toFile()).path("series")).isNotEmpty();
            }
        }
    }

    private static String text(Document svg, String kind) {
        return svg.getElementsByTagName(kind).item(0).getTextContent();
    }

    @Test
    void describesLinesAndAxesOfEdcPlot() throws Exception {
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(shared.resolve("out/plots/edc-points.svg").toFile());
        assertThat(text(svg, "title")).isEqualTo("Errors versus discards, compared with points");
        assertThat(text(svg, "desc"))
                .contains("knowing", "guessing", "random discard", "ideal (errors first)", "FNMR at FMR 1 %", EVIL);
    }

    @Test
    void plotsTheMeasuredCurve() throws IOException {
        ErrorVersusDiscard curve = RESULT.embedders().get(0).discards().get(0).curve();
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(shared.resolve("out/plots/edc-points.csv"))) {
            List<NamedCsvRecord> ofKnowing =
                    rows.stream().filter(row -> row.getField("series").equals("knowing")).toList();
            assertThat(ofKnowing).isNotEmpty().allSatisfy(row -> assertThat(Double.parseDouble(row.getField("y")))
                    .isEqualTo(curve.at(Double.parseDouble(row.getField("x")), AreaConvention.Curve.STEP)));
        }
    }

    @Test
    void writesEveryAreaWithItsConvention() throws IOException {
        JsonNode json = new JsonMapper().readTree(shared.resolve("out/evaluation.json").toFile());
        assertThat(json.path("format").asText()).isEqualTo("facequality evaluation 1");
        assertThat(json.path("partial").isMissingNode()).isTrue();
        JsonNode discards = json.path("embedders").path(0).path("discards").path(0);
        assertThat(discards.path("areas")).hasSize(8).allSatisfy(area -> {
            assertThat(area.path("pair_quality").asText()).isEqualTo("minimum");
            assertThat(area.path("false_match_rate").asDouble()).isEqualTo(0.01);
            assertThat(area.path("curve").asText()).isIn("step", "linear");
            assertThat(area.path("scale").asText()).isIn("raw", "normalised");
            assertThat(area.path("value_interval")).hasSize(2);
        });
        assertThat(json.path("agreements")).hasSize(3);
    }

    @Test
    void writesOneRowPerFaceAndScorer() throws IOException {
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(shared.resolve("out/scores.csv"))) {
            assertThat(rows.stream().toList())
                    .hasSize(3 * 120)
                    .allSatisfy(row -> assertThat(Integer.parseInt(row.getField("percentile"))).isBetween(0, 100));
        }
    }

    @Test
    void marksNamesThatASpreadsheetWouldRunAndNoNumber() throws IOException {
        SyntheticFaces synthetic = new SyntheticFaces(30, 4, 2);
        double[] scores = IntStream.range(0, 120).mapToDouble(i -> -i).toArray();
        EvaluatedFaces faces = synthetic.with(List.of(
                EvaluatedFaces.Scores.copyOf("=evil", ModelId.ofCode("evil", "1"), scores),
                EvaluatedFaces.Scores.copyOf("=worse", ModelId.ofCode("worse", "1"), scores)));
        EvaluationResult result = Evaluation.builder()
                .falseMatchRate(0.01)
                .samples(0)
                .build()
                .measure(faces, ComparisonPairs.ofPeople(faces.personOf(), ComparisonPairs.Sampling.withSeed(0)));
        assertThat(csv(EvaluationTables.scores(result, faces))).contains("person-0/1.png,person-0,'=evil,-1.0,");
        StringBuilder tables = new StringBuilder();
        for (EvaluationTables.Table table : EvaluationTables.of(result)) {
            tables.append(csv(table));
        }
        assertThat(tables)
                .contains("\npoints,'=evil,", "\n'=evil,'=worse,overlap")
                .doesNotContain("\n=")
                .doesNotContain(",=");
    }

    private static String csv(EvaluationTables.Table table) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EvaluationTables.write(table, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesReadableCalibrationOfEachScorer() {
        EvaluationFiles files = written();
        assertThat(ScoreCalibration.read(files.calibration("knowing"))).isEqualTo(RESULT.scorers().get(0).measured());
    }

    @Test
    void escapesNamesInReportThatLoadsAndRunsNothing() throws IOException {
        String html = Files.readString(written().report());
        assertThat(html).doesNotContain("<script").contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;");
        assertThat(html).contains("default-src 'none'").doesNotContain("http://").doesNotContain("https://");
        assertThat(html).contains("Discarding below").contains("pAUC to 0.3, step curve").doesNotContain("{{");
        Matcher images = Pattern.compile("src=\"data:(image/[a-z+]+);base64,([A-Za-z0-9+/=]+)\"").matcher(html);
        int sheets = 0;
        int plots = 0;
        while (images.find()) {
            byte[] bytes = Base64.getDecoder().decode(images.group(2));
            if (images.group(1).equals("image/jpeg")) {
                sheets++;
                assertThat(ImageIO.read(new ByteArrayInputStream(bytes))).isNotNull();
            } else {
                plots++;
                assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("<svg").doesNotContain("<script");
            }
        }
        assertThat(sheets).isEqualTo(1);
        assertThat(plots).isEqualTo(EvaluationFigures.of(RESULT).size());
    }

    @Test
    void marksFiguresOfAPart() throws IOException {
        EvaluationFiles files = new EvaluationFiles(folder);
        new ReportFiles(files).writePartial(RESULT.asPartial(1000, 5381));
        assertThat(names(folder)).containsExactly("evaluation.json", "report.html");
        assertThat(Files.readString(files.report())).contains("first 1,000 of 5,381 pictures");
        assertThat(Files.readString(folder.resolve("evaluation.json"))).contains("\"pictures_done\" : 1000");
    }

    @Test
    void writesNothingOnAnInterruptedThread() throws IOException {
        EvaluationFiles files = new EvaluationFiles(folder);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> files.write(RESULT, FACES)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void writesEqualFilesForEqualFigures() throws IOException {
        EvaluationFiles again = new EvaluationFiles(folder);
        new ReportFiles(again).writePartial(RESULT);
        assertThat(folder.resolve("evaluation.json")).hasSameBinaryContentAs(shared.resolve("out/evaluation.json"));
        assertThat(Files.readString(written().report()))
                .contains(firstImage(Files.readString(again.report())));
    }

    @Test
    void saysAdviceInSummary() {
        assertThat(String.join("\n", RESULT.summary()))
                .contains("120 faces of 30 people")
                .contains("Compared with points")
                .contains("Discarding below")
                .contains("blur 1.000");
    }

    private static String firstImage(String html) {
        int start = html.indexOf("data:image/svg+xml");
        return html.substring(start, html.indexOf('"', start));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
