package io.facequality.plan.internal;

import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.internal.Sha256;
import io.facequality.pipeline.internal.OrderedFlow;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.ReportThumbnails.PictureThumbnails;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A plan as one self-contained page: what is kept and dropped of every person, with thumbnails, and why.
 *
 * <p>The page is a template with markers, a style sheet and a script, which lie beside this class as resources, and
 * data as JSON. The script shows the data as text, never as markup, and the page's content policy lets no other script
 * run and nothing be fetched: names come from whoever named the files. The data of each person is a block of its own,
 * which the script reads when that person is shown, so that turning a page costs the same for any number of people.
 *
 * <p>The page is written as it is made: of the thumbnails only those under way are in memory.
 */
public final class PlanReport {

    private static final Pattern MARKER = Pattern.compile("\\{\\{([a-z-]+)}}");

    private final SelectionPlan plan;
    private final ReportThumbnails thumbnails;
    private final ProgressListener listener;
    private final OutputStream stream;
    private final String style = ReportResources.text("shared.css") + "\n" + ReportResources.text("report.css");
    private final String script = ReportResources.script("shared.js", "report.js");

    private PlanReport(SelectionPlan plan, ProgressListener listener, OutputStream stream) {
        this.plan = plan;
        this.thumbnails = ReportThumbnails.of(plan);
        this.listener = listener;
        this.stream = stream;
    }

    /**
     * Writes the page.
     *
     * @throws IOException if the stream fails; pictures that cannot be read any more get a placeholder instead
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public static void write(SelectionPlan plan, ProgressListener listener, OutputStream stream) throws IOException {
        new PlanReport(plan, listener, stream).write();
    }

    private void write() throws IOException {
        String template = ReportResources.text("report.html");
        int written = 0;
        for (Matcher marker = MARKER.matcher(template); marker.find(); written = marker.end()) {
            write(template.substring(written, marker.start()));
            writeInPlaceOf(marker.group(1));
        }
        write(template.substring(written));
    }

    private void writeInPlaceOf(String marker) throws IOException {
        switch (marker) {
            case "style" -> write(style);
            case "style-digest" -> write(policyDigest(style));
            case "script" -> write(script);
            case "script-digest" -> write(policyDigest(script));
            case "people" -> write(count(plan.groups().size()));
            case "faces" -> write(count(faces(true) + faces(false)));
            case "kept" -> write(count(faces(true)));
            case "dropped" -> write(count(faces(false)));
            case "rejected" -> write(count(plan.rejected().size()));
            case "summary" -> ReportJson.writeSummary(plan, thumbnails, stream);
            case "people-blocks" -> writeGroups();
            default -> throw new IllegalStateException("the report's template has an unknown marker: " + marker);
        }
    }

    private long faces(boolean kept) {
        return plan.groups().stream()
                .flatMap(group -> group.faces().stream())
                .filter(face -> face.kept() == kept)
                .count();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void writeGroups() throws IOException {
        ReportJson.Groups groups = new ReportJson.Groups(plan, stream);
        Delivery delivery = new Delivery(groups);
        try {
            new OrderedFlow(Runtime.getRuntime().availableProcessors())
                    .run(thumbnails.pictures(), thumbnails::make, delivery::accept);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        groups.end();
    }

    /** Writes thumbnails and counts them, on the calling thread. */
    private final class Delivery {

        private final ReportJson.Groups groups;
        private final long total = thumbnails.total();
        private long done;
        private long missing;

        Delivery(ReportJson.Groups groups) {
            this.groups = groups;
        }

        void accept(PictureThumbnails made) {
            PictureThumbnails shown = thumbnails.withinRoom(made);
            try {
                groups.write(shown);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            done += shown.thumbnails().size();
            missing += shown.missing();
            listener.onProgress(new Progress(Progress.Stage.REPORTING, done, total, missing));
        }
    }

    private void write(String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Names the only style sheet and the only script that the page's content policy allows. */
    private static String policyDigest(String text) {
        byte[] digest = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
