package io.facequality.distill.internal.torch;

/** The optimizer of Kingma and Ba, "Adam", ICLR 2015, over one array of parameters. For one thread. */
public final class Adam {

    static final double FIRST_DECAY = 0.9;
    static final double SECOND_DECAY = 0.999;
    static final double STABILIZER = 1e-8;

    private final double rate;
    private final float[] first;
    private final float[] second;
    private int steps;

    public Adam(double rate, int size) {
        this.rate = rate;
        this.first = new float[size];
        this.second = new float[size];
    }

    /** Moves the parameters against the gradient. */
    public void step(float[] parameters, float[] gradient) {
        steps++;
        float corrected = (float) correctedRate(rate, steps);
        float root = (float) Math.sqrt(1 - Math.pow(SECOND_DECAY, steps));
        for (int i = 0; i < parameters.length; i++) {
            first[i] = (float) (FIRST_DECAY * first[i] + (1 - FIRST_DECAY) * gradient[i]);
            second[i] = (float) (SECOND_DECAY * second[i] + (1 - SECOND_DECAY) * gradient[i] * gradient[i]);
            parameters[i] -= corrected * first[i] / ((float) Math.sqrt(second[i]) + (float) STABILIZER * root);
        }
    }

    /** The rate with both averages' start at zero made up for. */
    static double correctedRate(double rate, int step) {
        return rate * Math.sqrt(1 - Math.pow(SECOND_DECAY, step)) / (1 - Math.pow(FIRST_DECAY, step));
    }
}
