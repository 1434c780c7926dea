package io.facequality.catalogue;

import io.facequality.internal.Interrupts;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response's body, pulled by the thread that wants it. The client's own stream would do but for two things: on Java
 * 17 it swallows interrupts, and it waits for ever for a server that has fallen silent.
 */
final class ResponseBody implements AutoCloseable {

    /** Something that the client's threads have to say. */
    private sealed interface Signal {

        record Bytes(List<ByteBuffer> buffers) implements Signal {}

        record End(@Nullable Throwable failure) implements Signal {}
    }

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Receiver receiver = new Receiver();

    private ResponseBody() {}

    static ResponseBody of(Flow.Publisher<List<ByteBuffer>> publisher) {
        ResponseBody body = new ResponseBody();
        publisher.subscribe(body.receiver);
        return body;
    }

    /**
     * Waits for the next bytes.
     *
     * @param timeout how long
     * @return the bytes, or empty at the body's end
     * @throws HttpTimeoutException if none came
     * @throws IOException if the connection broke
     */
    Optional<List<ByteBuffer>> next(Duration timeout) throws IOException {
        receiver.ask();
        try {
            Signal signal = signals.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (signal == null) {
                throw new HttpTimeoutException("nothing came for " + timeout.toMillis() + " ms");
            }
            if (signal instanceof Signal.Bytes bytes) {
                return Optional.of(bytes.buffers());
            }
            Throwable failure = ((Signal.End) signal).failure();
            if (failure == null) {
                return Optional.empty();
            }
            throw failure instanceof IOException e ? e : new IOException(failure);
        } catch (InterruptedException e) {
            throw Interrupts.restored();
        }
    }

    /** Lets the connection go, whatever is still to come. */
    @Override
    public void close() {
        receiver.cancel();
    }

    private final class Receiver implements Flow.Subscriber<List<ByteBuffer>> {

        private Flow.@Nullable Subscription subscription;
        private boolean asked;
        private boolean closed;

        @Override
        public synchronized void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (closed) {
                given.cancel();
            } else if (asked) {
                given.request(1);
            }
        }

        synchronized void ask() {
            asked = true;
            if (subscription != null) {
                subscription.request(1);
            }
        }

        synchronized void cancel() {
            closed = true;
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            signals.add(new Signal.Bytes(buffers));
        }

        @Override
        public void onError(Throwable failure) {
            signals.add(new Signal.End(failure));
        }

        @Override
        public void onComplete() {
            signals.add(new Signal.End(null));
        }
    }
}
