package io.facequality.video.internal.media;

import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.images.internal.MorePictures;
import io.facequality.images.internal.UnreadFormat;
import io.facequality.internal.Interrupts;
import io.facequality.video.internal.media.HeifPicture.Colors;
import io.facequality.video.internal.media.HeifPicture.Tile;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Decodes HEIC and AVIF (ISO/IEC 23008-12), single pictures and grids of tiles, turned as their properties say, and GIF.
 * Of several pictures in a file it takes the primary one; of one that moves, the first. Safe to share between threads.
 */
public final class FFmpegPictures implements MorePictures {

    private static final String WHAT = "cannot decode the picture";
    private static final int CHANNELS = 3;
    private static final int GIF_HEADER = 10;

    /** For {@link java.util.ServiceLoader}. */
    public FFmpegPictures() {}

    @Override
    public boolean reads(UnreadFormat format) {
        return format.mayBeRead();
    }

    @Override
    public Outcome<Size> size(String id, byte[] content) {
        return attempted(id, () -> Outcome.ok(isGif(content) ? gifSize(content) : size(HeifPicture.of(content))));
    }

    @Override
    public Outcome<Image> decode(String id, byte[] content, long maximumPixels) {
        return attempted(id, () -> {
            if (isGif(content)) {
                return within(id, gifSize(content), maximumPixels).map(size -> gif(content, maximumPixels));
            }
            HeifPicture picture = HeifPicture.of(content);
            return within(id, size(picture), maximumPixels).map(size -> heif(picture));
        });
    }

    private static <T> Outcome<T> attempted(String id, Supplier<Outcome<T>> work) {
        FFmpeg.load();
        try {
            return work.get();
        } catch (UndecodableException e) {
            Interrupts.check();
            return Outcome.rejected(
                    Cause.CORRUPT,
                    new Problem(
                            WHAT, id, "data that follows the format", String.valueOf(e.getMessage()),
                            "Get the file anew, or save it anew with a program that opens it."));
        }
    }

    private static Outcome<Size> within(String id, Size size, long maximumPixels) {
        return (long) size.width() * size.height() <= maximumPixels
                ? Outcome.ok(size)
                : Outcome.rejected(
                        Cause.TOO_LARGE,
                        new Problem(
                                WHAT, id, "at most " + maximumPixels + " pixels", size.width() + " x " + size.height(),
                                "Shrink the picture, or raise the limit on a picture's pixels."));
    }

    private static Size size(HeifPicture picture) {
        return new Size(picture.width(), picture.height());
    }

    private static boolean isGif(byte[] content) {
        return content.length > 0 && content[0] == 'G';
    }

    private static Size gifSize(byte[] content) {
        if (content.length < GIF_HEADER) {
            throw new UndecodableException("a file that ends within its first bytes");
        }
        int width = content[6] & 0xFF | (content[7] & 0xFF) << 8;
        int height = content[8] & 0xFF | (content[9] & 0xFF) << 8;
        if (width < 1 || height < 1) {
            throw new UndecodableException("a size of " + width + " x " + height);
        }
        return new Size(width, height);
    }

    private static Image gif(byte[] content, long maximumPixels) {
        try (MediaFile file = MediaFile.picture(content)) {
            int best = avformat.av_find_best_stream(
                    file.context(), avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (org.bytedeco.ffmpeg.avcodec.AVCodec) null, 0);
            if (best < 0) {
                throw new UndecodableException("no picture");
            }
            AVStream stream = file.context().streams(best);
            try (StreamDecoder decoder = StreamDecoder.open(stream, maximumPixels, 1)) {
                return converted(StreamDecoder.first(file, best, decoder), Turn.NONE, Optional.empty());
            }
        }
    }

    private static Image heif(HeifPicture picture) {
        if (picture.tiles().size() == 1) {
            Image image = decoded(picture.tiles().get(0), picture.colors());
            return picture.turn().apply(cropped(image, picture));
        }
        return picture.turn().apply(Image.filledBy(picture.width(), picture.height(), rgb -> {
            int ordinal = 0;
            for (Tile tile : picture.tiles()) {
                int left = ordinal % picture.columns() * tile.width();
                int top = ordinal / picture.columns() * tile.height();
                ordinal++;
                if (left < picture.width() && top < picture.height()) {
                    copy(decoded(tile, picture.colors()), left, top, rgb, picture);
                }
            }
        }));
    }

    /** A coded picture may be larger than what is shown of it; one that is smaller is not what the file says. */
    private static Image cropped(Image image, HeifPicture picture) {
        if (image.width() == picture.width() && image.height() == picture.height()) {
            return image;
        }
        if (image.width() < picture.width() || image.height() < picture.height()) {
            throw new UndecodableException(
                    image.width() + " x " + image.height() + " coded pixels for " + picture.width() + " x "
                            + picture.height());
        }
        return Image.filledBy(picture.width(), picture.height(), rgb -> copy(image, 0, 0, rgb, picture));
    }

    private static Image decoded(Tile tile, Optional<Colors> colors) {
        long pixels = (long) tile.width() * tile.height();
        int codec = tile.codec().equals("av01") ? avcodec.AV_CODEC_ID_AV1 : avcodec.AV_CODEC_ID_HEVC;
        try (StreamDecoder decoder = StreamDecoder.open(codec, tile.configuration(), 2 * pixels)) {
            return converted(decoder.only(tile.content()), Turn.NONE, colors);
        }
    }

    private static Image converted(Optional<AVFrame> decoded, Turn turn, Optional<Colors> colors) {
        AVFrame frame = decoded.orElseThrow(() -> new UndecodableException("damaged data"));
        try (PixelConverter converter = new PixelConverter(turn)) {
            colors.ifPresent(known -> {
                frame.color_trc(known.transfer());
                frame.colorspace(known.matrix());
                frame.color_range(known.full() ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG);
            });
            return converter.convert(frame);
        } finally {
            avutil.av_frame_free(frame);
        }
    }

    private static void copy(Image tile, int left, int top, byte[] rgb, HeifPicture picture) {
        ByteBuffer pixels = tile.pixels();
        int width = Math.min(tile.width(), picture.width() - left);
        int height = Math.min(tile.height(), picture.height() - top);
        for (int y = 0; y < height; y++) {
            pixels.get(
                    y * tile.width() * CHANNELS, rgb, ((top + y) * picture.width() + left) * CHANNELS,
                    width * CHANNELS);
        }
    }
}
