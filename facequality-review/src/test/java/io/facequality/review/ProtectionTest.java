package io.facequality.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.facequality.Keep;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.internal.TestPictures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others may try: other machines, other sites in the same browser, and other programs of this machine. */
class ProtectionTest {

    private static final List<String> READING = List.of(
            "/api/status", "/api/groups", "/api/groups/g0", "/api/groups/g0/copies", "/api/groups/g0/near",
            "/api/folders/x", "/api/images/x/face",
            "/api/events?window=window-of-another");

    private static final List<String> CHANGING = List.of(
            "/api/decisions", "/api/accept", "/api/accept/preview", "/api/undo", "/api/run", "/api/cancel", "/api/open",
            "/api/leave", "/api/apply", "/api/apply/preview", "/api/apply/undo", "/api/take-over");

    /** What a window may ask that only looks; taking over is how it becomes the one that decides. */
    private static final List<String> READING_BY_POST =
            List.of("/api/accept/preview", "/api/apply/preview", "/api/take-over");

    @TempDir
    private Path folder;

    private Path root;
    private ReviewServer server;
    private Window window;

    @BeforeEach
    void openAPlan() {
        root = folder.resolve("root");
        TestPictures.people(root, 1, 3);
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            pipeline.select(root, Keep.best(1)).writeTo(folder.resolve("root/review"));
        }
        server = ReviewServer.builder().root(root).plan(folder.resolve("root/review/plan.json")).start();
        window = Window.open(server.newLink(), "window-of-the-person");
    }

    @AfterEach
    void close() throws IOException {
        window.close();
        server.close();
    }

    @Test
    void listensAtTheLoopbackAddressOnly() throws IOException {
        URI link = server.newLink();
        assertThat(link.getHost()).isEqualTo("127.0.0.1");
        assertThat(InetAddress.getByName(link.getHost()).isLoopbackAddress()).isTrue();
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(network.getInetAddresses())) {
                if (!address.isLoopbackAddress()) {
                    assertThatThrownBy(() -> connect(address, link.getPort())).isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void answersWithoutDelayAndWithLimits() {
        assertThat(System.getProperty("sun.net.httpserver.nodelay")).isEqualTo("true");
        // The build sets fewer seconds for its tests; what is set is kept.
        assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isEqualTo("4");
        assertThat(System.getProperty("jdk.httpserver.maxConnections")).isEqualTo("128");
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2000);
        }
    }

    @Test
    void aTokenHas256BitsAndCountsOnce() {
        URI link = server.newLink();
        assertThat(Base64.getUrlDecoder().decode(link.getFragment())).hasSize(32);
        assertThat(server.newLink()).isNotEqualTo(link);
        assertThat(server.newLink().getQuery()).isNull();

        String body = "{\"token\":\"" + link.getFragment() + "\"}";
        Window stranger = Window.at(link);
        assertThat(stranger.status(stranger.post("/api/session", body))).isEqualTo(200);
        assertThat(stranger.status(stranger.post("/api/session", body))).isEqualTo(401);
        assertThat(stranger.status(stranger.post("/api/session", "{\"token\":\"guessed\"}"))).isEqualTo(401);
        assertThat(stranger.status(stranger.post("/api/session", "{}"))).isEqualTo(401);
    }

    @Test
    void theCookieIsOutOfReachOfScriptsAndOtherSites() {
        URI link = server.newLink();
        Window stranger = Window.at(link);
        HttpResponse<String> session =
                stranger.send(stranger.post("/api/session", "{\"token\":\"" + link.getFragment() + "\"}"));
        assertThat(session.headers().firstValue("Set-Cookie").orElseThrow())
                .endsWith("; Path=/; HttpOnly; SameSite=Strict")
                .startsWith("facequality-review-" + link.getPort() + "=");
    }

    @Test
    void everyCallNeedsTheCookieAndTheKey() {
        String key = window.key;
        String cookie = window.cookie;
        for (String[] held : new String[][] {{"", ""}, {key, ""}, {"", cookie}, {key + "x", cookie}, {key, cookie + "x"}}) {
            window.key = held[0];
            window.cookie = held[1];
            for (String path : READING) {
                assertThat(window.status(window.get(path))).as(path).isEqualTo(401);
            }
            for (String path : CHANGING) {
                assertThat(window.status(window.post(path, "{}"))).as(path).isEqualTo(401);
            }
        }
        window.key = key;
        window.cookie = cookie;
        assertThat(window.status(window.get("/api/status"))).isEqualTo(200);
    }

    @Test
    void aNameThatWasPointedAtThisAddressGetsNothing() throws IOException {
        int port = server.newLink().getPort();
        for (String host : List.of(
                "Host: evil.example:" + port,
                "Host: evil.example",
                "Host: localhost:" + port,
                "Host: 127.0.0.1",
                "Host: 127.0.0.1:" + (port + 1),
                "Host: 127.0.0.1.:" + port,
                "Host: 127.0.0.1:" + port + "\r\nHost: evil.example",
                "X-Host: none")) {
            for (String path : List.of("/", "/main.js", "/api/status")) {
                assertThat(raw("GET " + path + " HTTP/1.1\r\n" + host + "\r\nConnection: close\r\n\r\n"))
                        .as(host).startsWith("HTTP/1.1 421 ").doesNotContain("<html");
            }
        }
        assertThat(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void otherSitesInTheBrowserGetNothing() {
        for (String origin : List.of("http://evil.example", "null", "https://127.0.0.1", window.base + ".evil.example")) {
            assertThat(window.status(window.get("/api/status").header("Origin", origin))).as(origin).isEqualTo(403);
            assertThat(window.status(window.post("/api/undo", "{}").setHeader("Origin", origin))).isEqualTo(403);
        }
        for (String site : List.of("cross-site", "same-site", "none")) {
            assertThat(window.status(window.get("/api/status").header("Sec-Fetch-Site", site))).isEqualTo(403);
            assertThat(window.status(window.post("/api/undo", "{}").header("Sec-Fetch-Site", site))).isEqualTo(403);
        }
        assertThat(window.status(window.get("/").header("Sec-Fetch-Site", "cross-site"))).isEqualTo(403);
        assertThat(window.status(window.get("/").header("Sec-Fetch-Site", "none"))).isEqualTo(200);
        assertThat(window.status(window.get("/api/status").header("Sec-Fetch-Site", "same-origin"))).isEqualTo(200);
    }

    @Test
    void aFormOfAnotherSiteCannotDecide() {
        String body = "{\"type\":\"drop\",\"faces\":[0]}";
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
            assertThat(window.status(window.post("/api/decisions", body).setHeader("Content-Type", type))).isEqualTo(415);
        }
        assertThat(folder.resolve("root/review/decisions.json")).isEmptyFile();
    }

    @Test
    void noOtherSiteIsEverAllowed() {
        HttpHeaders headers = window.send(window.get("/api/status").header("Sec-Fetch-Site", "same-origin")).headers();
        assertThat(headers.map().keySet()).noneMatch(name -> name.toLowerCase().startsWith("access-control"));
        assertThat(window.status(window.get("/api/status").method(
                "OPTIONS", BodyPublishers.noBody()))).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/main.js", "/api/status", "/api/nothing", "/api/groups/g0"})
    void everyAnswerForbidsTheBrowserWhatThePageDoesNotNeed(String path) {
        HttpHeaders headers = window.send(window.get(path)).headers();
        String policy = headers.firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .startsWith("default-src 'none'; ")
                .contains("script-src 'self';", "style-src 'self';", "connect-src 'self';", "frame-ancestors 'none'",
                        "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Cache-Control").orElseThrow()).containsAnyOf("no-store", "no-cache", "private");
    }

    @Test
    void picturesComeByIdentifiersOnly() throws Exception {
        String image = window.read("/api/groups").get("groups").get(0).get("image").asText();
        HttpResponse<byte[]> picture = window.sendForBytes(window.get("/api/images/" + image + "/face"));
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(picture.headers().firstValue("Cache-Control").orElseThrow()).startsWith("private");

        String tag = picture.headers().firstValue("ETag").orElseThrow();
        assertThat(window.status(window.get("/api/images/" + image + "/face").header("If-None-Match", tag)))
                .isEqualTo(304);

        for (String path : List.of("/api/images/person-0/face", "/api/images/" + image + "/secret")) {
            assertThat(window.status(window.get(path))).as(path).isEqualTo(404);
        }
        assertThat(window.read("/api/groups").toString()).doesNotContain(root.toString());
    }

    @Test
    void noPathLeadsOutOfWhatIsShown() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        for (String path : List.of(
                "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/....//secret.txt", "//secret.txt",
                "/api/images/../../face", "/api/images/%2e%2e/face", "/api/folders/..", "/api/folders/%2e%2e",
                "/api/folders/" + folder.toString().replace("/", "%2F"), "/api/folders/%00", "/main.js%00.html",
                "/page/index.html", "/io/facequality/review/internal/page/index.html")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: " + window.base.substring(7) + "\r\nCookie: " + window.cookie
                            + "\r\nX-Facequality-Key: " + window.key + "\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .startsWith("HTTP/1.1 404 ")
                    .doesNotContain("secret\r\n");
        }
    }

    @Test
    void linksAreNotFollowedOutOfTheRoots() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createSymbolicLink(root.resolve("way-out"), outside);
        Files.createDirectories(root.resolve("inside"));
        Files.createDirectories(root.resolve(".hidden"));
        String rootId = window.read("/api/status").get("roots").get(0).get("id").asText();

        JsonNode listing = window.read("/api/folders/" + rootId);
        assertThat(names(listing.get("folders"))).containsExactly("inside", "person-0", "review");
        assertThat(listing.get("above")).isEmpty();

        String inside = listing.get("folders").get(0).get("id").asText();
        Files.delete(root.resolve("inside"));
        Files.createSymbolicLink(root.resolve("inside"), outside);
        assertThat(window.status(window.get("/api/folders/" + inside))).isEqualTo(404);
        assertThat(window.status(window.post(
                        "/api/run", "{\"folder\":\"" + inside + "\",\"group\":\"FOLDERS\",\"keep\":1}")))
                .isEqualTo(404);
    }

    @Test
    void resultsGoBelowTheRootsOnly() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createSymbolicLink(root.resolve("review/link"), outside);
        String parent = window.read("/api/status").get("plan").get("folderId").asText();
        for (String name : List.of("../outside", "..", ".", "", "a/b", "a\\\\b", "link", "x\\u0000", "y".repeat(300))) {
            String body = "{\"mode\":\"COPY\",\"folder\":\"" + parent + "\",\"name\":\"" + name + "\"}";
            assertThat(window.status(window.post("/api/apply", body))).as(name).isEqualTo(422);
        }
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void anOversizedBodyIsRefused() {
        String body = "{\"groups\":[\"" + "x".repeat(2 << 20) + "\"]}";
        assertThat(window.status(window.post("/api/accept", body))).isEqualTo(413);
        assertThat(window.status(window.post("/api/session", body))).isEqualTo(413);
        assertThat(window.status(window.get("/api/status"))).isEqualTo(200);
    }

    /** The connection ends while the body is under way, so the answer may not arrive. */
    @Test
    void anOversizedBodyWithoutALengthIsRefused() {
        byte[] body = ("{\"groups\":[\"g0\"]" + " ".repeat(2 << 20) + "}").getBytes(StandardCharsets.UTF_8);
        try {
            assertThat(window.status(window.post("/api/accept", "")
                            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))))
                    .isEqualTo(413);
        } catch (UncheckedIOException theConnectionEnded) {
            // What counts is below.
        }
        assertThat(window.read("/api/groups").get("groups").get(0).get("accepted").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "null", "[]", "{", "{\"type\":\"keep\"}", "{\"type\":\"accept\",\"faces\":[0]}", "{\"type\":\"burn\",\"faces\":[0]}",
        "{\"type\":\"split\",\"faces\":[0]}", "{\"unknown\":1}", "{\"type\":\"keep\",\"faces\":[0]} {}"
    })
    void aMalformedBodyIsRefused(String body) {
        assertThat(window.status(window.post("/api/decisions", body))).isEqualTo(400);
    }

    @Test
    void deeplyNestedBodyIsRefused() {
        assertThat(window.status(window.post("/api/decisions", "[".repeat(100_000)))).isEqualTo(400);
    }

    @Test
    void aFaceThatIsNotThereIsRefused() {
        for (String face : List.of("-1", "3", "2147483647")) {
            assertThat(window.status(window.post("/api/decisions", "{\"type\":\"keep\",\"faces\":[" + face + "]}")))
                    .isEqualTo(404);
        }
    }

    @Test
    void tooManyHeadersEndTheConnection() throws IOException {
        StringBuilder request = new StringBuilder("GET / HTTP/1.1\r\nHost: " + window.base.substring(7) + "\r\n");
        for (int i = 0; i < 300; i++) {
            request.append("X-").append(i).append(": x\r\n");
        }
        assertThat(raw(request + "\r\n")).doesNotContain("<html");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "GET / HTTP/1.1\r\nHost: ",
        "POST /api/session HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 100000\r\nOrigin: "
    })
    @Tag("slow")
    void slowRequestsHoldNoThreadForEver(String start) throws IOException {
        String host = window.base.substring(7);
        boolean isBody = start.startsWith("POST");
        String slowly = start + (isBody ? window.base + "\r\nHost: " + host + "\r\n\r\n" : host.substring(0, 6));
        List<Socket> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 80; i++) {
                Socket connection = new Socket("127.0.0.1", server.newLink().getPort());
                connections.add(connection);
                connection.getOutputStream().write(slowly.getBytes(StandardCharsets.ISO_8859_1));
            }
            for (Socket connection : connections) {
                requireClosedWhileSending(connection);
            }
        } finally {
            for (Socket connection : connections) {
                connection.close();
            }
        }
        assertThat(window.status(window.get("/api/status"))).isEqualTo(200);
    }

    /** Goes on sending a byte now and then; a server without a limit would take them for ever. */
    private static void requireClosedWhileSending(Socket connection) throws IOException {
        connection.setSoTimeout(200);
        for (int sent = 0; sent < 300; sent++) {
            try {
                connection.getOutputStream().write(' ');
                if (connection.getInputStream().read() < 0) {
                    return;
                }
            } catch (SocketTimeoutException stillOpen) {
                // It waits for more.
            } catch (IOException closed) {
                return;
            }
        }
        throw new AssertionError("a slow request was open for a minute");
    }

    @Test
    void onlyTheFirstWindowDecidesUntilAnotherTakesOver() throws IOException {
        try (Window second = Window.open(server.newLink(), "second-window")) {
            String body = "{\"type\":\"keep\",\"faces\":[1]}";
            assertThat(second.status(second.post("/api/decisions", body))).isEqualTo(409);
            for (String path : CHANGING) {
                if (!READING_BY_POST.contains(path)) {
                    assertThat(second.status(second.post(path, "{}"))).as(path).isEqualTo(409);
                }
            }
            assertThat(second.status(second.get("/api/groups"))).isEqualTo(200);
            second.call("/api/take-over", "{}");
            assertThat(second.status(second.post("/api/decisions", body))).isEqualTo(200);
            assertThat(window.status(window.post("/api/decisions", body))).isEqualTo(409);
        }
        awaitDeciding("second-window");
        awaitDeciding(window.name);
    }

    /** A window that has just opened is also told of the one that decides then. */
    private void awaitDeciding(String name) {
        String deciding;
        do {
            deciding = window.event("writer").get("window").asText();
        } while (!deciding.equals(name));
    }

    @Test
    void aSecondServerOnTheSamePlanOnlyShowsIt() throws IOException {
        try (ReviewServer other = ReviewServer.builder().root(root).plan(root.resolve("review/plan.json")).start();
                Window reader = Window.open(other.newLink(), "window-of-another")) {
            assertThat(reader.read("/api/status").get("plan").get("writable").asBoolean()).isFalse();
            assertThat(reader.status(reader.post("/api/decisions", "{\"type\":\"keep\",\"faces\":[1]}"))).isEqualTo(409);
        }
    }

    private static List<String> names(JsonNode entries) {
        return StreamSupport.stream(entries.spliterator(), false).map(entry -> entry.get("name").asText()).toList();
    }

    /** Sends bytes as they are: what no client library would send. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.newLink().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
