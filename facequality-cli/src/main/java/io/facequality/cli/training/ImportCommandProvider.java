package io.facequality.cli.training;

import io.facequality.cli.CommandProvider;

/** Adds {@code models import}. */
public final class ImportCommandProvider implements CommandProvider {

    /** For the service loader. */
    public ImportCommandProvider() {}

    @Override
    public Object command() {
        return new ImportCommand();
    }

    @Override
    public String parent() {
        return "models";
    }
}
