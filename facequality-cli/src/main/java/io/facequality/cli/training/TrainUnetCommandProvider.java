package io.facequality.cli.training;

import io.facequality.cli.CommandProvider;

/** Adds {@code train-unet}. */
public final class TrainUnetCommandProvider implements CommandProvider {

    /** For the service loader. */
    public TrainUnetCommandProvider() {}

    @Override
    public Object command() {
        return new TrainUnetCommand();
    }
}
