package io.facequality.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.ImageSource;
import io.facequality.pipeline.PictureSearch.PassedOver;
import io.facequality.pipeline.internal.TestPictures;
import io.facequality.plan.PlanApplication;
import io.facequality.plan.SelectionPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureSearchTest {

    @TempDir
    private Path root;

    private Path picture(String path) {
        return TestPictures.write(root.resolve(path), TestPictures.png(path.hashCode()));
    }

    private PictureSearch.Found below() {
        return PictureSearch.usual().below(root);
    }

    private static List<String> ids(PictureSearch.Found found) {
        return found.pictures().stream().map(ImageSource::id).toList();
    }

    @Test
    void takesFileUnderItsRealPathOnceWhateverLinksLeadToIt() throws IOException {
        Path real = picture("store/a.png");
        Files.createSymbolicLink(root.resolve("album"), root.resolve("store"));
        Files.createSymbolicLink(root.resolve("a-link.png"), real);
        Files.createSymbolicLink(root.resolve("store/another.png"), real);
        assertThat(ids(below())).containsExactly("store/a.png");
        assertThat(below().passedOver().links()).isEqualTo(3);
    }

    @Test
    void takesFileFromElsewhereUnderTheFirstPathThatLeadsToIt(@TempDir Path elsewhere) throws IOException {
        Path real = TestPictures.write(elsewhere.resolve("pool/x.png"), TestPictures.png(1));
        Files.createSymbolicLink(root.resolve("z"), elsewhere.resolve("pool"));
        Files.createSymbolicLink(root.resolve("b.png"), real);
        Files.createSymbolicLink(root.resolve("c.png"), real);
        assertThat(ids(below())).containsExactly("b.png");
    }

    @Test
    void takesHardLinksAsFilesOfTheirOwn() throws IOException {
        Path one = picture("one.png");
        Files.createLink(root.resolve("two.png"), one);
        assertThat(ids(below())).containsExactly("one.png", "two.png");
    }

    @Test
    void entersNoFolderTwiceWhereEveryFolderLinksToEveryOther() {
        int folders = 12;
        for (int i = 0; i < folders; i++) {
            picture("f" + i + "/x.png");
            for (int j = 0; j < folders; j++) {
                link("f" + i + "/to-" + j, root.resolve("f" + j));
            }
            link("f" + i + "/up", root);
        }
        link("loop-1.png", root.resolve("loop-2.png"));
        link("loop-2.png", root.resolve("loop-1.png"));
        PictureSearch.Found found = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), this::below);
        assertThat(ids(found)).hasSize(folders + 2).contains("loop-1.png", "loop-2.png");
        assertThat(found.passedOver().links()).isEqualTo(folders * folders + folders);
    }

    private void link(String path, Path target) {
        try {
            Files.createSymbolicLink(root.resolve(path), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void leavesOutWhatIgnoreFilesNameBelowTheirFolders() throws IOException {
        picture("a.png");
        picture("backup/a.png");
        picture("b/a.png");
        picture("b/old/a.png");
        picture("c/old/a.png");
        Files.writeString(root.resolve(".facequalityignore"), "# comment\n\n  backup  \n");
        Files.writeString(root.resolve("b/.facequalityignore"), "/old\n");
        assertThat(ids(below())).containsExactly("a.png", "b/a.png", "c/old/a.png");
        assertThat(below().passedOver().excluded()).isEqualTo(2);
        assertThat(ids(PictureSearch.usual().everywhere().below(root))).hasSize(3);
    }

    @Test
    void namesFileAndLineOfIgnoredPatternThatIsNoGlob() throws IOException {
        picture("a.png");
        Path file = Files.writeString(root.resolve(".facequalityignore"), "backup\n[\n");
        assertThatThrownBy(this::below)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file + ", line 2");
    }

    @Test
    void rejectsPictureWhoseLinkLeadsNowhere() {
        link("gone.jpg", root.resolve("nothing"));
        link("gone.txt", root.resolve("nothing"));
        assertThat(rejection(below().pictures())).contains("gone.jpg", "a link that leads nowhere");
    }

    @Test
    void findsManyFilesInOneFolderQuickly() throws IOException {
        int count = 20_000;
        Path folder = Files.createDirectories(root.resolve("many"));
        for (int i = 0; i < count; i++) {
            Files.createFile(folder.resolve(i + ".jpg"));
        }
        PictureSearch.Found found = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), this::below);
        assertThat(found.pictures()).hasSize(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        ".Trash", ".Trash-1000/files", ".Trashes/501", ".trashBin", "$RECYCLE.BIN", "#recycle", "@Recycle", ".recycle",
        "@eaDir", ".thumbnails", ".@__thumb", "lost+found", ".local/share/Trash/files", ".cache/thumbnails/large",
        "#snapshot", ".snapshots/1", ".stversions"
    })
    void passesOverTrashThumbnailsAndSnapshotsUnlessAskedFor(String folder) {
        picture("anna/a.png");
        picture("anna/" + folder + "/b.png");
        assertThat(ids(below())).containsExactly("anna/a.png");
        assertThat(below().passedOver().setAside()).singleElement().asString().startsWith("anna/");
        PictureSearch.Found all = PictureSearch.usual().everywhere().below(root);
        assertThat(ids(all)).containsExactlyInAnyOrder("anna/a.png", "anna/" + folder + "/b.png");
        assertThat(all.passedOver()).isEqualTo(PassedOver.nothing());
        assertThat(ids(PictureSearch.usual().below(root.resolve("anna/" + folder)))).containsExactly("b.png");
    }

    @Test
    void looksIntoFoldersOfOriginalsAndFoldersWithOrdinaryNames() {
        picture(".picasaoriginals/a.png");
        picture("Trash/b.png");
        picture("thumbnails/c.png");
        picture("recycle/d.png");
        assertThat(below().pictures()).hasSize(4);
    }

    @Test
    void passesOverPicturesInAPhonesTrash() {
        picture(".trashed-1700000000-a.png");
        picture("a.png");
        assertThat(ids(below())).containsExactly("a.png");
        assertThat(below().passedOver().setAside()).containsExactly(".trashed-1700000000-a.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"undo.json", "undo-2.json"})
    void passesOverQuarantineUnlessAskedFor(String undoFile) {
        picture("a.png");
        picture("quarantine/deep/b.png");
        TestPictures.write(
                root.resolve("quarantine/" + undoFile), "{\"format\" : \"facequality-undo/1\"}".getBytes(UTF_8));
        picture("other/c.png");
        TestPictures.write(root.resolve("other/undo.json"), "{\"steps\": []}".getBytes(UTF_8));
        assertThat(ids(below())).containsExactly("a.png", "other/c.png");
        assertThat(below().passedOver().quarantines()).containsExactly("quarantine");
        assertThat(PictureSearch.usual().everywhere().below(root).pictures()).hasSize(3);
    }

    @Test
    void followsNoLinkIntoAFolderThatIsPassedOver() {
        Path trashed = picture(".Trash-1000/files/a.png");
        link("a.png", trashed);
        link("files", trashed.getParent());
        picture("out/b.png");
        link("b.png", root.resolve("out/b.png"));
        assertThat(PictureSearch.usual().notIn(List.of(root.resolve("out"))).below(root).pictures()).isEmpty();
    }

    @Test
    void looksIntoRootThatLiesInAFolderThatIsLeftOut() {
        picture("people/a.png");
        assertThat(ids(PictureSearch.usual().notIn(List.of(root)).below(root.resolve("people"))))
                .containsExactly("a.png");
    }

    @Test
    void leavesOutWhatAPatternFits() {
        List.of("a.png", "a.tmp.png", "backup/b.png", "x/backup/c.png", "x/y/d.png", "raw/e.png", "x/raw/f.png")
                .forEach(this::picture);
        PictureSearch.Found found = PictureSearch.usual()
                .excluding("*.tmp.png")
                .excluding("backup/")
                .excluding("/raw")
                .excluding("x/**/d.*")
                .below(root);
        assertThat(ids(found)).containsExactly("a.png", "x/raw/f.png");
        assertThat(found.passedOver().excluded()).isEqualTo(5);
        assertThat(ids(PictureSearch.usual().excluding("**/raw").excluding("x/{y,backup}").below(root)))
                .containsExactly("a.png", "a.tmp.png", "backup/b.png");
    }

    @Test
    void refusesPatternThatIsNoGlob() {
        assertThatThrownBy(() -> PictureSearch.usual().excluding("[a"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("[a: expected a glob");
    }

    @Test
    void takesNoTemporaryFileOfOursForAPicture() {
        picture("ann/.facequality-0c8a7b1e-7d0f-4b36-b1a5-0a8d1e6f2b3c.tmp");
        picture("ann/a.png");
        assertThat(ids(below())).containsExactly("ann/a.png");
        assertThat(below().passedOver()).isEqualTo(PassedOver.nothing());
    }

    @Test
    void findsAndCountsPicturesOfFormatsThatAreNotRead() {
        write("1.heic", "\0\0\0\u0018ftypheic\0\0\0\0");
        write("2.bin", "\0\0\0\u0018ftypavif\0\0\0\0");
        write("3", "GIF89a\1\0\1\0");
        write("4.jp2", "\0\0\0\fjP  \r\n\u0087\n");
        write("5.jxl", "");
        write("6.raf", "FUJIFILMCCD-RAW 0201");
        write("7.cr3", "\0\0\0\u0018ftypcrx \0\0\0\1");
        write("8.nef", "nonsense");
        write("9.jpg", "\0\0\0\u0018ftypheic\0\0\0\0");
        write("film.mov", "\0\0\0\u0014ftypqt  ");
        write("page.html", "<html>GIF8</html>");
        PictureSearch.Found found = below();
        assertThat(found.pictures()).hasSize(9);
        assertThat(found.passedOver().unreadFormats())
                .isEqualTo(Map.of("HEIC", 2, "AVIF", 1, "GIF", 1, "JPEG 2000", 1, "JPEG XL", 1));
    }

    private void write(String path, String bytes) {
        TestPictures.write(root.resolve(path), bytes.getBytes(ISO_8859_1));
    }

    @Test
    void rejectsNameThatIsNotUtf8AndSaysHowToChangeIt() throws Exception {
        assumeTrue(
                madeLatin1Name("caf\\351.png") && madeLatin1Name("d\\351/x.png"),
                "a shell, and a file system that takes any name");
        List<ImageSource> found = below().pictures();
        assertThat(found).hasSize(2);
        for (ImageSource picture : found) {
            assertThat(rejection(List.of(picture))).containsAnyOf(
                    "a file name that is not UTF-8. Rename it", "a folder name that is not UTF-8. Rename it",
                    "the charset of this process's locale");
        }
        assertThat(rejection(PictureSearch.usual().at(List.of(root.resolve("caf\uFFFD.png"))).pictures()))
                .containsAnyOf("a file name that is not UTF-8. Rename it", "the charset of this process's locale");
    }

    private boolean madeLatin1Name(String name) throws IOException, InterruptedException {
        String command = "f=$(printf '" + name + "') && mkdir -p \"$(dirname \"$f\")\" && cat > \"$f\"";
        try {
            Process shell = new ProcessBuilder("sh", "-c", command).directory(root.toFile()).start();
            shell.getOutputStream().write(TestPictures.png(1));
            shell.getOutputStream().close();
            return shell.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void takesNameThatHoldsTheReplacementCharacterItself() {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "names can be any text");
        picture("caf\uFFFD.png");
        List<ImageSource> found = below().pictures();
        assertThat(rejection(found)).isEmpty();
    }

    @Test
    void takesEachNamedFileOnce() {
        Path a = picture("a.png");
        link("link.png", a);
        List<Path> paths = List.of(root.resolve("link.png"), a, root.resolve("x/../a.png"), root, a);
        picture("x/b.png");
        assertThat(ids(PictureSearch.usual().at(paths)))
                .containsExactly(root.resolve("link.png").toString(), root.resolve("x/b.png").toString());
    }

    @Test
    void neverPlansBothPathsOfOneFile() throws IOException {
        picture("lib/store/a.png");
        Files.createSymbolicLink(root.resolve("lib/album"), Path.of("store"));
        Path out = root.resolve("quarantine");
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            FaceFolder folder = pipeline.read(root.resolve("lib"));
            SelectionPlan plan = pipeline.keepBestCopies(folder, Grouping.pictures());
            assertThat(plan.keptPictures()).extracting(SelectionPlan.PlannedPicture::path)
                    .containsExactly("store/a.png");
            assertThat(plan.droppedPictures()).isEmpty();
            PlanApplication.of(plan, out).apply(PlanApplication.Mode.MOVE, PlanApplication.What.DROPPED);
        }
        assertThat(root.resolve("lib/album/a.png")).exists();
        assertThat(root.resolve("lib/store/a.png")).exists();
    }

    @Test
    void leavesOtherHardLinkWhenOneIsMoved() throws IOException {
        Path one = picture("lib/one.png");
        byte[] bytes = Files.readAllBytes(one);
        Files.createLink(root.resolve("lib/two.png"), one);
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            SelectionPlan plan =
                    pipeline.keepBestCopies(pipeline.read(root.resolve("lib")), Grouping.pictures());
            assertThat(plan.droppedPictures()).hasSize(1);
            PlanApplication.of(plan, root.resolve("q")).apply(PlanApplication.Mode.MOVE, PlanApplication.What.DROPPED);
            Path kept = root.resolve("lib").resolve(plan.keptPictures().get(0).path());
            assertThat(Files.exists(kept, LinkOption.NOFOLLOW_LINKS)).isTrue();
            assertThat(kept).hasBinaryContent(bytes);
        }
    }

    /** What the pipeline says of the only picture. */
    private static String rejection(List<ImageSource> pictures) {
        assertThat(pictures).hasSize(1);
        StringBuilder message = new StringBuilder();
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            pipeline.process(pictures, FaceWork.aligned(), picture -> picture.faces()
                    .accept(faces -> {}, rejection -> message.append(rejection.message())));
        }
        return message.toString();
    }
}
