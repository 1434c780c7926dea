package io.facequality.cli.training;

import io.facequality.cli.CommandProvider;

/** Adds {@code distill}. */
public final class DistillCommandProvider implements CommandProvider {

    /** For the service loader. */
    public DistillCommandProvider() {}

    @Override
    public Object command() {
        return new DistillCommand();
    }
}
