package io.facequality.video.internal.media;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * An open container. Formats that name other files, such as playlists, are not opened, and no protocol but that of files
 * is. Not safe to share between threads.
 */
final class MediaFile implements AutoCloseable {

    private static final String VIDEOS = "mov,matroska,avi,mpegts,mpeg,flv,asf,ogg,mxf,ivf,dv,rm,nut,mpegvideo,h264,hevc,m4v";
    private static final String PICTURES = "gif";
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MATRIX_BYTES = 9 * Integer.BYTES;

    /** Stateless, and one for all: JavaCPP has room for few of a kind. */
    private static final AVIOInterruptCB.Callback_Pointer INTERRUPTED = new Interrupted();

    private final AVFormatContext context;
    private final @Nullable Memory memory;

    private MediaFile(AVFormatContext context, @Nullable Memory memory) {
        this.context = context;
        this.memory = memory;
    }

    static MediaFile video(Path file) {
        return open("file:" + file.toAbsolutePath(), VIDEOS, null);
    }

    static MediaFile picture(byte[] content) {
        FFmpeg.load();
        return open("", PICTURES, new Memory(content));
    }

    private static MediaFile open(String name, String formats, @Nullable Memory memory) {
        FFmpeg.load();
        AVFormatContext context = avformat.avformat_alloc_context();
        context.interrupt_callback().callback(INTERRUPTED);
        if (memory != null) {
            context.pb(memory.stream);
        }
        AVDictionary options = new AVDictionary(null);
        avutil.av_dict_set(options, "format_whitelist", formats, 0);
        avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
        int result = avformat.avformat_open_input(context, name, null, options);
        avutil.av_dict_free(options);
        // The context is gone by now if that failed.
        MediaFile file = new MediaFile(context, memory);
        try {
            require(result);
            require(avformat.avformat_find_stream_info(context, (AVDictionary) null));
            return file;
        } catch (UndecodableException e) {
            file.close();
            throw e;
        }
    }

    private static void require(int result) {
        if (result < 0) {
            throw new UndecodableException(FFmpeg.words(result));
        }
    }

    AVFormatContext context() {
        return context;
    }

    /** The next packet; false at the end, whatever ended it. */
    int read(AVPacket packet) {
        return avformat.av_read_frame(context, packet);
    }

    /** How the pixels are to be turned, by side data of a stream or of a picture of tiles. */
    static Turn turn(AVPacketSideData sideData, int count) {
        if (sideData == null || sideData.isNull()) {
            return Turn.NONE;
        }
        AVPacketSideData matrix =
                avcodec.av_packet_side_data_get(sideData, count, avcodec.AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.isNull() || matrix.size() < MATRIX_BYTES) {
            return Turn.NONE;
        }
        int[] numbers = new int[MATRIX_BYTES / Integer.BYTES];
        new IntPointer(matrix.data()).get(numbers);
        return Turn.ofDisplayMatrix(numbers);
    }

    @Override
    public void close() {
        if (!context.isNull()) {
            avformat.avformat_close_input(context);
        }
        if (memory != null) {
            memory.close();
        }
    }

    /** Ends reading when the thread that reads is interrupted. */
    private static final class Interrupted extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer opaque) {
            return Thread.currentThread().isInterrupted() ? 1 : 0;
        }
    }

    /** A file's content in memory, as FFmpeg reads it. */
    private static final class Memory implements AutoCloseable {

        /** By a number that FFmpeg hands back: JavaCPP has room for few callbacks, so these are for all. */
        private static final Map<Long, Memory> OPEN = new ConcurrentHashMap<>();

        private static final AtomicLong NUMBERS = new AtomicLong(1);
        private static final Reading READING = new Reading();
        private static final Seeking SEEKING = new Seeking();

        private final long number = NUMBERS.getAndIncrement();
        private final byte[] content;
        private final AVIOContext stream;
        private int position;

        Memory(byte[] content) {
            this.content = content;
            BytePointer buffer = new BytePointer(avutil.av_malloc(BUFFER_BYTES));
            stream = avformat.avio_alloc_context(
                    buffer, BUFFER_BYTES, 0, new Number(number), READING, null, SEEKING);
            OPEN.put(number, this);
        }

        private int read(BytePointer buffer, int most) {
            int length = Math.min(most, content.length - position);
            if (length <= 0) {
                return avutil.AVERROR_EOF();
            }
            buffer.capacity(length).put(content, position, length);
            position += length;
            return length;
        }

        private long seek(long offset, int whence) {
            if ((whence & avformat.AVSEEK_SIZE) != 0) {
                return content.length;
            }
            long start = switch (whence & ~avformat.AVSEEK_FORCE) {
                case 0 -> 0;
                case 1 -> position;
                default -> content.length;
            };
            position = (int) Math.max(0, Math.min(content.length, start + offset));
            return position;
        }

        @Override
        public void close() {
            OPEN.remove(number);
            avutil.av_free(stream.buffer());
            avformat.avio_context_free(stream);
        }

        private static final class Number extends Pointer {
            Number(long number) {
                address = number;
            }
        }

        /** FFmpeg asks no file that was closed. */
        private static Memory open(Pointer opaque) {
            return Objects.requireNonNull(OPEN.get(opaque.address()), "open");
        }

        private static final class Reading extends Read_packet_Pointer_BytePointer_int {
            @Override
            public int call(Pointer opaque, BytePointer buffer, int most) {
                return open(opaque).read(buffer, most);
            }
        }

        private static final class Seeking extends Seek_Pointer_long_int {
            @Override
            public long call(Pointer opaque, long offset, int whence) {
                return open(opaque).seek(offset, whence);
            }
        }
    }
}
