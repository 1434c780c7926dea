package io.facequality.catalogue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on the loopback interface that answers byte for byte as a test says, as no decent server would. */
final class LocalServer implements AutoCloseable {

    /** Answers one request; the connection is closed afterwards. */
    @FunctionalInterface
    interface Handler {
        void answer(Request request, OutputStream out) throws IOException;

        /** This one for the first requests, another for the rest. */
        default Handler times(int count, Handler then) {
            AtomicInteger served = new AtomicInteger();
            return (request, out) -> {
                (served.getAndIncrement() < count ? this : then).answer(request, out);
            };
        }
    }

    /**
     * A request.
     *
     * @param target what stands after GET
     * @param headers by their names in lower case
     */
    record Request(String target, Map<String, String> headers) {

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        /** Where the wanted range starts, if there is one. */
        Optional<Integer> from() {
            return header("Range").map(range -> Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")));
        }
    }

    private final ServerSocket socket;
    private final Handler handler;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private LocalServer(Handler handler) {
        this.handler = handler;
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    static LocalServer answering(Handler handler) {
        return new LocalServer(handler);
    }

    String base() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/";
    }

    int port() {
        return socket.getLocalPort();
    }

    List<Request> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "local-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                connections.incrementAndGet();
                start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(Socket client) {
        try (client) {
            Request request = read(client.getInputStream());
            requests.add(request);
            handler.answer(request, client.getOutputStream());
        } catch (IOException gone) {
            // The client has had enough.
        }
    }

    private static Request read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.write(next);
        }
        List<String> lines = head.toString(StandardCharsets.US_ASCII).lines().toList();
        Map<String, String> headers = new TreeMap<>();
        lines.stream().skip(1).filter(line -> line.contains(":")).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        });
        return new Request(lines.get(0).split(" ")[1], headers);
    }

    /** The first lines of an answer. */
    static void head(OutputStream out, String status, String... headers) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\nConnection: close\r\n"
                        + String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** An answer without a body. */
    static Handler status(String status, String... headers) {
        return (request, out) -> {
            String[] all = Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = "Content-Length: 0";
            head(out, status, all);
        };
    }

    /** A decent server: it knows ranges and entity tags. */
    static Handler file(byte[] bytes, String tag) {
        return cut(bytes, tag, Integer.MAX_VALUE);
    }

    /** The same, whose connections break after so many bytes of a body. */
    static Handler cut(byte[] bytes, String tag, int after) {
        return (request, out) -> {
            int from = request.from().filter(start -> start < bytes.length).orElse(0);
            boolean current = request.header("If-Range").map(tag::equals).orElse(true);
            if (from > 0 && current) {
                head(out, "206 Partial Content", "ETag: " + tag, "Content-Length: " + (bytes.length - from),
                        "Content-Range: bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
            } else {
                from = 0;
                head(out, "200 OK", "ETag: " + tag, "Content-Length: " + bytes.length);
            }
            out.write(bytes, from, Math.min(after, bytes.length - from));
        };
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
