package io.facequality.catalogue;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.catalogue.ModelFolder.PartWriter;
import io.facequality.internal.Interrupts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Brings a file from a server into a folder, as often as it takes.
 *
 * <p>What has come stays when a connection breaks, and the next attempt asks for the rest (RFC 9110, section 14):
 * {@code Range}, and {@code If-Range} with the entity tag that came with the beginning, so that a server whose file has
 * changed sends the whole of the new one. A server that cannot do that sends the whole file too, and it starts anew. A
 * beginning without a strong entity tag is gone on from only if the digest is known, which then tells whether beginning
 * and end belong together. Whatever a server sends, there is a length at which it ends.
 */
final class Download implements Fetch {

    /** An attempt that brings as much is one that gets on, however it ends. */
    private static final long BYTES_OF_PROGRESS = 1 << 20;

    /** Slower than any modem is as good as silent. */
    private static final long SLOWEST_BYTES_A_SECOND = 1024;

    private static final Duration LONGEST_WAIT_ON_REQUEST = Duration.ofMinutes(1);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private final URI origin;
    private final CatalogueEntry entry;
    private final ModelFolder folder;
    private final long longestUnstated;
    private final Patience patience;
    private final UnaryOperator<HttpClient.Builder> clientSettings;
    private final FetchListener listener;

    /** Whether what has come is of more than one answer. */
    private boolean pieced;

    Download(
            URI origin,
            CatalogueEntry entry,
            ModelFolder folder,
            long longestUnstated,
            Patience patience,
            UnaryOperator<HttpClient.Builder> clientSettings,
            FetchListener listener) {
        this.origin = origin;
        this.entry = entry;
        this.folder = folder;
        this.longestUnstated = longestUnstated;
        this.patience = patience;
        this.clientSettings = clientSettings;
        this.listener = listener;
    }

    /** A failure after which it is tried again. */
    private static final class PassingFailure extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient Duration wait;

        PassingFailure(String message, Duration wait) {
            super(message);
            this.wait = wait;
        }

        PassingFailure(String message) {
            this(message, Duration.ZERO);
        }
    }

    @Override
    public String run() {
        Transport transport = transport();
        boolean ofOnePiece = bring(transport);
        if (!ofOnePiece && !folder.partIs(entry)) {
            // Beginning and end may be of different files; what is there now may still be right.
            folder.discardPart();
            bring(transport);
        }
        return folder.finish(entry, origin.toString());
    }

    /** The client is in a module that an application on the module path need not have. */
    private Transport transport() {
        try {
            return Transport.open(patience, clientSettings);
        } catch (NoClassDefFoundError e) {
            throw failed("the module java.net.http", "a Java without it",
                    "Start it with --add-modules java.net.http, or build its image with that.", e);
        }
    }

    /**
     * Goes on until everything has come.
     *
     * @return whether it is of one piece, so that a wrong digest cannot come of a beginning and an end that do not
     *     belong together
     */
    private boolean bring(Transport transport) {
        int failures = 0;
        while (!isWhole()) {
            long before = have();
            try {
                attempt(transport);
                return !pieced;
            } catch (SSLException e) {
                throw failed("an encrypted connection to a server whose certificate Java trusts", reason(e),
                        "Give Java the certificate (-Djavax.net.ssl.trustStore), or name a mirror.", e);
            } catch (IOException e) {
                failures = have() - before >= BYTES_OF_PROGRESS ? 1 : failures + 1;
                if (failures >= patience.attempts()) {
                    throw failed("an answer with the model", reason(e),
                            "Try again later; it then goes on from where it got to. For a proxy, see "
                                    + "-Dhttps.proxyHost.", e);
                }
                pause(failures, e);
            }
        }
        return false;
    }

    private boolean isWhole() {
        OptionalLong size = entry.file().size();
        if (size.isPresent() && have() > size.getAsLong()) {
            folder.discardPart();
        }
        return size.isPresent() && have() == size.getAsLong();
    }

    private long have() {
        return folder.partLength().orElse(0);
    }

    private void pause(int failures, IOException failure) {
        Duration pause = patience.pauseAfter(failures);
        if (failure instanceof PassingFailure passing && passing.wait.compareTo(pause) > 0) {
            pause = passing.wait;
        }
        listener.onRetry(entry, reason(failure), pause);
        Interrupts.sleep(pause);
    }

    private void attempt(Transport transport) throws IOException {
        Optional<String> tag = folder.partEntityTag();
        boolean resume = have() > 0 && (tag.isPresent() || entry.file().sha256().isPresent());
        if (!resume) {
            folder.discardPart();
            pieced = false;
        }
        try (Transport.Answer answer = transport.get(origin, resume ? resuming(tag) : Map.of())) {
            refuseEncoded(answer);
            switch (answer.status()) {
                case 200 -> takeWhole(answer);
                case 206 -> takeRest(answer, resume, tag);
                case 416 -> startAnew("status 416 for the bytes from " + have() + " on");
                case 408, 429, 500, 502, 503, 504 -> throw new PassingFailure(
                        "status " + answer.status() + " from " + answer.address(), wantedWait(answer));
                default -> throw failed("the model at " + answer.address(), "status " + answer.status(),
                        "Check the address; if the model has moved, name a mirror with --mirror.", null);
            }
        }
    }

    private Map<String, String> resuming(Optional<String> tag) {
        String range = "bytes=" + have() + "-";
        return tag.isPresent() ? Map.of("Range", range, "If-Range", tag.get()) : Map.of("Range", range);
    }

    private void refuseEncoded(Transport.Answer answer) {
        String encoding = answer.header("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw failed("the model as it is", "one encoded as " + encoding + " by " + answer.address(),
                    "Name a mirror that sends it as it is.", null);
        }
    }

    private void takeWhole(Transport.Answer answer) throws IOException {
        answer.response().headers().firstValueAsLong("Content-Length").ifPresent(length -> {
            if (length == 0 || length != entry.file().size().orElse(length) || length > longest()) {
                throw wrongLength(longest(), length + " bytes", answer.address());
            }
        });
        folder.restartPart(strongTag(answer));
        pieced = false;
        receive(answer);
    }

    private void takeRest(Transport.Answer answer, boolean asked, Optional<String> tag) throws IOException {
        if (!asked) {
            throw failed("the whole model", "a part of it (status 206), which was not asked for",
                    "Name a mirror.", null);
        }
        String range = answer.header("Content-Range").orElse("none");
        Matcher numbers = CONTENT_RANGE.matcher(range);
        if (!numbers.matches() || Long.parseLong(numbers.group(1)) != have() || isOtherSize(numbers.group(3))) {
            startAnew("the Content-Range " + range + " for the bytes from " + have() + " on");
        }
        Optional<String> tagNow = strongTag(answer);
        if (tag.isPresent() && tagNow.isPresent() && !tag.equals(tagNow)) {
            startAnew("another file (ETag " + tagNow.get() + " after " + tag.get() + ")");
        }
        pieced = true;
        receive(answer);
    }

    private boolean isOtherSize(String total) {
        OptionalLong size = entry.file().size();
        return size.isPresent() && !total.equals("*") && Long.parseLong(total) != size.getAsLong();
    }

    private void startAnew(String reason) throws IOException {
        folder.discardPart();
        throw new PassingFailure(reason);
    }

    private static Optional<String> strongTag(Transport.Answer answer) {
        return answer.header("ETag").filter(tag -> tag.startsWith("\"") && tag.endsWith("\"") && tag.length() > 2);
    }

    private static Duration wantedWait(Transport.Answer answer) {
        Duration wanted = answer.header("Retry-After")
                .filter(value -> SECONDS.matcher(value).matches())
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
        return wanted.compareTo(LONGEST_WAIT_ON_REQUEST) > 0 ? LONGEST_WAIT_ON_REQUEST : wanted;
    }

    private void receive(Transport.Answer answer) throws IOException {
        long done = have();
        long longest = longest();
        Speed speed = new Speed();
        try (PartWriter part = folder.appendToPart()) {
            for (Optional<List<ByteBuffer>> bytes = answer.body().next(patience.stall());
                    bytes.isPresent();
                    bytes = answer.body().next(patience.stall())) {
                Interrupts.check();
                long before = done;
                for (ByteBuffer buffer : bytes.get()) {
                    done += buffer.remaining();
                    refuseLonger(done, longest, answer.address());
                    part.write(buffer);
                }
                listener.onProgress(entry, done, entry.file().size().orElse(-1));
                speed.require(done - before);
            }
        }
        if (done < entry.file().size().orElse(1)) {
            throw new PassingFailure("the end after " + done + " bytes");
        }
    }

    private long longest() {
        return folder.longest(entry, longestUnstated);
    }

    private void refuseLonger(long done, long longest, URI address) {
        if (done > longest) {
            folder.discardPart();
            throw wrongLength(longest, "more, and stopped there", address);
        }
    }

    private ModelException wrongLength(long longest, String found, URI address) {
        return failed(
                (entry.file().size().isPresent() ? "" : "at least a byte, at most ") + longest + " bytes"
                        + " at " + address,
                found,
                "What is there is not the model that the catalogue names; look at it in a browser, or name a mirror.",
                null);
    }

    private ModelException failed(String expected, String found, String remedy, @Nullable Throwable cause) {
        return new ModelException(
                new Problem(
                        "cannot fetch the model " + entry.id(), origin.toString(), expected, Transport.shortened(found),
                        remedy),
                cause);
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : Transport.shortened(failure.getMessage());
    }

    /** How fast bytes come, looked at whenever the time to stall is over. */
    private final class Speed {

        private long since = System.nanoTime();
        private long bytes;

        void require(long more) throws HttpTimeoutException {
            bytes += more;
            long nanoseconds = System.nanoTime() - since;
            if (nanoseconds < patience.stall().toNanos()) {
                return;
            }
            if (bytes < nanoseconds * 1e-9 * SLOWEST_BYTES_A_SECOND) {
                throw new HttpTimeoutException(
                        "only " + bytes + " bytes in " + Duration.ofNanos(nanoseconds).toMillis() + " ms");
            }
            since = System.nanoTime();
            bytes = 0;
        }
    }
}
