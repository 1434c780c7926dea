package io.facequality.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentRecordTest {

    @TempDir
    private Path folder;

    private Path old() throws IOException {
        try (InputStream stream = ConsentRecordTest.class.getResourceAsStream("consent-2026-11-24.json")) {
            return Files.writeString(
                    folder.resolve("consent.json"), new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void readsCommittedConsentOfTheFirstFormat() throws IOException {
        ConsentRecord consent = ConsentRecord.read(old()).orElseThrow();
        assertThat(consent.license()).isEqualTo("MIT");
        assertThat(consent.terms()).isEqualTo("None.");
        assertThat(consent.sha256()).hasValue("cd".repeat(32));
        assertThat(consent.accepted()).isEqualTo(Instant.parse("2026-11-24T10:00:00Z"));
    }

    @Test
    void takesConsentOfALaterFormatForNone() throws IOException {
        Path file = old();
        Files.writeString(file, Files.readString(file).replace("consent-1", "consent-2"));
        assertThat(ConsentRecord.read(file)).isEmpty();
    }
}
