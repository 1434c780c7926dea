package io.facequality.cli.internal;

import io.facequality.catalogue.CatalogueEntry;
import io.facequality.catalogue.LicenseConsent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Shows a model's license, and asks whether it is accepted.
 *
 * @param console where it is shown, and where the answer comes from
 * @param acceptedAlready whether the answer was given with the command
 */
record LicenseQuestion(Console console, boolean acceptedAlready) implements LicenseConsent {

    private static final Set<String> YES = Set.of("y", "yes");

    @Override
    public boolean accepts(CatalogueEntry entry) {
        show(entry);
        if (acceptedAlready) {
            return true;
        }
        return console.answers().map(this::answeredYes).orElse(false);
    }

    private void show(CatalogueEntry entry) {
        CatalogueEntry.License license = entry.license();
        console.err().println(entry.id() + ": " + Terminal.printable(entry.name()));
        entry.file().url().ifPresent(url -> line("published", url.toString()));
        line("license", license.name());
        license.terms().ifPresent(terms -> terms.lines().forEach(text -> line("", text)));
        license.link().ifPresent(link -> line("", link.toString()));
        if (!entry.trainedOn().isEmpty()) {
            line("trained on", entry.trainedOn());
        }
    }

    private void line(String name, String text) {
        console.err().println(String.format(Locale.ROOT, "  %-10s  %s", name, Terminal.printable(text)));
    }

    private boolean answeredYes(BufferedReader answers) {
        console.err().print("Do you accept this license? [y/N] ");
        console.err().flush();
        String answer = read(answers).strip().toLowerCase(Locale.ROOT);
        return YES.contains(answer);
    }

    /** Reading from a terminal cannot be interrupted, so another thread does it, and is left behind on Ctrl-C. */
    private static String read(BufferedReader answers) {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        String read = answers.readLine();
                        line.complete(read == null ? "" : read);
                    } catch (IOException e) {
                        line.completeExceptionally(e);
                    }
                },
                "facequality-answer");
        reader.setDaemon(true);
        reader.start();
        try {
            return line.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for an answer");
        } catch (ExecutionException e) {
            throw new UncheckedIOException((IOException) e.getCause());
        }
    }
}
