package io.facequality.review.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server that only this machine can reach, at a port that is free. */
final class LoopbackServer implements AutoCloseable {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /** Windows that wait for events take one each; a browser asks for six things at once. */
    private static final int MOST_THREADS = 64;

    private static final int WAITING_CONNECTIONS = 64;

    private final HttpServer server;
    private final ExecutorService threads;

    LoopbackServer() {
        configure();
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), WAITING_CONNECTIONS);
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot start the page", "127.0.0.1", "a port that is free", String.valueOf(e.getMessage()),
                            "Close other programs, and try again."),
                    e);
        }
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                0, MOST_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
                task -> daemon(task, number.incrementAndGet()),
                new ThreadPoolExecutor.AbortPolicy());
        server.setExecutor(threads);
    }

    /** A request takes a moment on one machine; who sends it byte by byte would hold a thread. */
    private static final int SECONDS_FOR_REQUEST = 20;

    /** The server reads these when its class loads, once in a process; what somebody else has set stays. */
    private static void configure() {
        setIfUnset("sun.net.httpserver.nodelay", "true");
        setIfUnset("sun.net.httpserver.maxReqHeaders", "64");
        setIfUnset("sun.net.httpserver.maxReqTime", Integer.toString(SECONDS_FOR_REQUEST));
        setIfUnset("jdk.httpserver.maxConnections", "128");
    }

    private static void setIfUnset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static Thread daemon(Runnable task, int number) {
        Thread thread = new Thread(task, "facequality-review-" + number);
        thread.setDaemon(true);
        return thread;
    }

    /** Answers one call. */
    @FunctionalInterface
    interface Answer {
        void to(Call call) throws IOException;
    }

    /** The only name and port that this server answers to. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    void start(Answer answer) {
        server.createContext("/", exchange -> handle(exchange, answer));
        server.start();
    }

    private static void handle(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            Guard.protect(exchange.getResponseHeaders());
            answer.to(new Call(exchange));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
