package io.facequality.distill.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.distill.UnetSettings;
import io.facequality.distill.UnetSettings.Network.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UnetSettingsTest {

    private static final UnetSettings DEFAULTS = UnetSettings.defaults(Architecture.LEAN);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void readsBackWhatRunWrites(Architecture architecture) throws IOException {
        UnetSettings settings = UnetSettings.defaults(architecture);

        assertThat(read(settings.toJson())).isEqualTo(settings);
    }

    @Test
    void acceptsByteOrderMark() throws IOException {
        assertThat(read("\uFEFF" + DEFAULTS.toJson())).isEqualTo(DEFAULTS);
    }

    @Test
    void startsFromPublishedDefaults() {
        UnetSettings published = UnetSettings.defaults(Architecture.PUBLISHED);

        assertThat(published.training().rate()).isEqualTo(8e-5);
        assertThat(published.training().averaging()).isEqualTo(0.995);
        assertThat(published.training().times()).isEqualTo(100);
        assertThat(published.network().width()).isEqualTo(128);
        assertThat(published.network().multipliers()).containsExactly(1, 2, 4, 8);
    }

    @Test
    void keepsSettingsThatFileDoesNotName() throws IOException {
        UnetSettings settings =
                read("{\"degradation\": {\"blur\": {\"highest\": 1.5}}, \"training\": {\"epochs\": 7}}");

        assertThat(settings.training().epochs()).isEqualTo(7);
        assertThat(settings.degradation().blur().highest()).isEqualTo(1.5);
        assertThat(settings.degradation().noise()).isEqualTo(DEFAULTS.degradation().noise());
        assertThat(settings.network()).isEqualTo(DEFAULTS.network());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "{'training': {'epoch': 7}}; training.epoch",
        "{'training': {'epochs': 0}}; epochs",
        "{'training': {'averaging': 1}}; averaging",
        "{'training': {'times': 1001}}; times",
        "{'training': {'rate': 'NaN'}}; rate",
        "{'network': {'width': 12}}; a multiple of 8",
        "{'network': {'multipliers': []}}; at least one",
        "{'network': {'multipliers': [1, 1, 1, 1, 1]}}; at most 4",
        "{'degradation': {'jpeg': {'lowest': 2}}}; jpeg",
        "[1]; expected a JSON object"
    })
    void rejectsUnknownSettingsByName(String json, String words) {
        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(words);
    }

    private UnetSettings read(String json) throws IOException {
        return UnetSettings.read(Files.writeString(folder.resolve("settings.json"), json), DEFAULTS);
    }
}
