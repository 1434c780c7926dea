/** Video and streams in, best shots out; more formats of pictures. The only module that names FFmpeg. */
module io.facequality.video {
    requires transitive io.facequality.pipeline;
    requires org.bytedeco.ffmpeg;
    requires org.bytedeco.javacpp;
    requires static org.jspecify;

    exports io.facequality.video;

    provides io.facequality.images.internal.MorePictures with
            io.facequality.video.internal.media.FFmpegPictures;
    provides io.facequality.pipeline.internal.VideoSupport with
            io.facequality.video.internal.tracks.InstalledVideos;
}
