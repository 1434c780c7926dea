package io.facequality.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.ImageSource;
import io.facequality.pipeline.internal.TestPictures;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsualSearchTest {

    @TempDir
    private Path root;

    @Test
    void findsPicturesByEndingOrContentInTheOrderOfTheirPaths() {
        TestPictures.write(root.resolve("b/2.jpeg"), TestPictures.jpeg(1));
        TestPictures.write(root.resolve("b/1"), TestPictures.png(1));
        TestPictures.write(root.resolve("a.TIFF"), new byte[0]);
        TestPictures.write(root.resolve("a/x.png"), TestPictures.png(2));
        TestPictures.write(root.resolve("a/notes.txt"), "no picture".getBytes(StandardCharsets.UTF_8));
        TestPictures.write(root.resolve("a/._x.png"), new byte[8]);
        assertThat(ids(PictureSearch.usual().below(root).pictures())).containsExactly("a.TIFF", "a/x.png", "b/1", "b/2.jpeg");
    }

    @Test
    void entersNoFolderThatIsExcluded() {
        TestPictures.people(root, 2, 1);
        TestPictures.write(root.resolve("out/person-0/picture-0.png"), TestPictures.png(1));
        assertThat(ids(PictureSearch.usual().notIn(List.of(root.resolve("person-0/../out"))).below(root).pictures()))
                .containsExactly("person-0/picture-0.png", "person-1/picture-0.png");
    }

    @Test
    void followsLinksToFoldersAndFilesElsewhere(@TempDir Path elsewhere) throws IOException {
        TestPictures.people(elsewhere, 1, 1);
        Files.createSymbolicLink(root.resolve("linked"), elsewhere.resolve("person-0"));
        assertThat(ids(PictureSearch.usual().below(root).pictures())).containsExactly("linked/picture-0.png");
    }

    @Test
    void findsNamesOfAnyScriptAndShape() {
        List<String> names = List.of(
                "-rf/-x.png", "a b/it's \"quoted\".png", "line\nbreak/tab\tin.png", "Анна/я.png", "山田/顔.png", "😀/é.png");
        assumeFalse(File.separatorChar == '\\', "Windows forbids some of these names");
        names.forEach(name -> TestPictures.write(root.resolve(name), TestPictures.png(1)));
        assertThat(ids(PictureSearch.usual().below(root).pictures())).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void takesNamedPathsInTheirOrderWhateverTheyHold() {
        Path text = TestPictures.write(root.resolve("text.txt"), new byte[] {1});
        TestPictures.people(root.resolve("folder"), 1, 2);
        assertThat(ids(PictureSearch.usual().at(List.of(text, root.resolve("folder"))).pictures()))
                .containsExactly(
                        text.toString(),
                        root.resolve("folder/person-0/picture-0.png").toString(),
                        root.resolve("folder/person-0/picture-1.png").toString());
    }

    @Test
    void refusesRootThatIsNoFolder() {
        Path file = TestPictures.write(root.resolve("file.png"), TestPictures.png(1));
        assertThatThrownBy(() -> PictureSearch.usual().below(file).pictures())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected a folder, found a file");
        assertThatThrownBy(() -> PictureSearch.usual().at(List.of(root.resolve("missing"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("found nothing");
    }

    private static List<String> ids(List<ImageSource> sources) {
        return sources.stream().map(ImageSource::id).toList();
    }
}
