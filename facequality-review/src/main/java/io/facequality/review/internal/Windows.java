package io.facequality.review.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The open windows, and which of them may change something: the one that has been open longest, unless another one took
 * over.
 * Each is told of events as long as it is open. Safe to share between threads.
 */
final class Windows {

    private static final int MOST_WINDOWS = 16;

    /** A window that reads slowly misses events; it asks for the whole state anyway. */
    private static final int MOST_WAITING = 256;

    private static final long HEARTBEAT_MILLIS = 1000;

    private final Map<String, Window> open = new LinkedHashMap<>();
    private @Nullable String writer;
    private boolean closed;
    private long lastClosedNanos = System.nanoTime();
    private boolean everOpened;

    /** What a window is told. */
    record Event(String name, Object data) {}

    /** Which window may change something. */
    record Writer(@Nullable String window) {}

    private static final class Window {
        private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
        private volatile boolean left;
    }

    /**
     * Tells a window of events until it is closed.
     *
     * @param id what the window calls itself
     */
    void follow(String id, Call call) throws IOException {
        Window window = enter(id);
        try (OutputStream stream = call.stream("text/event-stream")) {
            send(stream, new Event("writer", new Writer(writer())));
            while (!window.left) {
                Event event = window.waiting.poll(HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
                if (event == null) {
                    stream.write(":\n\n".getBytes(StandardCharsets.UTF_8));
                    stream.flush();
                } else {
                    send(stream, event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException closedByTheBrowser) {
            // The usual end.
        } finally {
            leave(id, window);
        }
    }

    private static void send(OutputStream stream, Event event) throws IOException {
        String text = "event: " + event.name() + "\ndata: " + Call.JSON.writeValueAsString(event.data()) + "\n\n";
        stream.write(text.getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    private synchronized Window enter(String id) {
        if (closed || open.size() >= MOST_WINDOWS) {
            throw new Refusal(Refusal.TOO_MANY, "Too many windows are open. Close one.");
        }
        everOpened = true;
        Window window = new Window();
        Window earlier = open.put(id, window);
        if (earlier != null) {
            earlier.left = true;
        }
        if (writer == null) {
            makeWriter(id);
        }
        return window;
    }

    private synchronized void leave(String id, Window window) {
        if (open.remove(id, window)) {
            lastClosedNanos = System.nanoTime();
            if (id.equals(writer)) {
                makeWriter(open.keySet().stream().findFirst().orElse(null));
            }
        }
    }

    private void makeWriter(@Nullable String id) {
        writer = id;
        tell("writer", new Writer(id));
    }

    /** Lets a window change things instead of the one that did. */
    synchronized void takeOver(String id) {
        if (!open.containsKey(id)) {
            throw new Refusal(Refusal.CONFLICT, "Load this page again.");
        }
        makeWriter(id);
    }

    synchronized void requireWriter(String id) {
        if (!id.equals(writer)) {
            throw new Refusal(Refusal.CONFLICT, "Another window makes the decisions.");
        }
    }

    private synchronized @Nullable String writer() {
        return writer;
    }

    /** Tells every window. */
    synchronized void tell(String name, Object data) {
        open.values().forEach(window -> window.waiting.offer(new Event(name, data)));
    }

    /** Whether there was a window, and none has been open for so long. */
    synchronized boolean areClosedFor(long millis) {
        return everOpened
                && open.isEmpty()
                && System.nanoTime() - lastClosedNanos > TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Lets every window go. */
    synchronized void close() {
        closed = true;
        open.values().forEach(window -> window.left = true);
    }
}
