package io.facequality.eval.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.eval.folder.LabeledPairs.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabeledPairsTest {

    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("pairs.txt"), List.of(lines));
    }

    @Test
    void readsTableWithFoldsAndPathsThatStartElsewhere() throws IOException {
        Path file = file("first,second,match,fold", "a/1.jpg,a/2.jpg,1,0", "\"a/1.jpg\",b/1.jpg,0,9");
        Path root = Path.of("somewhere");
        assertThat(LabeledPairs.read(file, root).pairs())
                .containsExactly(
                        new Pair(root.resolve("a/1.jpg"), root.resolve("a/2.jpg"), true, OptionalInt.of(0)),
                        new Pair(root.resolve("a/1.jpg"), root.resolve("b/1.jpg"), false, OptionalInt.of(9)));
    }

    @Test
    void readsFoldsOfBothKindsFromLfwFile() throws IOException {
        Path file = file("2\t1", "Ann\t1\t2", "Ann\t1\tBob Jr\t3", "Bob Jr\t3\t4", "Ann\t2\tBob Jr\t12");
        Files.createDirectories(folder.resolve("Ann"));
        Files.createFile(folder.resolve("Ann/Ann_0002.png"));
        List<Pair> pairs = LabeledPairs.read(file).pairs();
        assertThat(pairs).extracting(Pair::isMatch).containsExactly(true, false, true, false);
        assertThat(pairs).extracting(pair -> pair.fold().getAsInt()).containsExactly(0, 0, 1, 1);
        assertThat(pairs.get(0).first()).isEqualTo(folder.resolve("Ann/Ann_0001.jpg"));
        assertThat(pairs.get(0).second()).isEqualTo(folder.resolve("Ann/Ann_0002.png"));
        assertThat(pairs.get(3).second()).isEqualTo(folder.resolve("Bob Jr/Bob Jr_0012.jpg"));
        assertThat(LabeledPairs.read(file).pictures()).hasSize(5);
    }

    @Test
    void readsNoFoldsFromLfwFileOfOneSet() throws IOException {
        assertThat(LabeledPairs.read(file("1", "Ann 1 2", "Ann 1 Bob 3")).pairs())
                .extracting(Pair::fold)
                .containsOnly(OptionalInt.empty());
    }

    @Test
    void namesLineOfWhatIsWrong() throws IOException {
        assertWrong("line 3", "1", "Ann 1 2", "Ann 1");
        assertWrong("line 2", "1", "Ann 1 x", "Ann 1 Bob 2");
        assertWrong("line 3", "1", "Ann 1 2");
        assertWrong("line 4", "1", "Ann 1 2", "Ann 1 Bob 2", "Ann 3 4");
        assertWrong("line 2", "first,second,match,fold", "a,b,1,x");
        assertWrong("no match among", "first,second", "a,b");
        assertWrong("a path", "first,second,match", "\"a\u0000\",b,1");
    }

    private void assertWrong(String expected, String... lines) throws IOException {
        Path file = file(lines);
        assertThatThrownBy(() -> LabeledPairs.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void acceptsByteOrderMark() throws IOException {
        Path table = file("\uFEFFfirst,second,match", "a.jpg,b.jpg,1");
        assertThat(LabeledPairs.read(table).pairs()).extracting(Pair::first).containsExactly(folder.resolve("a.jpg"));
        Path lfw = file("\uFEFF1", "Ann 1 2", "Ann 1 Bob 3");
        assertThat(LabeledPairs.read(lfw).pairs()).hasSize(2);
    }

    @Test
    void namesLineOfHeaderAndOfRowsThatAreWrong() throws IOException {
        assertWrong("line 1: expected a table with the columns first, second and match", "firsst,second,match", "a,b,1");
        assertWrong("line 2: expected a table", "", "firsst,second,match", "a,b,1");
        assertWrong("found nothing", "");
        assertWrong("line 4: expected 0 or 1 as match", "first,second,match", "\"a", "b\",c,1", "a,b,2");
        assertWrong("line 2: expected 3 fields, as in the first line, found 2", "first,second,match", "a,b");
    }

    @Test
    void takesOffMarkThatKeepsSpreadsheetFromRunningPath() throws IOException {
        Path table = file("first,second,match", "'=a.jpg,''-b.jpg,1", "'c.jpg,=d.jpg,0");
        assertThat(LabeledPairs.read(table, Path.of("")).pictures())
                .containsExactly(Path.of("'-b.jpg"), Path.of("'c.jpg"), Path.of("=a.jpg"), Path.of("=d.jpg"));
    }

    @Test
    void tellsBytesThatAreNoTextFromMissingFiles() throws IOException {
        Path file = Files.write(folder.resolve("pairs.txt"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
        assertThatThrownBy(() -> LabeledPairs.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> LabeledPairs.read(folder.resolve("none"))).isInstanceOf(StorageException.class);
    }
}
