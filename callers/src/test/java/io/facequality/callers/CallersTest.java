package io.facequality.callers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** Both languages get the same answers. */
class CallersTest {

    @TempDir
    private Path folder;

    private Path portrait;

    @BeforeEach
    void twoPicturesOfOnePersonAndABrokenOne() throws IOException {
        Path person = Files.createDirectories(folder.resolve("people/sina"));
        portrait = copy("sinaface.jpg", person.resolve("a.jpg"));
        copy("face/ss.jpg", person.resolve("b.jpg"));
        Files.writeString(person.resolve("broken.jpg"), "no picture");
    }

    private static Path copy(String name, Path file) throws IOException {
        try (InputStream stream = CallersTest.class.getResourceAsStream("/org/openimaj/image/data/" + name)) {
            Files.copy(stream, file);
            return file;
        }
    }

    @Test
    void scoresTheSame() {
        assertThat(KotlinCaller.scoreOf(portrait)).isBetween(0.0, 1.0);
        assertThat(ScalaCaller.scoreOf(portrait).get()).isEqualTo(KotlinCaller.scoreOf(portrait));
    }

    @Test
    void selectsTheSame() {
        List<String> kept = KotlinCaller.namesOfKept(folder.resolve("people"), 1);
        assertThat(kept).hasSize(1);
        assertThat(CollectionConverters.asJava(ScalaCaller.namesOfKept(folder.resolve("people"), 1)))
                .isEqualTo(kept);
    }

    @Test
    void tellsRejectionsFromScores() {
        Map<String, String> results = KotlinCaller.scoresAndRejections(folder);
        assertThat(results).hasSize(3).containsValue("NOT_A_PICTURE");
        assertThat(CollectionConverters.asJava(ScalaCaller.scoresAndRejections(folder))).isEqualTo(results);
    }
}
