package io.facequality.catalogue;

import java.nio.file.Path;
import java.time.Duration;

/** A process that fetches the test's model: the folder, the catalogue, the mirror, and whether offline. */
public final class FetchInProcess {

    private FetchInProcess() {}

    /** Says what became of it on standard output. */
    public static void main(String[] arguments) {
        ModelStore.Builder builder = TestModel.store(Path.of(arguments[0]), Path.of(arguments[1]))
                .mirror(arguments[2])
                .listener(new FetchListener() {
                    @Override
                    public void onProgress(CatalogueEntry entry, long done, long total) {
                        System.out.println("got " + done);
                    }

                    @Override
                    public void onRetry(CatalogueEntry entry, String reason, Duration pause) {
                        System.out.println("trying again: " + reason);
                    }
                });
        if (Boolean.parseBoolean(arguments[3])) {
            builder.offline();
        }
        ModelStore store = builder.build();
        try {
            System.out.println("fetched " + store.fetch(TestModel.ID, LicenseConsent.given()).file());
        } catch (RuntimeException | LinkageError | AssertionError e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                System.out.println(cause);
            }
        }
    }
}
