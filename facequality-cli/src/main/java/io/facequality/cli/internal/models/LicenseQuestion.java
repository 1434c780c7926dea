package io.facequality.cli.internal.models;

import io.facequality.catalogue.CatalogueEntry;
import io.facequality.catalogue.LicenseConsent;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.Terminal;
import io.facequality.cli.internal.console.YesNoQuestion;
import java.util.Locale;

/**
 * Shows a model's license, and asks whether it is accepted.
 *
 * @param console where it is shown, and where the answer comes from
 * @param acceptedAlready whether the answer was given with the command
 */
record LicenseQuestion(Console console, boolean acceptedAlready) implements LicenseConsent {

    @Override
    public boolean accepts(CatalogueEntry entry) {
        show(entry);
        return acceptedAlready || new YesNoQuestion(console, "Do you accept this license?").isAnsweredYes();
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
}
