package io.facequality.video;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a video says about itself, read without decoding it whole.
 *
 * @param container the kind of file, in FFmpeg's words, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param codec how its pictures are coded, such as {@code h264}
 * @param width pixels in a row as it is shown: upright, with square pixels
 * @param height rows as it is shown
 * @param duration how long it says that it is; empty where it says nothing
 * @param frameRate frames a second on average; 0 where it says nothing
 * @param bitDepth bits of a channel of a pixel
 * @param traits what is unusual about it; each is taken care of
 */
public record VideoFacts(
        String container,
        String codec,
        int width,
        int height,
        Optional<Duration> duration,
        double frameRate,
        int bitDepth,
        Set<Trait> traits) {

    /** What is unusual about a video. */
    public enum Trait {
        /** Its pixels are turned before they are shown. */
        TURNED,
        /** Left and right are exchanged before it is shown. */
        MIRRORED,
        /** Its pixels are not square, so that frames are stretched along their shorter side. */
        STRETCHED,
        /** A frame holds two fields of different times; one of them is used, stretched. */
        INTERLACED,
        /** Its range of brightness is larger than that of a usual screen; it is tone-mapped. */
        HIGH_DYNAMIC_RANGE,
        /** It is transparent in places, which is dropped. */
        TRANSPARENT
    }

    /** Copies the set and checks that nothing is missing. */
    public VideoFacts {
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(duration, "duration");
        traits = traits.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(traits));
    }
}
