package io.facequality.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.distill.internal.labels.OptimizedLabel;
import io.facequality.distill.internal.labels.OptimizedLabelTable;
import io.facequality.testing.FuzzRun;
import io.facequality.testing.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeacherScoresTest {

    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWrites() throws IOException {
        LabeledImage image = new LabeledImage("a, \"b\"/1.jpg", "someone", 0.25);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OptimizedLabelTable.write(List.of(new OptimizedLabel(image, 0.5, 0.125, 0.4375)), bytes);

        assertThat(bytes)
                .hasToString("path,person,quality,normalised,distance,optimised\n"
                        + "\"a, \"\"b\"\"/1.jpg\",someone,0.25,0.5,0.125,0.4375\n");
        assertThat(TeacherScores.read(file(bytes.toString()))).containsExactly(image);
    }

    @Test
    void takesFolderAsPersonWithoutColumn() throws IOException {
        assertThat(TeacherScores.read(file("quality,path\n1,a/b/1.jpg\n2,2.jpg\n")))
                .extracting(LabeledImage::person)
                .containsExactly("a/b", ".");
    }

    @Test
    void readsTableOfDiffusionScorer() throws IOException {
        assertThat(TeacherScores.read(file("path,face,faces,score,standard_error\na/1.jpg,0,1,0.75,\n")))
                .containsExactly(new LabeledImage("a/1.jpg", "a", 0.75));
    }

    @Test
    void namesLineOfScoreThatIsNoNumber() {
        assertThatThrownBy(() -> TeacherScores.read(file("path,quality\na/1,0.5\na/2,NaN\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line 3: expected a finite number as the quality, found 'NaN'");
    }

    @Test
    void rejectsImageThatComesTwice() {
        assertThatThrownBy(() -> TeacherScores.read(file("path,quality\na/1,0.5\na/1,0.6\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line 3: expected each picture once, found a/1 on line 2 too");
    }

    @Test
    void rejectsTableWithOtherColumns() {
        assertThatThrownBy(() -> TeacherScores.read(file("file,score\na/1,0.5\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected the columns path and quality, found file,score");
    }

    @Test
    void rejectsRowThatWasTornOff() {
        assertThatThrownBy(() -> TeacherScores.read(file("path,score,repeats\na/1,0.5,1\na/2,0.")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot read the labels")
                .hasMessageContaining("3");
    }

    @Test
    void readsTableThatStartsWithByteOrderMark() throws IOException {
        assertThat(TeacherScores.read(file("\uFEFFpath,quality\na/1,0.5\n"))).hasSize(1);
    }

    @Test
    void rejectsFieldOfManyMegabytes() {
        assertThatThrownBy(() -> TeacherScores.read(file("path,quality\n\"" + "x".repeat(17 << 20))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot read the labels");
    }

    @Test
    void readsTableDamagedAtRandomOrSaysWhatIsWrong() throws IOException {
        byte[] whole = "path,person,quality\na/1.jpg,a,0.5\n\"b \"\"c\"\".jpg\",b,1e-3\n".getBytes(StandardCharsets.UTF_8);
        FuzzRun.of("training-labels", ".csv").run(random -> Mutations.of(whole, random), file -> {
            try {
                assertThat(TeacherScores.read(file)).allMatch(label -> Double.isFinite(label.quality()));
            } catch (InvalidInputException | StorageException e) {
                assertThat(e).hasMessageContaining("cannot read the labels");
            }
        });
    }

    @Test
    void rejectsEmptyTable() {
        assertThatThrownBy(() -> TeacherScores.read(file("path,quality\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no row");
    }

    @Test
    void namesMissingFile() {
        assertThatThrownBy(() -> TeacherScores.read(folder.resolve("none.csv")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("none.csv");
    }

    @Test
    void acceptsByteOrderMark() throws IOException {
        assertThat(TeacherScores.read(file("\uFEFFpath,quality\na/1,0.5\n")))
                .containsExactly(new LabeledImage("a/1", "a", 0.5));
    }

    @Test
    void readsNamesThatASpreadsheetWouldRunAsTheyWere() throws IOException {
        LabeledImage picture = new LabeledImage("=cmd|x/'-1.jpg", "@someone", -0.25);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OptimizedLabelTable.write(List.of(new OptimizedLabel(picture, 0.5, 0.125, -0.5)), bytes);
        assertThat(bytes.toString()).contains("\n'=cmd|x/'-1.jpg,'@someone,-0.25,0.5,0.125,-0.5\n");
        assertThat(TeacherScores.read(file(bytes.toString()))).containsExactly(picture);
    }

    @Test
    void tellsFaultOfTheHeaderFromThatOfARow() {
        assertThatThrownBy(() -> TeacherScores.read(file("file,score\na/1,0.5\n")))
                .hasMessageContaining("labels.csv, its header: expected the columns");
        assertThatThrownBy(() -> TeacherScores.read(file("path,quality\na/1,0.5\na/2\n")))
                .hasMessageContaining("line 3: expected as many fields as the header has, found 1");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("labels.csv"), text);
    }
}
