package io.facequality.video.internal.isolation;

import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.Outcome.Rejection;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.video.VideoFacts;
import io.facequality.video.VideoFacts.Trait;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What the two processes say to each other: requests of one byte and a number, and their answers. */
final class Wire {

    static final byte NEXT = 'n';
    static final byte IMAGE = 'i';
    static final byte RELEASE = 'r';
    static final byte SKIP = 's';

    /** The process has started; before it, no file was looked at. */
    static final byte READY = 'Y';

    static final byte FRAME = 'F';
    static final byte END = 'E';
    static final byte OPENED = 'O';
    static final byte REJECTED = 'R';
    static final byte DAMAGED = 'D';

    /** The other process decodes hostile files: what it says is not believed without limits. */
    private static final int LONGEST_TEXT = 1 << 16;

    private static final int CHANNELS = 3;

    private Wire() {}

    static void write(DataOutputStream out, Duration time) throws IOException {
        out.writeLong(time.toNanos());
    }

    static Duration readTime(DataInputStream in) throws IOException {
        return Duration.ofNanos(in.readLong());
    }

    static void write(DataOutputStream out, String text) throws IOException {
        out.writeUTF(text.length() > LONGEST_TEXT / CHANNELS ? text.substring(0, LONGEST_TEXT / CHANNELS) : text);
    }

    static void write(DataOutputStream out, Optional<String> text) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            write(out, text.get());
        }
    }

    static Optional<String> readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty();
    }

    static void write(DataOutputStream out, Rejection rejection) throws IOException {
        Problem problem = rejection.problem();
        write(out, rejection.cause().name());
        for (String part : new String[] {
            problem.what(), problem.where(), problem.expected(), problem.found(), problem.remedy()
        }) {
            write(out, part);
        }
    }

    static Rejection readRejection(DataInputStream in) throws IOException {
        return new Rejection(
                Cause.valueOf(in.readUTF()),
                new Problem(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF()));
    }

    static void write(DataOutputStream out, VideoFacts facts) throws IOException {
        write(out, facts.container());
        write(out, facts.codec());
        out.writeInt(facts.width());
        out.writeInt(facts.height());
        write(out, facts.duration().map(Duration::toString));
        out.writeDouble(facts.frameRate());
        out.writeInt(facts.bitDepth());
        out.writeInt(facts.traits().stream().mapToInt(trait -> 1 << trait.ordinal()).sum());
    }

    static VideoFacts readFacts(DataInputStream in) throws IOException {
        return new VideoFacts(
                in.readUTF(), in.readUTF(), in.readInt(), in.readInt(), readOptional(in).map(Duration::parse),
                in.readDouble(), in.readInt(), traits(in.readInt()));
    }

    private static Set<Trait> traits(int bits) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        for (Trait trait : Trait.values()) {
            if ((bits >> trait.ordinal() & 1) != 0) {
                traits.add(trait);
            }
        }
        return traits;
    }

    static void write(DataOutputStream out, Image image) throws IOException {
        out.writeInt(image.width());
        out.writeInt(image.height());
        ByteBuffer pixels = image.pixels();
        byte[] row = new byte[image.width() * CHANNELS];
        for (int y = 0; y < image.height(); y++) {
            pixels.get(y * row.length, row);
            out.write(row);
        }
    }

    static Image readImage(DataInputStream in, long maximumPixels) throws IOException {
        int width = in.readInt();
        int height = in.readInt();
        if (width < 1 || height < 1 || (long) width * height > maximumPixels) {
            throw new IOException("a frame of " + width + " x " + height);
        }
        byte[] pixels = new byte[width * height * CHANNELS];
        in.readFully(pixels);
        return Image.filledBy(width, height, rgb -> System.arraycopy(pixels, 0, rgb, 0, rgb.length));
    }
}
