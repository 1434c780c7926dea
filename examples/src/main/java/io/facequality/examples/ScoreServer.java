package io.facequality.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.QualityScore;
import io.facequality.pipeline.FacePipeline;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Scores pictures that are posted to it, on the JDK's own HTTP server: {@code POST /score} with a picture as the body gives
 * {@code {"quality":0.6834}}, or {@code null} where there is no face. One pipeline serves all requests. Every limit is
 * explicit, since anybody may post anything.
 */
public final class ScoreServer implements AutoCloseable {

    private static final int MOST_BYTES = 10 << 20;
    private static final long MOST_PIXELS = 50_000_000;
    private static final int MOST_REQUESTS = 16;
    private static final int SECONDS_TO_SEND_A_PICTURE = 30;

    private final FacePipeline faces;
    private final HttpServer server;
    private final ExecutorService threads = threads();
    private final Semaphore requests = new Semaphore(MOST_REQUESTS);
    private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors());

    /**
     * Starts, for programs on this machine only. Put a proxy in front of it that knows who may ask.
     *
     * @param port where; 0 for any free port
     * @throws IOException if the port is taken
     */
    public ScoreServer(int port) throws IOException {
        // The JDK's server waits for slow senders without end, unless it is told not to, before it starts.
        System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(SECONDS_TO_SEND_A_PICTURE));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MOST_REQUESTS);
        this.faces = FacePipeline.builder()
                .limits(FacePipeline.Limits.usual().withFileBytes(MOST_BYTES).withPixels(MOST_PIXELS))
                .build();
        faces.warmUp();
        server.setExecutor(threads);
        server.createContext("/score", this::answer);
        server.start();
    }

    /** Virtual threads from Java 21 on: a request that waits for bytes or for a processor then costs next to nothing. */
    private static ExecutorService threads() {
        try {
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newFixedThreadPool(2 * MOST_REQUESTS);
        }
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                send(exchange, 405, "text/plain", "post a picture");
            } else if (!requests.tryAcquire()) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                send(exchange, 503, "text/plain", "busy");
            } else {
                try {
                    score(exchange);
                } finally {
                    requests.release();
                }
            }
        }
    }

    private void score(HttpExchange exchange) throws IOException {
        byte[] picture;
        try (InputStream body = exchange.getRequestBody()) {
            picture = body.readNBytes(MOST_BYTES + 1);
        }
        if (picture.length > MOST_BYTES) {
            send(exchange, 413, "text/plain", "at most " + MOST_BYTES + " bytes");
            return;
        }
        try {
            // Native code holds its thread, also a virtual one, so no more of it runs than there are processors.
            processors.acquire();
            try {
                Optional<QualityScore> score = faces.score(picture);
                String value = score.map(it -> String.valueOf(it.value())).orElse("null");
                send(exchange, 200, "application/json", "{\"quality\":" + value + "}");
            } finally {
                processors.release();
            }
        } catch (InvalidInputException e) {
            send(exchange, 422, "text/plain", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            send(exchange, 503, "text/plain", "ending");
        }
    }

    private static void send(HttpExchange exchange, int code, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Ends: takes no more requests, waits for those that run, then closes the models. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdown();
        faces.close();
    }

    /**
     * Runs until the process is ended.
     *
     * @param arguments the port
     * @throws IOException if it is taken
     */
    public static void main(String[] arguments) throws IOException {
        ScoreServer server = new ScoreServer(Integer.parseInt(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        System.out.println("POST pictures to http://localhost:" + server.port() + "/score");
    }
}
