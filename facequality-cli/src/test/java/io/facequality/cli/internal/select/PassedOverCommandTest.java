package io.facequality.cli.internal.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Program;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.Terminal;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.SelectionPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassedOverCommandTest {

    @TempDir
    private Path folder;

    private Path picture(String path) {
        return Pictures.write(folder.resolve("lib").resolve(path), 1);
    }

    private Run dedupe(Object... options) {
        return run("dedupe", options);
    }

    private Run run(String command, Object... options) {
        Object[] arguments = new Object[options.length + 6];
        System.arraycopy(
                new Object[] {command, "--crop", "as-is", folder.resolve("lib"), "--plan", folder.resolve("plan.json")},
                0, arguments, 0, 6);
        System.arraycopy(options, 0, arguments, 6, options.length);
        return Run.of(arguments);
    }

    @Test
    void takesNoTwoPathsOfOneFileForCopies() throws IOException {
        Path real = picture("store/a.png");
        Files.createSymbolicLink(folder.resolve("lib/album"), Path.of("store"));
        Run run = dedupe();
        assertThat(run.out())
                .contains("1 group: 1 face kept, 0 dropped; 0 pictures rejected.")
                .contains("1 link passed over: what a link leads to counts once.");
        Run moved = Run.of(
                "apply", folder.resolve("plan.json"), "--out", folder.resolve("q"), "--mode", "move");
        assertThat(moved.exitCode()).isZero();
        assertThat(real).exists();
        assertThat(folder.resolve("lib/album/a.png")).exists();
    }

    @Test
    void keepsLibrarysPictureAndNotTheOneInTheTrash() {
        picture("pics/a.png");
        picture(".Trash-1000/files/a.png");
        picture("#recycle/a.png");
        Run run = dedupe();
        assertThat(run.out())
                .contains("1 group: 1 face kept, 0 dropped; 0 pictures rejected.")
                .contains("Passed over as trash, thumbnails or snapshots: #recycle, .Trash-1000. "
                        + "--all-folders looks there too.");
        assertThat(SelectionPlan.read(folder.resolve("plan.json")).keptPictures())
                .extracting(SelectionPlan.PlannedPicture::path)
                .containsExactly("pics/a.png");
        assertThat(dedupe("--all-folders").out()).contains("1 group: 1 face kept, 2 dropped");
    }

    @Test
    void makesNoPersonOfThumbnails() {
        picture("anna/a.png");
        picture("anna/.thumbnails/a.png");
        run("select", "--keep", "1");
        assertThat(SelectionPlan.read(folder.resolve("plan.json")).groups())
                .extracting(PlannedGroup::name)
                .containsExactly("anna");
    }

    @Test
    void looksIntoNoQuarantineAndSaysSo() {
        picture("a.png");
        picture("b.png");
        dedupe();
        Path quarantine = folder.resolve("lib/quarantine");
        Run.of("apply", folder.resolve("plan.json"), "--out", quarantine, "--mode", "move");
        Run again = dedupe();
        assertThat(again.out())
                .contains("1 group: 1 face kept, 0 dropped")
                .contains("Passed over since 'apply' moved pictures there: quarantine. --all-folders looks there too.");
        assertThat(Run.of("apply", quarantine.resolve("undo.json"), "--yes").out()).contains("1 picture moved back");
    }

    @Test
    void leavesOutWhatIsExcluded() {
        picture("a.png");
        picture("backup/a.png");
        picture("b.tmp.png");
        Run run = dedupe("--exclude", "backup", "--exclude", "*.tmp.png");
        assertThat(run.out())
                .contains("1 group: 1 face kept, 0 dropped")
                .contains("2 folders and pictures left out by --exclude or an ignore file.");
        Run wrong = dedupe("--exclude", "[");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(wrong.errLines().get(0)).contains("--exclude", "expected a glob");
    }

    @Test
    void leavesOutWhatAnIgnoreFileNames() throws IOException {
        picture("a.png");
        picture("backup/a.png");
        write(".facequalityignore", "# not these\nbackup\n");
        assertThat(dedupe().out())
                .contains("1 group: 1 face kept, 0 dropped")
                .contains("1 folder or picture left out by --exclude or an ignore file.");
    }

    @Test
    void namesAndCountsFormatsThatAreNotRead() throws IOException {
        picture("a.png");
        write("1.heic", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic");
        write("2.avif", "\0\0\0\u0018ftypavif\0\0\0\0mif1avif");
        write("3.gif", "GIF89a\1\0\1\0\0\0\0");
        write("4.jp2", "\0\0\0\fjP  \r\n\u0087\n\0\0\0\u0014ftypjp2 ");
        Run run = dedupe();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("4 pictures rejected.")
                .contains("1 picture of formats that are not read was rejected: JPEG 2000 1.");
        assertThat(run.errLines()).hasSize(4).allMatch(line -> line.startsWith("rejected: "));
        assertThat(run.errLines().get(0)).contains("1.heic");
        assertThat(SelectionPlan.read(folder.resolve("plan.json")).rejected()).hasSize(4);
        assertThat(dedupe("--strict").exitCode()).isEqualTo(ExitCode.REJECTED);
    }

    private void write(String name, String bytes) throws IOException {
        Files.write(folder.resolve("lib").resolve(name), bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void saysWhyThereIsNoPicture() {
        picture(".thumbnails/a.png");
        Run run = dedupe();
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("passed over");
        Run score = Run.of("score", "--crop", "as-is", folder.resolve("lib"));
        assertThat(score.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(score.errLines()).singleElement().asString()
                .contains("at least one picture", "Passed over as trash", ".thumbnails");
    }

    @Test
    void saysThatNoPictureCouldBeUsed() throws IOException {
        picture("anna/a.png");
        write("anna/a.png", "no picture");
        write("b.png", "no picture");
        Run score = Run.of("score", "--crop", "as-is", folder.resolve("lib"));
        assertThat(score.errLines()).hasSize(3);
        assertThat(score.errLines().get(2)).isEqualTo("No picture could be used: 2 pictures rejected.");
        Run evaluate = Run.of(
                "evaluate", "--crop", "as-is", folder.resolve("lib"), "--quality-model", "built-in", "--embedding-model",
                "built-in", "--out", folder.resolve("out"));
        assertThat(evaluate.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(evaluate.errLines().get(2))
                .contains("cannot evaluate", "at least one picture that can be used", "none among 2 pictures");
    }

    @Test
    void obeysNoNameOfAFileOnATerminalAndLeavesPipesExact() {
        String name = "\u001b]0;pwn\u0007\u202Egnp\u2028.png";
        Path picture = picture(name);
        assertThat(Run.of("score", "--crop", "as-is", picture).out()).contains(name);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(true, true, OptionalInt.empty());
        int exitCode = new Program(new Console(out, new PrintStream(OutputStream.nullOutputStream()), terminal))
                .run("score", "--crop", "as-is", picture.toString());
        assertThat(exitCode).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\\u001b]0;pwn\\u0007\\u202egnp\\u2028.png,0,")
                .doesNotContain("\u001b")
                .doesNotContain("\u202E");
    }
}
