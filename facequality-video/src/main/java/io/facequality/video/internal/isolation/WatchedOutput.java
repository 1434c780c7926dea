package io.facequality.video.internal.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a process writes. A process that writes nothing for too long while somebody reads is ended by force, which ends the
 * reading. Time in which nobody reads does not count. Not safe to share between threads.
 */
final class WatchedOutput extends InputStream {

    private final Process process;
    private final InputStream output;
    private final Duration longestSilence;
    private volatile boolean fellSilent;

    WatchedOutput(Process process, Duration longestSilence) {
        this.process = process;
        this.output = process.getInputStream();
        this.longestSilence = longestSilence;
    }

    /** Whether the process was ended for its silence. */
    boolean fellSilent() {
        return fellSilent;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int most) throws IOException {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        answer.orTimeout(longestSilence.toMillis(), TimeUnit.MILLISECONDS).whenComplete(this::answered);
        try {
            return output.read(target, from, most);
        } finally {
            answer.complete(null);
        }
    }

    private void answered(@Nullable Void nothing, @Nullable Throwable tooLate) {
        if (tooLate != null) {
            fellSilent = true;
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
