package io.facequality.catalogue;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.WholeFile;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The file beside a model that says when which license was accepted for which file.
 *
 * @param license the license's name
 * @param terms where its text is, or the text
 * @param sha256 the model's digest: the catalogue's, or where that has none, that of what was fetched; empty before
 * @param accepted when
 */
record ConsentRecord(String license, String terms, Optional<String> sha256, Instant accepted) {

    private static final String FORMAT = "facequality-consent-1";

    static ConsentRecord now(CatalogueEntry entry) {
        return new ConsentRecord(
                entry.license().name(),
                terms(entry),
                entry.file().sha256(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static String terms(CatalogueEntry entry) {
        return entry.license().link().map(Object::toString).or(entry.license()::terms).orElseThrow();
    }

    /** Whether it says what an entry asks for. Without a digest in the catalogue, any file's consent will do. */
    boolean covers(CatalogueEntry entry) {
        return license.equals(entry.license().name())
                && terms.equals(terms(entry))
                && (entry.file().sha256().isEmpty() || sha256.equals(entry.file().sha256()));
    }

    ConsentRecord withSha256(String digest) {
        return new ConsentRecord(license, terms, Optional.of(digest), accepted);
    }

    /** Reads it; one that cannot be understood is as good as none. */
    static Optional<ConsentRecord> read(Path file) {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            JsonNode json = new JsonMapper().readTree(Files.readAllBytes(file));
            if (!json.path("format").asText().equals(FORMAT)) {
                return Optional.empty();
            }
            return Optional.of(new ConsentRecord(
                    json.path("licence").asText(),
                    json.path("terms").asText(),
                    Optional.ofNullable(json.path("sha256").textValue()),
                    Instant.parse(json.path("accepted").asText())));
        } catch (JacksonException | CharConversionException | DateTimeParseException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    void write(Path file, CatalogueEntry entry) {
        ObjectNode json = JsonMapper.builder().build().createObjectNode();
        json.put("format", FORMAT)
                .put("model", entry.id())
                .put("licence", license)
                .put("terms", terms)
                .put("accepted", accepted.toString());
        sha256.ifPresent(digest -> json.put("sha256", digest));
        byte[] text = (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            WholeFile.write(file, WholeFile.Existing.REPLACE, stream -> stream.write(text));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static StorageException unusable(Path file, IOException failure) {
        return new StorageException(
                new Problem("cannot record the consent to a license", file.toString(), "a file that takes it",
                        failure.toString(), "Free some space, or mend the permissions."),
                failure);
    }
}
