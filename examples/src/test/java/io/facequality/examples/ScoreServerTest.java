package io.facequality.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScoreServerTest {

    private static ScoreServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new ScoreServer(0);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static byte[] portrait() throws IOException {
        try (InputStream stream = ScoreServerTest.class.getResourceAsStream("/org/openimaj/image/data/sinaface.jpg")) {
            return stream.readAllBytes();
        }
    }

    private static HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/score"));
    }

    private static HttpResponse<String> post(byte[] body) throws Exception {
        return HttpClient.newHttpClient()
                .send(request().POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
    }

    @Test
    void scoresPostedPicture() throws Exception {
        HttpResponse<String> response = post(portrait());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
        assertThat(response.body()).matches("\\{\"quality\":0\\.[0-9]+}");
    }

    @Test
    void givesEveryRequestTheSameAnswerOrSaysThatItIsBusy() throws Exception {
        String alone = post(portrait()).body();
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = request().POST(BodyPublishers.ofByteArray(portrait())).build();
        List<CompletableFuture<HttpResponse<String>>> sent = IntStream.range(0, 40)
                .mapToObj(i -> client.sendAsync(request, BodyHandlers.ofString()))
                .toList();
        int scored = 0;
        for (CompletableFuture<HttpResponse<String>> response : sent) {
            HttpResponse<String> got = response.get();
            if (got.statusCode() == 503) {
                assertThat(got.headers().firstValue("Retry-After")).isPresent();
            } else {
                assertThat(got.statusCode()).isEqualTo(200);
                assertThat(got.body()).isEqualTo(alone);
                scored++;
            }
        }
        assertThat(scored).isPositive();
    }

    @Test
    void refusesWhatItCannotUse() throws Exception {
        assertThat(post("no picture".getBytes()).statusCode()).isEqualTo(422);
        assertThat(post(new byte[(10 << 20) + 1]).statusCode()).isEqualTo(413);
        assertThat(HttpClient.newHttpClient()
                        .send(request().GET().build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }
}
