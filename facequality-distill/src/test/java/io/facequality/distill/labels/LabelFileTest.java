package io.facequality.distill.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.InvalidInputException;
import io.facequality.StorageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelFileTest {

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        LabeledImage image = new LabeledImage("a, \"b\"/1.jpg", "someone", 0.25);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LabelFile.write(List.of(new OptimizedLabel(image, 0.5, 0.125, 0.4375)), bytes);

        assertThat(bytes)
                .hasToString("path,person,quality,normalised,distance,optimised\n"
                        + "\"a, \"\"b\"\"/1.jpg\",someone,0.25,0.5,0.125,0.4375\n");
        assertThat(LabelFile.read(file(bytes.toString()))).containsExactly(image);
    }

    @Test
    void withoutAColumnForItTheFolderIsThePerson() throws IOException {
        assertThat(LabelFile.read(file("quality,path\n1,a/b/1.jpg\n2,2.jpg\n")))
                .extracting(LabeledImage::person)
                .containsExactly("a/b", ".");
    }

    @Test
    void theTableOfTheDiffusionScorerIsReadAsItIs() throws IOException {
        assertThat(LabelFile.read(file("path,face,faces,score,standard_error\na/1.jpg,0,1,0.75,\n")))
                .containsExactly(new LabeledImage("a/1.jpg", "a", 0.75));
    }

    @Test
    void aScoreThatIsNoNumberIsNamedByItsLine() {
        assertThatThrownBy(() -> LabelFile.read(file("path,quality\na/1,0.5\na/2,NaN\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line 3: expected a finite number as the quality, found 'NaN'");
    }

    @Test
    void aImageThatComesTwiceIsRefused() {
        assertThatThrownBy(() -> LabelFile.read(file("path,quality\na/1,0.5\na/1,0.6\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line 3: expected each picture once, found a/1 on line 2 too");
    }

    @Test
    void aTableWithOtherColumnsIsRefused() {
        assertThatThrownBy(() -> LabelFile.read(file("file,score\na/1,0.5\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected the columns path and quality, found file,score");
    }

    @Test
    void anEmptyTableIsRefused() {
        assertThatThrownBy(() -> LabelFile.read(file("path,quality\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no row");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> LabelFile.read(folder.resolve("none.csv")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("none.csv");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("labels.csv"), text);
    }
}
