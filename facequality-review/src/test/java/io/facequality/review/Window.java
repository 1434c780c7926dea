package io.facequality.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A window as the page is one: it opens a link, listens to events, and calls with its key. */
final class Window implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final String base;
    final String name;
    String key = "";
    String cookie = "";

    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private InputStream stream = InputStream.nullInputStream();

    private Window(URI link, String name) {
        this.base = "http://" + link.getAuthority();
        this.name = name;
    }

    /** Has no session yet. */
    static Window at(URI link) {
        return new Window(link, "window-without-session");
    }

    /** Spends a link and listens. */
    static Window open(URI link, String name) {
        Window window = new Window(link, name);
        HttpResponse<String> session =
                window.send(window.post("/api/session", "{\"token\":\"" + link.getFragment() + "\"}"));
        if (session.statusCode() != 200) {
            throw new IllegalStateException(session.body());
        }
        window.key = json(session).get("key").asText();
        window.cookie = session.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        window.listen();
        return window;
    }

    private void listen() {
        HttpResponse<InputStream> response;
        try {
            response = client.send(get("/api/events?window=" + name).build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        stream = response.body();
        Thread reader = new Thread(this::read, "events of " + name);
        reader.setDaemon(true);
        reader.start();
        event("writer");
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    events.add(line.substring(7) + " " + lines.readLine().substring(6));
                }
            }
        } catch (IOException closed) {
            // The usual end.
        }
    }

    /** Waits for an event of a name, and gives its data. */
    JsonNode event(String wanted) {
        try {
            for (;;) {
                String event = events.poll(30, TimeUnit.SECONDS);
                if (event == null) {
                    throw new IllegalStateException("no event " + wanted);
                }
                if (event.startsWith(wanted + " ")) {
                    return JSON.readTree(event.substring(wanted.length() + 1));
                }
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder get(String path) {
        return request(path).GET();
    }

    HttpRequest.Builder post(String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .header("Origin", base)
                .POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).version(HttpClient.Version.HTTP_1_1);
        if (!key.isEmpty()) {
            request.header("X-Facequality-Key", key).header("X-Facequality-Window", name);
        }
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return request;
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    int status(HttpRequest.Builder request) {
        return send(request).statusCode();
    }

    JsonNode read(String path) {
        return json(send(get(path)));
    }

    JsonNode call(String path, String body) {
        HttpResponse<String> response = send(post(path, body));
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return json(response);
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
