package io.facequality.pipeline.internal;

import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImagePyramid;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.images.internal.ImageHeader;
import io.facequality.internal.UserCode;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The levels of one picture, each decoded when it is first asked for; a larger one that is there already is given
 * instead. A level wins its share of the budget before it is decoded; closing gives all shares back. For one thread.
 */
final class PictureLevels implements ImagePyramid, AutoCloseable {

    /** Pixels that come decoded are copied for a native detector. */
    private static final int BYTES_PER_DECODED_PIXEL = 2 * 3;

    private final ImageSource source;
    private final Optional<ImageHeader> header;
    private final ImageDecoder decoder;
    private final ByteBudget budget;
    private final NavigableMap<Integer, Level> byReduction = new TreeMap<>();
    private ByteBudget.@Nullable Share share;
    private long bytes;

    /**
     * Decodes nothing yet.
     *
     * @param header what the picture's file says; empty for one that comes decoded, or that only the decoder can read
     */
    PictureLevels(ImageSource source, Optional<ImageHeader> header, ImageDecoder decoder, ByteBudget budget) {
        this.source = source;
        this.header = header;
        this.decoder = decoder;
        this.budget = budget;
    }

    /** Says that the decoder refused the picture. It passes through a detector and an aligner, which know nothing of it. */
    static final class UnusablePicture extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Rejection rejection;

        private UnusablePicture(Rejection rejection) {
            super(rejection.message(), null, false, false);
            this.rejection = rejection;
        }

        <T> Outcome<T> outcome() {
            return Outcome.rejected(rejection.cause(), rejection.problem());
        }
    }

    @Override
    public int width() {
        return anyLevel().width();
    }

    @Override
    public int height() {
        return anyLevel().height();
    }

    private Level anyLevel() {
        return byReduction.isEmpty() ? atLeast(1) : byReduction.firstEntry().getValue();
    }

    @Override
    public Level atLeast(int longSide) {
        int reduction = reductionTo(longSide);
        Map.Entry<Integer, Level> known = byReduction.floorEntry(reduction);
        return known == null ? level(reduction) : known.getValue();
    }

    /** The smallest level that is large enough, whatever is there already, so that others' wishes change nothing. */
    Level smallestOf(int longSide) {
        return level(reductionTo(longSide));
    }

    private int reductionTo(int longSide) {
        int most = decoder.largestReduction();
        int reduction = Math.min(most, header.map(known -> known.reductionTo(longSide)).orElse(1));
        while (reduction < most && decodingBytes(reduction) > budget.bytes()) {
            reduction *= 2;
        }
        return reduction;
    }

    @Override
    public Image whole() {
        return level(1).image();
    }

    private Level level(int reduction) {
        Level known = byReduction.get(reduction);
        if (known != null) {
            return known;
        }
        take(decodingBytes(reduction));
        Level level = decoded(reduction).match(decoded -> decoded, rejection -> {
            throw new UnusablePicture(rejection);
        });
        byReduction.put(reduction, level);
        return level;
    }

    /** Gives back what it holds before it waits for more, or two pictures could wait for each other for ever. */
    private void take(long more) {
        close();
        bytes += more;
        share = budget.take(bytes);
    }

    private Outcome<Level> decoded(int reduction) {
        String contract = "a picture, or why there is none";
        return reduction == 1
                ? UserCode.call(decoder, "decode", contract, () -> decoder.decode(source)).map(Level::of)
                : UserCode.call(decoder, "decode", contract, () -> decoder.decode(source, reduction));
    }

    /** How much memory the decoder takes; 0 for what it will not decode, or only it can tell. */
    private long decodingBytes(int reduction) {
        if (source instanceof ImageSource.Decoded decoded) {
            return (long) decoded.image().width() * decoded.image().height() * BYTES_PER_DECODED_PIXEL;
        }
        return header.map(known -> known.decodingBytes(reduction)).orElse(0L);
    }

    /** How much memory the levels took that were asked for. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (share != null) {
            share.close();
            share = null;
        }
    }
}
