package io.facequality.video.internal.isolation;

import io.facequality.Image;
import io.facequality.Outcome;
import io.facequality.video.VideoLimits;
import io.facequality.video.internal.media.Frame;
import io.facequality.video.internal.media.VideoReader;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The process that decodes: answers requests on its standard input until that ends. */
public final class DecodingProcess {

    private final VideoReader reader;
    private final DataInputStream requests;
    private final DataOutputStream answers;
    private final Map<Long, Frame> frames = new HashMap<>();
    private long next;

    private DecodingProcess(VideoReader reader, DataInputStream requests, DataOutputStream answers) {
        this.reader = reader;
        this.requests = requests;
        this.answers = answers;
    }

    /**
     * Runs it.
     *
     * @param arguments the file, its name in messages, three limits (pixels, nanoseconds, bytes) and the threads
     */
    public static void main(String[] arguments) throws IOException {
        DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
        // Whatever else writes there would be taken for an answer.
        System.setOut(new PrintStream(System.err, true));
        answers.writeByte(Wire.READY);
        answers.flush();
        VideoLimits limits = new VideoLimits(
                Long.parseLong(arguments[2]), Duration.ofNanos(Long.parseLong(arguments[3])),
                Long.parseLong(arguments[4]));
        Outcome<VideoReader> opened = VideoReader.open(
                arguments[1], Path.of(arguments[0]), limits, Integer.parseInt(arguments[5]));
        if (opened instanceof Outcome.Rejected<VideoReader> no) {
            answers.writeByte(Wire.REJECTED);
            Wire.write(answers, no.rejection());
            answers.flush();
            return;
        }
        try (VideoReader reader = opened.orElseThrow();
                DataInputStream requests = new DataInputStream(new BufferedInputStream(System.in))) {
            answers.writeByte(Wire.OPENED);
            Wire.write(answers, reader.facts());
            answers.flush();
            new DecodingProcess(reader, requests, answers).serve();
        }
    }

    private void serve() throws IOException {
        try {
            while (true) {
                byte request = requests.readByte();
                long number = requests.readLong();
                switch (request) {
                    case Wire.NEXT -> next();
                    case Wire.IMAGE -> image(number);
                    case Wire.RELEASE -> release(number);
                    case Wire.SKIP -> reader.skipTo(Duration.ofNanos(number));
                    default -> throw new IOException("an unknown request");
                }
                answers.flush();
            }
        } catch (EOFException over) {
            // The other process has what it wants, or is gone.
        } finally {
            frames.values().forEach(Frame::close);
        }
    }

    private void next() throws IOException {
        Optional<Frame> frame = reader.next();
        if (frame.isEmpty()) {
            answers.writeByte(Wire.END);
        } else {
            answers.writeByte(Wire.FRAME);
            answers.writeLong(next);
            Wire.write(answers, frame.get().time());
            frame.get().luma().writeTo(answers);
            frames.put(next++, frame.get());
        }
        answers.writeLong(reader.damaged());
        Wire.write(answers, reader.brokenOff());
    }

    private void image(long number) throws IOException {
        Image image;
        try {
            image = Objects.requireNonNull(frames.get(number)).image();
        } catch (RuntimeException e) {
            answers.writeByte(Wire.DAMAGED);
            Wire.write(answers, String.valueOf(e.getMessage()));
            return;
        }
        answers.writeByte(Wire.FRAME);
        Wire.write(answers, image);
    }

    private void release(long number) {
        Frame frame = frames.remove(number);
        if (frame != null) {
            frame.close();
        }
    }
}
