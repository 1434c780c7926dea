package io.facequality.cli.training;

import io.facequality.cli.CommandProvider;

/** Adds {@code models verify}. */
public final class VerifyCommandProvider implements CommandProvider {

    /** For the service loader. */
    public VerifyCommandProvider() {}

    @Override
    public Object command() {
        return new VerifyCommand();
    }

    @Override
    public String parent() {
        return "models";
    }
}
