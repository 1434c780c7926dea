package io.facequality.video.internal.media;

import io.facequality.Image;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Turns decoded frames into upright pictures of square pixels in sRGB: one field of an interlaced frame, stretched; HDR
 * tone-mapped; transparency dropped. Safe to share between threads, one frame at a time.
 */
final class PixelConverter implements AutoCloseable {

    /** What OpenCV's reader of videos uses as well. */
    private static final int SCALING = swscale.SWS_BICUBIC;

    private static final int PLANES = 4;
    private static final int CHANNELS = 3;
    private static final int ONE = 1 << 16;

    /** What vector instructions may write beyond the last row. */
    private static final int PADDING = 64;

    /** From this height on, files that do not say which colors they mean mean those of HDTV. */
    private static final int HIGH_DEFINITION = 720;

    private final Turn turn;
    private SwsContext context = new SwsContext(null);

    PixelConverter(Turn turn) {
        this.turn = turn;
    }

    synchronized Image convert(AVFrame frame) {
        Source source = Source.of(frame);
        Optional<ToneMapping> tones = toneMapping(frame.color_trc());
        int format = tones.isPresent() ? avutil.AV_PIX_FMT_RGB48LE : avutil.AV_PIX_FMT_RGB24;
        PixelSize size = PixelSize.shown(frame.width(), frame.height(), frame.sample_aspect_ratio());
        context = swscale.sws_getCachedContext(
                context, frame.width(), source.height(), frame.format(), size.width(), size.height(), format, SCALING,
                null, null, (DoublePointer) null);
        if (context == null || context.isNull()) {
            context = new SwsContext(null);
            throw new UndecodableException("pixels of a format that cannot be converted");
        }
        setColors(frame);
        int samples = size.width() * CHANNELS;
        int bytesPerSample = tones.isPresent() ? Short.BYTES : Byte.BYTES;
        long length = (long) samples * bytesPerSample * size.height();
        try (BytePointer pixels = new BytePointer(length + PADDING);
                PointerPointer<BytePointer> target = new PointerPointer<>(PLANES);
                IntPointer stride = new IntPointer(samples * bytesPerSample, 0, 0, 0);
                PointerPointer<BytePointer> planes = source.planes(frame);
                IntPointer strides = source.strides(frame)) {
            for (int plane = 0; plane < PLANES; plane++) {
                target.put(plane, plane == 0 ? pixels : null);
            }
            swscale.sws_scale(context, planes, strides, 0, source.height(), target, stride);
            Image stored = Image.filledBy(size.width(), size.height(), rgb -> {
                if (tones.isPresent()) {
                    mapTones(tones.get(), pixels, size, rgb);
                } else {
                    pixels.get(rgb);
                }
            });
            return turn.apply(stored);
        }
    }

    private static void mapTones(ToneMapping tones, BytePointer pixels, PixelSize size, byte[] rgb) {
        int samples = size.width() * CHANNELS;
        short[] row = new short[samples];
        ShortPointer levels = new ShortPointer(pixels);
        for (int y = 0; y < size.height(); y++) {
            levels.position((long) y * samples).get(row);
            tones.map(row, size.width(), rgb, y * samples);
        }
    }

    private static Optional<ToneMapping> toneMapping(int transfer) {
        return switch (transfer) {
            case avutil.AVCOL_TRC_SMPTE2084 -> Optional.of(ToneMapping.PQ);
            case avutil.AVCOL_TRC_ARIB_STD_B67 -> Optional.of(ToneMapping.HLG);
            default -> Optional.empty();
        };
    }

    private void setColors(AVFrame frame) {
        int space = frame.colorspace();
        if (space == avutil.AVCOL_SPC_UNSPECIFIED) {
            space = frame.height() >= HIGH_DEFINITION ? avutil.AVCOL_SPC_BT709 : avutil.AVCOL_SPC_SMPTE170M;
        }
        int full = frame.color_range() == avutil.AVCOL_RANGE_JPEG || isFullByFormat(frame.format()) ? 1 : 0;
        IntPointer source = swscale.sws_getCoefficients(space);
        IntPointer target = swscale.sws_getCoefficients(swscale.SWS_CS_DEFAULT);
        swscale.sws_setColorspaceDetails(context, source, full, target, 1, 0, ONE, ONE);
    }

    private static boolean isFullByFormat(int format) {
        return format == avutil.AV_PIX_FMT_YUVJ420P
                || format == avutil.AV_PIX_FMT_YUVJ422P
                || format == avutil.AV_PIX_FMT_YUVJ444P
                || format == avutil.AV_PIX_FMT_YUVJ440P;
    }

    /**
     * Which rows of a frame are taken: all, or those of the field that is shown first.
     *
     * @param first the first row
     * @param step how many rows further the next one is
     * @param height how many rows there are
     */
    private record Source(int first, int step, int height) {

        static Source of(AVFrame frame) {
            int height = frame.height();
            if ((frame.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) == 0 || height < 2) {
                return new Source(0, 1, height);
            }
            boolean topFirst = (frame.flags() & AVFrame.AV_FRAME_FLAG_TOP_FIELD_FIRST) != 0;
            return new Source(topFirst ? 0 : 1, 2, height / 2);
        }

        PointerPointer<BytePointer> planes(AVFrame frame) {
            PointerPointer<BytePointer> planes = new PointerPointer<>(PLANES);
            for (int plane = 0; plane < PLANES; plane++) {
                BytePointer data = frame.data(plane);
                planes.put(plane, data == null ? null : data.getPointer((long) first * frame.linesize(plane)));
            }
            return planes;
        }

        IntPointer strides(AVFrame frame) {
            IntPointer strides = new IntPointer(PLANES);
            for (int plane = 0; plane < PLANES; plane++) {
                strides.put(plane, frame.linesize(plane) * step);
            }
            return strides;
        }
    }

    /** The size at which a picture is shown. */
    record PixelSize(int width, int height) {

        /** What is wider than this is nonsense in a file. */
        private static final double WIDEST_PIXEL = 4;

        /** Pixels that are not square are stretched along their shorter side, so that none is lost. */
        static PixelSize shown(int width, int height, AVRational aspect) {
            double ratio = aspect.num() > 0 && aspect.den() > 0 ? aspect.num() / (double) aspect.den() : 1;
            if (ratio > WIDEST_PIXEL || ratio < 1 / WIDEST_PIXEL) {
                return new PixelSize(width, height);
            }
            return ratio >= 1
                    ? new PixelSize((int) Math.round(width * ratio), height)
                    : new PixelSize(width, (int) Math.round(height / ratio));
        }
    }

    @Override
    public synchronized void close() {
        swscale.sws_freeContext(context);
        context = new SwsContext(null);
    }
}
