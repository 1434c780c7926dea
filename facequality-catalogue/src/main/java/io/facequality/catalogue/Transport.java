package io.facequality.catalogue;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.internal.Interrupts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * Gets what is at an address. Redirects are followed here instead of by the client, which can say neither why it did
 * not follow one nor where it got to.
 *
 * <p>HTTP/1.1, since a single large file gains nothing by HTTP/2, and old mirrors trip over the offer of it. Proxies
 * are those of the JDK: {@code https.proxyHost} and its kin, or the default {@link java.net.ProxySelector}.
 */
final class Transport {

    private static final int MOST_REDIRECTS = 8;
    private static final int LONGEST_WORDS = 500;

    private final HttpClient client;
    private final Duration timeout;

    private Transport(HttpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    static Transport open(Patience patience, UnaryOperator<HttpClient.Builder> settings) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.connect());
        return new Transport(settings.apply(client).build(), patience.stall());
    }

    /**
     * An answer that is no redirect.
     *
     * @param address where it came from in the end
     * @param response its head
     * @param body its body, which has not been read
     */
    record Answer(URI address, HttpResponse<?> response, ResponseBody body) implements AutoCloseable {

        int status() {
            return response.statusCode();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        @Override
        public void close() {
            body.close();
        }
    }

    /**
     * Asks for what is at an address.
     *
     * @param origin the address
     * @param headers what to send with the request
     * @return the answer, which the caller closes
     * @throws IOException if there is no connection, or no answer in time
     * @throws ModelException if it is redirected to where it must not go
     */
    Answer get(URI origin, Map<String, String> headers) throws IOException {
        URI address = origin;
        for (int redirects = 0; ; redirects++) {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(address, headers);
            Answer answer = new Answer(address, response, ResponseBody.of(response.body()));
            if (!isRedirect(answer)) {
                return answer;
            }
            answer.close();
            if (redirects == MOST_REDIRECTS) {
                throw refused(origin, "at most " + MOST_REDIRECTS + " redirects", "more, the last one at " + address);
            }
            address = next(origin, answer);
        }
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(URI address, Map<String, String> headers)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("User-Agent", "facequality")
                // A digest is of the file, not of what it was packed into on the way.
                .header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        return answered(address, client.sendAsync(request.build(), BodyHandlers.ofPublisher()));
    }

    /**
     * Waits for an answer's head. The request's own timeout would not do: from some Java on it is for the body as well,
     * however well that comes.
     */
    private <T> T answered(URI address, CompletableFuture<T> answer) throws IOException {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw Interrupts.restored();
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException(
                    "no answer from " + address.getHost() + " for " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException unconnected) {
                throw unconnected(address, unconnected);
            }
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    /** The client's own exceptions have no message. */
    private static ConnectException unconnected(URI address, ConnectException failure) {
        boolean unknown = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            unknown |= cause instanceof UnresolvedAddressException;
        }
        ConnectException worded = new ConnectException(
                (unknown ? "no network, or nobody of the name " : "no connection to ") + address.getHost());
        worded.initCause(failure);
        return worded;
    }

    private static boolean isRedirect(Answer answer) {
        return switch (answer.status()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static URI next(URI origin, Answer answer) {
        String location = answer.header("Location").orElse("");
        URI next;
        try {
            next = answer.address().resolve(location);
        } catch (IllegalArgumentException e) {
            throw refused(origin, "a redirect to an address", "one to " + location);
        }
        boolean encrypted = "https".equalsIgnoreCase(next.getScheme());
        boolean plain = "http".equalsIgnoreCase(next.getScheme());
        if (location.isBlank() || next.getHost() == null || !encrypted && !plain) {
            throw refused(origin, "a redirect to an address of the web", "one to '" + location + "'");
        }
        if (plain && "https".equalsIgnoreCase(answer.address().getScheme())) {
            throw refused(origin, "redirects that stay encrypted", "one from " + answer.address() + " to " + next);
        }
        return next;
    }

    private static ModelException refused(URI origin, String expected, String found) {
        return new ModelException(new Problem(
                "cannot fetch the model", origin.toString(), expected, shortened(found),
                "Bring the file into a folder in another way, and name that folder as the mirror."));
    }

    /** What a server says, or the client of it, may be as long as the server likes. */
    static String shortened(String words) {
        return words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS) + "...";
    }
}
