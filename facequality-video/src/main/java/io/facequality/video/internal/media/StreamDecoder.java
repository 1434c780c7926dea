package io.facequality.video.internal.media;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** The decoder of one stream. Not safe to share between threads. */
final class StreamDecoder implements AutoCloseable {

    /** The one that FFmpeg prefers needs a graphics card. */
    private static final String AV1 = "libaom-av1";

    /** Padding may be more than a small frame. */
    private static final long SMALL_FRAME = 1 << 18;

    private final AVCodecContext context;
    private final long maximumPixels;
    private boolean closed;

    private StreamDecoder(AVCodecContext context, long maximumPixels) {
        this.context = context;
        this.maximumPixels = maximumPixels;
    }

    /**
     * Opens it.
     *
     * @param maximumPixels a frame of more is refused before memory is taken for it
     * @param threads how many decode at once; the frames are the same for any number
     */
    static StreamDecoder open(AVStream stream, long maximumPixels, int threads) {
        AVCodec codec = codec(stream.codecpar().codec_id());
        if (codec == null || codec.isNull()) {
            throw new UndecodableException(
                    "a codec that is not read: " + name(stream.codecpar().codec_id()));
        }
        AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        StreamDecoder decoder = new StreamDecoder(context, maximumPixels);
        try {
            require(avcodec.avcodec_parameters_to_context(context, stream.codecpar()));
            context.pkt_timebase(stream.time_base());
            context.max_pixels(withPadding(maximumPixels));
            context.thread_count(threads);
            require(avcodec.avcodec_open2(context, codec, (AVDictionary) null));
            return decoder;
        } catch (UndecodableException e) {
            decoder.close();
            throw e;
        }
    }

    /**
     * Opens it for pictures that no container holds.
     *
     * @param codecId HEVC or AV1
     * @param configuration the decoder's configuration record
     * @param maximumPixels a frame of more is refused before memory is taken for it
     */
    static StreamDecoder open(int codecId, ByteBuffer configuration, long maximumPixels) {
        AVCodec codec = codec(codecId);
        if (codec == null || codec.isNull()) {
            throw new UndecodableException("a codec that is not read: " + name(codecId));
        }
        AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        StreamDecoder decoder = new StreamDecoder(context, maximumPixels);
        try {
            int length = configuration.remaining();
            BytePointer record = new BytePointer(avutil.av_mallocz(length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE));
            record.capacity(length).put(bytes(configuration));
            context.extradata(record);
            context.extradata_size(length);
            context.max_pixels(withPadding(maximumPixels));
            context.thread_count(1);
            require(avcodec.avcodec_open2(context, codec, (AVDictionary) null));
            return decoder;
        } catch (UndecodableException e) {
            decoder.close();
            throw e;
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** The frame of the only packet, which the caller frees; empty if it is damaged. */
    Optional<AVFrame> only(List<ByteBuffer> content) {
        int length = content.stream().mapToInt(ByteBuffer::remaining).sum();
        AVPacket packet = avcodec.av_packet_alloc();
        AVFrame frame = avutil.av_frame_alloc();
        try {
            require(avcodec.av_new_packet(packet, length));
            BytePointer data = packet.data().capacity(length);
            for (ByteBuffer part : content) {
                data.put(bytes(part));
                data.position(data.position() + part.remaining());
            }
            send(packet);
            send(null);
            if (receive(frame) == Received.FRAME) {
                return Optional.of(frame);
            }
            avutil.av_frame_free(frame);
            return Optional.empty();
        } finally {
            avcodec.av_packet_free(packet);
        }
    }

    /** Decoders fill rows and columns up, and count what they filled. */
    private static long withPadding(long pixels) {
        return pixels + pixels / 4 + SMALL_FRAME;
    }

    private static @Nullable AVCodec codec(int id) {
        if (id == avcodec.AV_CODEC_ID_AV1) {
            AVCodec software = avcodec.avcodec_find_decoder_by_name(AV1);
            if (software != null && !software.isNull()) {
                return software;
            }
        }
        return avcodec.avcodec_find_decoder(id);
    }

    static String name(int codecId) {
        return avcodec.avcodec_get_name(codecId).getString();
    }

    private static void require(int result) {
        if (result < 0) {
            throw new UndecodableException(FFmpeg.words(result));
        }
    }

    /** Hands a packet over, or the end; false if it is damaged. */
    boolean send(@Nullable AVPacket packet) {
        return avcodec.avcodec_send_packet(context, packet) >= 0;
    }

    /** What came of a packet. */
    enum Received {
        FRAME,
        NOTHING,
        DAMAGED
    }

    /** Takes the next frame out, into one that is empty. */
    Received receive(AVFrame frame) {
        int result = avcodec.avcodec_receive_frame(context, frame);
        if (FFmpeg.isEnd(result)) {
            return Received.NOTHING;
        }
        boolean whole = result >= 0
                && (long) frame.width() * frame.height() <= maximumPixels
                && (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) == 0
                && frame.decode_error_flags() == 0;
        return whole ? Received.FRAME : Received.DAMAGED;
    }

    /** Forgets what came before, after a seek. */
    void flush() {
        avcodec.avcodec_flush_buffers(context);
    }

    /** The first frame of a stream of a file, which the caller frees. */
    static Optional<AVFrame> first(MediaFile file, int stream, StreamDecoder decoder) {
        AVPacket packet = avcodec.av_packet_alloc();
        AVFrame frame = avutil.av_frame_alloc();
        try {
            while (file.read(packet) >= 0) {
                boolean ours = packet.stream_index() == stream;
                if (ours) {
                    decoder.send(packet);
                }
                avcodec.av_packet_unref(packet);
                if (ours && decoder.receive(frame) == Received.FRAME) {
                    return Optional.of(frame);
                }
            }
            decoder.send(null);
            if (decoder.receive(frame) == Received.FRAME) {
                return Optional.of(frame);
            }
            avutil.av_frame_free(frame);
            return Optional.empty();
        } finally {
            avcodec.av_packet_free(packet);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avcodec.avcodec_free_context(context);
        }
    }
}
