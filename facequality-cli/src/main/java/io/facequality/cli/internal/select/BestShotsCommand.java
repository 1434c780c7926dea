package io.facequality.cli.internal.select;

import io.facequality.Outcome.Rejection;
import io.facequality.catalogue.CatalogueEntry;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.Counts;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.PositiveNumber;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.RejectionLine;
import io.facequality.cli.internal.console.Seconds;
import io.facequality.cli.internal.pictures.FaceModelOptions;
import io.facequality.cli.internal.pictures.ModelArgument;
import io.facequality.images.FaceChoice;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.ModelOptions.ExecutionProvider;
import io.facequality.pipeline.FacePipeline;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import io.facequality.plan.internal.PlanFiles;
import io.facequality.video.BestShots;
import io.facequality.video.Footage;
import io.facequality.video.Footage.Person;
import io.facequality.video.Sampling;
import io.facequality.video.Track;
import io.facequality.video.VideoLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps the best shots of everybody who appears in videos. */
@Command(
        name = "bestshots",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality bestshots [OPTION]... VIDEO...",
        header = "Keep the best shots of everybody who appears in videos.",
        description = {
            "Follows every face, joins the tracks of one person, also over several videos, and keeps each person's best "
                    + "shots. VIDEO is a file, or a folder of numbered pictures.",
            "Writes the plan as plan.json, plan.csv and report.html. A shot's source is a frame, such as "
                    + "video.mp4#t=12.433. With --out also writes the shots: each face with its surroundings (JPEG), and "
                    + "the pixels that were scored (PNG). A track's shots are written when it ends, into the folder "
                    + "'tracks'.",
            "Videos that cannot be used are named on standard error and in the plan, with the reason."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality bestshots party.mp4 --keep 5 --out shots",
            "  facequality bestshots monday.mkv tuesday.mkv --min-gap 2 --plan shots.json",
            "  facequality bestshots frames --frame-rate 6"
        })
public final class BestShotsCommand implements Callable<Integer> {

    private static final double MILLIS_PER_SECOND = 1000;

    private final Console console;

    @Parameters(paramLabel = "VIDEO", arity = "1..*", description = "Video files, or folders of numbered pictures.")
    private List<Path> videos;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "3",
            converter = PositiveNumber.OfInt.class,
            description = "How many shots to keep of each person. Default: ${DEFAULT-VALUE}.")
    private int keep;

    @Option(
            names = "--min-gap",
            paramLabel = "SECONDS",
            defaultValue = "0.5",
            converter = Seconds.class,
            description = "How far apart two kept shots are, unless the face looks very different. "
                    + "Default: ${DEFAULT-VALUE}.")
    private Duration minimumGap;

    @Option(
            names = "--coarse-step",
            paramLabel = "SECONDS",
            defaultValue = "0.5",
            converter = Seconds.class,
            description = "How often to look while there is no face. Default: ${DEFAULT-VALUE}.")
    private Duration coarse;

    @Option(
            names = "--fine-step",
            paramLabel = "SECONDS",
            defaultValue = "0.1",
            converter = Seconds.class,
            description = "How often to look while a face is followed. Default: ${DEFAULT-VALUE}.")
    private Duration fine;

    @Option(
            names = "--frame-rate",
            paramLabel = "N",
            defaultValue = "25",
            description = "How many numbered pictures of a folder are a second. Default: ${DEFAULT-VALUE}.")
    private double frameRate;

    @Mixin
    private PlanPlaces places;

    @Mixin
    private FaceModelOptions models;

    @Option(
            names = "--detector",
            paramLabel = "FILE|ID",
            description = "Detect with this YuNet model (ONNX) instead of the built-in detector; ID: one that 'models "
                    + "fetch' has fetched.")
    private @Nullable String detector;

    @Option(
            names = "--same-person",
            paramLabel = "COSINE",
            description = "From which similarity on faces are one person's. Needed with --embedding-model, for which "
                    + "nothing is known. Default: as measured with the built-in model.")
    private @Nullable Double samePerson;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            converter = PositiveNumber.OfLong.class,
            description = "Reject videos with larger frames before anything is decoded. Default: 36000000.")
    private @Nullable Long maximumPixels;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = PositiveNumber.OfInt.class,
            description = "Frames to look at at once; the results are the same for any number. "
                    + "Default: the number of processors.")
    private @Nullable Integer threads;

    @Option(
            names = "--provider",
            paramLabel = "cpu|cuda|...",
            defaultValue = "cpu",
            description = "What the models run on: cpu, cuda, tensorrt, core-ml or direct-ml. Default: ${DEFAULT-VALUE}.")
    private ExecutionProvider provider;

    @Mixin
    private IsolationOptions isolation;

    @Option(names = "--strict", description = "Exit with code 3 if any video was rejected.")
    private boolean strict;

    public BestShotsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PlanFiles files = places.files();
        files.requireWritable();
        VideoRoot root = VideoRoot.of(videos);
        List<Footage> seen = new ArrayList<>();
        List<RejectedPicture> rejected = new ArrayList<>();
        try (FacePipeline pipeline = pipeline();
                BestShots bestShots = bestShots(pipeline)) {
            for (Path video : videos) {
                long begin = System.nanoTime();
                String name = root.name(video);
                bestShots.of(name, video).accept(
                        footage -> {
                            seen.add(footage);
                            describe(footage, System.nanoTime() - begin);
                        },
                        rejection -> rejected.add(reported(name, rejection)));
            }
            List<Person> people = bestShots.people(seen);
            places.out().ifPresent(out -> people.forEach(person -> person.writeTo(out.resolve(person.name()))));
            files.write(bestShots.plan(root.folder(), people, rejected), progress -> {});
            summarize(people, rejected.size(), files);
        }
        return strict && !rejected.isEmpty() ? ExitCode.REJECTED : ExitCode.DONE;
    }

    private FacePipeline pipeline() {
        FacePipeline.Builder builder = FacePipeline.builder()
                .faces(FaceChoice.ALL)
                .modelOptions(ModelOptions.builder().provider(provider).build());
        if (threads != null) {
            builder.threads(threads);
        }
        ModelArgument.of(detector, CatalogueEntry.Use.DETECTION).ifPresent(model -> builder.detector(model.file()));
        models.applyTo(builder);
        return builder.build();
    }

    private BestShots bestShots(FacePipeline pipeline) {
        BestShots.Builder builder = BestShots.builder()
                .pipeline(pipeline)
                .keep(keep)
                .minimumGap(minimumGap)
                .sampling(new Sampling(coarse, fine))
                .frameRate(frameRate)
                .listener(this::write);
        if (threads != null) {
            builder.threads(threads);
        }
        isolation.isolation().ifPresent(builder::isolated);
        if (samePerson != null) {
            builder.samePerson(samePerson);
        }
        if (maximumPixels != null) {
            builder.limits(VideoLimits.usual().withPixels(maximumPixels));
        }
        return builder.build();
    }

    /** At once, so that whatever ends the program takes no track with it that has ended. */
    private void write(Track track) {
        places.out().ifPresent(out -> track.writeTo(out.resolve("tracks")
                .resolve(track.source())
                .resolve(String.format(Locale.ROOT, "track-%03d", track.number()))));
    }

    private RejectedPicture reported(String name, Rejection rejection) {
        console.err().println(RejectionLine.of(rejection.cause(), rejection.message()));
        return new RejectedPicture(name, rejection.cause(), rejection.message());
    }

    private void describe(Footage footage, long nanos) {
        double seconds = nanos / 1e9;
        Footage.Counts counts = footage.counts();
        console.words().printf(
                Locale.ROOT, "%s: %s, %s; %s looked at, %s scored, %.0f and %.0f each second%s.%n",
                footage.source(), Counts.of(footage.tracks().size(), "track"),
                Counts.of(footage.people().size(), "person", "people"), Counts.of(counts.looked(), "frame"),
                Counts.of(counts.faces(), "face"), counts.looked() / seconds, counts.faces() / seconds,
                speed(footage, seconds));
        if (counts.damaged() > 0) {
            console.err().println("damaged: " + footage.source() + ": " + Counts.of(counts.damaged(), "packet or frame",
                    "packets and frames") + " skipped");
        }
        footage.brokenOff().ifPresent(why -> console.err().println("damaged: " + footage.source() + ": " + why));
    }

    private static String speed(Footage footage, double seconds) {
        return footage.facts()
                .flatMap(facts -> facts.duration())
                .map(duration -> String.format(
                        Locale.ROOT, "; %.1f times real time", duration.toMillis() / MILLIS_PER_SECOND / seconds))
                .orElse("");
    }

    private void summarize(List<Person> people, int rejected, PlanFiles files) {
        long shots = people.stream().mapToLong(person -> person.shots().size()).sum();
        console.words().println(Counts.of(people.size(), "person", "people") + ": " + Counts.of(shots, "shot") + " kept; "
                + Counts.of(rejected, "video") + " rejected.");
        console.words().println("Report: " + files.report());
    }
}
