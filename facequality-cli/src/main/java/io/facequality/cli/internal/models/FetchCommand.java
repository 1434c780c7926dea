package io.facequality.cli.internal.models;

import io.facequality.catalogue.CatalogueEntry;
import io.facequality.catalogue.FetchListener;
import io.facequality.catalogue.FetchedModel;
import io.facequality.catalogue.LicenseConsent;
import io.facequality.catalogue.ModelStore;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.ProgressOptions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches published models. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality models fetch [OPTION]... ID...",
        header = "Fetch published models.",
        description = {
            "Downloads models of the catalogue into the cache folder, checks their length and digest, and prints "
                    + "where they are. An interrupted fetch continues where it stopped. A model that is already "
                    + "there is not fetched again.",
            "A model's license is shown first; fetching it needs your consent, which is recorded beside the model. "
                    + "Afterwards the model is used by its ID wherever a command takes a model's file. This is the "
                    + "only command that opens network connections. Proxies are set as for all Java programs "
                    + "(JAVA_OPTS=-Dhttps.proxyHost=HOST)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality models fetch ediffiqa-t",
            "  facequality models fetch ediffiqa-t yunet --accept-license",
            "  facequality models fetch yunet --mirror /srv/models --offline",
            "  facequality score photos --model ediffiqa-t --detector yunet"
        })
public final class FetchCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Models, as 'facequality models list' names them.")
    private List<String> ids;

    @Option(
            names = {"--accept-license", "--accept-licence"},
            description = "You have read the models' licenses, and accept them.")
    private boolean acceptLicense;

    @Option(
            names = "--unverified",
            description = "Accept a model for which the catalogue has no digest, without a check of its content.")
    private boolean unverified;

    @Option(
            names = "--mirror",
            paramLabel = "URL|DIR",
            description = "Take the files from this folder or server instead, which must hold them under their own "
                    + "names. Default: FACEQUALITY_MIRROR, or the addresses of the catalogue.")
    private @Nullable String mirror;

    @Option(
            names = "--offline",
            description = "Open no network connection. A folder as the mirror still works. Also: "
                    + "FACEQUALITY_OFFLINE=true.")
    private boolean offline;

    @Mixin
    private StoreOptions options;

    @Mixin
    private ProgressOptions progress;

    public FetchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (ProgressDisplay display = progress.display(console)) {
            ModelStore store = store(display);
            LicenseConsent consent = new LicenseQuestion(console, acceptLicense);
            for (String id : ids) {
                FetchedModel model = unverified ? store.fetchUnverified(id, consent) : store.fetch(id, consent);
                display.close();
                console.words().println(model.file());
            }
            return ExitCode.DONE;
        } catch (CancellationException e) {
            console.err().println("facequality: what has come is kept; the same command goes on from there");
            throw e;
        }
    }

    private ModelStore store(ProgressDisplay display) {
        ModelStore.Builder builder = options.builder().listener(new Shown(display));
        if (mirror != null) {
            builder.mirror(mirror);
        }
        if (offline) {
            builder.offline();
        }
        return builder.build();
    }

    /** What is told of a fetch. */
    private record Shown(ProgressDisplay display) implements FetchListener {

        @Override
        public void onProgress(CatalogueEntry entry, long done, long total) {
            display.bytes(entry.id(), done, total);
        }

        @Override
        public void onRetry(CatalogueEntry entry, String reason, Duration pause) {
            display.line(String.format(
                    Locale.ROOT, "%s: %s; trying again in %.0f s", entry.id(), reason, pause.toMillis() / 1e3));
        }

        @Override
        public void onWait(CatalogueEntry entry) {
            display.line(entry.id() + ": another process is fetching it; waiting");
        }
    }
}
