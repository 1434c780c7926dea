package io.facequality.video.internal.media;

import io.facequality.video.VideoFacts;
import io.facequality.video.VideoFacts.Trait;
import io.facequality.video.internal.media.PixelConverter.PixelSize;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Reads what a container says about its video stream. */
final class StreamFacts {

    private static final long NANOS = 1_000_000_000;
    private static final int USUAL_BITS = 8;

    private StreamFacts() {}

    static VideoFacts of(AVFormatContext context, AVStream stream) {
        AVCodecParameters coded = stream.codecpar();
        Turn turn = turn(stream);
        PixelSize size = PixelSize.shown(coded.width(), coded.height(), coded.sample_aspect_ratio());
        return new VideoFacts(
                context.iformat().name().getString(),
                StreamDecoder.name(coded.codec_id()),
                turn.swapsSides() ? size.height() : size.width(),
                turn.swapsSides() ? size.width() : size.height(),
                duration(context, stream),
                rate(stream.avg_frame_rate()),
                bits(coded),
                traits(coded, turn, size));
    }

    static Turn turn(AVStream stream) {
        return MediaFile.turn(stream.codecpar().coded_side_data(), stream.codecpar().nb_coded_side_data());
    }

    static Optional<Duration> duration(AVFormatContext context, AVStream stream) {
        if (stream.duration() > 0) {
            return Optional.of(Duration.ofNanos(avutil.av_rescale(
                    stream.duration(), NANOS * stream.time_base().num(), Math.max(1, stream.time_base().den()))));
        }
        return context.duration() > 0
                ? Optional.of(Duration.ofNanos(context.duration() * (NANOS / avutil.AV_TIME_BASE)))
                : Optional.empty();
    }

    private static double rate(AVRational rate) {
        return rate.num() > 0 && rate.den() > 0 ? rate.num() / (double) rate.den() : 0;
    }

    private static int bits(AVCodecParameters coded) {
        AVPixFmtDescriptor format = avutil.av_pix_fmt_desc_get(coded.format());
        return format == null || format.isNull() ? USUAL_BITS : format.comp().depth();
    }

    private static Set<Trait> traits(AVCodecParameters coded, Turn turn, PixelSize size) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (turn.degrees() != 0) {
            traits.add(Trait.TURNED);
        }
        if (turn.mirrors()) {
            traits.add(Trait.MIRRORED);
        }
        if (size.width() != coded.width() || size.height() != coded.height()) {
            traits.add(Trait.STRETCHED);
        }
        if (coded.field_order() > avcodec.AV_FIELD_PROGRESSIVE) {
            traits.add(Trait.INTERLACED);
        }
        if (coded.color_trc() == avutil.AVCOL_TRC_SMPTE2084 || coded.color_trc() == avutil.AVCOL_TRC_ARIB_STD_B67) {
            traits.add(Trait.HIGH_DYNAMIC_RANGE);
        }
        AVPixFmtDescriptor format = avutil.av_pix_fmt_desc_get(coded.format());
        if (format != null && !format.isNull() && (format.flags() & avutil.AV_PIX_FMT_FLAG_ALPHA) != 0) {
            traits.add(Trait.TRANSPARENT);
        }
        return traits;
    }
}
