package io.facequality.onnx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedLibrariesTest {

    @TempDir
    private Path folder;

    @Test
    void namesFilesAsSystemsDo() {
        String plain = System.mapLibraryName("opencv_core");
        assertThat(UnpackedLibraries.fileNames("opencv_core@.413")).startsWith(plain + ".413").endsWith(plain);
        assertThat(UnpackedLibraries.fileNames("jniopencv_core")).contains(System.mapLibraryName("jniopencv_core"));
        assertThat(UnpackedLibraries.fileNames("openblas@.0#openblas_nolapack@.0!"))
                .startsWith(System.mapLibraryName("openblas") + ".0");
        assertThat(UnpackedLibraries.fileNames(":exactly.this")).containsExactly("exactly.this");
    }

    @Test
    void findsWhatIsThereAndPassesOverWhatIsNot() throws Exception {
        Path file = Files.createFile(folder.resolve(System.mapLibraryName("some") + ".7"));
        UnpackedLibraries libraries = new UnpackedLibraries(folder);
        assertThat(libraries.get("some@.7")).containsExactly(file.toUri().toURL());
        assertThat(libraries.get("other@.7")).isEqualTo(new URL[0]);
        assertThat(libraries.get("some@.8")).isEmpty();
    }
}
