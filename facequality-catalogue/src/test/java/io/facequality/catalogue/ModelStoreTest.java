package io.facequality.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.catalogue.ModelStore.Status.State;
import io.facequality.internal.Interrupts;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.testing.Threads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {

    private static final byte[] MODEL = TestModel.bytes(1);
    private static final byte[] OTHER = TestModel.bytes(2);

    @TempDir
    private Path folder;

    private Path catalogue;

    @BeforeEach
    void aCatalogueOfOneModel() {
        catalogue = TestModel.catalogue(folder, MODEL);
    }

    private ModelStore.Builder store() {
        return TestModel.store(folder, catalogue);
    }

    private ModelStore storeFrom(LocalServer server) {
        return store().mirror(server.base()).build();
    }

    private static FetchedModel fetch(ModelStore store) {
        return store.fetch(TestModel.ID, LicenseConsent.given());
    }

    private static FetchListener onRetry(BiConsumer<String, Duration> consumer) {
        return new FetchListener() {
            @Override
            public void onProgress(CatalogueEntry entry, long done, long total) {}

            @Override
            public void onRetry(CatalogueEntry entry, String reason, Duration pause) {
                consumer.accept(reason, pause);
            }
        };
    }

    private Path place(String name) {
        return folder.resolve("cache").resolve(TestModel.ID).resolve(name);
    }

    private static State state(ModelStore store) {
        return store.list().stream()
                .filter(status -> status.entry().id().equals(TestModel.ID))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void fetchesModelOnceAndKeepsConsentBesideIt() throws IOException {
        try (LocalServer server = LocalServer.answering(LocalServer.file(MODEL, "\"a\""))) {
            List<Long> done = new ArrayList<>();
            ModelStore store = store().mirror(server.base())
                    .listener((entry, now, total) -> {
                        assertThat(total).isEqualTo(MODEL.length);
                        done.add(now);
                    })
                    .build();
            assertThat(state(store)).isEqualTo(State.NOT_FETCHED);
            FetchedModel model = fetch(store);
            assertThat(model.file()).isEqualTo(place(TestModel.FILE)).hasBinaryContent(MODEL);
            assertThat(model.entry().input().contract())
                    .contains(new ModelContract(ChannelOrder.BGR, 127.5, 128));
            assertThat(done).isSorted().endsWith((long) MODEL.length);
            assertThat(TestModel.left(folder)).containsExactly("consent.json", TestModel.FILE);
            JsonNode consent = new JsonMapper().readTree(place("consent.json").toFile());
            assertThat(consent.get("licence").asText()).isEqualTo("MIT");
            assertThat(consent.get("sha256").asText()).isEqualTo(TestModel.sha256(MODEL));
            assertThat(Instant.parse(consent.get("accepted").asText()))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(state(store)).isEqualTo(State.FETCHED);
            assertThat(fetch(store)).isEqualTo(model);
            assertThat(store.model(TestModel.ID)).isEqualTo(model);
            assertThat(server.requests()).hasSize(1);
            assertThat(server.requests().get(0).target()).isEqualTo("/" + TestModel.FILE);
        }
    }

    @Test
    void resumesConnectionWhereItBroke() {
        try (LocalServer server = LocalServer.answering(
                LocalServer.cut(MODEL, "\"a\"", 100_000).times(2, LocalServer.file(MODEL, "\"a\"")))) {
            List<String> retries = new ArrayList<>();
            ModelStore store = store().mirror(server.base())
                    .listener(onRetry((reason, pause) -> retries.add(reason)))
                    .build();
            assertThat(fetch(store).file()).hasBinaryContent(MODEL);
            assertThat(server.requests()).hasSize(3);
            assertThat(server.requests().get(0).from()).isEmpty();
            assertThat(server.requests().get(1).from()).contains(100_000);
            assertThat(server.requests().get(1).header("If-Range")).contains("\"a\"");
            assertThat(server.requests().get(2).from()).contains(200_000);
            assertThat(retries).hasSize(2);
        }
    }

    @Test
    void followsNoLinkInThePlacesOfItsFiles() throws IOException {
        Path victim = Files.writeString(folder.resolve("notes.txt"), "important");
        for (String name : List.of(TestModel.FILE + ".part", TestModel.FILE + ".part.etag", "consent.json")) {
            TestModel.delete(folder.resolve("cache"));
            Files.createDirectories(place(name).getParent());
            Files.createSymbolicLink(place(name), victim);
            try (LocalServer server = LocalServer.answering(LocalServer.file(MODEL, "\"a\""))) {
                assertThat(state(storeFrom(server))).as(name).isEqualTo(State.NOT_FETCHED);
                assertThat(fetch(storeFrom(server)).file()).as(name).hasBinaryContent(MODEL);
                assertThat(server.requests().get(0).from()).as(name).isEmpty();
            }
            assertThat(victim).as(name).hasContent("important");
        }
        Files.deleteIfExists(place(".lock"));
        Files.createSymbolicLink(place(".lock"), folder.resolve("elsewhere"));
        Files.delete(place(TestModel.FILE));
        assertThatThrownBy(() -> fetch(store().mirror(folder.toString()).build()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(".lock");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void endsDownloadWithoutStatedSizeAtItsLimit() {
        catalogue = TestModel.catalogue(folder, "");
        LocalServer.Handler endless = (request, out) -> {
            LocalServer.head(out, "200 OK");
            while (true) {
                out.write(MODEL);
            }
        };
        LocalServer.Handler longer = LocalServer.cut(MODEL, "\"a\"", 100_000).times(1, (request, out) -> {
            LocalServer.head(out, "206 Partial Content", "Content-Range: bytes 100000-999999/*");
            while (true) {
                out.write(MODEL);
            }
        });
        LocalServer.Handler tooLongByItsHead = (request, out) ->
                LocalServer.head(out, "200 OK", "Content-Length: " + (1L << 40));
        for (LocalServer.Handler handler : List.of(endless, longer, tooLongByItsHead)) {
            try (LocalServer server = LocalServer.answering(handler)) {
                ModelStore store = store().mirror(server.base()).longestUnstated(3_000_000).build();
                assertThatThrownBy(() -> store.fetchUnverified(TestModel.ID, LicenseConsent.given()))
                        .isInstanceOf(ModelException.class)
                        .hasMessageContaining("expected at least a byte, at most 3000000 bytes");
            }
            assertThat(TestModel.left(folder)).containsExactly("consent.json");
        }
    }

    @Test
    void endsCopyFromMirrorFolderWithoutStatedSizeAtItsLimit() throws IOException {
        catalogue = TestModel.catalogue(folder, "");
        Path mirror = Files.createDirectories(folder.resolve("mirror"));
        Files.write(mirror.resolve(TestModel.FILE), MODEL);
        ModelStore store = store().mirror(mirror.toString()).longestUnstated(1_000).build();
        assertThatThrownBy(() -> store.fetchUnverified(TestModel.ID, LicenseConsent.given()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("found one of more than 1000 bytes");
        assertThat(TestModel.left(folder)).containsExactly("consent.json");
        Files.delete(mirror.resolve(TestModel.FILE));
        Files.createDirectory(mirror.resolve(TestModel.FILE));
        assertThatThrownBy(() -> store.fetchUnverified(TestModel.ID, LicenseConsent.given()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("a folder, a device or a pipe");
    }

    @Test
    void keepsPartForNextTimeUnderAnotherName() {
        try (LocalServer server = LocalServer.answering(
                LocalServer.cut(MODEL, "\"a\"", 50_000).times(3, LocalServer.file(MODEL, "\"a\"")))) {
            ModelStore store = storeFrom(server);
            assertThatThrownBy(() -> fetch(store))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("it then goes on from where it got to");
            assertThat(place(TestModel.FILE)).doesNotExist();
            assertThat(place(TestModel.FILE + ".part")).hasSize(150_000);
            assertThat(state(store)).isEqualTo(State.PARTIAL);
            assertThatThrownBy(() -> store.model(TestModel.ID)).hasMessageContaining("a part of one");
            assertThat(fetch(store).file()).hasBinaryContent(MODEL);
            assertThat(server.requests().get(3).from()).contains(150_000);
            assertThat(TestModel.left(folder)).containsExactly("consent.json", TestModel.FILE);
        }
    }

    @Test
    void fetchesFileThatChangedMeanwhileFromItsBeginning() {
        try (LocalServer server = LocalServer.answering(
                LocalServer.cut(OTHER, "\"old\"", 100_000).times(1, LocalServer.file(MODEL, "\"new\"")))) {
            assertThat(fetch(storeFrom(server)).file()).hasBinaryContent(MODEL);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().get(1).header("If-Range")).contains("\"old\"");
        }
    }

    @Test
    void rejectsRestOfAnotherFile() {
        LocalServer.Handler restOfAnother = (request, out) -> {
            int from = request.from().orElseThrow();
            LocalServer.head(out, "206 Partial Content", "ETag: \"new\"",
                    "Content-Range: bytes " + from + "-" + (MODEL.length - 1) + "/" + MODEL.length);
            out.write(MODEL, from, MODEL.length - from);
        };
        try (LocalServer server = LocalServer.answering(LocalServer.cut(OTHER, "\"old\"", 100_000)
                .times(1, restOfAnother.times(1, LocalServer.file(MODEL, "\"new\""))))) {
            assertThat(fetch(storeFrom(server)).file()).hasBinaryContent(MODEL);
            assertThat(server.requests()).hasSize(3);
            assertThat(server.requests().get(2).from()).isEmpty();
        }
    }

    @Test
    void ignoresWeakEntityTag() {
        try (LocalServer server = LocalServer.answering(
                LocalServer.cut(MODEL, "W/\"a\"", 100_000).times(1, LocalServer.file(MODEL, "W/\"a\"")))) {
            assertThat(fetch(storeFrom(server)).file()).hasBinaryContent(MODEL);
            assertThat(server.requests().get(1).from()).contains(100_000);
            assertThat(server.requests().get(1).header("If-Range")).isEmpty();
        }
    }

    @Test
    void tellsMixedFileByDigestWithoutEntityTags() {
        LocalServer.Handler beginning = (request, out) -> {
            LocalServer.head(out, "200 OK", "Content-Length: " + OTHER.length);
            out.write(OTHER, 0, 100_000);
        };
        LocalServer.Handler rest = (request, out) -> {
            int from = request.from().orElse(0);
            LocalServer.head(out, from > 0 ? "206 Partial Content" : "200 OK",
                    "Content-Range: bytes " + from + "-" + (MODEL.length - 1) + "/" + MODEL.length);
            out.write(MODEL, from, MODEL.length - from);
        };
        try (LocalServer server = LocalServer.answering(beginning.times(1, rest))) {
            assertThat(fetch(storeFrom(server)).file()).hasBinaryContent(MODEL);
            assertThat(server.requests()).extracting(LocalServer.Request::from)
                    .containsExactly(
                            Optional.empty(), Optional.of(100_000), Optional.empty());
        }
    }

    @Test
    void takesWholeAgainFromServerThatIgnoresRanges() {
        LocalServer.Handler whole = (request, out) -> {
            LocalServer.head(out, "200 OK", "Content-Length: " + MODEL.length);
            out.write(MODEL);
        };
        try (LocalServer server =
                LocalServer.answering(LocalServer.cut(MODEL, "\"a\"", 100_000).times(1, whole))) {
            assertThat(fetch(storeFrom(server)).file()).hasBinaryContent(MODEL);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void refusesRangeOtherThanTheOneAskedFor() {
        for (String range : List.of("bytes 99999-299999/300000", "bytes 100000-299999/300001", "bytes 7", "")) {
            LocalServer.Handler wrong = (request, out) -> {
                LocalServer.head(out, "206 Partial Content", "ETag: \"a\"", "Content-Range: " + range);
                out.write(MODEL, 100_000, 200_000);
            };
            try (LocalServer server = LocalServer.answering(LocalServer.cut(MODEL, "\"a\"", 100_000)
                    .times(1, wrong.times(1, LocalServer.file(MODEL, "\"a\""))))) {
                ModelStore store = store().folder(folder.resolve("cache" + range.length()))
                        .mirror(server.base())
                        .build();
                assertThat(fetch(store).file()).hasBinaryContent(MODEL);
                assertThat(server.requests()).hasSize(3);
                assertThat(server.requests().get(2).from()).as(range).isEmpty();
            }
        }
    }

    @Test
    void startsAnewWhereServerCannotGiveRange() {
        try (LocalServer server = LocalServer.answering(LocalServer.cut(MODEL, "\"a\"", 100_000)
                .times(1, LocalServer.status("416 No Such Range").times(1, LocalServer.file(MODEL, "\"a\""))))) {
            assertThat(fetch(storeFrom(server)).file()).hasBinaryContent(MODEL);
            assertThat(server.requests().get(2).from()).isEmpty();
        }
    }

    @Test
    void refusesPartThatWasNotAskedFor() {
        LocalServer.Handler part = (request, out) -> LocalServer.head(out, "206 Partial Content",
                "Content-Range: bytes 0-299999/300000");
        refused(part, "which was not asked for", 1);
    }

    @Test
    void rejectsWrongLengthBeforeReadingAnyByte() {
        // As a server answers that has but a pointer to the file.
        refused(LocalServer.file(new byte[132], "\"a\""), "expected 300000 bytes", 1);
        refused(LocalServer.file(new byte[300_001], "\"a\""), "found 300001 bytes", 1);
        refused(LocalServer.file(new byte[0], "\"a\""), "found 0 bytes", 1);
    }

    @Test
    void discardsWrongBytes() {
        refused(LocalServer.file(OTHER, "\"a\""), "the sha256 " + TestModel.sha256(MODEL), 1);
        refused(LocalServer.file(OTHER, "\"a\""), TestModel.sha256(OTHER) + "; it was thrown away", 1);
    }

    @Test
    void rejectsBodyThatEndsEarlyWithoutLength() {
        LocalServer.Handler early = (request, out) -> {
            LocalServer.head(out, "200 OK");
            out.write(MODEL, 0, 1000);
        };
        refused(early, "the end after 1000 bytes", 3);
    }

    @Test
    void rejectsEmptyBody() {
        catalogue = TestModel.catalogue(folder, "");
        for (LocalServer.Handler empty : List.<LocalServer.Handler>of(
                LocalServer.status("200 OK"), (request, out) -> LocalServer.head(out, "200 OK"))) {
            try (LocalServer server = LocalServer.answering(empty)) {
                ModelStore store = storeFrom(server);
                assertThatThrownBy(() -> store.fetchUnverified(TestModel.ID, LicenseConsent.given()))
                        .isInstanceOf(ModelException.class)
                        .hasMessageContaining("0 bytes");
                assertThat(place(TestModel.FILE)).doesNotExist();
            }
        }
    }

    @Test
    void cutsBodyWithoutEndAtTheModelsLength() throws Exception {
        CountDownLatch cutOff = new CountDownLatch(1);
        LocalServer.Handler endless = (request, out) -> {
            LocalServer.head(out, "200 OK");
            try {
                while (true) {
                    out.write(MODEL);
                }
            } catch (IOException e) {
                cutOff.countDown();
            }
        };
        refused(endless, "found more, and stopped there", 1);
        assertThat(cutOff.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesEncodedBody() {
        LocalServer.Handler encoded = (request, out) -> {
            assertThat(request.header("Accept-Encoding")).contains("identity");
            LocalServer.head(out, "200 OK", "Content-Encoding: gzip");
        };
        refused(encoded, "one encoded as gzip", 1);
    }

    @Test
    void asksOnceForWhatIsNotThere() {
        for (String status : List.of("404 Not Found", "401 Unauthorized", "403 Forbidden", "410 Gone", "204 None")) {
            refused(LocalServer.status(status), "found status " + status.substring(0, 3), 1);
        }
    }

    @Test
    void asksServerInTroubleAgainAndThenGivesUp() {
        for (String status : List.of("500 Oops", "502 Bad Gateway", "503 Busy", "504 Late", "429 Slowly", "408 Late")) {
            refused(LocalServer.status(status), "found status " + status.substring(0, 3), 3);
            try (LocalServer server = LocalServer.answering(
                    LocalServer.status(status).times(2, LocalServer.file(MODEL, "\"a\"")))) {
                ModelStore store = store().folder(folder.resolve("cache" + status.substring(0, 3)))
                        .mirror(server.base())
                        .build();
                assertThat(fetch(store).file()).hasBinaryContent(MODEL);
            }
        }
    }

    @Test
    void waitsUntilTheTimeThatServerNames() {
        List<Duration> pauses = new ArrayList<>();
        try (LocalServer server = LocalServer.answering(
                LocalServer.status("503 Busy", "Retry-After: 1").times(1, LocalServer.file(MODEL, "\"a\"")))) {
            ModelStore store = store().mirror(server.base())
                    .listener(onRetry((reason, pause) -> pauses.add(pause)))
                    .build();
            fetch(store);
            assertThat(pauses).containsExactly(Duration.ofSeconds(1));
        }
    }

    @Test
    void givesUpServerThatDripsAndKeepsWhatItGave() {
        LocalServer.Handler drip = (request, out) -> {
            LocalServer.head(out, "200 OK", "ETag: \"a\"", "Content-Length: " + MODEL.length);
            for (byte drop : MODEL) {
                out.write(drop);
                out.flush();
                Interrupts.sleep(Duration.ofMillis(20));
            }
        };
        try (LocalServer server = LocalServer.answering(drip)) {
            ModelStore store = store().mirror(server.base())
                    .stallTimeout(Duration.ofSeconds(1))
                    .attempts(1)
                    .build();
            assertThatThrownBy(() -> fetch(store)).isInstanceOf(ModelException.class).hasMessageContaining("only ");
            assertThat(place(TestModel.FILE + ".part")).isNotEmptyFile();
            assertThat(place(TestModel.FILE)).doesNotExist();
        }
    }

    @Test
    void givesUpServerThatFallsSilent() {
        LocalServer.Handler silent = (request, out) -> Interrupts.sleep(Duration.ofSeconds(20));
        LocalServer.Handler silentLater = (request, out) -> {
            LocalServer.head(out, "200 OK", "ETag: \"a\"", "Content-Length: " + MODEL.length);
            out.write(MODEL, 0, 1000);
            out.flush();
            Interrupts.sleep(Duration.ofSeconds(20));
        };
        for (LocalServer.Handler handler : List.of(silent, silentLater)) {
            try (LocalServer server = LocalServer.answering(handler)) {
                ModelStore store = store().mirror(server.base())
                        .stallTimeout(Duration.ofMillis(250))
                        .attempts(2)
                        .build();
                assertThatThrownBy(() -> fetch(store))
                        .isInstanceOf(ModelException.class)
                        .hasMessageContaining("for 250 ms");
                assertThat(place(TestModel.FILE)).doesNotExist();
            }
        }
    }

    @Test
    void namesServerThatIsNotThere() {
        String nobody;
        try (LocalServer server = LocalServer.answering(LocalServer.status("200 OK"))) {
            nobody = server.base();
        }
        ModelStore store = store().mirror(nobody).build();
        assertThatThrownBy(() -> fetch(store))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(nobody)
                .hasMessageContaining("no connection to 127.0.0.1");
        ModelStore nameless = store().build();
        assertThatThrownBy(() -> fetch(nameless))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("nobody of the name models.invalid");
    }

    @Test
    void followsRedirectsToOtherHosts() {
        try (LocalServer elsewhere = LocalServer.answering(LocalServer.file(MODEL, "\"a\""));
                LocalServer server = LocalServer.answering((request, out) -> {
                    String location = request.target().equals("/moved")
                            ? "http://localhost:" + elsewhere.port() + "/there"
                            : "moved";
                    LocalServer.status("302 Found", "Location: " + location).answer(request, out);
                })) {
            assertThat(fetch(storeFrom(server)).file()).hasBinaryContent(MODEL);
            assertThat(elsewhere.requests()).extracting(LocalServer.Request::target).containsExactly("/there");
        }
    }

    @Test
    void resumesRedirectedFetch() {
        try (LocalServer server = LocalServer.answering((request, out) -> (request.target().equals("/there")
                        ? LocalServer.cut(MODEL, "\"a\"", 200_000)
                        : LocalServer.status("307 Elsewhere", "Location: /there"))
                .answer(request, out))) {
            assertThat(fetch(storeFrom(server)).file()).hasBinaryContent(MODEL);
            assertThat(server.requests().get(3).from()).contains(200_000);
        }
    }

    @Test
    void refusesRedirectsThatLeadNowhere() {
        refused(LocalServer.status("302 Found", "Location: /round"), "at most 8 redirects", 9);
        refused(LocalServer.status("301 Gone", "Location: file:///etc/passwd"), "one to 'file:///etc/passwd'", 1);
        refused(LocalServer.status("303 Other", "Location: ftp://models.invalid/m"), "an address of the web", 1);
        refused(LocalServer.status("308 Gone"), "one to ''", 1);
        refused(LocalServer.status("302 Found", "Location: http://[broken"), "a redirect to an address", 1);
    }

    private void refused(LocalServer.Handler handler, String message, int requests) {
        try (LocalServer server = LocalServer.answering(handler)) {
            ModelStore store = storeFrom(server);
            assertThatThrownBy(() -> fetch(store))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(message)
                    .hasMessageContaining(server.base());
            assertThat(server.requests()).hasSize(requests);
            assertThat(place(TestModel.FILE)).doesNotExist();
            if (requests == 1) {
                assertThat(TestModel.left(folder)).containsExactly("consent.json");
            }
        }
    }

    @Test
    void connectsToNothingOffline() {
        try (LocalServer server = LocalServer.answering(LocalServer.file(MODEL, "\"a\""))) {
            ModelStore.Builder offline = store().mirror(server.base()).offline().clientSettings(client -> {
                throw new AssertionError("something that connects was made");
            });
            ModelStore store = offline.build();
            assertThatThrownBy(() -> fetch(store))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("offline mode");
            assertThat(server.connections()).isZero();
            assertThat(TestModel.left(folder)).isEmpty();
            fetch(storeFrom(server));
            assertThat(fetch(store).file()).hasBinaryContent(MODEL);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void takesModelsFromMirrorFolderOfflineToo() throws IOException {
        Path mirror = Files.createDirectories(folder.resolve("mirror"));
        ModelStore store = store().mirror(mirror.toString()).offline().build();
        assertThatThrownBy(() -> fetch(store))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(mirror.resolve(TestModel.FILE).toString());
        Files.write(mirror.resolve(TestModel.FILE), OTHER);
        assertThatThrownBy(() -> fetch(store)).isInstanceOf(ModelException.class).hasMessageContaining("sha256");
        Files.write(mirror.resolve(TestModel.FILE), new byte[10]);
        assertThatThrownBy(() -> fetch(store)).isInstanceOf(ModelException.class).hasMessageContaining("10 bytes");
        Files.write(mirror.resolve(TestModel.FILE), new byte[400_000]);
        assertThatThrownBy(() -> fetch(store)).isInstanceOf(ModelException.class).hasMessageContaining("300000 bytes");
        assertThat(TestModel.left(folder)).containsExactly("consent.json");
        Files.write(mirror.resolve(TestModel.FILE), MODEL);
        assertThat(fetch(store).file()).hasBinaryContent(MODEL);
        assertThat(mirror.resolve(TestModel.FILE)).hasBinaryContent(MODEL);
    }

    @Test
    void fetchesNothingWithoutConsentAndAsksOnce() {
        AtomicInteger asked = new AtomicInteger();
        try (LocalServer server = LocalServer.answering(LocalServer.status("404 Not Found")
                .times(1, LocalServer.file(MODEL, "\"a\"")))) {
            ModelStore store = storeFrom(server);
            assertThatThrownBy(() -> store.fetch(TestModel.ID, entry -> false))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("consent to its license, MIT");
            assertThat(server.connections()).isZero();
            assertThat(TestModel.left(folder)).isEmpty();
            LicenseConsent counting = entry -> {
                assertThat(entry.license().terms()).contains("None.");
                asked.incrementAndGet();
                return true;
            };
            assertThatThrownBy(() -> store.fetch(TestModel.ID, counting)).isInstanceOf(ModelException.class);
            store.fetch(TestModel.ID, counting);
            store.fetch(TestModel.ID, counting);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void asksAgainForAnotherLicenseOrAnotherFile() throws IOException {
        String first = "\"size\": 300000, \"sha256\": \"" + TestModel.sha256(MODEL) + "\",";
        String second = "\"size\": 300000, \"sha256\": \"" + TestModel.sha256(OTHER) + "\",";
        try (LocalServer server = LocalServer.answering(LocalServer.file(MODEL, "\"a\""))) {
            fetch(storeFrom(server));
            Files.delete(place(TestModel.FILE));
            for (Path changed : List.of(
                    TestModel.write(folder.resolve("licence.json"), first, "GPL-3.0-only"),
                    TestModel.write(folder.resolve("file.json"), second, "MIT"))) {
                ModelStore store = TestModel.store(folder, changed).mirror(server.base()).build();
                assertThatThrownBy(() -> store.fetch(TestModel.ID, entry -> false)).hasMessageContaining("consent");
            }
            Files.writeString(place("consent.json"), "scribbled over");
            assertThatThrownBy(() -> storeFrom(server).fetch(TestModel.ID, entry -> false))
                    .hasMessageContaining("consent");
        }
    }

    @Test
    void takesModelWithoutDigestOnlyWhenToldAndCallsItUnverified() throws IOException {
        catalogue = TestModel.catalogue(folder, "");
        try (LocalServer server = LocalServer.answering(LocalServer.file(OTHER, "\"a\""))) {
            ModelStore store = storeFrom(server);
            assertThatThrownBy(() -> fetch(store))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("fetch the model unverified");
            assertThat(server.connections()).isZero();
            FetchedModel model = store.fetchUnverified(TestModel.ID, LicenseConsent.given());
            assertThat(model.file()).hasBinaryContent(OTHER);
            assertThat(state(store)).isEqualTo(State.UNVERIFIED);
            assertThat(store.model(TestModel.ID)).isEqualTo(model);
            Files.write(model.file(), MODEL);
            assertThatThrownBy(() -> store.model(TestModel.ID)).hasMessageContaining("changed since");
        }
    }

    @Test
    void startsAnewFromBeginningOfUnknownOriginWithoutDigest() {
        catalogue = TestModel.catalogue(folder, "");
        LocalServer.Handler untagged = (request, out) -> {
            LocalServer.head(out, "200 OK", "Content-Length: " + MODEL.length);
            out.write(MODEL, 0, 1000);
        };
        try (LocalServer server = LocalServer.answering(untagged.times(1, LocalServer.file(MODEL, "\"a\"")))) {
            storeFrom(server).fetchUnverified(TestModel.ID, LicenseConsent.given());
            assertThat(server.requests().get(1).from()).isEmpty();
        }
    }

    @Test
    void fetchesFileAgainThatChangesInTheCache() throws IOException {
        try (LocalServer server = LocalServer.answering(LocalServer.file(MODEL, "\"a\""))) {
            ModelStore store = storeFrom(server);
            Path file = fetch(store).file();
            Files.write(file, OTHER);
            assertThatThrownBy(() -> store.model(TestModel.ID))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("changed since");
            assertThat(fetch(store).file()).hasBinaryContent(MODEL);
            Files.write(file, new byte[3]);
            assertThat(state(store)).isEqualTo(State.DAMAGED);
            assertThat(fetch(store).file()).hasBinaryContent(MODEL);
        }
    }

    @Test
    void saysWhatToDoForUnknownModelAndForOneNotFetched() {
        ModelStore store = store().build();
        assertThatThrownBy(() -> store.model("unheard-of"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("ediffiqa-t, yunet, test-model");
        assertThatThrownBy(() -> store.fetch("unheard-of", LicenseConsent.given()))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> store.model(TestModel.ID))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Fetch the model");
        assertThatThrownBy(() -> store.fetch("facequality-mini", LicenseConsent.given()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("built in");
        assertThat(store.list()).extracting(ModelStore.Status::state)
                .containsExactly(
                        State.BUILT_IN, State.BUILT_IN, State.BUILT_IN, State.BUILT_IN, State.NOT_FETCHED, State.NOT_FETCHED, State.NOT_FETCHED);
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void endsFetchWhenInterruptedAndKeepsWhatHasCome() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        LocalServer.Handler stuck = (request, out) -> {
            LocalServer.head(out, "200 OK", "ETag: \"a\"", "Content-Length: " + MODEL.length);
            out.write(MODEL, 0, 100_000);
            out.flush();
            Interrupts.sleep(Duration.ofSeconds(20));
        };
        try (LocalServer server = LocalServer.answering(stuck.times(1, LocalServer.file(MODEL, "\"a\"")))) {
            ModelStore store = store().mirror(server.base())
                    .listener((entry, done, total) -> {
                        if (done == 100_000) {
                            begun.countDown();
                        }
                    })
                    .build();
            Thread fetching = Thread.currentThread();
            Thread interrupter = new Thread(() -> {
                try {
                    begun.await();
                    fetching.interrupt();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            interrupter.start();
            assertThatThrownBy(() -> fetch(store)).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            interrupter.join();
            assertThat(place(TestModel.FILE + ".part")).hasSize(100_000);
            assertThat(place(TestModel.FILE)).doesNotExist();
            assertThat(fetch(store).file()).hasBinaryContent(MODEL);
            assertThat(server.requests().get(1).from()).contains(100_000);
        }
    }

    @Test
    void fetchesModelOnceForAllThreadsAndStores() throws Exception {
        try (LocalServer server = LocalServer.answering(LocalServer.file(MODEL, "\"a\""))) {
            ModelStore shared = storeFrom(server);
            AtomicInteger turn = new AtomicInteger();
            List<FetchedModel> models = Threads.together(
                    () -> fetch(turn.getAndIncrement() % 2 == 0 ? shared : storeFrom(server)));
            assertThat(models).hasSize(Threads.COUNT).allSatisfy(model -> assertThat(model.file())
                    .hasBinaryContent(MODEL));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void refusesCacheFolderThatCannotBeOne() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        try (LocalServer server = LocalServer.answering(LocalServer.file(MODEL, "\"a\""))) {
            ModelStore store = store().mirror(server.base()).folder(file.resolve("cache")).build();
            assertThatThrownBy(() -> fetch(store))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("another cache folder");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void usesProxyOfTheJdk() {
        ProxySelector before = ProxySelector.getDefault();
        try (LocalServer proxy = LocalServer.answering(LocalServer.file(MODEL, "\"a\""))) {
            ProxySelector.setDefault(ProxySelector.of(
                    InetSocketAddress.createUnresolved("127.0.0.1", proxy.port())));
            ModelStore store = store().mirror("http://models.invalid/mirror").build();
            assertThat(fetch(store).file()).hasBinaryContent(MODEL);
            assertThat(proxy.requests()).singleElement().extracting(LocalServer.Request::target)
                    .isEqualTo("http://models.invalid/mirror/" + TestModel.FILE);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void takesFolderOrWebAddressForMirror() {
        for (String wrong : List.of(
                "ftp://models.invalid/", "http://", "https://h/?q", "file:///etc", "http://[x", " ")) {
            assertThatThrownBy(() -> store().mirror(wrong).build())
                    .as(wrong)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("cannot use the mirror");
        }
    }
}
