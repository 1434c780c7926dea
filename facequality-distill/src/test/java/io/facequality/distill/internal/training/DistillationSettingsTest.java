package io.facequality.distill.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.DistillationSettings.Student.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistillationSettingsTest {

    private static final DistillationSettings DEFAULTS = DistillationSettings.defaults(Kind.HEAD);

    @TempDir
    Path folder;

    @Test
    void readsBackWhatRunWrites() throws IOException {
        DistillationSettings student = DistillationSettings.defaults(Kind.MOBILEFACENET);

        assertThat(read(student.toJson())).isEqualTo(student);
    }

    @Test
    void keepsSettingsThatFileDoesNotName() throws IOException {
        DistillationSettings settings = read("{\"training\": {\"epochs\": 7}}");

        assertThat(settings.training().epochs()).isEqualTo(7);
        assertThat(settings.training().batch()).isEqualTo(DEFAULTS.training().batch());
        assertThat(settings.labels()).isEqualTo(DEFAULTS.labels());
    }

    @Test
    void namesMisspelledSettingAndKnownOnes() {
        assertThatThrownBy(() -> read("{\"training\": {\"epoch\": 7}}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("training.epoch")
                .hasMessageContaining("epochs, batch, headRate");
    }

    @Test
    void rejectsNumberOutOfRange() {
        assertThatThrownBy(() -> read("{\"training\": {\"epochs\": 0}}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("epochs: expected at least 1, found 0");
    }

    @Test
    void rejectsFileThatIsNoObject() {
        assertThatThrownBy(() -> read("[1]"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected a JSON object");
        assertThatThrownBy(() -> read("{")).isInstanceOf(InvalidInputException.class);
    }

    private DistillationSettings read(String json) throws IOException {
        return DistillationSettings.read(Files.writeString(folder.resolve("settings.json"), json), DEFAULTS);
    }
}
